/** What happens to agreements by time, or because a request's proposal ended. */
import { agreementBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { CborReader } from "#ledger-core/contract/schema/cbor.ts";
import { decode } from "#ledger-core/contract/schema/codec.ts";
import { proposalEnded } from "#ledger-core/contract/schema/governance.ts";
import { assert } from "#ledger-core/kernel/assert.ts";
import type { DueAction } from "#ledger-core/kernel/module.ts";
import { endAgreement } from "./agreement-end.ts";
import { AGREEMENT_EXPIRY, REQUEST_ENDED } from "./agreements.ts";
import { OFFER_LAPSE } from "./negotiation.ts";
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
  moves: [
    { table: agreementTable.name, from: "REQUESTED", to: "TERMINATED" },
    { table: agreementTable.name, from: "ACCEPTED", to: "TERMINATED" },
  ],
  run(context, bytes) {
    const ended = decode(proposalEnded, bytes);
    assert(ended.ok, "the kernel says how a proposal ended");
    const asked = decode(agreementBody, ended.value.body);
    assert(asked.ok, "the body that was asked for");
    const key = asked.value.agreement;
    const row = context.rows.get(agreementTable, key);
    const how = ended.value.how === "expired" ? "lapsed" : ended.value.how;
    // Terms that were changed since are another request, which has a proposal of its own.
    const isAsked = row !== undefined && equalBytes(row.agreementHash, asked.value.agreementHash);
    if (isAsked && (row.state === "REQUESTED" || row.state === "ACCEPTED"))
      endAgreement(context, key, row, how, ended.value.reason);
  },
};

const offerLapse: DueAction = {
  name: OFFER_LAPSE,
  moves: [{ table: agreementTable.name, from: "OFFERED", to: "TERMINATED" }],
  run(context, body) {
    const key = new CborReader(body).integer();
    const row = context.rows.get(agreementTable, key);
    // A later offer may have moved the end; its own due action will come.
    if (row?.state === "OFFERED" && row.expires <= context.time) endAgreement(context, key, row, "lapsed", "");
  },
};

export const CATALOG_DUE: readonly DueAction[] = [expire, requestEnded, offerLapse];
