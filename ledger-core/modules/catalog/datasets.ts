/** Actions on datasets: described, published, revised, retired. */
import { SHARING } from "#ledger-core/contract/schema/catalog.ts";
import { createBody, publishBody, retireBody, reviseBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { createBodyFirst, reviseBodyFirst } from "#ledger-core/contract/schema/catalog-first.ts";
import type { DatasetReference, DatasetRow, Description } from "#ledger-core/contract/schema/catalog.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { firstVersion } from "#ledger-core/kernel/earlier-version.ts";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import { action, anyAction, isRefusal, refuse } from "#ledger-core/kernel/module.ts";
import type { Action, AnyAction, Subject } from "#ledger-core/kernel/module.ts";
import { all, functionSeat, need, ownSeat, when, withFoundingCase } from "#ledger-core/kernel/policy-terms.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { findDataset, isFound } from "./find.ts";
import { missingElements, missingElementsFirst } from "./profile.ts";
import { KEEPERS, owner } from "./seats.ts";
import { datasetTable } from "./tables.ts";

/** The owner alone, unless sharing is narrowed while others hold agreements: then the data bureau signs as well. */
export const REVISION_POLICY = withFoundingCase([
  need([all(owner, functionSeat("bureau", ["leader"]))], {
    when: [when("narrowing", "eq", 1), when("agreements", "gt", 0)],
  }),
  need([all(owner)]),
]);

/** The subject of an action on a dataset. */
export function aboutDataset(rows: Rows, reference: DatasetReference): Subject | Refusal {
  const found = findDataset(rows, reference);
  if (!isFound(found)) return found;
  return {
    parties: { owner: found.row.owner },
    facts: { agreements: found.row.agreementsLive, sharing: SHARING.indexOf(found.row.sharing) },
    record: { table: datasetTable as AnyTable, key: found.key },
  };
}

/** 1 if the new description shares less than the old one. */
export function narrowing(before: DatasetRow, after: Description): number {
  return SHARING.indexOf(after.sharing) > SHARING.indexOf(before.sharing) ? 1 : 0;
}

/** What the profiles ask for, by the version of the rules: the elements that are missing. */
export type Elements = typeof missingElements;

/** Why a description may not be published by a department; undefined if it may. */
export function checkPublishable(
  rows: Rows,
  department: number,
  description: Description,
  elements: Elements,
): Refusal | undefined {
  const missing = elements(description);
  if (missing.length > 0)
    return refuse("PROFILE_INCOMPLETE", { profile: description.profile, missing: missing.join(" ") });
  const uscc = rows.get(memberTable, department)?.uscc;
  if (description.profile === "national" && description.providerCode !== uscc)
    return refuse("PROVIDER_MISMATCH", { provider: description.providerCode });
  return undefined;
}

const create = action({
  kind: "catalog.create",
  version: 2,
  body: createBody,
  policy: [need([all(ownSeat(KEEPERS))])],
  moves: [{ table: datasetTable.name, from: "-", to: "draft" }],
  subject: (_body, _rows, actor) => ({ parties: { owner: actor.department }, facts: {} }),
  run(context, { description }) {
    if (context.rows.find(datasetTable, "code", description.code) !== undefined)
      return refuse("CODE_TAKEN", { code: description.code });
    const key = context.next(datasetTable);
    context.put(datasetTable, key, { ...emptyDataset(context.actor.department), ...description, state: "draft" });
    return undefined;
  },
});

/** A dataset row before anything is known of it but its owner. */
export function emptyDataset(department: number): Omit<DatasetRow, keyof Description | "state"> {
  return {
    owner: department,
    suspended: "no",
    headVersion: 0,
    agreementsLive: 0,
    agreementsInForce: 0,
    source: "",
    sourceId: "",
    fingerprint: undefined,
    contest: 0,
  };
}

function publishUnder(elements: Elements, version: number): Action<Value<typeof publishBody>> {
  return action({
    kind: "catalog.publish",
    version,
    body: publishBody,
    policy: [need([all(owner)])],
    moves: [{ table: datasetTable.name, from: "draft", to: "published" }],
    subject: (body, rows) => aboutDataset(rows, body.dataset),
    run(context, body) {
      const found = findDataset(context.rows, body.dataset);
      if (!isFound(found)) return found;
      if (found.row.state !== "draft") return refuse("ILLEGAL_MOVE", { state: found.row.state, wanted: "draft" });
      const refused = checkPublishable(context.rows, found.row.owner, found.row, elements);
      if (refused !== undefined) return refused;
      context.put(datasetTable, found.key, { ...found.row, state: "published" });
      return undefined;
    },
  });
}

function reviseUnder(elements: Elements): Action<Value<typeof reviseBody>> {
  return action({
    kind: "catalog.revise",
    version: 2,
    body: reviseBody,
    policy: REVISION_POLICY,
    subject(body, rows) {
      const subject = aboutDataset(rows, body.dataset);
      const found = findDataset(rows, body.dataset);
      if (isRefusal(subject) || !isFound(found)) return subject;
      return { ...subject, facts: { ...subject.facts, narrowing: narrowing(found.row, body.description) } };
    },
    run(context, body) {
      const found = findDataset(context.rows, body.dataset);
      if (!isFound(found)) return found;
      if (found.row.state === "retired") return refuse("DATASET_NOT_PUBLISHED", { state: "retired" });
      if (body.description.code !== found.row.code) return refuse("CODE_TAKEN", { code: body.description.code });
      if (found.row.state === "published") {
        const refused = checkPublishable(context.rows, found.row.owner, body.description, elements);
        if (refused !== undefined) return refused;
      }
      context.put(datasetTable, found.key, { ...found.row, ...body.description });
      return undefined;
    },
  });
}

const retire = action({
  kind: "catalog.retire",
  body: retireBody,
  policy: withFoundingCase([
    need([all(owner, functionSeat("bureau", ["leader"]))], { when: [when("agreements", "gt", 0)] }),
    need([all(owner)]),
  ]),
  moves: [{ table: datasetTable.name, from: "published", to: "retired" }],
  subject: (body, rows) => aboutDataset(rows, body.dataset),
  run(context, body) {
    const found = findDataset(context.rows, body.dataset);
    if (!isFound(found)) return found;
    if (found.row.state !== "published") return refuse("DATASET_NOT_PUBLISHED", { state: found.row.state });
    // Nobody ends a claim on a dataset by putting it away.
    if (found.row.suspended === "yes") return refuse("DATASET_SUSPENDED", { code: found.row.code });
    if (found.row.agreementsInForce > 0) return refuse("AGREEMENTS_IN_FORCE", { count: found.row.agreementsInForce });
    context.put(datasetTable, found.key, { ...found.row, state: "retired" });
    return undefined;
  },
});

export const DATASET_ACTIONS: readonly AnyAction[] = [
  firstVersion(create, createBodyFirst),
  anyAction(create),
  anyAction(publishUnder(missingElementsFirst, 1)),
  anyAction(publishUnder(missingElements, 2)),
  firstVersion(reviseUnder(missingElementsFirst), reviseBodyFirst),
  anyAction(reviseUnder(missingElements)),
  anyAction(retire),
];
