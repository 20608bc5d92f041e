/** One agreement as both sides see it. */
import type { Duty, NegotiationStep, NegotiationTerms } from "#ledger-core/contract/api/catalog-care.ts";
import { usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import type { AgreementRow } from "#ledger-core/contract/schema/catalog.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import { termsForPurpose } from "#ledger-core/contract/schema/use-terms.ts";
import { rolesAt } from "#ledger-core/kernel/directory.ts";
import { memberTable, proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { findShared, findUsable, isFound } from "#ledger-core/modules/catalog/find.ts";
import { KEEPERS, USERS } from "#ledger-core/modules/catalog/seats.ts";
import { agreementTable, fulfilmentTable } from "#ledger-core/modules/catalog/tables.ts";
import { wasInForce } from "#ledger-core/modules/catalog/uses.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import { agreedSentences } from "#ledger-core/node/sentences.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { agreementOf } from "./agreement.ts";
import { ask, findActor, found, procedures } from "./base.ts";
import { shortestTerms } from "./duty-terms.ts";

const STEPS_MAX = 500;
const PROPOSALS_MAX = 200;
const FULFILMENTS_MAX = 1_000;
const DAY_SECONDS = 86_400;
/** States in which the owner has signed. */
const CONSENTED: readonly AgreementRow["state"][] = ["AGREED", "VERIFIED", "FINALIZED", "TERMINATED"];

export const negotiation = procedures.catalog.negotiation.handler(({ context, input }) => {
  const asked = ask(context);
  const { reader } = context.host.ledger;
  const stored = asked.rows.scan(agreementTable, "key", {
    from: input.agreement,
    below: input.agreement + 1,
    limit: 1,
  });
  const { row, changedAt } = found(stored[0], agreementTable.name, input.agreement);
  const actor = findActor(context, asked.rows);
  const ended = row.state === "TERMINATED" ? (reader.entry(changedAt)?.time ?? 0) : 0;
  const duties = dutiesOf(asked, input.agreement, row, ended);
  return {
    height: asked.height,
    agreement: agreementOf(asked, input.agreement),
    terms: termsOf(asked, row),
    message: row.message,
    steps: stepsOf(asked, reader, input.agreement),
    duties: [...duties],
    proposal: proposalAbout(asked, input.agreement),
    side: sideOf(row, actor?.department ?? 0),
    may: mayDo(asked, row, actor, duties),
  };
});

function termsOf(asked: Asked, row: AgreementRow): NegotiationTerms {
  const { purpose, useLimit, expires, policy } = row;
  const sentence = agreedSentences(asked, policy, row);
  return { purpose, useLimit, expires, policy: toJson(usePolicySchema, policy), sentence };
}

/** Every change of state or terms, oldest first; uses are not moves of the negotiation. */
function stepsOf(asked: Asked, reader: Reader, agreement: number): NegotiationStep[] {
  const moves = { limit: STEPS_MAX, without: "catalog.use" };
  const changes = reader.history(agreementTable as AnyTable, agreement, moves).toReversed();
  return changes.flatMap((change): NegotiationStep[] => {
    const before = change.before as AgreementRow | undefined;
    const after = change.after as AgreementRow | undefined;
    if (after === undefined || (before?.state === after.state && before.round === after.round)) return [];
    const entry = found(reader.entry(change.index), "log", change.index);
    const message =
      after.state === "TERMINATED" ? after.endReason : after.state === "OFFERED" ? after.message : after.justification;
    const isWritten = after.state === "TERMINATED" || before?.round !== after.round || before === undefined;
    return [
      {
        entry: entry.index,
        time: entry.time,
        kind: entry.kind,
        side: sideOf(after, entry.department),
        department: asked.briefs.departmentOrNone(entry.department),
        person: asked.briefs.personOrNone(entry.person),
        state: after.state,
        terms: termsOf(asked, after),
        message: isWritten ? message : "",
      },
    ];
  });
}

function sideOf(row: AgreementRow, department: number): "owner" | "user" | "other" {
  if (department === row.owner) return "owner";
  return department === row.user ? "user" : "other";
}

/**
 * A duty that another purpose would bring binds nobody here: nothing may be used for that purpose. What ended before it was in force
 * leaves nothing to fulfil, and the consent that was demanded is the owner's signature under the agreement.
 */
function dutiesOf(asked: Asked, agreement: number, row: AgreementRow, ended: number): readonly Duty[] {
  if (row.state === "TERMINATED" && !wasInForce(row)) return [];
  const fulfilled = asked.rows.scan(fulfilmentTable, "agreement", { equal: [agreement], limit: FULFILMENTS_MAX });
  return [...shortestTerms(termsForPurpose(row.policy, row.purpose))].map(([duty, withinDays]): Duty => {
    const done = fulfilled.findLast((one) => one.row.duty === duty);
    const by = ended === 0 || duty !== "delete" ? null : ended + withinDays * DAY_SECONDS;
    const base = { duty, withinDays, by, statement: done?.row.statement ?? "" };
    if (done !== undefined) return { ...base, state: "fulfilled" };
    if (duty === "obtainConsent" && CONSENTED.includes(row.state)) return { ...base, state: "given" };
    if (duty !== "delete") return { ...base, state: "standing" };
    if (by === null) return { ...base, state: "later" };
    return { ...base, state: asked.moment.time > by ? "overdue" : "owed" };
  });
}

function proposalAbout(asked: Asked, agreement: number): number | null {
  const about = { equal: [agreementTable.name, agreement], limit: PROPOSALS_MAX };
  const open = asked.rows.scan(proposalTable, "subject", about).filter(({ row }) => row.state === "open");
  return open.at(-1)?.key ?? null;
}

/** What the page offers, by what the acts themselves ask for; the ledger decides again when one is signed. */
function mayDo(asked: Asked, row: AgreementRow, actor: Actor | undefined, duties: readonly Duty[]) {
  const { rows } = asked;
  const roles = actor === undefined ? [] : rolesAt(rows, actor.person, asked.moment.time);
  const side = sideOf(row, actor?.department ?? 0);
  const isUser = side === "user" && USERS.some((role) => roles.includes(role));
  const isKeeper = side === "owner" && KEEPERS.some((role) => roles.includes(role));
  const isBureau = rows.get(memberTable, actor?.department ?? 0)?.functions.includes("bureau") === true;
  const isLive = row.expires > asked.moment.time;
  const dataset = { kind: "key", key: row.dataset } as const;
  const isShared = isFound(findShared(rows, dataset));
  return {
    accept: isUser && row.state === "OFFERED" && isLive && isShared,
    counterRequest: isUser && row.state === "OFFERED" && isShared,
    counterOffer: isKeeper && row.state === "REQUESTED" && isShared,
    terminate: (isUser || isKeeper) && row.state !== "TERMINATED",
    terminateByOrder: side === "other" && isBureau && roles.includes("leader") && row.state !== "TERMINATED",
    // A use beyond the limit can be signed all the same: it is refused, and that is on record.
    use: isUser && row.state === "FINALIZED" && isLive && isFound(findUsable(rows, dataset)),
    fulfil: isUser && wasInForce(row) && duties.some(({ state }) => !["fulfilled", "later", "given"].includes(state)),
  };
}
