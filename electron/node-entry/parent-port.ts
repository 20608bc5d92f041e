import type { ShellPort } from "#ledger-core/node/doors/port-door.ts";

/** A message of the main process; ports that travel with it arrive beside its data. */
export type ParentMessage = { readonly data: unknown; readonly ports: readonly ShellPort[] };

/** What Electron gives a utility process as `process.parentPort`. */
export type ParentPort = {
  on(event: "message", listener: (message: ParentMessage) => void): unknown;
  postMessage(message: unknown): void;
};

/** The port to the main process. Throws outside Electron, where nobody would be at its other end. */
export function parentPortOf(place: object): ParentPort {
  const port: unknown = "parentPort" in place ? place.parentPort : undefined;
  if (!isParentPort(port)) throw new Error("this program runs inside the desktop shell only");
  return port;
}

function isParentPort(port: unknown): port is ParentPort {
  return typeof port === "object" && port !== null && "on" in port && "postMessage" in port;
}
