import type { Json } from "#ledger-core/contract/schema/json.ts";

/** A field that an act changed. Without words where its value is too long or too rich to stand in a line. */
export type ChangedField = {
  readonly field: string;
  readonly before: string | undefined;
  readonly after: string | undefined;
};

const wordsMax = 80;

/** The fields that two states of a row do not share, in the order of the newer one. */
export function changedFields(before: Json, after: Json): readonly ChangedField[] {
  const [old, now] = [fieldsOf(before), fieldsOf(after)];
  return Object.keys({ ...now, ...old }).flatMap((field) => {
    const [was, is] = [old[field] ?? null, now[field] ?? null];
    if (JSON.stringify(was) === JSON.stringify(is)) return [];
    const [wasWords, isWords] = [wordsOf(was), wordsOf(is)];
    const isShown = wasWords !== undefined && isWords !== undefined;
    return [{ field, before: isShown ? wasWords : undefined, after: isShown ? isWords : undefined }];
  });
}

function fieldsOf(row: Json): { readonly [name: string]: Json } {
  return typeof row === "object" && row !== null && !Array.isArray(row)
    ? (row as { readonly [name: string]: Json })
    : {};
}

function wordsOf(value: Json): string | undefined {
  if (value === null) return "";
  if (typeof value === "object") return undefined;
  const words = String(value);
  return words.length <= wordsMax ? words : undefined;
}
