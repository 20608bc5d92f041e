import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
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

/** What a bundle still asks for beside Node's own modules (which some packages name without "node:"). */
function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(folder, file), "utf8");
  const asked = [...text.matchAll(/^import .*?from "([^"]+)";$|\brequire\("([^"]+)"\)/gmu)];
  const names = new Set(asked.map(([, imported, required]) => imported ?? required ?? ""));
  return [...names].filter((name) => !isBuiltin(name)).toSorted();
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
    expect(readFileSync(join(folder, file), "utf8")).not.toMatch(/\brequire\("(?!electron")/u);
    expect(readFileSync(join(folder, file), "utf8").length).toBeLessThan(20_000);
  }
});

test("the main process asks for Electron and Node alone, and does not run the node", () => {
  expect(importsOf("main.js")).toEqual(["electron"]);
  expect(readFileSync(join(folder, "main.js"), "utf8")).not.toMatch(/better-sqlite3|sodium-native/u);
});

test("the node and its threads ask for the two native packages and Node alone, and know no Electron", () => {
  const programs = readdirSync(folder).filter((file) => file === "node.js" || file.endsWith("-worker.js"));
  for (const file of programs) {
    expect(["better-sqlite3", "sodium-native"]).toEqual(expect.arrayContaining([...importsOf(file)]));
  }
  expect(importsOf("node.js")).toEqual(expect.arrayContaining(["better-sqlite3", "sodium-native"]));
});
