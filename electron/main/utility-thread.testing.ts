/** Runs in a thread and gives the program what Electron gives a utility process: `process.parentPort`. */
import { EventEmitter } from "node:events";
import { pathToFileURL } from "node:url";
import { parentPort, workerData } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";
import { TestPort } from "#electron/main/message-port.testing.ts";

const place: MessagePort | null = parentPort;
if (place === null) throw new Error("this runs in a thread only");

const port = Object.assign(new EventEmitter(), { postMessage: (message: unknown) => place.postMessage(message) });
place.on("message", ({ data, ports }: { data: unknown; ports: readonly MessagePort[] }) => {
  port.emit("message", { data, ports: ports.map((raw) => new TestPort(raw)) });
});
Object.assign(process, { parentPort: port });
const { program }: { program: string } = workerData;
await import(pathToFileURL(program).href);
