import { EventEmitter } from "node:events";
import { MessageChannel } from "node:worker_threads";
import type { MessagePort } from "node:worker_threads";

/** Node's port behind the face of Electron's `MessagePortMain`: events with `data`, and silent until started. */
export class TestPort extends EventEmitter {
  readonly raw: MessagePort;
  #isStarted = false;

  constructor(raw: MessagePort) {
    super();
    this.raw = raw;
  }

  start(): void {
    if (this.#isStarted) return;
    this.#isStarted = true;
    this.raw.on("message", (data: unknown) => this.emit("message", { data, ports: [] }));
    this.raw.on("close", () => this.emit("close"));
  }

  postMessage(message: unknown): void {
    this.raw.postMessage(message);
  }

  close(): void {
    this.raw.close();
  }
}

/** Two ports that are each other's end. */
export class TestChannel {
  readonly port1: TestPort;
  readonly port2: TestPort;

  constructor() {
    const { port1, port2 } = new MessageChannel();
    this.port1 = new TestPort(port1);
    this.port2 = new TestPort(port2);
  }
}
