import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { root, runTool, tools, type Tool } from "./house-tools.ts";
import { findLongFiles, findMachinePaths, listFiles } from "./files.ts";
import { copyHouse, readCanary } from "./house-copy.ts";
import { findMissingTexts } from "./texts.ts";

/** Runs a tool of `npm run check` on a canary in the house's own configuration and returns what it printed. */
async function runOnCanary(canary: string, tool: Tool, more: readonly string[]): Promise<string> {
  const { folder, remove } = copyHouse(canary);
  onTestFinished(remove);
  const { code, output } = await runTool(tool, folder, more);
  expect(code, output).not.toBe(0);
  return output;
}

/** The rules that were reported for each file, by lines such as `folder/file.ts:1:2: ... [Error/rule]`. */
function collectRules(output: string, line: RegExp): Map<string, readonly string[]> {
  const rules = new Map<string, readonly string[]>();
  for (const { groups } of output.matchAll(line)) {
    const file = groups?.["file"] ?? "";
    rules.set(file, [...(rules.get(file) ?? []), groups?.["rule"] ?? "unused-suppression"]);
  }
  return rules;
}

function expectedRules(canary: string): Map<string, readonly string[]> {
  const broken = readCanary(canary).filter(({ breaks }) => breaks !== undefined);
  return new Map(broken.map(({ file, breaks }) => [file, [breaks ?? ""]]));
}

describe("each canary breaks the one rule that its first line names, and nothing else is reported", () => {
  test("lint: import directions, pure folders, packages in their place, cycles, style", async () => {
    const output = await runOnCanary("lint", tools.lint, ["--format=unix"]);
    const reported = collectRules(output, /^(?<file>[^\s:]+):\d+:\d+: .*\[Error(?:\/(?<rule>[^\]]+))?\]$/gmu);
    const expected = expectedRules("lint");
    expect(expected.size).toBeGreaterThan(30);
    expect(reported).toEqual(expected);
  });

  test("lint: long files and long functions", async () => {
    const { folder, remove } = copyHouse("lint");
    onTestFinished(remove);
    const values = (count: number) =>
      Array.from({ length: count }, (_, index) => `export const value${index} = ${index};\n`).join("");
    const body = (lines: number) =>
      `export function work(): number {\n  let sum = 0;\n${"  sum += 1;\n".repeat(lines - 4)}  return sum;\n}\n`;
    const files = {
      "long.ts": values(401),
      "fitting.ts": values(400),
      "long-function.ts": body(71),
      "fitting-function.ts": body(70),
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "ledger-core/store", name), text);
    const { output } = await runTool(tools.lint, folder, [
      "--format=unix",
      ...Object.keys(files).map((name) => `ledger-core/store/${name}`),
    ]);
    const reported = collectRules(output, /^(?<file>[^\s:]+):\d+:\d+: .*\[Error\/(?<rule>[^\]]+)\]$/gmu);
    expect(Object.fromEntries(reported)).toEqual({
      "ledger-core/store/long.ts": ["eslint(max-lines)"],
      "ledger-core/store/long-function.ts": ["eslint(max-lines-per-function)"],
    });
  });

  test("types: import directions and pure folders do not compile", async () => {
    const output = await runOnCanary("types", tools.types, []);
    const reported = collectRules(output, /^(?<file>[^\s(]+)\(\d+,\d+\): error (?<rule>TS\d+)/gmu);
    expect(reported).toEqual(expectedRules("types"));
  });

  test("format: a file that is laid out otherwise", async () => {
    const { folder, remove } = copyHouse("types");
    onTestFinished(remove);
    writeFileSync(join(folder, "ledger-core/store/fine.ts"), "export const storedName='store'\n");
    const { code, output } = await runTool(tools.format, folder, ["ledger-core/store"]);
    expect(code).not.toBe(0);
    expect(output).toContain("ledger-core/store/fine.ts");
    expect(output).not.toContain("ledger-core/store/console.ts");
  });
});

describe("dead code", () => {
  const onlyCode = ["--reporter=json", "--include=files,exports"];

  test("a file and an export that nothing uses", async () => {
    expect(namesIn(await runOnCanary("dead-code", tools.deadCode, onlyCode))).toEqual([
      "ledger-core/node/forgotten.ts",
      "unused",
    ]);
  });

  test("in the product, also an export that only a test uses", async () => {
    const found = namesIn(await runOnCanary("dead-code", tools.deadProductionCode, onlyCode));
    expect(found).toEqual(["ledger-core/node/forgotten.ts", "onlyTested", "unused"]);
  });

  function namesIn(output: string): readonly string[] {
    type Named = readonly { readonly name: string }[];
    const { issues }: { issues: readonly { files: Named; exports: Named }[] } = JSON.parse(output);
    return issues.flatMap(({ files, exports }) => [...files, ...exports].map(({ name }) => name)).toSorted();
  }
});

test("a test that asserts nothing fails", async () => {
  const unitTests: Tool = { file: "vitest/vitest.mjs", args: ["run", "--reporter=tap-flat", "--maxWorkers=1"] };
  const output = await runOnCanary("tests", unitTests, []);
  const lines = [...output.matchAll(/^(?<state>(?:not )?ok) \d+ - .* > (?<title>[\w ]+?)(?: #.*)?$/gmu)];
  const states = lines.map(({ groups }) => [groups?.["title"], groups?.["state"]]);
  expect(Object.fromEntries(states)).toEqual({ "proves nothing": "not ok", "proves something": "ok" });
});

describe("the house's own guards", () => {
  const canaries = join(root, ".ci/guards/canaries");

  test("a text or an error code that one language lacks", async () => {
    const files = readCanary("texts").map(({ file }) => file);
    const findings = await findMissingTexts(join(canaries, "texts"), files);
    expect(findings.map(({ file, message }) => `${file}: ${message}`).toSorted()).toEqual([
      "ledger-core/contract/text/en.json: error code EXPIRED has no sentence",
      'ledger-core/contract/text/en.json: the text of "codes.EXPIRED" is missing',
      "renderer/features/inbox/en.json: is missing; the other language is there",
      'renderer/shared/i18n/zh.json: the text of "cancel" is empty',
      'renderer/shared/i18n/zh.json: the text of "close" is missing',
    ]);
  });

  test("a path of one machine", () => {
    const files = readCanary("files").map(({ file }) => file);
    const found = findMachinePaths(join(canaries, "files"), files).map(({ file }) => file);
    expect(found.toSorted()).toEqual(["docs/setup.md:1", "renderer/shared/ui/page.ts:1"]);
  });

  test("a file of more than 400 lines", () => {
    const { folder, remove } = copyHouse("files");
    onTestFinished(remove);
    const files = ["ledger-core/node/long.ts", "ledger-core/node/fitting.ts", "ledger-core/testdata/long.json"];
    for (const [index, lines] of [401, 400, 401].entries()) {
      const path = join(folder, files[index] ?? "");
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, "0\n".repeat(lines));
    }
    expect(findLongFiles(folder, files).map(({ file }) => file)).toEqual(["ledger-core/node/long.ts"]);
  });

  test("they look at every file of the repository", () => {
    const files = listFiles(root);
    expect(files).toContain("package.json");
    expect(files).toContain(".ci/guards/guards.test.ts");
    expect(files.filter((file) => file.startsWith("node_modules/"))).toEqual([]);
  });
});
