import { useCallback, useState } from "react";

const memory = new Map<string, unknown>();
const prefix = "catalog.draft:";

/** What was typed into a form and not yet signed. */
export type Draft<Values> = {
  readonly values: Values;
  /** True if it differs from what the form began with. */
  readonly isTouched: boolean;
  readonly change: (changed: Partial<Values>) => void;
  readonly discard: () => void;
};

/**
 * Keeps what is typed into a form until it is signed or discarded, also while other pages are open. `store: "session"` keeps it over a
 * reload of this window; `memory` is for what must not be written anywhere, such as the text of a question.
 */
export function useDraft<Values extends object>(
  key: string,
  initial: Values,
  store: "session" | "memory" = "session",
): Draft<Values> {
  const [typed, setTyped] = useState<Partial<Values>>(() => load<Values>(key, store));
  const change = useCallback(
    (changed: Partial<Values>) =>
      setTyped((before) => {
        const next = { ...before, ...changed };
        save(key, next, store);
        return next;
      }),
    [key, store],
  );
  const discard = useCallback(() => {
    save(key, undefined, store);
    setTyped({});
  }, [key, store]);
  return { values: { ...initial, ...typed }, isTouched: Object.keys(typed).length > 0, change, discard };
}

function load<Values>(key: string, store: "session" | "memory"): Partial<Values> {
  const kept = memory.get(key);
  if (kept !== undefined) return kept as Partial<Values>;
  if (store === "memory") return {};
  try {
    const stored: unknown = JSON.parse(sessionStorage.getItem(prefix + key) ?? "{}");
    return typeof stored === "object" && stored !== null ? (stored as Partial<Values>) : {};
  } catch {
    return {};
  }
}

function save(key: string, values: object | undefined, store: "session" | "memory"): void {
  if (values === undefined) memory.delete(key);
  else memory.set(key, values);
  if (store === "memory") return;
  try {
    if (values === undefined) sessionStorage.removeItem(prefix + key);
    else sessionStorage.setItem(prefix + key, JSON.stringify(values));
  } catch {
    // A window that may not store still keeps the draft while it is open.
  }
}
