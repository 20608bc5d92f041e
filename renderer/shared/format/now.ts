import { useSyncExternalStore } from "react";

const refreshMs = 60_000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let current = Math.floor(Date.now() / 1_000);

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  timer ??= setInterval(() => {
    current = Math.floor(Date.now() / 1_000);
    for (const each of listeners) each();
  }, refreshMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** This machine's clock in unix seconds, renewed once a minute. It words times; it never decides whether something is valid. */
export function useNowSeconds(): number {
  return useSyncExternalStore(subscribe, () => current);
}
