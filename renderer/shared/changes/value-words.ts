import { casesSchema } from "#ledger-core/contract/schema/policy.ts";
import { usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import { fromJson } from "#ledger-core/contract/schema/json.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import { endText } from "#ledger-core/contract/text/moments.ts";
import { policySentence } from "#ledger-core/contract/text/policy-sentence.ts";
import { choiceText, kindName } from "#ledger-core/contract/text/texts.ts";
import { usePolicySentence as termsOfUse } from "#ledger-core/contract/text/use-policy-sentence.ts";
import { formatBytes, formatCount, noValue } from "#renderer/shared/format/amounts.ts";
import { formatDay, formatTime } from "#renderer/shared/format/times.ts";
import type { Language } from "#renderer/shared/preferences/preferences.ts";
import type { SentenceText } from "#renderer/shared/ui/sentence-view.tsx";

/** What the values of rows are said with. */
export type ValueScope = {
  readonly language: Language;
  readonly departmentByCode: (uscc: string) => string;
  /** A list that is counted rather than written out: `12 entries`. */
  readonly countWords: (count: number) => string;
  readonly noEnd: string;
};

/** Where a value stands: its table and column, the name of what a key in it stands for, and the whole row. */
export type ValuePlace = {
  readonly table: string;
  readonly column: string;
  readonly name?: string | undefined;
  readonly row: Readonly<Record<string, Json>>;
};

const timeColumns = ["time", "since", "from", "opened", "deadline", "requested", "claimedTime"];
/** From these times on something is over; they are said as in the sentence that is signed. */
const endColumns = ["until", "expires", "validUntil"];
const dayColumns = ["publishedDay", "modifiedDay"];
const openEnded = ["until", "expires", "from"];
/** Lists up to this length are written out. */
const listedMax = 12;

/** Whether a value is a fingerprint or a key, which is only shown when it is asked for. */
export function isFingerprint(value: Json): boolean {
  return typeof value === "string" && value.length >= 32 && value.length % 2 === 0 && /^[0-9a-f]+$/.test(value);
}

/** A value of a row in words: choices, kinds, times, amounts of bytes, terms of use and policies as their sentences. */
export function valueWords(scope: ValueScope, place: ValuePlace, value: Json | undefined): SentenceText {
  if (place.name !== undefined && place.name !== "") return place.name;
  if (value === null || value === undefined || value === "") return noValue;
  if (typeof value === "number") return numberWords(scope, place.column, value);
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") return stringWords(scope, place, value);
  return structureWords(scope, place, value) ?? formatCount(0);
}

function numberWords({ language, noEnd }: ValueScope, column: string, value: number): string {
  if (timeColumns.includes(column)) {
    if (value === 0) return openEnded.includes(column) ? noEnd : noValue;
    return formatTime(value, { language, nowSeconds: 0, style: "exact" });
  }
  if (endColumns.includes(column)) {
    if (value !== 0) return endText(language, value);
    return openEnded.includes(column) ? noEnd : noValue;
  }
  if (dayColumns.includes(column)) return formatDay(value, language);
  return column === "sizeBytes" ? formatBytes(value) : formatCount(value);
}

function stringWords({ language }: ValueScope, { table, column }: ValuePlace, value: string): string {
  if (column === "kind" || column === "action") {
    const named = kindName(language, value);
    if (named !== value) return named;
  }
  return choiceText(language, table, column, value) ?? value;
}

function structureWords(
  scope: ValueScope,
  { table, column, row }: ValuePlace,
  value: readonly Json[] | { readonly [name: string]: Json },
): SentenceText | undefined {
  const { language, departmentByCode } = scope;
  if (column === "cases") {
    const cases = fromJson(casesSchema, value);
    const kind = row["kind"];
    if (cases.ok && typeof kind === "string") return policySentence(language, { kind, cases: cases.value });
  }
  if (column === "policy") {
    const policy = fromJson(usePolicySchema, value);
    if (policy.ok) return termsOfUse(language, policy.value, { departmentByCode });
  }
  if (!isList(value)) return JSON.stringify(value);
  if (value.length === 0) return noValue;
  const words = value.filter((one) => typeof one === "string");
  if (words.length < value.length || words.length > listedMax) return scope.countWords(value.length);
  const said = words.map((word) => choiceText(language, table, column, word) ?? word);
  return said.join(language === "zh" ? "、" : ", ");
}

function isList(value: readonly Json[] | { readonly [name: string]: Json }): value is readonly Json[] {
  return Array.isArray(value);
}
