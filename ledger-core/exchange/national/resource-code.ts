/** The code of an information resource, by the national guide: 类 (1 digit), 项 (2), 目 (3), 细目 (any length), then a sequence number. */
import { plainForm } from "./cells.ts";

/**
 * What is wrong with a code. `CODE_NOT_DIGITS`: something else than digits, or spaces, strokes and points between them. `CODE_TOO_SHORT`:
 * no more than the six digits of class, item and category, so nothing is left for the sequence. `CODE_CLASS_UNKNOWN`: the first digit is none of the
 * three classes. `CODE_CLASS_DIFFERS`: it is another class than the one that is named beside it.
 */
export type ResourceCodeProblem = "CODE_NOT_DIGITS" | "CODE_TOO_SHORT" | "CODE_CLASS_UNKNOWN" | "CODE_CLASS_DIFFERS";

/** Digits of 类, 项 and 目. */
const PREFIX_DIGITS = 6;
const CLASSES: ReadonlyMap<string, string> = new Map([
  ["1", "基础"],
  ["2", "主题"],
  ["3", "部门"],
]);

/** The first problem of a code as it stands in a sheet, beside the name of its class (empty if there is none); undefined if all is well. */
export function checkResourceCode(code: string, className: string): ResourceCodeProblem | undefined {
  const digits = plainForm(code).replace(/(?<=\d)[\s/\-.](?=\d)/g, "");
  if (!/^\d+$/.test(digits)) return "CODE_NOT_DIGITS";
  if (digits.length <= PREFIX_DIGITS) return "CODE_TOO_SHORT";
  const named = CLASSES.get(digits.slice(0, 1));
  if (named === undefined) return "CODE_CLASS_UNKNOWN";
  const others = [...CLASSES.values()].filter((name) => name !== named);
  return !className.includes(named) && others.some((name) => className.includes(name))
    ? "CODE_CLASS_DIFFERS"
    : undefined;
}
