/** What a module is: a value that declares tables and actions. It holds no state of its own and knows no other module. */
import type { ReadPort, WritePort } from "./ports.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import type { Fact, Party, PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import type { Schema, Shape } from "#ledger-core/contract/schema/schema.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { Rows } from "./rows.ts";
import type { AnyTable, Table } from "./table.ts";

/** Who signed: a person for a department, under the roles held at this block's time. */
export type Actor = { readonly person: number; readonly department: number };

/** A legal transition of a state machine: `from` is `-` where the record begins. */
export type Move = { readonly table: string; readonly from: string; readonly to: string };

/** What a policy may ask about the record: the departments in it and facts as whole numbers. */
export type Subject = {
  readonly parties: Readonly<Partial<Record<Party, number>>>;
  readonly facts: Readonly<Partial<Record<Fact, number>>>;
  /** The record whose change since it was shown makes a vote void. */
  readonly record?: { readonly table: AnyTable; readonly key: number };
};

/** What an action may see and do. Writes are buffered: a refusal leaves nothing. */
export type DueContext = {
  readonly height: number;
  readonly time: number;
  readonly suite: Suite;
  readonly rows: Rows;
  put<Row>(table: Table<Row>, key: number, row: Row): void;
  remove<Row>(table: Table<Row>, key: number): void;
  /** The next key of a table's sequence. Keys are never used twice. */
  next<Row>(table: Table<Row>): number;
  /** Queues a due action of the same module; the key cancels it. */
  dueAt(time: number, action: string, body: Uint8Array): number;
  cancelDue(key: number): void;
};

export type Context = DueContext & {
  readonly actor: Actor;
  /** The proposal that is being executed, if others had to sign. */
  readonly via: number | undefined;
  /**
   * Asks for an action that follows from this one, in the name of the same actor and of all who signed this one. If their
   * signatures satisfy its policy it runs at once, else it becomes a proposal; `otherwise` names the due action that runs if the
   * proposal ends unexecuted. A refusal of what was asked refuses the whole.
   */
  ask<Body>(action: Action<Body>, body: Body, otherwise?: string): void;
  /** Ends the open proposals that earlier actions asked for about the record; what `otherwise` names does not run. */
  supersede<Row>(table: Table<Row>, key: number): void;
};

/** An action that a person, device or node may sign. */
export type Action<Body = never> = {
  readonly kind: string;
  readonly version: number;
  readonly body: Schema<Body>;
  /** The body is a list of lines whose tree is the `bodyRoot`, so that one line is proven alone. */
  readonly batch: boolean;
  /** Sealed at genesis or activation; afterwards the ledger's own row decides. */
  readonly policy: readonly PolicyCase[];
  readonly moves: readonly Move[];
  subject(body: Body, rows: Rows, actor: Actor): Subject | Refusal;
  run(context: Context, body: Body): Refusal | undefined;
};

/** An action whose body's type does not matter. */
export type AnyAction = Omit<Action<unknown>, "body"> & { readonly body: Shape };

/** What happens at a time, by nobody's signature. */
export type DueAction = {
  readonly name: string;
  readonly moves: readonly Move[];
  run(context: DueContext, body: Uint8Array): void;
};

/** A committed entry as projections see it. */
export type CommittedEntry = {
  readonly index: number;
  readonly height: number;
  readonly time: number;
  readonly kind: string;
  readonly code: string;
  readonly person: number;
  readonly department: number;
  readonly body: unknown;
  readonly changes: readonly { readonly table: string; readonly key: number; readonly row: unknown }[];
};

/** Derived tables, filled from entries after commit, outside root and consensus: rebuilt at will, checked by fsck. */
export type Projection = {
  readonly name: string;
  /** A higher number makes the store fill it anew. */
  readonly version: number;
  /** SQL that creates its tables and indexes, no view and no trigger: a file with one is refused. Their names begin with `name`. */
  readonly setup: readonly string[];
  apply(port: WritePort, entry: CommittedEntry): void;
};

/** A statement over the tables that must always hold, in both languages; `check` gives the keys of the rows that break it. */
export type Invariant = {
  readonly name: string;
  readonly nameZh: string;
  check(port: ReadPort): readonly number[];
};

export type Module = {
  readonly name: string;
  readonly tables: readonly AnyTable[];
  readonly actions: readonly AnyAction[];
  readonly due: readonly DueAction[];
  readonly projections: readonly Projection[];
  readonly invariants: readonly Invariant[];
};

/** An invariant by the SQL that finds the rows which break it, each with its `key`. */
export function invariant(name: string, nameZh: string, sql: string): Invariant {
  return { name, nameZh, check: (port) => port.all<{ readonly key: number }>(sql).map(({ key }) => key) };
}

/** Declares an action; what is left out is none. */
export function action<Body>(
  definition: Omit<Action<Body>, "batch" | "moves" | "version"> &
    Partial<Pick<Action<Body>, "batch" | "moves" | "version">>,
): Action<Body> {
  return { version: 1, batch: false, moves: [], ...definition };
}

/** An action without its body's type, for a module's list. The kernel gives `run` only bodies decoded by `body`. */
export function anyAction<Body>(typed: Action<Body>): AnyAction {
  return typed as unknown as AnyAction;
}

/** A refusal with its data. */
export function refuse(code: Refusal["code"], data: Refusal["data"] = {}): Refusal {
  return { code, data };
}

/** True for a refusal among what `subject` may return. */
export function isRefusal(value: Subject | Refusal): value is Refusal {
  return "code" in value;
}
