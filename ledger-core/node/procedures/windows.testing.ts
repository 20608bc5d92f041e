/** Nodes in temporary folders, and windows that call their procedures. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, ORPCError } from "@orpc/server";
import type { RouterClient } from "@orpc/server";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import { TestClock } from "#ledger-core/engine/engine.testing.ts";
import type { ClientSession, NodeContext } from "#ledger-core/node/node-context.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";

export type Client = RouterClient<ReturnType<typeof createRouter>>;

const folders: string[] = [];
const hosts: NodeHost[] = [];

export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "procedures-"));
  folders.push(folder);
  return join(folder, "ledger");
}

export function newHost(folder: string, time: number): { readonly host: NodeHost; readonly clock: TestClock } {
  const clock = new TestClock(time);
  const host = new NodeHost({ folder, clock });
  hosts.push(host);
  return { host, clock };
}

/** A window of its own. */
export function newWindow(host: NodeHost, door: NodeContext["door"] = "browser"): Client {
  const client: ClientSession = { id: String(Math.random()), keystoreSession: undefined };
  return createRouterClient(createRouter(), { context: { host, client, door } });
}

/** The problem with which a call was answered. */
export async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ORPCError) || error.code !== "PROBLEM") throw new Error(`not a problem: ${String(error)}`);
  return error.data;
}

/** Closes every node and removes every folder; for `afterAll`. */
export async function closeAll(): Promise<void> {
  for (const host of hosts) await host.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
}
