import { expect, test } from "vitest";
import { checkResourceCode } from "./resource-code.ts";

test.each([
  ["301001000001", "部门信息资源", undefined],
  ["１０１００１０１", "基础信息资源类", undefined],
  ["3 01 011 0100", "", undefined],
  ["301001/000123", "部门", undefined],
  ["2-03-004-0001", "主题信息资源", undefined],
  ["30100101", "社会保障", undefined],
  ["301001", "部门信息资源", "CODE_TOO_SHORT"],
  ["3", "", "CODE_TOO_SHORT"],
  ["A01001000001", "", "CODE_NOT_DIGITS"],
  ["301001000001号", "", "CODE_NOT_DIGITS"],
  ["/301001000001", "", "CODE_NOT_DIGITS"],
  ["-", "", "CODE_NOT_DIGITS"],
  ["401001000001", "", "CODE_CLASS_UNKNOWN"],
  ["001001000001", "", "CODE_CLASS_UNKNOWN"],
  ["101001000001", "部门信息资源", "CODE_CLASS_DIFFERS"],
  ["301001000001", "主题信息资源类", "CODE_CLASS_DIFFERS"],
] as const)("%s of %s: %s", (code, className, problem) => {
  expect(checkResourceCode(code, className)).toBe(problem);
});
