/** What the tests of the doors share: a few procedures, a console of three files, a door, and raw HTTP. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { eventIterator, os } from "@orpc/server";
import { afterEach } from "vitest";
import { WebSocket } from "ws";
import { z } from "zod";
import type { ClientSession, NodeContext } from "#ledger-core/node/node-context.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { openBrowserDoor } from "./browser-door.ts";
import type { BrowserDoor } from "./browser-door.ts";
import type { SubmissionDesk } from "./submission-desk.ts";

const cleanups: (() => unknown)[] = [];

afterEach(async () => {
  for (const clean of cleanups.splice(0).reverse()) await clean();
});

/** Runs after the test, the last first. */
export function afterwards(clean: () => unknown): void {
  cleanups.push(clean);
}

/** An empty folder that goes away after the test. */
export function makeFolder(name = "doors-"): string {
  const folder = mkdtempSync(join(tmpdir(), name));
  afterwards(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const base = os.$context<NodeContext>();

/** Procedures that answer what a door has to get right: input, who asks, events, failures, endless and large answers. */
export function createTestRouter() {
  return {
    echo: base
      .input(z.object({ text: z.string().max(2_000_000) }))
      .output(z.string())
      .handler(({ input }) => input.text),
    who: base.output(z.object({ id: z.string(), door: z.string() })).handler(({ context }) => {
      return { id: context.client.id, door: context.door };
    }),
    break: base.handler(() => {
      throw new Error("secret detail");
    }),
    wait: base.handler(async ({ signal }) => {
      await new Promise((resolve) => signal?.addEventListener("abort", resolve));
    }),
    any: base
      .input(z.json())
      .output(z.json())
      .handler(({ input }) => input),
    count: base
      .input(z.object({ to: z.number() }))
      .output(eventIterator(z.object({ n: z.number(), filler: z.string() })))
      .handler(async function* ({ input }) {
        for (let n = 0; n < input.to; n += 1) {
          counted = n;
          yield { n, filler: "x".repeat(100_000) };
        }
      }),
  };
}

let counted = 0;

/** How far the last `count` came. */
export function countedUpTo(): number {
  return counted;
}

export const PAGE = `<!doctype html><html><head><meta name="style-nonce" content="__CSP_NONCE__"></head><body>console</body></html>`;
/** Lies beside the folder of pages, where nobody may reach it. */
export const SECRET = "the secret beside the pages";

function makePages(): string {
  const parent = makeFolder();
  const pages = join(parent, "pages");
  mkdirSync(join(pages, "assets"), { recursive: true });
  mkdirSync(join(pages, ".vite"));
  writeFileSync(join(parent, "secret.js"), SECRET);
  writeFileSync(join(pages, ".vite", "manifest.json"), SECRET);
  writeFileSync(join(pages, "index.html"), PAGE);
  writeFileSync(join(pages, "favicon.svg"), "<svg/>");
  writeFileSync(join(pages, "assets", "index-Cu2VNN_I.js"), "export {};");
  return pages;
}

export type TestDoor = BrowserDoor & {
  readonly origin: string;
  readonly faults: unknown[];
  readonly dropped: ClientSession[];
  /** Cookie of a browser that has entered. */
  readonly enter: () => Promise<string>;
};

export type TestDoorOptions = {
  readonly pages?: string;
  /** A node without a ledger by default. */
  readonly host?: NodeHost;
  readonly submissions?: SubmissionDesk;
  readonly requestMsMax?: number;
};

export async function openTestDoor(options: TestDoorOptions = {}): Promise<TestDoor> {
  const { pages = makePages(), host = new NodeHost({ folder: makeFolder() }), submissions, requestMsMax } = options;
  const faults: unknown[] = [];
  const dropped: ClientSession[] = [];
  const door = await openBrowserDoor({
    router: createTestRouter(),
    contextOf: (client) => ({ host, client, door: "browser" }),
    onDropped: (client) => void dropped.push(client),
    onFault: (error) => void faults.push(error),
    pages,
    port: 0,
    ...(submissions !== undefined && { submissions }),
    ...(requestMsMax !== undefined && { requestMsMax }),
  });
  afterwards(() => door.close());
  const origin = `http://127.0.0.1:${door.port}`;
  const enter = async (): Promise<string> => {
    const answer = await fetch(door.invite(), { redirect: "manual" });
    return answer.headers.get("set-cookie")?.split(";")[0] ?? "";
  };
  return { ...door, origin, faults, dropped, enter };
}

/**
 * Sends bytes as they are, then `drip` five times a second; gives all that comes back until the other side closes, or `<closed>`
 * if it just closes.
 */
export async function sendRaw(port: number, text: string, drip = ""): Promise<string> {
  return await new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1", () => void socket.write(text));
    const dripping = setInterval(() => socket.write(drip), 200);
    let answer = "";
    socket.setEncoding("utf8");
    socket.on("data", (chunk: string) => (answer += chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => {
      clearInterval(dripping);
      resolve(answer === "" ? "<closed>" : answer);
    });
  });
}

/** The status of one request whose head is exactly these lines; 0 if the connection was just closed. */
export async function statusOfRaw(port: number, lines: readonly string[]): Promise<number> {
  const answer = await sendRaw(port, `${[...lines, "Connection: close"].join("\r\n")}\r\n\r\n`);
  return Number(/^HTTP\/1\.1 (\d+)/.exec(answer)?.[1] ?? 0);
}

export type Opened = { readonly socket: WebSocket } | { readonly status: number };

/** A WebSocket, or the status with which it was refused. */
export async function openSocket(url: string, headers: Readonly<Record<string, string>>): Promise<Opened> {
  return await new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { headers, perMessageDeflate: false });
    afterwards(() => socket.terminate());
    socket.on("open", () => resolve({ socket }));
    socket.on("unexpected-response", (request, answer) => {
      request.destroy();
      resolve({ status: answer.statusCode ?? 0 });
    });
    socket.on("error", reject);
  });
}

/** The code with which the other side closes a socket. */
export async function closeCode(socket: WebSocket): Promise<number> {
  return await new Promise((resolve) => socket.on("close", (code) => resolve(code)));
}
