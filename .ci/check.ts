import { findLongFiles, findMachinePaths, listFiles } from "./guards/files.ts";
import type { Finding } from "./guards/findings.ts";
import { findMissingTexts } from "./guards/texts.ts";
import { root, runTool, tools, type Outcome, type Tool } from "./guards/house-tools.ts";

type Step = { readonly name: string; readonly run: () => Promise<Outcome> };

const steps: readonly Step[] = [
  { name: "format", run: toolStep(tools.format) },
  { name: "lint", run: toolStep(tools.lint) },
  { name: "types", run: toolStep(tools.types) },
  { name: "dead code", run: toolStep(tools.deadCode) },
  { name: "dead code in the product", run: toolStep(tools.deadProductionCode) },
  { name: "file sizes", run: guardStep((files) => findLongFiles(root, files)) },
  { name: "texts in both languages", run: guardStep((files) => findMissingTexts(root, files)) },
  { name: "no paths of one machine", run: guardStep((files) => findMachinePaths(root, files)) },
];

function toolStep(tool: Tool): Step["run"] {
  return () => runTool(tool, root);
}

function guardStep(find: (files: readonly string[]) => readonly Finding[] | Promise<readonly Finding[]>): Step["run"] {
  return async () => {
    const findings = await find(listFiles(root));
    return {
      code: Math.min(findings.length, 1),
      output: findings.map(({ file, message }) => `${file}: ${message}\n`).join(""),
    };
  };
}

let failed = 0;
for (const { name, run } of steps) {
  const started = performance.now();
  const { code, output } = await run();
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  console.log(`${code === 0 ? "ok  " : "FAIL"}  ${name} (${seconds} s)`);
  if (code === 0) continue;
  failed += 1;
  console.log(output.trimEnd().replaceAll(/^/gmu, "      "));
}
console.log(failed === 0 ? "All checks passed." : `${failed} of ${steps.length} checks failed.`);
process.exitCode = failed === 0 ? 0 : 1;
