/** The name of a package: what its address on the site ends in. Rules of CKAN 2.9 to 2.11 (`name_validator`). */
import type { JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { withField } from "#ledger-core/exchange/json-rows/record-row.ts";

const LENGTH_MIN = 2;
const LENGTH_MAX = 100;
const RESERVED: ReadonlySet<string> = new Set(["new", "edit", "search"]);

/** 2 to 100 lower-case ASCII letters, digits, `-` and `_`, and none of the words that the site's own pages have. */
export function isPackageName(text: string): boolean {
  return text.length >= LENGTH_MIN && text.length <= LENGTH_MAX && /^[a-z0-9_-]+$/.test(text) && !RESERVED.has(text);
}

/** The name as text; undefined if there is none. */
export function nameOf(row: JsonObject): string | undefined {
  const { name } = row;
  return typeof name === "string" && name.trim() !== "" ? name : undefined;
}

/**
 * The row under an identifier that is not its own: one made here, or one whose identifier another source has as well. It becomes the
 * name where it can be one; else it is the `id`, and the name is made of its letters.
 */
export function writeName(row: JsonObject, identifier: string): JsonObject {
  const bare = withField(row, "id", undefined);
  if (isPackageName(identifier)) return withField(bare, "name", identifier);
  return withField(withField(bare, "id", identifier), "name", packageNameOf(identifier));
}

/** A name made of an identifier: the same each time, but not unique, because most characters cannot be in one. */
function packageNameOf(identifier: string): string {
  const letters = identifier
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(-LENGTH_MAX)
    .replace(/^-|-$/g, "");
  return isPackageName(letters) ? letters : `dataset-${letters}`.replace(/-$/, "");
}

/** The name, or the first that is free of `name-2`, `name-3` and so on; a site has each name once. */
export function freeName(name: string, taken: ReadonlySet<string>): string {
  for (let number = 2, free = name; ; number++) {
    if (!taken.has(free)) return free;
    const end = `-${number}`;
    free = name.slice(0, LENGTH_MAX - end.length) + end;
  }
}
