/** Calls over one connection of whatever kind, with the limits that hold for each. */
import type { ContractRouter, Meta, Router } from "@orpc/server";
import { RPCHandler } from "@orpc/server/ws";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { isCallFrame } from "./call-frame.ts";
import { CALLS_PER_CONNECTION_MAX } from "./door-limits.ts";

/** Procedures that are given the node and whoever asks. */
export type NodeRouter = Router<ContractRouter<Meta>, NodeContext>;

/** One connection. `send` settles when the frame has left, so that whoever produces events waits for whoever reads them. */
export type Channel = {
  readonly onFrame: (listener: (data: unknown) => void) => void;
  readonly onClose: (listener: () => void) => void;
  readonly send: (frame: string) => Promise<void>;
  /** Ends the connection because of what the other side did. */
  readonly refuse: (reason: Refused) => void;
};

export type Refused = "not a call" | "too many calls";

/** Told of what should never happen while somebody is served; the other side only learns that it did. */
export type OnFault = (error: unknown) => void;

/** Answers the calls of a connection until it closes, which gives up what is under way. */
export type Attend = (channel: Channel, context: NodeContext) => void;

type PeerListener = (event: object) => unknown;

/** Answers calls to a router's procedures. */
export function createAttend(router: NodeRouter, onFault: OnFault): Attend {
  const handler = new RPCHandler<NodeContext>(router);
  return (channel, context) => {
    const listeners = new Map<string, PeerListener>();
    // The library takes a WebSocket; it gets one that shows it calls only, so that it is known here when a call is over.
    const peer = {
      send: (frame: string) => channel.send(frame),
      addEventListener: (name: string, listener: PeerListener) => void listeners.set(name, listener),
    };
    void handler.upgrade(peer, { context });
    attend(channel, { call: listeners.get("message"), close: listeners.get("close"), onFault });
  };
}

function attend(
  channel: Channel,
  { call, close, onFault }: { call: PeerListener | undefined; close: PeerListener | undefined; onFault: OnFault },
): void {
  if (call === undefined || close === undefined) throw new Error("the call handler listens to nothing");
  let underWay = 0;
  let isOpen = true;
  const refuse = (reason: Refused): void => {
    isOpen = false;
    channel.refuse(reason);
  };
  const answer = async (data: string): Promise<void> => {
    underWay += 1;
    try {
      await call({ data });
    } catch (error) {
      onFault(error);
    } finally {
      underWay -= 1;
    }
  };
  channel.onFrame((data) => {
    if (!isOpen) return;
    if (!isCallFrame(data)) return refuse("not a call");
    if (underWay >= CALLS_PER_CONNECTION_MAX) return refuse("too many calls");
    void answer(data);
  });
  channel.onClose(() => {
    isOpen = false;
    close({});
  });
}
