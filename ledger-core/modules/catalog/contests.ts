/** Claims on somebody else's dataset, and what the data bureau found about two that look alike. */
import { contestBody, judgeLikenessBody, resolveBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { ContestRow, DatasetRow } from "#ledger-core/contract/schema/catalog.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction, Context } from "#ledger-core/kernel/module.ts";
import { all, functionSeat, need, ownSeat, withFoundingCase } from "#ledger-core/kernel/policy-terms.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { aboutDataset } from "./datasets.ts";
import { findDataset, isFound } from "./find.ts";
import { KEEPERS } from "./seats.ts";
import { agreementTable, contestTable, datasetTable, likenessTable, offerTable } from "./tables.ts";

/** Agreements and offers that fall with their owner in one act (consensus): a dataset with more is settled before it changes hands. */
const FALLING_MAX = 4_000;

const contest = action({
  kind: "catalog.contest",
  body: contestBody,
  // Without a founding case, in which one person of any department could stop the uses of any dataset.
  policy: [need([all(ownSeat(KEEPERS), functionSeat("bureau", ["leader"]))], { deadlineDays: 30 })],
  moves: [{ table: contestTable.name, from: "-", to: "open" }],
  subject: (body, rows) => aboutDataset(rows, body.dataset),
  run(context, body) {
    const found = findDataset(context.rows, body.dataset);
    if (!isFound(found)) return found;
    const { row } = found;
    const claimant = context.actor.department;
    if (row.state !== "published") return refuse("DATASET_NOT_PUBLISHED", { state: row.state });
    if (row.owner === claimant) return refuse("CONTEST_OWN");
    if (row.contest !== 0) return refuse("CONTEST_OPEN", { contest: row.contest });
    if (body.statement === "") return refuse("REASON_MISSING");
    if (body.other !== 0 && context.rows.get(datasetTable, body.other)?.owner !== claimant)
      return refuse("NOT_OWNER", { dataset: body.other });
    const key = context.next(contestTable);
    context.put(contestTable, key, {
      dataset: found.key,
      owner: row.owner,
      claimant,
      person: context.actor.person,
      ground: body.ground,
      other: body.other,
      statement: body.statement,
      state: "open",
      decision: "",
      newOwner: 0,
      opened: context.time,
      decided: 0,
    });
    context.put(datasetTable, found.key, { ...row, suspended: "yes", contest: key });
    return undefined;
  },
});

const resolve = action({
  kind: "catalog.resolve",
  body: resolveBody,
  policy: withFoundingCase([
    need([all(functionSeat("bureau", ["leader"]), functionSeat("audit", ["leader"]))], { deadlineDays: 30 }),
  ]),
  moves: [
    { table: contestTable.name, from: "open", to: "upheld" },
    { table: contestTable.name, from: "open", to: "dismissed" },
    { table: agreementTable.name, from: "REQUESTED", to: "TERMINATED" },
    { table: agreementTable.name, from: "OFFERED", to: "TERMINATED" },
    { table: agreementTable.name, from: "ACCEPTED", to: "TERMINATED" },
    { table: agreementTable.name, from: "AGREED", to: "TERMINATED" },
    { table: agreementTable.name, from: "VERIFIED", to: "TERMINATED" },
    { table: agreementTable.name, from: "FINALIZED", to: "TERMINATED" },
    { table: offerTable.name, from: "open", to: "withdrawn" },
  ],
  subject(body, rows) {
    const row = rows.get(contestTable, body.contest);
    if (row === undefined) return refuse("NOT_FOUND", { table: contestTable.name, key: body.contest });
    return {
      parties: { owner: row.owner, subject: row.claimant },
      facts: {},
      record: { table: contestTable as AnyTable, key: body.contest },
    };
  },
  run(context, body) {
    const row = context.rows.get(contestTable, body.contest);
    if (row === undefined) return refuse("NOT_FOUND", { table: contestTable.name, key: body.contest });
    if (row.state !== "open") return refuse("ILLEGAL_MOVE", { state: row.state, wanted: "open" });
    if (body.reason === "") return refuse("REASON_MISSING");
    const isMoving = body.newOwner !== 0 && body.newOwner !== row.owner;
    if (isMoving && body.outcome === "dismissed") return refuse("CONTEST_OUTCOME", { outcome: body.outcome });
    if (isMoving && context.rows.get(memberTable, body.newOwner)?.state !== "active")
      return refuse("NOT_FOUND", { table: memberTable.name, key: body.newOwner });
    const dataset = context.rows.get(datasetTable, row.dataset);
    if (dataset === undefined) return refuse("NOT_FOUND", { table: datasetTable.name, key: row.dataset });
    const decided: ContestRow = { ...row, state: body.outcome, decision: body.reason, decided: context.time };
    context.put(contestTable, body.contest, { ...decided, newOwner: isMoving ? body.newOwner : 0 });
    const lifted: DatasetRow = { ...dataset, suspended: "no", contest: 0 };
    if (isMoving) return changeOwner(context, { key: row.dataset, row: lifted }, body.newOwner);
    context.put(datasetTable, row.dataset, lifted);
    return undefined;
  },
});

/** What the old owner granted was not its to grant: it ends, and the new owner offers anew. */
function changeOwner(
  context: Context,
  { key, row }: Pick<StoredRow<DatasetRow>, "key" | "row">,
  newOwner: number,
): Refusal | undefined {
  if (row.agreementsLive > FALLING_MAX) return refuse("TOO_MANY_CHANGES");
  for (const state of ["REQUESTED", "OFFERED", "ACCEPTED", "AGREED", "VERIFIED", "FINALIZED"] as const) {
    const agreements = context.rows.scan(agreementTable, "dataset", { equal: [key, state], limit: FALLING_MAX });
    for (const agreement of agreements) {
      context.put(agreementTable, agreement.key, { ...agreement.row, state: "TERMINATED", ended: "owner-changed" });
      context.supersede(agreementTable, agreement.key);
    }
  }
  const offers = context.rows.scan(offerTable, "dataset", { equal: [key, "open"], limit: FALLING_MAX });
  for (const offer of offers) context.put(offerTable, offer.key, { ...offer.row, state: "withdrawn" });
  const uscc = context.rows.get(memberTable, newOwner)?.uscc ?? "";
  const providerCode = row.profile === "national" ? uscc : row.providerCode;
  // Where it was imported from is the old owner's source: the new one's imports are its own, and none may be taken for this record.
  const imported = { source: "", sourceId: "", fingerprint: undefined };
  // None is left, so the counts are written once; the row of a dataset can be a long one.
  const counts = { agreementsLive: 0, agreementsInForce: 0 };
  context.put(datasetTable, key, { ...row, ...imported, ...counts, owner: newOwner, providerCode });
  return undefined;
}

const judgeLikeness = action({
  kind: "catalog.judge-likeness",
  body: judgeLikenessBody,
  policy: [need([all(functionSeat("bureau", KEEPERS))])],
  subject: () => ({ parties: {}, facts: {} }),
  run(context, body) {
    if (body.first >= body.second) return refuse("PAIR_ORDER");
    for (const key of [body.first, body.second])
      if (context.rows.get(datasetTable, key) === undefined)
        return refuse("NOT_FOUND", { table: datasetTable.name, key });
    if (body.reason === "") return refuse("REASON_MISSING");
    const known = context.rows.find(likenessTable, "pair", body.first, body.second);
    const key = known?.key ?? context.next(likenessTable);
    context.put(likenessTable, key, { ...body, person: context.actor.person, time: context.time });
    return undefined;
  },
});

export const CONTEST_ACTIONS: readonly AnyAction[] = [anyAction(contest), anyAction(resolve), anyAction(judgeLikeness)];
