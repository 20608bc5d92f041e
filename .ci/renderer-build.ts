import { join } from "node:path";
import { failure, say } from "./bootstrap.mjs";
import { ensureBuild } from "./build-inputs.ts";
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

/**
 * Builds the windows into `build/renderer`, unless the last build was made of the same inputs. Throws with a sentence if the build
 * fails; its output is above it, on stderr.
 */
export async function ensureRendererBuild(): Promise<void> {
  await ensureBuild({
    inputs,
    record: join(root, "build", "renderer.inputs"),
    result: join(root, "build", "renderer", "index.html"),
    run: async () => {
      say("正在构建界面……", "Building the windows...");
      const code = await exitCode(startPackage("vite/bin/vite.js", ["build", "--logLevel", "warn"], ["ignore", 2, 2]));
      if (code !== 0)
        throw failure("界面构建失败，原因见上文。", "The windows could not be built; the reason is above.");
    },
  });
}
