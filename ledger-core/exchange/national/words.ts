/** The fixed words of the national sheet, both ways: what the guide writes, and what real sheets write for it. */
import type { Description, Item } from "#ledger-core/contract/schema/catalog.ts";
import { plainForm } from "./cells.ts";

type Sharing = Description["sharing"];
type Openness = Description["openness"];
type Sensitivity = Item["sensitivity"];

/** Words that are offered in a drop-down list; the first of each list of the same meaning is the guide's own. */
export const SHARING_WORDS: Readonly<Record<Sharing, string>> = {
  unconditional: "无条件共享",
  conditional: "有条件共享",
  "not-shared": "不予共享",
};
export const OPENNESS_WORDS: Readonly<Record<Openness, string>> = {
  open: "无条件开放",
  conditional: "有条件开放",
  closed: "不予开放",
};
export const SENSITIVITY_WORDS: Readonly<Record<Sensitivity, string>> = {
  open: "公开",
  internal: "内部",
  sensitive: "敏感",
  personal: "个人信息",
};
/** Update cycles of the guide, and as ISO 8601 writes them, which is how the ledger does. */
const CYCLES: readonly (readonly [word: string, cycle: string])[] = [
  ["实时", "R/PT1S"],
  ["每日", "P1D"],
  ["每周", "P7D"],
  ["每月", "P1M"],
  ["每季度", "P3M"],
  ["每半年", "P6M"],
  ["每年", "P1Y"],
  ["不定期", "irregular"],
];
/** `其他` stands in the guide for a cycle of another length: it is kept as the word that it is. */
export const CYCLE_OTHER = "其他";
export const CYCLE_WORDS: readonly string[] = [...CYCLES.map(([word]) => word), CYCLE_OTHER];

const SHARING_OF: ReadonlyMap<string, Sharing> = new Map([
  ["无条件共享", "unconditional"],
  ["无条件", "unconditional"],
  ["无条件共享类", "unconditional"],
  ["普遍共享", "unconditional"],
  ["完全共享", "unconditional"],
  ["1", "unconditional"],
  ["unconditional", "unconditional"],
  ["有条件共享", "conditional"],
  ["有条件", "conditional"],
  ["有条件共享类", "conditional"],
  ["条件共享", "conditional"],
  ["依申请共享", "conditional"],
  ["2", "conditional"],
  ["conditional", "conditional"],
  ["不予共享", "not-shared"],
  ["不予共享类", "not-shared"],
  ["不共享", "not-shared"],
  ["非共享", "not-shared"],
  ["3", "not-shared"],
  ["notshared", "not-shared"],
]);
const OPENNESS_OF: ReadonlyMap<string, Openness> = new Map([
  ["无条件开放", "open"],
  ["普遍开放", "open"],
  ["完全开放", "open"],
  ["开放", "open"],
  ["向社会开放", "open"],
  ["是", "open"],
  ["yes", "open"],
  ["true", "open"],
  ["open", "open"],
  ["有条件开放", "conditional"],
  ["依申请开放", "conditional"],
  ["条件开放", "conditional"],
  ["受限开放", "conditional"],
  ["conditional", "conditional"],
  ["不予开放", "closed"],
  ["不开放", "closed"],
  ["不向社会开放", "closed"],
  ["非开放", "closed"],
  ["否", "closed"],
  ["no", "closed"],
  ["false", "closed"],
  ["closed", "closed"],
]);
const SENSITIVITY_OF: ReadonlyMap<string, Sensitivity> = new Map([
  ["公开", "open"],
  ["可公开", "open"],
  ["开放", "open"],
  ["open", "open"],
  ["内部", "internal"],
  ["内部使用", "internal"],
  ["一般", "internal"],
  ["internal", "internal"],
  ["敏感", "sensitive"],
  ["较敏感", "sensitive"],
  ["重要", "sensitive"],
  ["sensitive", "sensitive"],
  ["个人信息", "personal"],
  ["个人", "personal"],
  ["个人敏感信息", "personal"],
  ["个人隐私", "personal"],
  ["personal", "personal"],
]);
const CYCLE_OF: ReadonlyMap<string, string> = new Map([
  ...CYCLES,
  ["实时更新", "R/PT1S"],
  ["每小时", "PT1H"],
  ["小时", "PT1H"],
  ["每天", "P1D"],
  ["日", "P1D"],
  ["天", "P1D"],
  ["按日", "P1D"],
  ["周", "P7D"],
  ["按周", "P7D"],
  ["每星期", "P7D"],
  ["月", "P1M"],
  ["按月", "P1M"],
  ["季度", "P3M"],
  ["季", "P3M"],
  ["每季", "P3M"],
  ["按季度", "P3M"],
  ["半年", "P6M"],
  ["年", "P1Y"],
  ["按年", "P1Y"],
  ["每年度", "P1Y"],
  ["不定期更新", "irregular"],
  ["不定时", "irregular"],
]);

/** undefined for an empty or an unknown word. */
export function parseSharing(text: string): Sharing | undefined {
  return SHARING_OF.get(wordForm(text));
}

/** undefined for an empty or an unknown word. */
export function parseOpenness(text: string): Openness | undefined {
  return OPENNESS_OF.get(wordForm(text));
}

/** undefined for an empty or an unknown word. */
export function parseSensitivity(text: string): Sensitivity | undefined {
  return SENSITIVITY_OF.get(wordForm(text));
}

/** The cycle in ISO 8601 (`irregular` for none); `known` is false for words that are none of the guide's, which stay as they are. */
export function parseCycle(text: string): { readonly cycle: string; readonly known: boolean } {
  const cycle = CYCLE_OF.get(wordForm(text));
  const trimmed = text.trim();
  if (cycle !== undefined) return { cycle, known: true };
  return { cycle: trimmed, known: trimmed === CYCLE_OTHER || /^(?:R\d*\/)?P\d/.test(trimmed) };
}

/** The guide's word for a cycle, a repeating interval or not; else the text itself. */
export function formatCycle(cycle: string): string {
  const once = cycle.replace(/^R\d*\/(?=P\d)/, "").replace(/^P1W$/, "P7D");
  return CYCLES.find(([, iso]) => iso === cycle || iso === once)?.[0] ?? cycle;
}

/** Without white space, a number in front (`1.无条件共享`) or a remark in brackets behind. */
function wordForm(text: string): string {
  return plainForm(text)
    .replace(/[\s\-_]+/g, "")
    .replace(/^\d+[.、:)](?=.)/, "")
    .replace(/\([^()]*\)$/, "")
    .toLowerCase();
}
