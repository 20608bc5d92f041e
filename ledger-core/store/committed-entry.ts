/** Entries as projections see them: who, what, and what it changed, decoded from the bytes of the log. */
import { decode } from "#ledger-core/contract/schema/codec.ts";
import type { Shape } from "#ledger-core/contract/schema/schema.ts";
import { assertNever } from "#ledger-core/kernel/assert.ts";
import { blockBody, dueBody } from "#ledger-core/kernel/block.ts";
import { parseGenesis } from "#ledger-core/kernel/genesis.ts";
import type { CommittedEntry } from "#ledger-core/kernel/module.ts";
import { findRule } from "#ledger-core/kernel/ruleset.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { parseChangeHead } from "#ledger-core/proof/change.ts";
import { FORM_GENESIS, FORM_SYSTEM, FORM_TRANSACTION } from "#ledger-core/proof/entry.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { parseSystemEntry } from "#ledger-core/proof/system-entry.ts";
import { parseTransaction } from "#ledger-core/proof/transaction.ts";
import { decodeRow } from "./state-layout.ts";
import { StoreError } from "./store-error.ts";

/** What the log holds of an entry, as far as projections need it; its bytes, for which few ask, are read when somebody does. */
export type LoggedEntry = Omit<CommittedEntry, "body" | "changes"> & {
  readonly form: number;
  readonly readBytes: () => Uint8Array;
  readonly changes: readonly Uint8Array[];
};

/** The same of an entry whose rows are at hand, as they were when it was executed. */
export type ExecutedEntry = Omit<LoggedEntry, "changes"> & {
  readonly writes: readonly { readonly table: AnyTable; readonly key: number; readonly row: unknown }[];
};

const SYSTEM_BODIES: Readonly<Record<string, Shape>> = { block: blockBody, due: dueBody };

/**
 * An entry of the log. `body` is the action's body; of a system entry that of its name, of the first entry the genesis; undefined for a
 * kind or version that the rule set no longer has. The row of a change is undefined where it was removed. Both are decoded when somebody
 * asks for them: most projections look at few kinds and few tables.
 */
export function committedEntry(ruleset: Ruleset, suite: Suite, entry: LoggedEntry): CommittedEntry {
  const changes = entry.changes.map((bytes) => new LoggedChange(ruleset, bytes, entry.index));
  return new EntryOfLog({ ruleset, suite }, entry, changes);
}

/** An entry that was executed here: its rows need not be decoded. */
export function executedEntry(ruleset: Ruleset, suite: Suite, entry: ExecutedEntry): CommittedEntry {
  const changes = entry.writes.map(({ table, key, row }) => ({ table: table.name, key, row }));
  return new EntryOfLog({ ruleset, suite }, entry, changes);
}

type Reading = { readonly ruleset: Ruleset; readonly suite: Suite };
type LoggedBody = Omit<LoggedEntry, "changes">;
type CommittedChange = CommittedEntry["changes"][number];

class EntryOfLog implements CommittedEntry {
  readonly index: number;
  readonly height: number;
  readonly time: number;
  readonly kind: string;
  readonly code: string;
  readonly person: number;
  readonly department: number;
  readonly changes: readonly CommittedChange[];
  readonly #reading: Reading;
  readonly #entry: LoggedBody;
  #decoded: { readonly body: unknown } | undefined;

  constructor(reading: Reading, entry: LoggedBody, changes: readonly CommittedChange[]) {
    this.index = entry.index;
    this.height = entry.height;
    this.time = entry.time;
    this.kind = entry.kind;
    this.code = entry.code;
    this.person = entry.person;
    this.department = entry.department;
    this.changes = changes;
    this.#reading = reading;
    this.#entry = entry;
  }

  get body(): unknown {
    this.#decoded ??= { body: bodyOf(this.#reading, this.#entry) };
    return this.#decoded.body;
  }
}

class LoggedChange implements CommittedChange {
  readonly table: string;
  readonly key: number;
  readonly #of: AnyTable;
  readonly #encoded: Uint8Array | undefined;
  #decoded: { readonly row: unknown } | undefined;

  /** `index`: of the entry, for whoever is told that it is damaged. */
  constructor(ruleset: Ruleset, bytes: Uint8Array, index: number) {
    const head = parseChangeHead(bytes);
    const table = head === undefined ? undefined : ruleset.tables.get(head.table);
    if (head === undefined || table === undefined) throw damaged(index, "a change");
    this.table = head.table;
    this.key = head.key;
    this.#of = table;
    this.#encoded = head.row;
  }

  get row(): unknown {
    this.#decoded ??= { row: this.#encoded === undefined ? undefined : decodeRow(this.#of, this.#encoded) };
    return this.#decoded.row;
  }
}

function bodyOf({ ruleset, suite }: Reading, entry: LoggedBody): unknown {
  const { index } = entry;
  const bytes = entry.readBytes();
  const form = entry.form as typeof FORM_TRANSACTION | typeof FORM_SYSTEM | typeof FORM_GENESIS;
  switch (form) {
    case FORM_TRANSACTION: {
      const parsed = parseTransaction(suite, bytes, ruleset.limits);
      if (!parsed.ok) throw damaged(index, parsed.detail);
      const { kind, version } = parsed.transaction.signed;
      const rule = findRule(ruleset, kind, version);
      return rule === undefined ? undefined : decoded(rule.action.body, parsed.transaction.body, index);
    }
    case FORM_SYSTEM: {
      const system = parseSystemEntry(bytes);
      if (system === undefined) throw damaged(index, "a system entry");
      const shape = SYSTEM_BODIES[system.name];
      return shape === undefined ? undefined : decoded(shape, system.body, index);
    }
    case FORM_GENESIS:
      return parseGenesis(bytes);
    default:
      return assertNever(form);
  }
}

function decoded(shape: Shape, bytes: Uint8Array, index: number): unknown {
  const body = decode<unknown>(shape, bytes);
  if (!body.ok) throw damaged(index, `${body.path}: ${body.reason}`);
  return body.value;
}

function damaged(index: number, detail: string): StoreError {
  return new StoreError("LEDGER_DAMAGED", { index, detail });
}
