/** Programs that a benchmark starts: awaited, stopped with it, and never left running. */
import { spawn } from "node:child_process";
import type { ChildProcess, SpawnOptions } from "node:child_process";
import { text } from "node:stream/consumers";

export type Ended = { readonly ok: boolean; readonly output: string; readonly errors: string };

/** Runs a program to its end; `ok` is false where it is absent, failed or was stopped. */
export async function runToEnd(
  program: string,
  args: readonly string[],
  { signal, input = "", ...options }: SpawnOptions & { readonly signal: AbortSignal; readonly input?: string },
): Promise<Ended> {
  const child = spawn(program, args, { ...options, signal, stdio: ["pipe", "pipe", "pipe"] });
  const ended = endOf(child);
  child.stdin.on("error", () => undefined);
  child.stdin.end(input);
  const [output, errors] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { ok: (await ended) === 0, output, errors };
}

/** The exit code; -1 where a signal ended it or it never began. */
export function endOf(child: ChildProcess): Promise<number> {
  return new Promise((resolve) => {
    child.once("error", () => resolve(-1));
    child.once("exit", (code) => resolve(code ?? -1));
  });
}

/** Asks a program to end, and makes it after a while. */
export async function stopChild(child: ChildProcess, ended: Promise<number>): Promise<void> {
  child.kill("SIGINT");
  const insist = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  await ended;
  clearTimeout(insist);
}

const STOP_MS_MAX = 20_000;
