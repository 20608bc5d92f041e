/** Items of a dataset as they stand in one cell: names, perhaps with types, in lines or between commas. */
import type { Item } from "#ledger-core/contract/schema/catalog.ts";

/** The sensitivity of an item of which the sheet says nothing: for public servants, neither open nor marked. */
export const SENSITIVITY_UNSAID: Item["sensitivity"] = "internal";

const TYPE =
  /^(?:[CNDTB]|.*(?:型|字符|文本|数值|数字|整数|小数|日期|时间|布尔|二进制|char|text|string|int|number|numeric|decimal|double|float|date|time|bool|blob|binary|json|xml).*|[CND]\.{0,2}\d+(?:,\d+)?)$/i;
const PART_CHARACTERS_MAX = 400;
const NUMBER = /^[(（]?\d{1,4}[.、．)）:：]\s*/;

/** `姓名（字符型）；出生日期（日期型）`, one item a line, or `姓名、性别、住址`; numbers in front are left out. */
export function parseItemList(text: string): readonly Item[] {
  return partsOf(text)
    .map((part) => part.trim().replace(NUMBER, "").trim())
    .filter((part) => part !== "")
    .map(itemOf);
}

/** The plainest list that reads back as the same; names that hold a separator do not, which the reader of the result has to check. */
export function formatItemList(items: readonly Item[]): string {
  return items.map(({ name, dataType }) => (dataType === "" ? name : `${name}（${dataType}）`)).join("；");
}

function itemOf(part: string): Item {
  // No name is as long; the pattern of types is for short texts.
  if (part.length > PART_CHARACTERS_MAX)
    return { name: part, dataType: "", code: "", sensitivity: SENSITIVITY_UNSAID, rule: "" };
  const [before, after] = splitAtBracket(part) ?? splitAtColon(part) ?? [part, ""];
  const isTyped = TYPE.test(after.trim());
  const [name, dataType] = isTyped ? [before, after] : [part, ""];
  return { name: name.trim(), dataType: dataType.trim(), code: "", sensitivity: SENSITIVITY_UNSAID, rule: "" };
}

/** What stands before a last pair of brackets and within it, where at most one other pair is in it. */
function splitAtBracket(part: string): readonly [string, string] | undefined {
  if (!/[)）]$/.test(part)) return undefined;
  let closed = 0;
  let depth = 0;
  for (let i = part.length - 2; i > 0; i--) {
    const letter = part.charAt(i);
    if (letter === ")" || letter === "）") {
      if (++closed > 1) return undefined;
      depth++;
    } else if (letter === "(" || letter === "（") {
      if (depth === 0) return [part.slice(0, i), part.slice(i + 1, -1)];
      depth--;
    }
  }
  return undefined;
}

function splitAtColon(part: string): readonly [string, string] | undefined {
  const [before = "", after = "", ...more] = part.split(/[:：]/);
  return before !== "" && after !== "" && more.length === 0 ? [before, after] : undefined;
}

/** By lines where there are several, else by semicolons, else by commas; what stands in brackets is not divided. */
function partsOf(text: string): readonly string[] {
  let rest = text;
  for (const separators of ["\n\r", "；;", "、，,"]) {
    const parts = splitOutsideBrackets(rest, separators).filter((part) => part.trim() !== "");
    if (parts.length > 1) return parts.map(withoutLastSeparator);
    rest = parts[0] ?? "";
  }
  return [rest];
}

function withoutLastSeparator(part: string): string {
  return part.trim().replace(/[；;、，,。]$/, "");
}

function splitOutsideBrackets(text: string, separators: string): string[] {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const letter = text.charAt(i);
    if (letter === "(" || letter === "（") depth++;
    else if (letter === ")" || letter === "）") depth = Math.max(0, depth - 1);
    else if ((depth === 0 || letter === "\n") && separators.includes(letter)) {
      parts.push(text.slice(start, i));
      start = i + 1;
      depth = 0;
    }
  }
  parts.push(text.slice(start));
  return parts;
}
