/** The log's own key goes over to another: changed as planned, or anew where entries were lost. Both keys sign it. */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { genesisSchema, logRecoverBody, logRotateBody } from "#ledger-core/contract/schema/governance.ts";
import type { LogKeyRow } from "#ledger-core/contract/schema/governance.ts";
import { HANDOVERS_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { composeHandover, handoverRows, logKeyAfter } from "#ledger-core/kernel/log-keys.ts";
import type { FirstLogKey } from "#ledger-core/kernel/log-keys.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction, Context } from "#ledger-core/kernel/module.ts";
import { all, functionSeat, need, withFoundingCase } from "#ledger-core/kernel/policy-terms.ts";
import { handoverMessage } from "#ledger-core/proof/handover.ts";
import { logKeyTable, networkTable } from "./tables.ts";

const rotate = action({
  kind: "log.rotate",
  body: logRotateBody,
  policy: withFoundingCase([need([all(functionSeat("bureau", ["admin"]), functionSeat("bureau", ["leader"]))])]),
  subject: () => ({ parties: {}, facts: {} }),
  run: (context, body) => handOver(context, body, "changed"),
});

/** It is the first entry after a loss, before anybody else can have signed anything: one person of the bureau suffices. */
const recover = action({
  kind: "log.recover",
  body: logRecoverBody,
  policy: [need([all(functionSeat("bureau", ["admin", "leader"]))])],
  subject: () => ({ parties: {}, facts: {} }),
  run(context, body) {
    if (body.reason === "") return refuse("REASON_MISSING");
    return handOver(context, body, "recovered");
  },
});

function handOver(context: Context, body: Value<typeof logRotateBody>, cause: LogKeyRow["cause"]): Refusal | undefined {
  const { rows, suite, height, time } = context;
  const first = firstKey(context, body.genesis);
  if (first === undefined) return refuse("LOG_HANDOVER_INVALID", { part: "genesis" });
  const before = handoverRows(rows);
  if (before.length >= HANDOVERS_MAX) return refuse("TOO_MANY_KEYS");
  if ([first, ...before].some(({ publicKey }) => equalBytes(publicKey, body.publicKey))) return refuse("KEY_TAKEN");
  const from = logKeyAfter(first, before);
  const { publicKey, size, root, signature, proof } = body;
  const to = { publicKey, revision: cause === "recovered" ? from.revision + 1 : from.revision };
  const message = handoverMessage(composeHandover(suite, first.network, { from, to, size, root }));
  const signed = (key: Uint8Array, by: Uint8Array): boolean => suite.verifyEd25519(key, message, by);
  if (!signed(from.publicKey, signature)) return refuse("LOG_HANDOVER_INVALID", { part: "signature" });
  if (!suite.isPrimeOrder(publicKey) || !signed(publicKey, proof))
    return refuse("LOG_HANDOVER_INVALID", { part: "proof" });
  const row = { ...to, cause, height, since: time, size, root, signature, proof } as const;
  context.put(logKeyTable, context.next(logKeyTable), row);
  return undefined;
}

/** The first key stands in the genesis alone; once there is a handover, it need not be shown again. */
function firstKey({ rows, suite }: Context, genesis: Uint8Array): FirstLogKey | undefined {
  const network = rows.get(networkTable, 1)?.id ?? new Uint8Array(0);
  const last = handoverRows(rows).at(-1);
  if (last !== undefined) return genesis.length === 0 ? { network, publicKey: last.publicKey } : undefined;
  const decoded = decode(genesisSchema, genesis);
  if (!decoded.ok || !equalBytes(suite.sha256(genesis), network)) return undefined;
  return { network, publicKey: decoded.value.logKey };
}

export const LOG_HANDOVER_ACTIONS: readonly AnyAction[] = [anyAction(rotate), anyAction(recover)];
