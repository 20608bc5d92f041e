/**
 * The node as a process of the desktop shell. Its one argument is the ledger's folder; whatever it is asked comes over the port to
 * the shell's main process, and the ports of windows come along with it.
 */
import type { MessageToShell } from "#ledger-core/contract/api/shell.ts";
import { openLocalSocket } from "#ledger-core/node/doors/local-socket-server.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { problemOf, problemOfError } from "#ledger-core/node/problem.ts";
import { ShellDoor } from "#ledger-core/node/shell-door.ts";
import { attendShell } from "./attend-shell.ts";
import { parentPortOf } from "./parent-port.ts";

const parent = parentPortOf(process);
const folder = process.argv[2];
if (folder === undefined) throw new Error("the node was started without a folder");

const say = (message: MessageToShell): void => parent.postMessage(message);

try {
  const host = new NodeHost({ folder });
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
  const problem = problemOfError(error);
  if (problem === undefined) console.error(error);
  say({ kind: "failed", problem: problem ?? problemOf("INTERNAL", {}) });
  // Left to end by itself, so that the message still leaves.
  process.exitCode = 1;
}
