import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { root } from "./guards/house-tools.ts";
import { exitCode, startLedger, startPackage, startProgram } from "./programs.ts";

/**
 * For working on the console: the windows are built again at every change (reload the page), the node starts again at every change
 * of `ledger-core` (it prints a new address). The demo lives in `build/dev`, apart from that of `npm start`.
 */
const folder = join(root, "build", "dev");
mkdirSync(join(root, "build"), { recursive: true });
const built = await exitCode(startLedger(["demo", folder, "--size", "small"], "inherit"));
if (built === 0) {
  const windows = startPackage("vite/bin/vite.js", ["build", "--watch"]);
  const node = startProgram(
    [
      "--watch-path=ledger-core",
      "--watch-preserve-output",
      join(root, "ledger-core/cli/main.ts"),
      "serve",
      folder,
      "--no-open",
    ],
    "inherit",
  );
  const first = await Promise.race([exitCode(windows), exitCode(node)]);
  windows.kill();
  node.kill();
  process.exitCode = first;
} else process.exitCode = built;
