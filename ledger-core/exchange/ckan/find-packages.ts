/**
 * The forms in which packages of CKAN come: one package, a list of them, one on each line (`ckanapi dump datasets`), and answers of the
 * Action API, `{help, success, result}`, whose result is a package (`package_show`), a list (`current_package_list_with_resources`) or
 * a search (`package_search`). And the way back from records to the same form.
 */
import { isJsonList, isJsonObject } from "#ledger-core/exchange/canonical-json.ts";
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import type { FoundRows, RefusedRows } from "#ledger-core/exchange/json-rows/read-rows.ts";
import { shown } from "#ledger-core/exchange/json-rows/row-check.ts";
import type { CKAN_REFUSALS } from "./finding-codes.ts";

type Refusal = (typeof CKAN_REFUSALS)[number];

/** What stands beside the packages of a dump with one on each line, and of records that come from no one file. */
export const LINES_CATALOG: JsonObject = { form: "lines" };

/** The packages of a document. */
export function findPackages(document: Json): FoundRows<Refusal> {
  if (isJsonList(document)) return foundList(document, [], { form: "list" });
  if (!isJsonObject(document)) return refuse("NOT_PACKAGES", shown(document));
  if (typeof document["success"] === "boolean" && ("result" in document || "error" in document))
    return findInAnswer(document);
  if (!isPackage(document)) return refuse("NOT_PACKAGES", shown(document));
  return { ok: true, rows: [document], path: [], isList: false, catalog: { form: "package" } };
}

/** The document in the form that a catalog came in; lines for one that came in none. */
export function packagesDocument(packages: readonly JsonObject[], catalog: JsonObject): Json | undefined {
  const { form, answer } = catalog;
  const whole = isJsonObject(answer) ? answer : {};
  if (form === "list") return packages;
  if (form === "answer-list") return { ...whole, result: packages };
  if (form === "answer-search") {
    const result = isJsonObject(whole["result"]) ? whole["result"] : {};
    // A whole answer counts what it lists; a part of one keeps the count of the whole.
    return { ...whole, result: { count: packages.length, ...result, results: packages } };
  }
  const [only, ...others] = packages;
  if (only === undefined || others.length > 0) return undefined;
  if (form === "package") return only;
  return form === "answer-package" ? { ...whole, result: only } : undefined;
}

/** How many packages a search found and how many of them its answer holds, where that is not all. */
export function partOf(
  catalog: JsonObject,
  rows: number,
): { readonly count: number; readonly rows: number } | undefined {
  const { answer } = catalog;
  const result = isJsonObject(answer) && isJsonObject(answer["result"]) ? answer["result"] : {};
  const { count } = result;
  return typeof count === "number" && count !== rows ? { count, rows } : undefined;
}

/** The address of the site that answered, from the help that comes with an answer; undefined for other forms. */
export function siteOf(catalog: JsonObject): string | undefined {
  const { answer } = catalog;
  const help = isJsonObject(answer) ? answer["help"] : undefined;
  if (typeof help !== "string") return undefined;
  return /^(https?:\/\/[^\s?#]+?)\/api\/(?:\d\/)?action\//i.exec(help)?.[1]?.toLowerCase();
}

function findInAnswer(answer: JsonObject): FoundRows<Refusal> {
  if (answer["success"] !== true) return refuse("ANSWER_FAILED", errorOf(answer["error"]));
  const { result, ...rest } = answer;
  if (isJsonList(result)) return foundList(result, ["result"], { form: "answer-list", answer: rest });
  if (!isJsonObject(result)) return refuse("NOT_PACKAGES", shown(result ?? null));
  const { results, ...search } = result;
  if (isJsonList(results)) {
    const { count, ...others } = search;
    const kept = count === results.length ? others : search;
    return foundList(results, ["result", "results"], { form: "answer-search", answer: { ...rest, result: kept } });
  }
  if (!isPackage(result)) return refuse("NOT_PACKAGES", shown(result));
  return {
    ok: true,
    rows: [result],
    path: ["result"],
    isList: false,
    catalog: { form: "answer-package", answer: rest },
  };
}

function foundList(rows: readonly Json[], path: readonly string[], catalog: JsonObject): FoundRows<Refusal> {
  // The answer of `package_list`: names, with nothing said of what they name.
  if (rows.length > 0 && rows.every((row) => typeof row === "string")) return refuse("NAMES_ONLY", String(rows.length));
  if (rows.length > 0 && rows.filter(isJsonObject).every((row) => !isPackage(row)))
    return refuse("NOT_PACKAGES", shown(rows.find(isJsonObject) ?? rows));
  return { ok: true, rows, path, isList: true, catalog };
}

/** A package has a name or resources; another catalogue's dataset has neither under these words. */
function isPackage(row: JsonObject): boolean {
  return "name" in row || "resources" in row || "extras" in row || "owner_org" in row || "notes" in row;
}

function refuse(code: Refusal, detail: string): RefusedRows<Refusal> {
  return { ok: false, code, detail };
}

function errorOf(error: Json | undefined): string {
  if (!isJsonObject(error)) return typeof error === "string" ? excerpt(error) : "";
  const said = [error["__type"], error["message"]].filter((part) => typeof part === "string");
  return excerpt(said.join(": "));
}
