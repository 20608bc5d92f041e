import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { loadWindowState, saveWindowState } from "./window-state.ts";

const areas = [{ x: 0, y: 25, width: 1_920, height: 1_015 }];
const middle = { bounds: { x: 240, y: 82, width: 1_440, height: 900 }, isMaximized: false };

function makeFile(): string {
  const folder = mkdtempSync(join(tmpdir(), "state-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return join(folder, "some", "window.json");
}

test("comes back where it was", () => {
  const file = makeFile();
  const state = { bounds: { x: -100, y: 25, width: 1_000, height: 700 }, isMaximized: true };
  saveWindowState(file, state);
  expect(loadWindowState(file, areas)).toEqual(state);
});

test("opens in the middle of the first screen where there is nothing to remember, and fits a small one", () => {
  expect(loadWindowState(makeFile(), areas)).toEqual(middle);
  expect(loadWindowState(makeFile(), [{ x: 0, y: 0, width: 1_280, height: 720 }]).bounds).toEqual({
    x: 0,
    y: 0,
    width: 1_280,
    height: 720,
  });
});

test.each([
  { x: 1_900, y: 100, width: 1_000, height: 700 },
  { x: 100, y: 0, width: 1_000, height: 700 },
  { x: 100, y: 1_000, width: 1_000, height: 700 },
  { x: 5_000, y: 100, width: 1_000, height: 700 },
  { x: 100, y: 100, width: 10, height: 700 },
  { x: 1.5, y: 100, width: 1_000, height: 700 },
  { x: "0", y: 100, width: 1_000, height: 700 },
  { x: 100, y: 100, width: 1e9, height: 700 },
  null,
])("what a person could not take hold of is not restored: %j", (bounds) => {
  const file = makeFile();
  saveWindowState(file, middle);
  writeFileSync(file, JSON.stringify({ bounds, isMaximized: false }));
  expect(loadWindowState(file, areas)).toEqual(middle);
});

test.each(["", "{", "null", "[]", "1"])("a damaged file costs nothing: %j", (content) => {
  const file = makeFile();
  saveWindowState(file, middle);
  writeFileSync(file, content);
  expect(loadWindowState(file, areas)).toEqual(middle);
});
