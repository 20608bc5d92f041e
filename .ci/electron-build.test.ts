import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { buildElectron } from "./electron-build.ts";
import { root } from "./guards/house-tools.ts";

let folder: string;

beforeAll(async () => {
  const builds = join(root, "build", "shell-tests");
  mkdirSync(builds, { recursive: true });
  folder = mkdtempSync(join(builds, "bundles-"));
  await buildElectron(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Packages and built-in modules that a bundle still asks for. */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(folder, file), "utf8");
  const asked = [...text.matchAll(/^import .*?from "([^"]+)";$|\brequire\("([^"]+)"\)/gmu)];
  return [...new Set(asked.map(([, imported, required]) => imported ?? required ?? ""))].toSorted();
}

test("the parts of the shell, one file each", () => {
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
  expect(files).toEqual(
    expect.arrayContaining([
      "main.js",
      "node.js",
      "preload.cjs",
      "sheet-preload.cjs",
      "sheet/index.html",
      "sheet/sheet.css",
    ]),
  );
  expect(
    files.filter((file) => !/^(?:main|node|[a-z-]+-worker)\.js$|^(?:sheet-)?preload\.cjs$|^sheet/u.test(file)),
  ).toEqual([]);
});

test("a sandboxed preload asks for Electron alone and carries nothing of the ledger", () => {
  for (const file of ["preload.cjs", "sheet-preload.cjs"]) {
    expect(importsOf(file)).toEqual(["electron"]);
    expect(readFileSync(join(folder, file), "utf8").length).toBeLessThan(20_000);
  }
});

test("the main process asks for Electron and Node alone, and does not run the node", () => {
  const others = importsOf("main.js").filter((name) => !name.startsWith("node:"));
  expect(others).toEqual(["electron"]);
  expect(readFileSync(join(folder, "main.js"), "utf8")).not.toMatch(/better-sqlite3|sodium-native/u);
});

test("the node and its threads ask for the two native packages and Node alone, and know no Electron", () => {
  const programs = readdirSync(folder).filter((file) => file === "node.js" || file.endsWith("-worker.js"));
  for (const file of programs) {
    const others = importsOf(file).filter((name) => !name.startsWith("node:"));
    expect(others.filter((name) => name !== "better-sqlite3" && name !== "sodium-native")).toEqual([]);
  }
  expect(importsOf("node.js")).toEqual(expect.arrayContaining(["better-sqlite3", "sodium-native"]));
});
