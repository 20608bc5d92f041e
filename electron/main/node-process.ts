/** The node in its utility process: started, asked, given the ports of windows, started once more if it dies, and stopped. */
import { createWriteStream, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { utilityProcess } from "electron";
import type { MessagePortMain, UtilityProcess } from "electron";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import { messageToShellSchema, shellAnswers } from "#ledger-core/contract/api/shell.ts";
import type { MessageToNode, ShellAnswer, ShellOutcome, ShellRequest } from "#ledger-core/contract/api/shell.ts";
import { bothWords } from "./words.ts";

export type NodeEvents = {
  readonly onReady: () => void;
  /** The folder cannot be opened; there is no node now. */
  readonly onFailed: (problem: Problem) => void;
  /** It died: `again` once, when it has been started anew; `stopped` when there is no node now. */
  readonly onDied: (state: "again" | "stopped") => void;
};

export type NodeProcessOptions = NodeEvents & {
  readonly program: string;
  readonly folder: string;
  readonly logFile: string;
};

export type Answered<Kind extends ShellRequest["kind"]> = Exclude<
  ShellOutcome<ShellAnswer<Kind>>,
  { readonly state: "withdrawn" }
>;

type Pending = { readonly resolve: (value: unknown) => void; readonly refuse: (problem: Problem) => void };

/** A node that ran for so long before it died is worth starting again without asking. */
const calmMs = 600_000;
/** A block is sealed within a fraction of a second; a node that takes longer to stop is not going to. */
const stopMsMax = 8_000;

export class NodeProcess {
  readonly #options: NodeProcessOptions;
  readonly #pending = new Map<number, Pending>();
  #child: UtilityProcess | undefined;
  #asked = 0;
  #starts = 0;
  #diedAt: number | undefined;
  #isStopping = false;
  #hasFailed = false;

  constructor(options: NodeProcessOptions) {
    this.#options = options;
  }

  get isRunning(): boolean {
    return this.#child !== undefined;
  }

  /** Starts the process; starting what runs does nothing. */
  start(): void {
    if (this.#child !== undefined) return;
    const { program, folder, logFile } = this.#options;
    const { NODE_OPTIONS: _options, ELECTRON_RUN_AS_NODE: _asNode, ...env } = process.env;
    this.#hasFailed = false;
    const child = utilityProcess.fork(program, [folder], {
      env,
      execArgv: ["--max-semi-space-size=8"],
      stdio: ["ignore", "pipe", "pipe"],
      serviceName: "Ledger node",
    });
    this.#child = child;
    keepLog(child, logFile, this.#starts === 0 ? "anew" : "go on");
    this.#starts += 1;
    child.on("message", (message: unknown) => this.#hear(message));
    child.on("exit", (code) => this.#end(child, code));
  }

  /** Hands the port of a window to the node. Without a node the port is closed, which the window sees. */
  admit(window: string, port: MessagePortMain): void {
    if (this.#child === undefined) return port.close();
    this.#child.postMessage({ kind: "window", window } satisfies MessageToNode, [port]);
  }

  /** A window is gone. */
  forget(window: string): void {
    this.#child?.postMessage({ kind: "forget", window } satisfies MessageToNode);
  }

  /** Asks the node. Never rejects; a node that dies meanwhile is a refusal too. */
  async ask<Kind extends ShellRequest["kind"]>(
    request: Extract<ShellRequest, { kind: Kind }>,
  ): Promise<Answered<Kind>> {
    const child = this.#child;
    if (child === undefined) return { state: "refused", problem: nodeAway() };
    const id = ++this.#asked;
    const answered = new Promise<Answered<Kind>>((resolve) => {
      this.#pending.set(id, {
        resolve: (value) => {
          const parsed = shellAnswers[request.kind].safeParse(value);
          // The schema of this very kind; TypeScript does not follow the index.
          resolve(
            parsed.success
              ? { state: "done", result: parsed.data as ShellAnswer<Kind> }
              : { state: "refused", problem: nodeAway() },
          );
        },
        refuse: (problem) => resolve({ state: "refused", problem }),
      });
    });
    child.postMessage({ kind: "ask", id, request } satisfies MessageToNode);
    return answered;
  }

  /** Ends the node in order; resolves when it has ended. */
  async stop(): Promise<void> {
    this.#isStopping = true;
    const child = this.#child;
    if (child === undefined) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => child.kill(), stopMsMax);
      child.once("exit", () => {
        clearTimeout(timer);
        resolve();
      });
      child.postMessage({ kind: "stop" } satisfies MessageToNode);
    });
  }

  #hear(data: unknown): void {
    const parsed = messageToShellSchema.safeParse(data);
    if (!parsed.success) return console.error(parsed.error);
    const message = parsed.data;
    switch (message.kind) {
      case "ready":
        return this.#options.onReady();
      case "failed":
        this.#hasFailed = true;
        return this.#options.onFailed(message.problem);
      case "answer":
        return this.#take(message.id)?.resolve(message.value);
      case "refusal":
        return this.#take(message.id)?.refuse(message.problem);
    }
  }

  #take(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    return pending;
  }

  #end(child: UtilityProcess, code: number): void {
    if (this.#child !== child) return;
    this.#child = undefined;
    for (const id of [...this.#pending.keys()]) this.#take(id)?.refuse(nodeAway());
    if (this.#isStopping || this.#hasFailed) return;
    console.error(`the node ended with code ${code}`);
    const now = Date.now();
    const isFirst = this.#diedAt === undefined || now - this.#diedAt > calmMs;
    this.#diedAt = now;
    if (isFirst) this.start();
    this.#options.onDied(isFirst ? "again" : "stopped");
  }
}

function nodeAway(): Problem {
  return { code: "NODE_AWAY", data: {}, cause: bothWords("node.away.cause"), next: bothWords("node.away.next") };
}

/** What the node prints goes into a file of this run of the program, so that there is something to look at when it died. */
function keepLog(child: UtilityProcess, file: string, how: "anew" | "go on"): void {
  mkdirSync(dirname(file), { recursive: true });
  const log = createWriteStream(file, { flags: how === "anew" ? "w" : "a", mode: 0o600 });
  log.on("error", (error) => console.error(error));
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on("data", (chunk: Buffer) => {
      log.write(chunk);
      process.stderr.write(chunk);
    });
  }
  child.once("exit", () => log.end());
}
