/** What happens to agreements by time, or because a request's proposal ended. */
import { agreementBody } from "#ledger-core/contract/schema/catalog.ts";
import { CborReader } from "#ledger-core/contract/schema/cbor.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { proposalEnded } from "#ledger-core/contract/schema/governance.ts";
import { assert } from "#ledger-core/kernel/assert.ts";
import type { DueAction } from "#ledger-core/kernel/module.ts";
import { AGREEMENT_EXPIRY, endAgreement, REQUEST_ENDED } from "./agreements.ts";
import { agreementTable } from "./tables.ts";

const expire: DueAction = {
  name: AGREEMENT_EXPIRY,
  moves: [{ table: agreementTable.name, from: "FINALIZED", to: "TERMINATED" }],
  run(context, body) {
    const key = new CborReader(body).integer();
    const row = context.rows.get(agreementTable, key);
    if (row?.state === "FINALIZED") endAgreement(context, key, row, "expired", "");
  },
};

const requestEnded: DueAction = {
  name: REQUEST_ENDED,
  moves: [{ table: agreementTable.name, from: "REQUESTED", to: "TERMINATED" }],
  run(context, bytes) {
    const ended = decode(proposalEnded, bytes);
    assert(ended.ok, "the kernel says how a proposal ended");
    const asked = decode(agreementBody, ended.value.body);
    assert(asked.ok, "the body that was asked for");
    const key = asked.value.agreement;
    const row = context.rows.get(agreementTable, key);
    const how = ended.value.how === "expired" ? "lapsed" : ended.value.how;
    if (row?.state === "REQUESTED") endAgreement(context, key, row, how, ended.value.reason);
  },
};

export const CATALOG_DUE: readonly DueAction[] = [expire, requestEnded];
