/** Memory that a large piece of work took and nothing needs any longer. */
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

type Collect = (options: {
  readonly type: "major";
  readonly execution: "sync";
  readonly flavor: "last-resort";
}) => void;

/** Long enough for those who still hold a part of it to let go. */
const PAUSE_MS = 1_000;

/**
 * Gives memory back to the system: what was collected, V8 else keeps for the next such work, which may be hundreds of megabytes after a
 * large import. Holds up the process for some tenths of a second.
 */
export function releaseMemory(): void {
  setFlagsFromString("--expose-gc");
  const collect: unknown = runInNewContext("gc");
  if (isCollect(collect)) collect({ type: "major", execution: "sync", flavor: "last-resort" });
}

/** The same in a moment, if the process lives that long. */
export function releaseMemorySoon(pauseMs = PAUSE_MS): void {
  setTimeout(releaseMemory, pauseMs).unref();
}

function isCollect(value: unknown): value is Collect {
  return typeof value === "function";
}
