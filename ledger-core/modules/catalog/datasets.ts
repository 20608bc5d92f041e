/** Actions on datasets: described, published, given new versions, revised, retired. */
import {
  createBody,
  publishBody,
  retireBody,
  reviseBody,
  SHARING,
  uploadBody,
} from "#ledger-core/contract/schema/catalog.ts";
import type { DatasetReference, DatasetRow, Description } from "#ledger-core/contract/schema/catalog.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import { action, anyAction, isRefusal, refuse } from "#ledger-core/kernel/module.ts";
import type { AnyAction, Subject } from "#ledger-core/kernel/module.ts";
import {
  all,
  functionSeat,
  need,
  ownSeat,
  partySeat,
  when,
  withFoundingCase,
} from "#ledger-core/kernel/policy-terms.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { findDataset, isFound } from "./find.ts";
import { missingElements } from "./profile.ts";
import { KEEPERS, owner } from "./seats.ts";
import { datasetTable, versionTable } from "./tables.ts";
import { nextVersion } from "./version-chain.ts";

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

/** Why a description may not be published by a department; undefined if it may. */
export function checkPublishable(rows: Rows, department: number, description: Description): Refusal | undefined {
  const missing = missingElements(description);
  if (missing.length > 0)
    return refuse("PROFILE_INCOMPLETE", { profile: description.profile, missing: missing.join(" ") });
  const uscc = rows.get(memberTable, department)?.uscc;
  if (description.profile === "national" && description.providerCode !== uscc)
    return refuse("PROVIDER_MISMATCH", { provider: description.providerCode });
  return undefined;
}

const create = action({
  kind: "catalog.create",
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
  };
}

const publish = action({
  kind: "catalog.publish",
  body: publishBody,
  policy: [need([all(owner)])],
  moves: [{ table: datasetTable.name, from: "draft", to: "published" }],
  subject: (body, rows) => aboutDataset(rows, body.dataset),
  run(context, body) {
    const found = findDataset(context.rows, body.dataset);
    if (!isFound(found)) return found;
    if (found.row.state !== "draft") return refuse("ILLEGAL_MOVE", { state: found.row.state, wanted: "draft" });
    const refused = checkPublishable(context.rows, found.row.owner, found.row);
    if (refused !== undefined) return refused;
    context.put(datasetTable, found.key, { ...found.row, state: "published" });
    return undefined;
  },
});

const revise = action({
  kind: "catalog.revise",
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
      const refused = checkPublishable(context.rows, found.row.owner, body.description);
      if (refused !== undefined) return refused;
    }
    context.put(datasetTable, found.key, { ...found.row, ...body.description });
    return undefined;
  },
});

const upload = action({
  kind: "catalog.upload",
  body: uploadBody,
  policy: [need([all(partySeat("owner", ["steward", "leader", "officer"]))])],
  subject: (body, rows) => aboutDataset(rows, body.dataset),
  run(context, body) {
    const found = findDataset(context.rows, body.dataset);
    if (!isFound(found)) return found;
    if (found.row.state !== "published") return refuse("DATASET_NOT_PUBLISHED", { state: found.row.state });
    const head = context.rows.find(versionTable, "dataset", found.key, found.row.headVersion)?.row;
    const version = nextVersion(context.suite, { dataset: found.key, head, upload: body, time: context.time });
    if (!equalBytes(body.previousHash, version.previousHash))
      return refuse("VERSION_CHAIN_BROKEN", { head: found.row.headVersion });
    context.put(versionTable, context.next(versionTable), version);
    const items = body.items.length > 0 ? body.items : found.row.items;
    context.put(datasetTable, found.key, { ...found.row, headVersion: version.number, items });
    return undefined;
  },
});

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
    if (found.row.agreementsInForce > 0) return refuse("AGREEMENTS_IN_FORCE", { count: found.row.agreementsInForce });
    context.put(datasetTable, found.key, { ...found.row, state: "retired" });
    return undefined;
  },
});

export const DATASET_ACTIONS: readonly AnyAction[] = [
  anyAction(create),
  anyAction(publish),
  anyAction(revise),
  anyAction(upload),
  anyAction(retire),
];
