/** The node's state, and what changes in it. */
import type { BlockEvent } from "#ledger-core/engine/engine.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";
import { statusOf } from "#ledger-core/node/status.ts";
import { problemOf } from "#ledger-core/node/problem.ts";
import { procedures, requireSession } from "./base.ts";

/** Events of a window are folded together and sent at most so often. */
const EVENT_INTERVAL_MS = 250;
/** Above so many rows of a table an event names the table alone. */
const KEYS_PER_TABLE_MAX = 500;

type ChangeEvent = { height: number; changed: { table: string; keys: number[] }[] };

export const systemProcedures = {
  status: procedures.system.status.handler(({ context: { host } }) => {
    const { ledger } = host;
    const stopped = ledger.engine.notSealing();
    const behind = ledger.projectionFailure();
    const check = host.selfCheck;
    return {
      ...statusOf(ledger),
      notSealing: stopped === undefined ? null : problemOf(stopped.code, stopped.data),
      notFollowing:
        behind === undefined
          ? null
          : problemOf("PROJECTIONS_BEHIND", { count: ledger.reader.projectedSize(), reason: behind.message }),
      selfCheck: check === undefined ? null : { ...check },
    };
  }),
  acceptClock: procedures.system.acceptClock.handler(({ context }) => {
    requireSession(context);
    context.host.ledger.engine.acceptClock();
    return null;
  }),
  events: procedures.system.events.handler(async function* ({ context: { host }, signal }) {
    yield* changes(host, signal);
  }),
};

/** What blocks change, from now on until the window goes away. */
async function* changes(host: NodeHost, signal: AbortSignal | undefined): AsyncGenerator<ChangeEvent> {
  let pending: { height: number; tables: Map<string, Set<number>> } | undefined;
  let wake: () => void = () => {};
  const take = (event: BlockEvent): void => {
    pending ??= { height: 0, tables: new Map() };
    pending.height = event.height;
    for (const [table, keys] of event.changed) {
      const known = pending.tables.get(table) ?? new Set<number>();
      pending.tables.set(table, known);
      for (const key of keys) if (known.size <= KEYS_PER_TABLE_MAX) known.add(key);
    }
    wake();
  };
  const end = host.onBlock(take);
  const aborted = (): void => wake();
  signal?.addEventListener("abort", aborted);
  try {
    while (signal?.aborted !== true) {
      if (pending === undefined) await new Promise<void>((resolve) => (wake = resolve));
      if (pending === undefined) continue;
      const { height, tables } = pending;
      pending = undefined;
      yield {
        height,
        changed: [...tables].map(([table, keys]) => ({ table, keys: keys.size > KEYS_PER_TABLE_MAX ? [] : [...keys] })),
      };
      await new Promise((resolve) => setTimeout(resolve, EVENT_INTERVAL_MS));
    }
  } finally {
    end();
    signal?.removeEventListener("abort", aborted);
  }
}
