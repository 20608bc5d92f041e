import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { failure, say } from "./bootstrap.mjs";
import { root } from "./guards/house-tools.ts";
import { exitCode, startPackage } from "./programs.ts";

/** Everything that the windows are made of. */
const inputs = [
  "renderer",
  "ledger-core/contract",
  "ledger-core/proof",
  "vite.config.ts",
  "tsconfig.base.json",
  "tsconfig.browser.json",
  "package-lock.json",
];
const builtPage = join(root, "build", "renderer", "index.html");
const record = join(root, "build", "renderer.inputs");

/**
 * Builds the windows into `build/renderer`, unless the last build was made of the same inputs. Throws with a sentence if the build
 * fails; its output is above it, on stderr.
 */
export async function ensureRendererBuild(): Promise<void> {
  const hash = hashInputs();
  if (readIfThere(record) === hash && readIfThere(builtPage) !== undefined) return;
  rmSync(record, { force: true });
  say("正在构建界面……", "Building the windows...");
  const code = await exitCode(startPackage("vite/bin/vite.js", ["build", "--logLevel", "warn"], ["ignore", 2, 2]));
  if (code !== 0) throw failure("界面构建失败，原因见上文。", "The windows could not be built; the reason is above.");
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, hash);
}

function hashInputs(): string {
  const hash = createHash("sha256");
  for (const input of inputs) {
    for (const file of filesBelow(input))
      hash.update(`${file}\0`).update(
        createHash("sha256")
          .update(readFileSync(join(root, file)))
          .digest(),
      );
  }
  return hash.digest("hex");
}

function filesBelow(path: string): readonly string[] {
  if (!statSync(join(root, path)).isDirectory()) return [path];
  const names = readdirSync(join(root, path)).toSorted();
  return names.flatMap((name) => filesBelow(`${path}/${name}`));
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
}
