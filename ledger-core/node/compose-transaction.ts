/** From a kind and a body to the bytes that a person signs. */
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { fromJson } from "#ledger-core/contract/schema/json.ts";
import { bodyRootOf } from "#ledger-core/proof/transaction.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { findNewestRule } from "#ledger-core/kernel/ruleset.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import type { Rule, Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { encodeSignedPart, encodeTransaction } from "#ledger-core/proof/transaction.ts";
import { nodeSuite, randomBytes } from "./crypto-suite.ts";
import { NodeError } from "./node-error.ts";
import type { ReadLedger } from "./open-ledger.ts";

/** How long a signed act may wait to be sealed: long enough for a queue, short enough that a lost one does not surprise anybody. */
const VALIDITY_SECONDS = 900;
const SALT_BYTES = 16;

/** An act as its kind's schema has it. */
export type ComposedBody = EncodedBody & { readonly body: unknown };

/** What of it is signed and submitted. */
export type EncodedBody = {
  readonly kind: string;
  readonly rule: Rule;
  readonly bodyBytes: Uint8Array;
  readonly bodyRoot: Uint8Array;
};

/** The rules that an act is written under: the program's, and the ledger's word on which of them are in force at the height. */
export type RulesInForce = { readonly ruleset: Ruleset; readonly rows: RowSource; readonly height: number };

/** Those of a ledger's next block. */
export function rulesInForce({ reader, ruleset }: Pick<ReadLedger, "reader" | "ruleset">): RulesInForce {
  return { ruleset, rows: reader.rows(), height: (reader.head()?.height ?? 0) + 1 };
}

export type Signer = { readonly publicKey: Uint8Array; readonly department: number };

/** A body from its JSON form. Throws UNKNOWN_KIND, or BODY_INVALID with the field that is wrong and what it needs. */
export function composeBody(inForce: RulesInForce, kind: string, json: unknown): ComposedBody {
  const rule = ruleOf(inForce, kind);
  const parsed = fromJson(rule.action.body, json);
  if (!parsed.ok) throw new NodeError("BODY_INVALID", { kind, field: parsed.path, need: parsed.need });
  return composeValue(inForce, kind, parsed.value);
}

/** The same from a value of the schema. */
export function composeValue(inForce: RulesInForce, kind: string, body: unknown): ComposedBody {
  const rule = ruleOf(inForce, kind);
  const bodyBytes = encode(rule.action.body, body);
  const bodyRoot = bodyRootOf(nodeSuite, rule.action.batch, bodyBytes);
  if (bodyRoot === undefined) throw new NodeError("BODY_INVALID", { kind, field: "", need: "a list of lines" });
  return { kind, rule, body, bodyBytes, bodyRoot };
}

function ruleOf({ ruleset, rows, height }: RulesInForce, kind: string): Rule {
  const rule = findNewestRule(ruleset, new Rows(rows), kind, height);
  if (rule === undefined) throw new NodeError("UNKNOWN_KIND", { kind });
  return rule;
}

/** The signed part of an act; `now` in unix seconds, the later of the last block's time and the clock. */
export function composeSignedPart(
  composed: EncodedBody,
  given: { readonly network: Uint8Array; readonly signer: Signer; readonly now: number; readonly salt?: Uint8Array },
): Uint8Array {
  return encodeSignedPart({
    network: given.network,
    kind: composed.kind,
    version: composed.rule.action.version,
    bodyRoot: composed.bodyRoot,
    actorKey: given.signer.publicKey,
    department: given.signer.department,
    claimedTime: given.now,
    validUntil: given.now + VALIDITY_SECONDS,
    salt: given.salt ?? randomBytes(SALT_BYTES),
  });
}

/** The transaction's bytes. `sign` gives the Ed25519 signature of the signed part. */
export function signTransaction(
  composed: Pick<EncodedBody, "bodyBytes">,
  signedPart: Uint8Array,
  sign: (message: Uint8Array) => Uint8Array,
): Uint8Array {
  return encodeTransaction({ signedPart, body: composed.bodyBytes, signature: sign(signedPart) });
}
