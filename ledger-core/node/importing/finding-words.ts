/** Findings and refusals of imports in both languages: the import's own words, else those of the format that found it. */
import type { Problem, Words } from "#ledger-core/contract/api/shared.ts";
import { CATALOG_FORMATS } from "#ledger-core/exchange/catalog-formats.ts";
import type { FindingText } from "#ledger-core/exchange/catalog-format.ts";
import type { RowFinding } from "#ledger-core/exchange/dataset-record.ts";
import { describeImportCode, IMPORT_CODES } from "./import-codes.ts";
import type { ImportLanguage } from "./import-codes.ts";
import type { RefusedFile } from "./plan-import.ts";

/** What was found and what to do about it, in one language. */
export function findingText(
  finding: Pick<RowFinding, "code" | "severity">,
  format: string,
  language: ImportLanguage,
): FindingText {
  const own = IMPORT_CODES.find((known) => known === finding.code);
  if (own !== undefined) return describeImportCode(own, language);
  const reader = CATALOG_FORMATS.find(({ name }) => name === format);
  return reader?.describeFinding(finding, language) ?? { message: finding.code, advice: "" };
}

/** The same in both. */
export function findingWords(
  finding: Pick<RowFinding, "code" | "severity">,
  format: string,
): { readonly message: Words; readonly advice: Words } {
  const [zh, en] = [findingText(finding, format, "zh"), findingText(finding, format, "en")];
  return { message: { zh: zh.message, en: en.message }, advice: { zh: zh.advice, en: en.advice } };
}

/** A file that is refused as a whole, as a problem. */
export function refusedFileProblem({ code, detail, format }: RefusedFile): Problem {
  const { message, advice } = findingWords({ code, severity: "refused" }, format);
  const named = (words: Words): Words =>
    detail === "" ? words : { zh: `${words.zh}（${detail}）`, en: `${words.en} (${detail})` };
  return { code, data: { detail }, cause: named(message), next: advice };
}
