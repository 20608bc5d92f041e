import { RPCLink as MessagePortLink } from "@orpc/client/message-port";
import { RPCLink as WebSocketLink } from "@orpc/client/websocket";
import type { OpenTransport, Transport } from "./connection.ts";
import { findBridge } from "./shell-bridge.ts";
import type { ConsoleBridge } from "./shell-bridge.ts";

/** The `data` of the message that carries the port. */
export const portMessage = "console:port";

/** Over a WebSocket to the server that this page came from; the session is the page's cookie. */
export const openWebSocket: OpenTransport = () => {
  const url = new URL("/rpc", globalThis.location.href);
  url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
  const socket = new WebSocket(url);
  return new Promise((resolve, reject) => {
    const closed = new Promise<void>((settle) => socket.addEventListener("close", () => settle(), { once: true }));
    socket.addEventListener("error", () => reject(new Error("the socket could not be opened")), { once: true });
    const link = new WebSocketLink({ websocket: socket });
    const isOpen = () => socket.readyState === WebSocket.OPEN;
    socket.addEventListener("open", () => resolve({ link, closed, isOpen, close: () => socket.close() }), {
      once: true,
    });
  });
};

function transportOverPort(port: MessagePort): Transport {
  let isOpen = true;
  const closed = new Promise<void>((settle) => {
    port.addEventListener("close", () => {
      isOpen = false;
      settle();
    });
  });
  const link = new MessagePortLink({ port });
  port.start();
  return { link, closed, isOpen: () => isOpen, close: () => port.close() };
}

/** Over the port that the shell hands to this window. A port from anyone else is not taken. */
export function openBridge(bridge: ConsoleBridge): OpenTransport {
  return () =>
    new Promise((resolve) => {
      const receive = (event: MessageEvent) => {
        const port = event.ports[0];
        if (event.source !== globalThis.window || event.data !== portMessage || port === undefined) return;
        globalThis.window.removeEventListener("message", receive);
        resolve(transportOverPort(port));
      };
      globalThis.window.addEventListener("message", receive);
      bridge.requestPort();
    });
}

/** The way to the node that this window has: the shell's port where there is a shell, else the page's own server. */
export function transportOfWindow(): OpenTransport {
  const bridge = findBridge();
  return bridge === undefined ? openWebSocket : openBridge(bridge);
}
