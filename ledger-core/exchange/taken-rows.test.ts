import { expect, test } from "vitest";
import type { RowFinding } from "./dataset-record.ts";
import { TakenRows } from "./taken-rows.ts";

const limits = { findingsPerRowMax: 3, findingsMax: 4 };

function found(row: number, severity: "refused" | "warning", code = "X"): RowFinding {
  return { row, path: "", code, severity };
}

test("of one row refusals are told first, and no more than a row's share", () => {
  const taken = new TakenRows(limits);
  taken.noteRow([
    found(1, "warning", "a"),
    found(1, "warning", "b"),
    found(1, "refused", "c"),
    found(1, "warning", "d"),
  ]);
  expect(taken.result().findings.map(({ code }) => code)).toEqual(["c", "a", "b"]);
});

test("warnings beyond the limit are cut with one word about it, refusals never are, and the file's own stand first", () => {
  const taken = new TakenRows(limits);
  for (const row of [1, 2, 3, 4, 5]) taken.noteRow([found(row, "warning"), found(row, "refused")]);
  taken.noteFile({ path: "", code: "LATE", severity: "refused" });
  const { findings } = taken.result();
  expect(findings[0]).toMatchObject({ row: 0, code: "FINDINGS_CUT", value: "4" });
  expect(findings[1]?.code).toBe("LATE");
  expect(findings.filter(({ severity }) => severity === "refused")).toHaveLength(6);
  expect(findings.filter(({ code }) => code === "FINDINGS_CUT")).toHaveLength(1);
  for (let i = 0; i < 9; i++) taken.noteFile({ path: "", code: "MANY", severity: "warning" });
  expect(taken.result().findings).toHaveLength(findings.length);
});

test("a refused row is named by its identifier, or may be any, or is gone", () => {
  const taken = new TakenRows(limits);
  taken.refuse("a");
  taken.refuse(undefined);
  taken.refuseGone();
  const { rowsRefused, refusedIds, refusedWithoutId } = taken.result();
  expect([rowsRefused, [...refusedIds], refusedWithoutId]).toEqual([3, ["a"], 1]);
});

test("of many refused rows each is told of, beyond the limit with its first reason alone", () => {
  const rows = new TakenRows<"A" | "B">(limits);
  for (let row = 1; row <= 5; row++) {
    rows.refuse(undefined);
    rows.noteRow([
      { row, path: "a", code: "A", severity: "refused" },
      { row, path: "b", code: "B", severity: "refused" },
    ]);
  }
  const { findings, rowsRefused } = rows.result();
  expect(rowsRefused).toBe(5);
  expect(findings.map(({ row, code }) => `${row} ${code}`)).toEqual([
    "0 FINDINGS_CUT",
    "1 A",
    "1 B",
    "2 A",
    "2 B",
    "3 A",
    "4 A",
    "5 A",
  ]);
});
