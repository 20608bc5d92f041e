/** What a transaction must be before it may become an entry. Whatever fails here leaves nothing behind. */
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { DoorCode, RefusalData, Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { BODY_SIZE_BYTES_MAX, VALIDITY_SECONDS_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { parseTransaction, verifyTransactionSignature } from "#ledger-core/proof/transaction.ts";
import type { Transaction, TransactionFault } from "#ledger-core/proof/transaction.ts";
import { BrokenInvariant } from "./assert.ts";
import { findKey } from "./directory.ts";
import { personTable } from "./governance/tables.ts";
import type { Actor } from "./module.ts";
import type { Rows } from "./rows.ts";
import { findRule, isActive } from "./ruleset.ts";
import type { Rule, Ruleset } from "./ruleset.ts";

/** A transaction that is whole, known and signed: everything that does not depend on the ledger's state. */
export type Sound = {
  readonly wire: Uint8Array;
  readonly transaction: Transaction;
  readonly rule: Rule;
  readonly body: unknown;
};

/** What the state-dependent checks look at. */
export type DoorView = {
  readonly ruleset: Ruleset;
  readonly rows: Rows;
  readonly height: number;
  readonly time: number;
  /** True if an act with this id is in force already. */
  isSeen(id: Uint8Array): boolean;
};

export function isTurnaway<T extends object>(value: T | Turnaway): value is Turnaway {
  return "code" in value;
}

/** The checks that need no state: form, size, network, kind, body, signature. Never throws on bytes of anybody. */
export function checkSound(ruleset: Ruleset, suite: Suite, network: Uint8Array, wire: Uint8Array): Sound | Turnaway {
  const parsed = parseTransaction(suite, wire, ruleset.limits);
  if (!parsed.ok) return turnAway(FAULT_CODES[parsed.reason], { detail: parsed.detail });
  const { transaction } = parsed;
  const { kind, version } = transaction.signed;
  if (transaction.body.length > BODY_SIZE_BYTES_MAX) return turnAway("TRANSACTION_TOO_LARGE", { detail: "body" });
  if (!equalBytes(transaction.signed.network, network)) return turnAway("WRONG_NETWORK");
  const rule = findRule(ruleset, kind, version);
  if (rule === undefined) {
    const known = [...ruleset.rules.values()].some((other) => other.action.kind === kind);
    return turnAway(known ? "UNKNOWN_VERSION" : "UNKNOWN_KIND", { kind, version });
  }
  const body = decode(rule.action.body, transaction.body);
  if (!body.ok) return turnAway("BODY_MALFORMED", { kind, field: body.path, detail: body.reason });
  if (!verifyTransactionSignature(suite, transaction)) return turnAway("SIGNATURE_INVALID");
  return { wire, transaction, rule, body: body.value };
}

const FAULT_CODES: Readonly<Record<TransactionFault, DoorCode>> = {
  oversized: "TRANSACTION_TOO_LARGE",
  malformed: "MALFORMED",
  bodyRoot: "BODY_MISMATCH",
};

/** The checks against the state as it is at this point of the block: replay, version in force, time, key. Returns who signed. */
export function checkCurrent(view: DoorView, { transaction }: Sound): Actor | Turnaway {
  const { kind, version, validUntil, actorKey, department } = transaction.signed;
  // Before all else: whoever asks once more about an act that is in force is not told to sign another.
  if (view.isSeen(transaction.id)) return turnAway("ALREADY_SEEN");
  if (!isActive(view.rows, kind, version, view.height)) return turnAway("UNKNOWN_VERSION", { kind, version });
  if (validUntil < view.time) return turnAway("EXPIRED", { validUntil, time: view.time });
  if (validUntil > view.time + VALIDITY_SECONDS_MAX)
    return turnAway("VALIDITY_TOO_LONG", { validUntil, time: view.time });
  const key = findKey(view.rows, actorKey);
  if (key === undefined) return turnAway("KEY_UNKNOWN");
  if (key.row.state !== "live") return turnAway("KEY_REVOKED");
  const person = view.rows.get(personTable, key.row.person);
  if (person === undefined) throw new BrokenInvariant("a key belongs to a person");
  if (person.department !== department) return turnAway("DEPARTMENT_MISMATCH", { department });
  return { person: key.row.person, department };
}

function turnAway(code: DoorCode, data: RefusalData = {}): Turnaway {
  return { code, data };
}
