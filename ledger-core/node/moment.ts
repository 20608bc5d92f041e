/** The moment of the next block: the rows as they are, the height, time and index that it would have. */
import { findKey, findPersonByHandle } from "#ledger-core/kernel/directory.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import { personTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { Clock } from "#ledger-core/engine/clock-watch.ts";
import { NodeError } from "./node-error.ts";
import type { ReadLedger } from "./open-ledger.ts";
import type { Moment } from "./preview.ts";

/** "As of now" is the later of the last block's time and the clock. */
export function currentMoment(ledger: Pick<ReadLedger, "reader" | "ruleset" | "folder">, clock: Clock): Moment {
  const head = ledger.reader.head();
  if (head === undefined) throw new NodeError("NO_LEDGER", { folder: ledger.folder });
  const time = Math.max(head.time, clock.wallSeconds());
  return { ruleset: ledger.ruleset, rows: ledger.reader.rows(), height: head.height + 1, time, index: head.size };
}

/** The actor that a public key stands for. Throws NOT_ENROLLED if the ledger does not know it. */
export function actorOfKey(moment: Moment, publicKey: Uint8Array, handle: string): Actor {
  const rows = new Rows(moment.rows);
  const key = findKey(rows, publicKey);
  const person = key === undefined ? undefined : rows.get(personTable, key.row.person);
  if (key === undefined || person === undefined) throw new NodeError("NOT_ENROLLED", { handle });
  return { person: key.row.person, department: person.department };
}

/** The actor of a handle. Throws NOT_ENROLLED if nobody has it. */
export function actorOfHandle(moment: Moment, handle: string): Actor {
  const person = findPersonByHandle(new Rows(moment.rows), handle);
  if (person === undefined) throw new NodeError("NOT_ENROLLED", { handle });
  return { person: person.key, department: person.row.department };
}
