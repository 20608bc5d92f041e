import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Finding } from "./findings.ts";

const languages = ["zh", "en"] as const;
const coreTexts = "ledger-core/contract/text";
const errorsFile = "ledger-core/contract/schema/errors.ts";

/** Forms of one text by number, which a language has or has not. */
const pluralSuffix = /_(?:zero|one|two|few|many|other)$/u;

/**
 * Finds texts that one language lacks: `zh.json` and `en.json` of a folder have the same keys, with a text in each, and every error
 * code of the contract has its sentence in both. `files` are the paths below `folder` to look at.
 */
export async function findMissingTexts(folder: string, files: readonly string[]): Promise<readonly Finding[]> {
  const places = new Set(files.filter((file) => /(?:^|\/)(?:zh|en)\.json$/u.test(file)).map(dirname));
  const findings = [...places].flatMap((place) => comparePlace(folder, place));
  if (files.includes(errorsFile)) findings.push(...(await findCodesWithoutSentence(folder)));
  return findings;
}

function comparePlace(folder: string, place: string): readonly Finding[] {
  const [zh, en] = languages.map((language) => ({
    file: `${place}/${language}.json`,
    texts: readTexts(folder, place, language),
  }));
  if (zh === undefined || en === undefined) return [];
  return [...lacks(zh, en), ...lacks(en, zh)];
}

type TextFile = { readonly file: string; readonly texts: ReadonlyMap<string, string> | undefined };

function lacks({ file, texts }: TextFile, other: TextFile): readonly Finding[] {
  if (texts === undefined) return [{ file, message: "is missing; the other language is there" }];
  const findings: Finding[] = [];
  for (const [key, value] of texts)
    if (value.trim() === "") findings.push({ file, message: `the text of "${key}" is empty` });
  const keys = new Set([...texts.keys()].map(withoutPlural));
  for (const key of new Set([...(other.texts?.keys() ?? [])].map(withoutPlural))) {
    if (!keys.has(key)) findings.push({ file, message: `the text of "${key}" is missing` });
  }
  return findings;
}

function withoutPlural(key: string): string {
  return key.replace(pluralSuffix, "");
}

async function findCodesWithoutSentence(folder: string): Promise<readonly Finding[]> {
  const codes = errorCodesOf(await import(pathToFileURL(join(folder, errorsFile)).href));
  if (codes === undefined) return [{ file: errorsFile, message: "does not export ERROR_CODES as a list of texts" }];
  return languages.flatMap((language) => {
    const words = new Set([...(readTexts(folder, coreTexts, language)?.keys() ?? [])].flatMap((key) => key.split(".")));
    const file = `${coreTexts}/${language}.json`;
    return codes
      .filter((code) => !words.has(code))
      .map((code) => ({ file, message: `error code ${code} has no sentence` }));
  });
}

function errorCodesOf(contract: unknown): readonly string[] | undefined {
  if (typeof contract !== "object" || contract === null || !("ERROR_CODES" in contract)) return undefined;
  return Array.isArray(contract.ERROR_CODES) ? contract.ERROR_CODES.map(String) : undefined;
}

/** The texts of a file by dotted key; undefined where there is no such file. */
function readTexts(folder: string, place: string, language: string): ReadonlyMap<string, string> | undefined {
  const path = join(folder, place, `${language}.json`);
  if (!existsSync(path)) return undefined;
  const texts = new Map<string, string>();
  collectTexts(JSON.parse(readFileSync(path, "utf8")), [], texts);
  return texts;
}

function collectTexts(value: unknown, path: readonly string[], texts: Map<string, string>): void {
  if (typeof value !== "object" || value === null) texts.set(path.join("."), String(value));
  else for (const [key, part] of Object.entries(value)) collectTexts(part, [...path, key], texts);
}
