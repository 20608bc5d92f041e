import { spawn } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The root of the repository. */
export const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

export type Outcome = { readonly code: number; readonly output: string };

/** One tool of the house: a JavaScript file of a package and the arguments that make it the guard it is. */
export type Tool = { readonly file: string; readonly args: readonly string[] };

/**
 * The tools exactly as `npm run check` runs them. The canaries of `guards/` run the same ones, so that what is proven to bite is
 * what is used.
 */
export const tools = {
  format: { file: "oxfmt/bin/oxfmt", args: ["--check"] },
  lint: { file: "oxlint/bin/oxlint", args: ["--type-aware", "--report-unused-disable-directives-severity=error"] },
  types: { file: "typescript/bin/tsc", args: ["--build"] },
  deadCode: { file: "knip/bin/knip.js", args: ["--no-progress", "--no-config-hints"] },
  deadProductionCode: { file: "knip/bin/knip.js", args: ["--no-progress", "--no-config-hints", "--production"] },
} satisfies Record<string, Tool>;

/** Runs a tool in `folder` and returns its exit code with everything it printed. Rejects only if it cannot be started. */
export async function runTool(tool: Tool, folder: string, more: readonly string[] = []): Promise<Outcome> {
  const child = spawn(process.execPath, [join(root, "node_modules", tool.file), ...tool.args, ...more], {
    cwd: folder,
    env: { ...process.env, NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const parts: Buffer[] = [];
  child.stdout.on("data", (part: Buffer) => parts.push(part));
  child.stderr.on("data", (part: Buffer) => parts.push(part));
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (code) => resolve({ code: code ?? 1, output: Buffer.concat(parts).toString("utf8") }));
  });
}
