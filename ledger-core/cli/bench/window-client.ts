/** The door that a window has into a node: its procedures over a WebSocket. */
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { WebSocket } from "ws";
import type { contract } from "#ledger-core/contract/api/contract.ts";
import type { ServedNode } from "./served-node.ts";

export type WindowClient = ContractRouterClient<typeof contract>;

export async function connectWindow({
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
