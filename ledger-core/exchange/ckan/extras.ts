/**
 * Fields that CKAN itself does not know. A site holds them as entries of `extras` (`{"key", "value"}`, values being text), or, with a
 * schema of its own (ckanext-scheming), beside the others; the first versions of the API had one object in place of the list.
 */
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { withField } from "#ledger-core/exchange/json-rows/record-row.ts";

/** The value of the first of the names that says something, beside the other fields or in `extras`. */
export function fieldOrExtra(row: JsonObject, names: readonly string[]): Json | undefined {
  const name = saidName(row, names);
  return name === undefined ? undefined : ownOrExtra(row, name);
}

/** The first of the names that says something. */
export function saidName(row: JsonObject, names: readonly string[]): string | undefined {
  return names.find((name) => isSaid(ownOrExtra(row, name)));
}

/** Puts a value under the first of the names that the row has, in the form that is there; as an extra under the last where it has none. */
export function withFieldOrExtra(
  row: JsonObject,
  names: readonly string[],
  value: string | readonly string[],
): JsonObject {
  const name = saidName(row, names) ?? names.at(-1) ?? "";
  if (isSaid(row[name]))
    return withField(row, name, isJsonList(value) && typeof row[name] === "string" ? JSON.stringify(value) : value);
  return withExtra(row, name, isJsonList(value) ? JSON.stringify(value) : String(value));
}

/** The row without any of the names, wherever they are. */
export function withoutFieldOrExtra(row: JsonObject, names: readonly string[]): JsonObject {
  return names.reduce((left, name) => withExtra(withField(left, name, undefined), name, undefined), row);
}

/** Keys of the extras, in their order. */
export function extraKeys(row: JsonObject): readonly string[] {
  const { extras } = row;
  if (isJsonObject(extras)) return Object.keys(extras);
  return isJsonList(extras) ? extras.flatMap((entry) => keyOf(entry) ?? []) : [];
}

function ownOrExtra(row: JsonObject, name: string): Json | undefined {
  const own = row[name];
  if (isSaid(own)) return own;
  const { extras } = row;
  if (isJsonObject(extras)) return Object.hasOwn(extras, name) ? extras[name] : undefined;
  const entry = isJsonList(extras) ? extras.find((each) => keyOf(each) === name) : undefined;
  return isJsonObject(entry) ? entry["value"] : undefined;
}

function withExtra(row: JsonObject, key: string, value: string | undefined): JsonObject {
  const { extras } = row;
  if (isJsonObject(extras)) return withField(row, "extras", withField(extras, key, value));
  const list = isJsonList(extras) ? extras : [];
  const place = list.findIndex((entry) => keyOf(entry) === key);
  if (value === undefined)
    return place < 0
      ? row
      : withField(
          row,
          "extras",
          list.filter((entry) => keyOf(entry) !== key),
        );
  const old = list[place];
  const entry: JsonObject = { ...(isJsonObject(old) ? old : {}), key, value };
  return withField(row, "extras", place < 0 ? [...list, entry] : list.with(place, entry));
}

function keyOf(entry: Json): string | undefined {
  const key = isJsonObject(entry) ? entry["key"] : undefined;
  return typeof key === "string" ? key : undefined;
}

function isSaid(value: Json | undefined): value is Json {
  if (value === undefined || value === null) return false;
  if (typeof value === "string") return value.trim() !== "";
  return !isJsonList(value) || value.length > 0;
}
