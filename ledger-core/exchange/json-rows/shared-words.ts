/** Words for what is found in any catalogue in JSON, in both languages; a standard's own words come first. */
import type { FindingLanguage, FindingText } from "#ledger-core/exchange/catalog-format.ts";
import { DATA_JSON_FINDINGS, FILE_REFUSALS } from "#ledger-core/exchange/dcat-us/finding-codes.ts";
import { describeFileRefusal, describeFinding } from "#ledger-core/exchange/dcat-us/finding-text.ts";

type Pair = Readonly<Record<FindingLanguage, string>>;

/** By code; without advice of its own a finding has that of every refusal or warning. */
export type SharedWords<Code extends string> = Readonly<
  Record<Code, { readonly message: Pair; readonly advice?: Pair }>
>;

type Finding = { readonly code: string; readonly severity: "refused" | "warning" };

/** The words for a code that a standard or the reading of JSON uses; undefined for any other. */
export function describeWith(
  own: SharedWords<string>,
  finding: Finding,
  language: FindingLanguage,
): FindingText | undefined {
  const words = [own, LINES].find((each) => Object.hasOwn(each, finding.code))?.[finding.code];
  if (words !== undefined)
    return { message: words.message[language], advice: words.advice?.[language] ?? ordinaryAdvice(finding, language) };
  const shared = DATA_JSON_FINDINGS.find((code) => code === finding.code);
  if (shared !== undefined) return describeFinding({ code: shared, severity: finding.severity }, language);
  const refusal = FILE_REFUSALS.find((code) => code === finding.code);
  return refusal === undefined ? undefined : describeFileRefusal(refusal, language);
}

const LINES: SharedWords<string> = {
  LINE_NOT_JSON: {
    message: { en: "This line is not JSON", zh: "本行不是合法的 JSON" },
    advice: {
      en: "It is left out, and nobody can tell which dataset it was. Ask the source for the file again.",
      zh: "本行不导入，也无法判断是哪个数据集。请向来源单位重新索取文件。",
    },
  },
  TOO_DEEP: {
    message: { en: "The file is nested deeper than any catalogue", zh: "文件嵌套过深，不像目录文件" },
    advice: {
      en: "Nothing was read. Ask the source for the file again.",
      zh: "未读取任何内容。请向来源单位重新索取文件。",
    },
  },
};

/** Every row that is refused has one next step, and so has every other warning. */
function ordinaryAdvice({ severity }: Finding, language: FindingLanguage): string {
  return describeFinding({ code: "FIELD_TYPE", severity }, language).advice;
}
