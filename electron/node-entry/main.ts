/**
 * The node as a process of the desktop shell. Its one argument is the ledger's folder; whatever it is asked comes over the port to
 * the shell's main process, and the ports of windows come along with it.
 */
import { mkdirSync } from "node:fs";
import { setFlagsFromString } from "node:v8";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import type { MessageToShell } from "#ledger-core/contract/api/shell.ts";
import { openLocalSocket } from "#ledger-core/node/doors/local-socket-server.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import type { BuildDemo } from "#ledger-core/node/node-host.ts";
import { problemOf, problemOfError } from "#ledger-core/node/problem.ts";
import { ShellDoor } from "#ledger-core/node/shell-door.ts";
import { attendShell } from "./attend-shell.ts";
import { parentPortOf } from "./parent-port.ts";

class FolderError extends Error {}

// What is made for a block stays young (ADR 17), and what is old is looked through in time (ADR 19).
setFlagsFromString("--no-allocation-site-pretenuring");
setFlagsFromString("--heap-growing-percent=120");

const parent = parentPortOf(process);
const folder = process.argv[2];
if (folder === undefined) throw new Error("the node was started without a folder");

/** The simulation is run where a person asks for the demo, and not before. */
const buildDemo: BuildDemo = async (given) => {
  const { buildDemo: build } = await import("#ledger-core/sim/demo.ts");
  await build(given);
};

const say = (message: MessageToShell): void => parent.postMessage(message);

try {
  makeFolder(folder);
  const host = new NodeHost({ folder, buildDemo });
  if (host.hasLedger()) host.open();
  const socket = await openLocalSocket({ host, folder });
  const stop = async (): Promise<void> => {
    await socket.close();
    await host.close();
    process.exit(0);
  };
  attendShell({ parent, door: new ShellDoor(host), stop });
  say({ kind: "ready" });
} catch (error) {
  say({ kind: "failed", problem: problemOfStart(error) });
  // Left to end by itself, so that the message still leaves.
  process.exitCode = 1;
}

/** The first run begins with a folder that is not there. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new FolderError("the folder cannot be made", { cause: error });
  }
}

function problemOfStart(error: unknown): Problem {
  if (error instanceof FolderError) return problemOf("FOLDER_UNWRITABLE", { folder: folder ?? "" });
  const problem = problemOfError(error);
  if (problem === undefined) console.error(error);
  return problem ?? problemOf("INTERNAL", {});
}
