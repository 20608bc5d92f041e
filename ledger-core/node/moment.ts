/** The moment of the next block: the rows as they are, the height, time and index that it would have. */
import { findKey, findPersonByHandle } from "#ledger-core/kernel/directory.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import { personTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Clock } from "#ledger-core/engine/clock-watch.ts";
import { NodeError } from "./node-error.ts";
import type { OpenLedger, ReadLedger } from "./open-ledger.ts";

/** The moment for which something is computed: the rows, and the height and time that the next block would have. */
export type Moment = {
  readonly ruleset: Ruleset;
  readonly rows: RowSource;
  readonly height: number;
  readonly time: number;
  /** Index that the next entry would get. */
  readonly index: number;
};

/** "As of now" is the later of the last block's time and the clock. */
export function currentMoment(ledger: Pick<ReadLedger, "reader" | "ruleset" | "folder">, clock: Clock): Moment {
  const head = ledger.reader.head();
  if (head === undefined) throw new NodeError("NO_LEDGER", { folder: ledger.folder });
  const time = Math.max(head.time, clock.wallSeconds());
  return { ruleset: ledger.ruleset, rows: ledger.reader.rows(), height: head.height + 1, time, index: head.size };
}

/** The actor that a public key stands for, live or revoked; undefined if the ledger does not know it. */
export function findActorOfKey(rows: Rows, publicKey: Uint8Array): Actor | undefined {
  const person = findKey(rows, publicKey)?.row.person;
  const department = person === undefined ? undefined : rows.get(personTable, person)?.department;
  return person === undefined || department === undefined ? undefined : { person, department };
}

/** The same where there must be one. Throws NOT_ENROLLED. */
export function actorOfKey(moment: Moment, publicKey: Uint8Array, handle: string): Actor {
  const actor = findActorOfKey(new Rows(moment.rows), publicKey);
  if (actor === undefined) throw new NodeError("NOT_ENROLLED", { handle });
  return actor;
}

/** The actor of a handle. Throws NOT_ENROLLED if nobody has it. */
export function actorOfHandle(moment: Moment, handle: string): Actor {
  const person = findPersonByHandle(new Rows(moment.rows), handle);
  if (person === undefined) throw new NodeError("NOT_ENROLLED", { handle });
  return { person: person.key, department: person.row.department };
}

/** Who is unlocked in a session of the keystore, and the moment for which they act. Throws NOT_UNLOCKED or NOT_ENROLLED. */
export function personInSession(
  ledger: Pick<OpenLedger, "reader" | "ruleset" | "folder" | "keystore" | "clock">,
  session: string | undefined,
): { readonly handle: string; readonly moment: Moment; readonly actor: Actor } {
  const holder = session === undefined ? undefined : ledger.keystore.findSession(session);
  if (holder === undefined) throw new NodeError("NOT_UNLOCKED");
  const moment = currentMoment(ledger, ledger.clock);
  return { handle: holder.handle, moment, actor: actorOfKey(moment, holder.publicKey, holder.handle) };
}
