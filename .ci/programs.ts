import { spawn, type ChildProcess, type StdioOptions } from "node:child_process";
import { constants } from "node:os";
import { join } from "node:path";
import { heapFlagsOf, passSignals, variablesOf } from "./bootstrap.mjs";
import { root } from "./guards/house-tools.ts";

const ledgerProgram = "ledger-core/cli/main.ts";

/** Starts a verb of the ledger's command line with the flags and variables it has under `npm run ledger`. */
export function startLedger(args: readonly string[], stdio: StdioOptions): ChildProcess {
  const started = [...heapFlagsOf(ledgerProgram), join(root, ledgerProgram), ...args];
  return startProgram(started, stdio, { ...variablesOf(root, ledgerProgram), ...process.env });
}

/** Starts a package's own program, such as `vite/bin/vite.js`. */
export function startPackage(file: string, args: readonly string[], stdio: StdioOptions = "inherit"): ChildProcess {
  return startProgram([join(root, "node_modules", file), ...args], stdio);
}

/** Starts Node on `args` in the root of the repository. A request to end this process reaches the child. */
export function startProgram(args: readonly string[], stdio: StdioOptions, env = process.env): ChildProcess {
  const child = spawn(process.execPath, args, { cwd: root, stdio, env });
  passSignals(child);
  return child;
}

/** Resolves with the exit code, 128 + n for signal n. */
export async function exitCode(child: ChildProcess): Promise<number> {
  return await new Promise((resolve, reject) => {
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGKILL"]));
  });
}
