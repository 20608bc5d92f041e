/** A node in a process of its own, as `ledger serve` starts it, and the way into it that a browser has. */
import { spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { cpuMicrosecondsOf, endOf, peakBytesOf, stopChild } from "./child-process.ts";

const MAIN = join(import.meta.dirname, "..", "main.ts");

export type ServedNode = {
  readonly origin: string;
  /** What each request of a browser that was let in carries. */
  readonly headers: { readonly Cookie: string; readonly Origin: string };
  /** Microseconds of CPU so far; undefined where the system does not say. */
  readonly cpuMicroseconds: () => number | undefined;
  /** The most bytes that it has had in memory so far; undefined where the system does not say. */
  readonly peakBytes: () => number | undefined;
  readonly close: () => Promise<void>;
};

/** Serves the ledger of a folder, with this process's own flags, and enters with the ticket. */
export async function serveNode(folder: string): Promise<ServedNode> {
  const child = spawn(process.execPath, [...process.execArgv, MAIN, "serve", folder, "--no-open"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = endOf(child);
  const close = (): Promise<void> => stopChild(child, ended);
  try {
    const { url } = JSON.parse(await firstLine(child.stdout)) as { readonly url: string };
    const { origin } = new URL(url);
    const answer = await fetch(url, { redirect: "manual" });
    const cookie = answer.headers.get("set-cookie")?.split(";")[0] ?? "";
    const cpuMicroseconds = (): number | undefined => cpuMicrosecondsOf(child.pid);
    const peakBytes = (): number | undefined => peakBytesOf(child.pid);
    return { origin, headers: { Cookie: cookie, Origin: origin }, cpuMicroseconds, peakBytes, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line;
  throw new Error("the node ended before it was there");
}
