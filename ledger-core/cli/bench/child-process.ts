/** Programs that a benchmark starts: awaited, stopped with it, and never left running. */
import { spawn } from "node:child_process";
import type { ChildProcess, SpawnOptions } from "node:child_process";
import { readFileSync } from "node:fs";
import type { Readable } from "node:stream";
import { text } from "node:stream/consumers";

export type Ended = { readonly ok: boolean; readonly output: string; readonly errors: string };

export type RunOptions = Pick<SpawnOptions, "cwd" | "env"> & {
  readonly signal: AbortSignal;
  readonly input?: string;
  /** Whether what it says on stderr is said by this process as well, and then not given back. */
  readonly isHeard?: boolean;
};

/** Runs a program to its end; `ok` is false where it is absent, failed or was stopped. */
export async function runToEnd(
  program: string,
  args: readonly string[],
  { signal, input = "", isHeard = false, ...options }: RunOptions,
): Promise<Ended> {
  const child = spawn(program, args, { ...options, signal, stdio: ["pipe", "pipe", isHeard ? "inherit" : "pipe"] });
  const ended = endOf(child);
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  const said = (stream: Readable | null): Promise<string> => (stream === null ? Promise.resolve("") : text(stream));
  const [output, errors] = await Promise.all([said(child.stdout), said(child.stderr)]);
  return { ok: (await ended) === 0, output, errors };
}

/** The exit code; -1 where a signal ended it or it never began. It does not outlive this process. */
export async function endOf(child: ChildProcess): Promise<number> {
  const end = (): void => void child.kill("SIGKILL");
  process.once("exit", end);
  const code = await new Promise<number>((resolve) => {
    child.once("error", () => resolve(-1));
    child.once("exit", (exitCode) => resolve(exitCode ?? -1));
  });
  process.removeListener("exit", end);
  return code;
}

/** Asks a program to end, and makes it after a while. */
export async function stopChild(child: ChildProcess, ended: Promise<number>): Promise<void> {
  child.kill("SIGINT");
  const insist = setTimeout(() => child.kill("SIGKILL"), STOP_MS_MAX);
  await ended;
  clearTimeout(insist);
}

/** Microseconds of CPU that a running process has taken, all its threads together; undefined where the system does not say. */
export function cpuMicrosecondsOf(pid: number | undefined): number | undefined {
  if (process.platform !== "linux" || pid === undefined) return undefined;
  // The name stands in parentheses and may hold anything, so counting begins behind it.
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ").at(-1)?.split(" ") ?? [];
  return (Number(fields[USER_TICKS]) + Number(fields[SYSTEM_TICKS])) * TICK_MICROSECONDS;
}

/** The most bytes that a running process has had in memory so far; undefined where the system does not say. */
export function peakBytesOf(pid: number | undefined): number | undefined {
  if (process.platform !== "linux" || pid === undefined) return undefined;
  const kibibytes = /^VmHWM:\s+(\d+) kB$/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
  return kibibytes === undefined ? undefined : Number(kibibytes) * 1_024;
}

const STOP_MS_MAX = 20_000;
/** Places in `/proc/PID/stat` behind the name: fields 14 and 15 of proc(5). */
const USER_TICKS = 11;
const SYSTEM_TICKS = 12;
/** The kernel tells other programs of hundredths of a second, however it counts itself. */
const TICK_MICROSECONDS = 10_000;
