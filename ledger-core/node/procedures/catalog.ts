/** The catalogue as windows and scripts read it. */
import type { DatasetDetail, Usage } from "#ledger-core/contract/api/catalog.ts";
import { usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import type { DatasetRow, OfferRow, VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { dayOfTime } from "#ledger-core/contract/schema/civil-date.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import type { Role } from "#ledger-core/contract/schema/policy.ts";
import { rolesAt } from "#ledger-core/kernel/directory.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import { missingElements, missingForNational } from "#ledger-core/modules/catalog/profile.ts";
import { countUsesByDay, countUses, listAgreements, listUses } from "#ledger-core/modules/catalog/reads.ts";
import { datasetTable, offerTable, versionTable } from "#ledger-core/modules/catalog/tables.ts";
import { compareItems } from "#ledger-core/modules/catalog/version-chain.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { problemOf } from "#ledger-core/node/problem.ts";
import { rightsSentences, usePolicySentences } from "#ledger-core/node/sentences.ts";
import { monthStart } from "#ledger-core/node/month-start.ts";
import { agreementOf } from "./agreement.ts";
import { accessProcedure } from "./catalog-access.ts";
import { searchProcedure } from "./catalog-search.ts";
import { versionsBelow, versionsProcedure } from "./catalog-versions.ts";
import { datasetFreshness } from "./dataset-freshness.ts";
import { ask, findActor, found, procedures } from "./base.ts";

const VERSIONS_SHOWN_MAX = 50;
const OFFERS_MAX = 100;

export const catalogProcedures = {
  search: searchProcedure,
  access: accessProcedure,
  dataset: procedures.catalog.dataset.handler(({ context, input }) => {
    const asked = ask(context);
    const stored =
      "key" in input
        ? asked.rows.scan(datasetTable, "key", { from: input.key, below: input.key + 1, limit: 1 })[0]
        : asked.rows.find(datasetTable, "code", input.code);
    return detailOf(context, asked, found(stored, datasetTable.name, "key" in input ? input.key : input.code));
  }),
  versions: versionsProcedure,
  compare: procedures.catalog.compare.handler(({ context, input }) => {
    const asked = ask(context);
    const version = (number: number): VersionRow =>
      found(asked.rows.find(versionTable, "dataset", input.dataset, number)?.row, versionTable.name, number);
    const [from, to] = [version(input.from), version(input.to)];
    const items = compareItems(from.items, to.items).map((item) => ({
      ...item,
      before: item.before ?? null,
      after: item.after ?? null,
    }));
    return { height: asked.height, rows: { from: from.rowCount, to: to.rowCount }, items };
  }),
  agreements: procedures.catalog.agreements.handler(({ context, input }) => {
    const asked = ask(context);
    const actor = findActor(context, asked.rows);
    const keys = listAgreements(context.host.ledger.reader.sql, {
      limit: input.limit,
      ...(input.dataset === undefined ? {} : { dataset: input.dataset }),
      ...(input.mine === true ? { department: actor?.department ?? 0 } : {}),
    });
    return { height: asked.height, agreements: keys.map((key) => agreementOf(asked, key)) };
  }),
  usage: procedures.catalog.usage.handler(({ context, input }) => {
    const asked = ask(context);
    const { sql } = context.host.ledger.reader;
    const department = findActor(context, asked.rows)?.department ?? 0;
    const { filter, limit } = input;
    const asks = { dataset: input.dataset, department, since: input.since, agreement: input.agreement };
    const uses = listUses(sql, { ...asks, filter, before: input.before ?? Number.MAX_SAFE_INTEGER, limit });
    return {
      height: asked.height,
      counts: countUses(sql, asks),
      uses: uses.map((use): Usage => ({
        ...use,
        department: asked.briefs.departmentOrNone(use.department),
        person: asked.briefs.personOrNone(use.person),
        code: use.code === "" ? null : use.code,
        message: use.code === "" ? null : problemOf(use.code, {}).cause,
      })),
    };
  }),
  usageByDay: procedures.catalog.usageByDay.handler(({ context, input }) => {
    const asked = ask(context);
    const { reader, genesis } = context.host.ledger;
    const offset = genesis.daySecondsOffset;
    const today = dayOfTime(asked.moment.time, offset).day;
    const since = today - input.days + 1;
    const counted = countUsesByDay(reader.sql, { dataset: input.dataset, since, offset });
    const byDay = new Map(counted.map((one) => [one.day, one]));
    const days = Array.from({ length: input.days }, (_, i) => {
      const { permitted, refused } = byDay.get(since + i) ?? { permitted: 0, refused: 0 };
      return { day: since + i, permitted, refused };
    });
    return { height: asked.height, days };
  }),
};

function detailOf(context: NodeContext, asked: Asked, stored: StoredRow<DatasetRow>): DatasetDetail {
  const { key, row } = stored;
  const { reader } = context.host.ledger;
  const actor = findActor(context, asked.rows);
  const offers = asked.rows.scan(offerTable, "dataset", { equal: [key, "open"], limit: OFFERS_MAX });
  const agreements = reader.sql.get<{ total: number }>(
    "SELECT count(*) AS total FROM catalog_agreement WHERE dataset = ?",
    key,
  );
  const since = monthStart(asked.moment.time, context.host.ledger.genesis.daySecondsOffset);
  const month = countUses(reader.sql, { dataset: key, department: actor?.department ?? 0, since });
  const live = listAgreements(reader.sql, { dataset: key, limit: 500 }).map((agreement) =>
    agreementOf(asked, agreement),
  );
  const versions = versionsBelow(asked, reader.blobs, {
    dataset: key,
    below: row.headVersion + 1,
    limit: VERSIONS_SHOWN_MAX,
  });
  return {
    height: asked.height,
    key,
    owner: asked.briefs.department(row.owner),
    row: toJson(datasetTable.row, row),
    code: row.code,
    title: row.title,
    state: row.state,
    suspended: row.suspended === "yes",
    sharing: row.sharing,
    items: row.items.map((item) => ({ ...item })),
    versions,
    freshness: datasetFreshness(asked, row, versions),
    offers: offers.map((offer) => offerOf(asked, offer)),
    rights: rightsSentences(
      row,
      offers.map((offer) => offer.row.policy),
      live,
    ),
    missing: [...missingElements(row)],
    missingForNational: [...missingForNational(row)],
    agreements: { inForce: row.agreementsInForce, live: row.agreementsLive, total: agreements?.total ?? 0 },
    month: { uses: month.all - month.refused, refused: month.refused, from: since },
    mine: live.filter((agreement) => agreement.user.key === actor?.department && agreement.state !== "TERMINATED"),
    entry: stored.changedAt,
    contest: row.contest === 0 ? null : row.contest,
    may: mayDo(asked, row, offers.length, actor),
  };
}

const NOTHING: DatasetDetail["may"] = {
  request: false,
  use: false,
  upload: false,
  revise: false,
  offer: false,
  withdrawOffer: false,
  retire: false,
  offerAgreement: false,
  contest: false,
};

/** What the page offers the person in session. The ledger decides again when it is signed. */
function mayDo(asked: Asked, row: DatasetRow, offers: number, actor: Actor | undefined): DatasetDetail["may"] {
  if (actor === undefined) return NOTHING;
  const roles = rolesAt(asked.rows, actor.person, asked.moment.time);
  const holds = (...wanted: readonly Role[]): boolean => wanted.some((role) => roles.includes(role));
  const isOwner = row.owner === actor.department;
  const isPublished = row.state === "published";
  const isFree = isPublished && row.suspended === "no";
  const isShared = isFree && row.sharing !== "not-shared";
  const keeps = isOwner && holds("steward", "leader");
  return {
    request: !isOwner && isShared && offers > 0 && holds("officer", "leader", "steward"),
    use: !isOwner && isFree && holds("officer", "leader", "steward"),
    upload: isPublished && isOwner && holds("officer", "steward", "leader"),
    revise: keeps && row.state !== "retired",
    offer: keeps && isShared,
    withdrawOffer: keeps,
    retire: keeps && isFree && row.agreementsInForce === 0,
    offerAgreement: keeps && isShared,
    contest: !isOwner && isPublished && row.contest === 0 && holds("steward", "leader"),
  };
}

function offerOf(asked: Asked, { key, row, changedAt }: StoredRow<OfferRow>): DatasetDetail["offers"][number] {
  return {
    key,
    offerHash: encodeHex(row.offerHash),
    policy: toJson(usePolicySchema, row.policy),
    sentence: usePolicySentences(asked, row.policy),
    time: row.time,
    entry: changedAt,
  };
}
