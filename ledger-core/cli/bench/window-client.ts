/** A window of a benchmark: a node's procedures over a WebSocket, as a browser has them. */
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { WebSocket } from "ws";
import type { contract } from "#ledger-core/contract/api/contract.ts";
import { BENCH_PERSON, foundBenchNetwork } from "./bench-ledger.ts";
import { serveNode } from "./served-node.ts";
import type { ServedNode } from "./served-node.ts";

export type WindowClient = ContractRouterClient<typeof contract>;

const PASSPHRASE = "the benchmark measures nothing secret";

/** Has `work` done in the window of a person of a new network, which a process of its own serves from the folder until then. */
export async function inWindow<T>(
  folder: string,
  work: (client: WindowClient, node: ServedNode) => Promise<T>,
): Promise<T> {
  await foundBenchNetwork(folder, { passphrase: PASSPHRASE });
  const node = await serveNode(folder);
  try {
    const { client, close } = await connectWindow(node);
    try {
      await client.session.unlock({ handle: BENCH_PERSON, passphrase: PASSPHRASE });
      return await work(client, node);
    } finally {
      close();
    }
  } finally {
    await node.close();
  }
}

async function connectWindow({
  origin,
  headers,
}: ServedNode): Promise<{ readonly client: WindowClient; readonly close: () => void }> {
  const socket = new WebSocket(`${origin.replace("http", "ws")}/rpc`, { headers, perMessageDeflate: false });
  await new Promise<void>((resolve, reject) => {
    socket.once("open", () => resolve());
    socket.once("error", reject);
  });
  const link = new RPCLink({ websocket: socket as unknown as globalThis.WebSocket });
  return { client: createORPCClient(link), close: () => socket.terminate() };
}
