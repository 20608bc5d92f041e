/**
 * The smallest module with everything in it: lamps that are off or on, an owner, a due action, and actions that ask for others.
 * Its policies are made for the tests of proposals: by owners, in turn, by many departments, without the proposer.
 */
import { encode, decode } from "#ledger-core/contract/schema/codec.ts";
import { proposalEnded } from "#ledger-core/contract/schema/governance.ts";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { bytes, choice, integer, list, record, text } from "#ledger-core/contract/schema/schema.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { countSchema, rowKeySchema, timeSchema } from "#ledger-core/contract/schema/units.ts";
import { dueTable } from "#ledger-core/kernel/governance/tables.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { Action, Context, DueAction, Module, Move, Subject } from "#ledger-core/kernel/module.ts";
import {
  all,
  anySeat,
  functionSeat,
  inTurn,
  need,
  ownSeat,
  partySeat,
  persons,
  when,
} from "#ledger-core/kernel/policy-terms.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import { table } from "#ledger-core/kernel/table.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";

const lampRow = record({ owner: rowKeySchema, state: choice(["off", "on"]), label: text(4_096), watts: countSchema });
export const lampTable = table({
  name: "lamp.lamp",
  number: 900,
  row: lampRow,
  indexes: { owner: ["owner"], label: ["label"] },
  state: "state",
});
/** What became of things that were asked for, one row each. */
export const noteTable = table({ name: "lamp.note", number: 901, row: record({ text: text(200) }) });

const BORN: readonly Move[] = [{ table: lampTable.name, from: "-", to: "off" }];
const UP: readonly Move[] = [{ table: lampTable.name, from: "off", to: "on" }];
const DOWN: readonly Move[] = [{ table: lampTable.name, from: "on", to: "off" }];

const lampBody = record({ lamp: rowKeySchema });
type LampBody = Value<typeof lampBody>;

function aboutLamp(body: LampBody, rows: Rows): Subject {
  const lamp = rows.get(lampTable, body.lamp);
  return {
    parties: lamp === undefined ? {} : { owner: lamp.owner },
    facts: lamp === undefined ? {} : { amount: lamp.watts },
    record: { table: lampTable as AnyTable, key: body.lamp },
  };
}

const install = action({
  kind: "lamp.install",
  body: record({ label: text(4_096), watts: countSchema }),
  policy: [need([all(ownSeat(["officer"]))])],
  moves: BORN,
  subject: () => ({ parties: {}, facts: {} }),
  run(context, { label, watts }) {
    context.put(lampTable, context.next(lampTable), { owner: context.actor.department, state: "off", label, watts });
    return undefined;
  },
});

function turn(context: Context, { lamp }: LampBody, to: "off" | "on"): ReturnType<Action["run"]> {
  const row = context.rows.get(lampTable, lamp);
  if (row === undefined) return refuse("NOT_FOUND", { table: lampTable.name, key: lamp });
  if (row.state === to) return refuse("ILLEGAL_MOVE", { state: row.state, wanted: to });
  context.put(lampTable, lamp, { ...row, state: to });
  return undefined;
}

function switchAction(kind: string, to: "off" | "on", policy: readonly PolicyCase[]): Action<LampBody> {
  const moves = to === "on" ? UP : DOWN;
  return action({
    kind,
    body: lampBody,
    policy,
    moves,
    subject: aboutLamp,
    run: (context, body) => turn(context, body, to),
  });
}

/** Officer and leader of the owner. */
const switchOn = switchAction("lamp.on", "on", [
  need([all(partySeat("owner", ["officer"]), partySeat("owner", ["leader"]))]),
]);
const switchOff = switchAction("lamp.off", "off", [need([all(partySeat("owner", ["officer"]))])]);
/** Officer, then leader, then the bureau. */
export const switchInTurn = switchAction("lamp.on-in-turn", "on", [
  need([inTurn(partySeat("owner", ["officer"]), partySeat("owner", ["leader"]), functionSeat("bureau", ["leader"]))]),
]);
/** Two officers, none of them the proposer. */
const switchByOthers = switchAction("lamp.on-by-others", "on", [
  need([all(anySeat(["officer"], persons(2)))], { excludeProposer: true, deadlineDays: 1 }),
]);
/** More than half of all departments. */
const switchByMost = switchAction("lamp.on-by-most", "on", [
  need([all(anySeat(["leader"], { kind: "over", numerator: 1, denominator: 2 }))]),
]);
/** Nobody but the owner for small lamps, nobody at all for large ones. */
const switchByPower = switchAction("lamp.on-by-power", "on", [
  need([all(partySeat("owner", ["officer"]))], { when: [when("amount", "lteq", 100)] }),
]);
/** A case that allows nothing. */
const switchNever = switchAction("lamp.on-never", "on", [need([])]);

const relabel = action({
  kind: "lamp.relabel",
  body: record({ lamp: rowKeySchema, label: text(4_096) }),
  policy: [need([all(partySeat("owner", ["officer"]))])],
  subject: (body, rows) => aboutLamp(body, rows),
  run(context, { lamp, label }) {
    const row = context.rows.get(lampTable, lamp);
    if (row === undefined) return refuse("NOT_FOUND", { table: lampTable.name, key: lamp });
    context.put(lampTable, lamp, { ...row, label });
    return undefined;
  },
});

/** Turns a lamp off and asks for another one to be turned on, which may need others. */
export const swap = action({
  kind: "lamp.swap",
  body: record({ off: rowKeySchema, on: rowKeySchema, otherwise: choice(["", "lamp.note-end"]) }),
  policy: [need([all(ownSeat(["officer"]), ownSeat(["leader"]))]), need([all(ownSeat(["officer"]))])],
  moves: DOWN,
  subject: (body, rows) => aboutLamp({ lamp: body.off }, rows),
  run(context, body) {
    const refused = turn(context, { lamp: body.off }, "off");
    if (refused === undefined) context.ask(switchInTurn, { lamp: body.on }, body.otherwise);
    return refused;
  },
});

/** Calls off what was asked for about a lamp. */
const callOff = action({
  kind: "lamp.call-off",
  body: record({ lamp: rowKeySchema }),
  policy: [need([all(partySeat("owner", ["officer"]))])],
  subject: aboutLamp,
  run(context, { lamp }) {
    context.supersede(lampTable, lamp);
    return undefined;
  },
});

const lineSchema = record({ label: text(64), watts: countSchema });
/** Many lamps at once; each line is proven alone. */
export const installBatch = action({
  kind: "lamp.install-batch",
  body: list(lineSchema, 30_000),
  batch: true,
  policy: [need([all(ownSeat(["officer"]))])],
  moves: BORN,
  subject: () => ({ parties: {}, facts: {} }),
  run(context, lines) {
    const owner = context.actor.department;
    for (const line of lines) context.put(lampTable, context.next(lampTable), { owner, state: "off", ...line });
    return undefined;
  },
});

/** Asks for a batch, so that the kernel has to make the root of a batch itself. */
const askBatch = action({
  kind: "lamp.ask-batch",
  body: record({ count: integer(0, 10) }),
  policy: [need([all(ownSeat(["officer"]))])],
  subject: () => ({ parties: {}, facts: {} }),
  run(context, { count }) {
    context.ask(
      installBatchByBureau,
      Array.from({ length: count }, (_, i) => ({ label: `asked ${i}`, watts: i })),
    );
    return undefined;
  },
});

const installBatchByBureau: Action<Value<typeof installBatch.body>> = {
  ...installBatch,
  kind: "lamp.install-batch-by-bureau",
  policy: [need([all(functionSeat("bureau", ["leader"]))])],
};

/** Queues so many due actions for a time, each of which cancels the one queued after it if `cancelling`. */
const queue = action({
  kind: "lamp.queue",
  body: record({ count: integer(1, 1_000), time: timeSchema, cancelling: choice(["no", "yes"]) }),
  policy: [need([all(ownSeat(["officer"]))])],
  subject: () => ({ parties: {}, facts: {} }),
  run(context, { count, time, cancelling }) {
    const first = context.next(noteTable);
    context.put(noteTable, first, { text: "queue" });
    let last = 0;
    // The keys of the due queue follow one another, so the next one's is known before it is queued.
    for (let i = 0; i < count; i++) {
      last = context.dueAt(time, "lamp.tick", encode(tickBody, { cancels: cancelling === "yes" ? last + 2 : 0 }));
    }
    return undefined;
  },
});

const tickBody = record({ cancels: countSchema });

const tick: DueAction = {
  name: "lamp.tick",
  moves: [],
  run(context, bytes) {
    const body = decode(tickBody, bytes);
    context.put(noteTable, context.next(noteTable), { text: "tick" });
    const other = body.ok ? context.rows.get(dueTable, body.value.cancels) : undefined;
    if (body.ok && other?.action === "lamp.tick") context.cancelDue(body.value.cancels);
  },
};

const noteEnd: DueAction = {
  name: "lamp.note-end",
  moves: [],
  run(context, bytes) {
    const ended = decode(proposalEnded, bytes);
    const told = ended.ok ? `${ended.value.how}: ${ended.value.reason}` : "not told";
    context.put(noteTable, context.next(noteTable), { text: told });
  },
};

const FLOOD_MAX = 30_000;

/** Writes, removes or queues so many rows, or writes them and asks for one thing more. */
const flood = action({
  kind: "lamp.flood",
  body: record({ count: integer(0, FLOOD_MAX), how: choice(["put", "remove", "queue", "ask"]) }),
  policy: [need([all(ownSeat(["officer"]))])],
  subject: () => ({ parties: {}, facts: {} }),
  run(context, { count, how }) {
    if (how === "ask") context.ask(installBatchByBureau, []);
    for (let i = 1; i <= count; i++) {
      if (how === "put" || how === "ask") context.put(noteTable, context.next(noteTable), { text: "flood" });
      else if (how === "remove") context.remove(noteTable, i);
      else context.dueAt(context.time + 1, "lamp.tick", encode(tickBody, { cancels: 0 }));
    }
    return undefined;
  },
});

/** Writes so many notes, and one more for each that there is. */
const floodByBureau = action({
  kind: "lamp.flood-by-bureau",
  body: record({ count: integer(0, FLOOD_MAX) }),
  policy: [need([all(ownSeat(["officer"]), functionSeat("bureau", ["leader"]))])],
  subject: () => ({ parties: {}, facts: {} }),
  run(context, { count }) {
    const notes = context.rows.scan(noteTable, "key", { limit: FLOOD_MAX }).length;
    for (let i = 0; i < count + notes; i++) context.put(noteTable, context.next(noteTable), { text: "flood" });
    return undefined;
  },
});

/** A body as long as one may be, which two must sign. */
const engrave = action({
  kind: "lamp.engrave",
  body: record({ lamp: rowKeySchema, plate: bytes(2_000_000, 0) }),
  policy: [need([all(partySeat("owner", ["officer"]), partySeat("owner", ["leader"]))])],
  subject: (body, rows) => aboutLamp(body, rows),
  run: () => undefined,
});

/** A bug on purpose: moves a lamp along no declared move. */
const stray: Action<LampBody> = {
  ...switchOn,
  kind: "lamp.stray",
  moves: [],
  policy: [need([all(ownSeat(["officer"]))])],
};

export const lampModule: Module = {
  name: "lamp",
  tables: [lampTable as AnyTable, noteTable as AnyTable],
  actions: [
    anyAction(install),
    anyAction(switchOn),
    anyAction(switchOff),
    anyAction(switchInTurn),
    anyAction(switchByOthers),
    anyAction(switchByMost),
    anyAction(switchByPower),
    anyAction(switchNever),
    anyAction(relabel),
    anyAction(swap),
    anyAction(callOff),
    anyAction(installBatch),
    anyAction(askBatch),
    anyAction(installBatchByBureau),
    anyAction(queue),
    anyAction(flood),
    anyAction(floodByBureau),
    anyAction(engrave),
  ],
  due: [tick, noteEnd],
  projections: [],
  invariants: [],
};

/** The same with an action that breaks its word. */
export const strayModule: Module = { ...lampModule, actions: [...lampModule.actions, anyAction(stray)] };
