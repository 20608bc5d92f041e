/** Work that others do not wait for comes after theirs. */
import { getPriority, setPriority } from "node:os";

/**
 * Has the process, or on Linux the thread that asks, give way to others, at least that far (1 to 19). One that gives way further already is left as
 * it is, for only the system's administrator may take that back; and a system that refuses has the work done all the same.
 */
export function giveWay(nice: number): void {
  try {
    if (getPriority() < nice) setPriority(nice);
  } catch {
    // It is a courtesy.
  }
}

/** The same of a worker thread that asks. Only Linux knows a priority of a single thread; elsewhere this would slow the whole process. */
export function giveWayInThread(nice: number): void {
  if (process.platform === "linux") giveWay(nice);
}
