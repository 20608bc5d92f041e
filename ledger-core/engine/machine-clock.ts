/** The clocks of this machine. */
import { uptime } from "node:os";
import { performance } from "node:perf_hooks";
import type { Clock } from "./clock-watch.ts";

export const machineClock: Clock = {
  wallSeconds: () => Math.floor(Date.now() / 1_000),
  monotonicMs: () => performance.now(),
  uptimeMs: () => uptime() * 1_000,
  after(delayMs, call) {
    const timer = setTimeout(call, delayMs);
    // A node that only waits for a due action does not keep its process alive by that.
    timer.unref();
    return () => clearTimeout(timer);
  },
};
