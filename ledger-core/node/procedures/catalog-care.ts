/** What keeps the catalogue true, as windows and scripts read it. */
import type { Contest } from "#ledger-core/contract/api/catalog-care.ts";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { PARAMETERS } from "#ledger-core/contract/schema/catalog.ts";
import type { ContestRow } from "#ledger-core/contract/schema/catalog.ts";
import { rolesAt } from "#ledger-core/kernel/directory.ts";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import type { StoredRow } from "#ledger-core/kernel/rows.ts";
import { auditUses, listDenied, listLikePairs, listSources } from "#ledger-core/modules/catalog/care-reads.ts";
import { FRESHNESS, listFreshness, scoreDepartments } from "#ledger-core/modules/catalog/freshness.ts";
import type { DatasetFreshness } from "#ledger-core/modules/catalog/freshness.ts";
import { lineageOf } from "#ledger-core/modules/catalog/lineage.ts";
import { parameterOf } from "#ledger-core/modules/catalog/parameters.ts";
import { KEEPERS } from "#ledger-core/modules/catalog/seats.ts";
import { contestTable, datasetTable, parameterTable, versionTable } from "#ledger-core/modules/catalog/tables.ts";
import type { Asked } from "#ledger-core/node/asked.ts";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { ask, findActor, found, procedures } from "./base.ts";
import { freshnessClock } from "./dataset-freshness.ts";
import { negotiation } from "./negotiation.ts";

const DAY_SECONDS = 86_400;
const SOURCES_MAX = 1_000;
/** Contests of a state that are looked through for the newest ones. */
const CONTESTS_MAX = 100_000;

export const careProcedures = {
  negotiation,
  freshness: procedures.catalog.freshness.handler(({ context, input }) => {
    const asked = ask(context);
    const clock = freshnessClock(asked);
    const all = listFreshness(context.host.ledger.reader.sql, clock);
    const own = all.filter((one) => input.department === undefined || one.owner === input.department);
    const wanted = own.filter((one) => input.freshness.length === 0 || input.freshness.includes(one.freshness));
    const count = (word: DatasetFreshness["freshness"]): number => own.filter((one) => one.freshness === word).length;
    const counts = Object.fromEntries(FRESHNESS.map((word) => [word, count(word)])) as Record<
      DatasetFreshness["freshness"],
      number
    >;
    return {
      height: asked.height,
      ...clock,
      counts,
      total: wanted.length,
      rows: wanted.slice(input.offset, input.offset + input.limit).map((one) => ({
        dataset: { key: one.dataset, code: one.code, title: one.title },
        owner: asked.briefs.department(one.owner),
        updateCycle: one.updateCycle,
        version: one.version,
        lastUpload: one.lastUpload === 0 ? null : one.lastUpload,
        due: one.due === 0 ? null : one.due,
        freshness: one.freshness,
        lateSeconds: one.lateSeconds,
      })),
    };
  }),
  scores: procedures.catalog.scores.handler(({ context }) => {
    const asked = ask(context);
    const clock = freshnessClock(asked);
    const departments = scoreDepartments(context.host.ledger.reader.sql, clock).map(({ department, ...score }) => ({
      ...score,
      department: asked.briefs.department(department),
      permille: score.dueUploads === 0 ? null : Math.floor((score.onTimeUploads * 1_000) / score.dueUploads),
    }));
    return { height: asked.height, time: clock.time, departments };
  }),
  likenesses: procedures.catalog.likenesses.handler(({ context, input }) => {
    const asked = ask(context);
    const percent = parameterOf(asked.rows, "likeness-percent");
    const pairs = listLikePairs(context.host.ledger.reader.sql, { ...input, percent });
    const dataset = (key: number) => {
      const row = found(asked.rows.get(datasetTable, key), datasetTable.name, key);
      const owner = asked.briefs.department(row.owner);
      const { code, title, agreementsInForce } = row;
      return { key, code, title, owner, items: row.items.length, agreementsInForce };
    };
    return {
      height: asked.height,
      percent,
      may: isBureauKeeper(context, asked),
      pairs: pairs.map((pair) => ({
        first: dataset(pair.first),
        second: dataset(pair.second),
        sameName: pair.sameName === 1,
        percent: pair.percent,
        verdict: pair.verdict === "" ? null : pair.verdict,
        reason: pair.reason,
      })),
    };
  }),
  contests: procedures.catalog.contests.handler(({ context, input }) => {
    const asked = ask(context);
    const states = input.state === "open" ? (["open"] as const) : (["open", "upheld", "dismissed"] as const);
    const contests = states.flatMap((state) =>
      input.dataset === undefined
        ? asked.rows.scan(contestTable, "state", { equal: [state], limit: CONTESTS_MAX })
        : asked.rows.scan(contestTable, "dataset", { equal: [input.dataset, state], limit: CONTESTS_MAX }),
    );
    const newest = contests.toSorted((left, right) => right.key - left.key).slice(0, input.limit);
    return { height: asked.height, contests: newest.map((stored) => contestOf(asked, stored)) };
  }),
  lineage: procedures.catalog.lineage.handler(({ context, input }) => {
    const asked = ask(context);
    const { nodes, edges, isCut } = lineageOf(asked.rows, context.host.ledger.reader.sql, input);
    return {
      height: asked.height,
      nodes: nodes.map((node) => {
        const row = found(asked.rows.get(datasetTable, node.dataset), datasetTable.name, node.dataset);
        const dataset = { key: node.dataset, code: row.code, title: row.title };
        return { ...node, newest: row.headVersion, dataset, owner: asked.briefs.department(row.owner) };
      }),
      edges: [...edges],
      isCut,
    };
  }),
  sources: procedures.catalog.sources.handler(({ context }) => {
    const asked = ask(context);
    const department = findActor(context, asked.rows)?.department ?? 0;
    const keys = listSources(context.host.ledger.reader.sql, { department, limit: SOURCES_MAX });
    const sources = keys.flatMap((key) => {
      const dataset = asked.rows.get(datasetTable, key);
      const head = asked.rows.find(versionTable, "dataset", key, dataset?.headVersion ?? 0)?.row;
      if (dataset === undefined || head === undefined || head.withdrawn === "yes") return [];
      const owner = asked.briefs.department(dataset.owner);
      const name = { key, code: dataset.code, title: dataset.title };
      return [{ dataset: name, owner, number: head.number, versionHash: encodeHex(head.versionHash) }];
    });
    return { height: asked.height, sources };
  }),
  audit: procedures.catalog.audit.handler(({ context, input }) => {
    const asked = ask(context);
    const { sql } = context.host.ledger.reader;
    const deniedPerDay = parameterOf(asked.rows, "denied-per-day");
    const denied = listDenied(sql, { since: asked.moment.time - DAY_SECONDS, least: deniedPerDay });
    return {
      height: asked.height,
      deniedPerDay,
      denied: denied.map((one) => ({ ...one, department: asked.briefs.department(one.department) })),
      agreements: auditUses(sql, input.limit).map((one) => ({
        ...one,
        dataset: datasetName(asked, one.dataset),
        user: asked.briefs.department(one.user),
      })),
    };
  }),
  parameters: procedures.catalog.parameters.handler(({ context }) => {
    const asked = ask(context);
    const parameters = PARAMETERS.map((name, place) => ({
      name,
      value: parameterOf(asked.rows, name),
      isDefault: asked.rows.get(parameterTable, place + 1) === undefined,
    }));
    return { height: asked.height, parameters };
  }),
};

function isBureauKeeper(context: NodeContext, asked: Asked): boolean {
  const actor = findActor(context, asked.rows);
  if (actor === undefined) return false;
  const isBureau = asked.rows.get(memberTable, actor.department)?.functions.includes("bureau") === true;
  const roles = rolesAt(asked.rows, actor.person, asked.moment.time);
  return isBureau && KEEPERS.some((role) => roles.includes(role));
}

function datasetName(asked: Asked, key: number): { key: number; code: string; title: string } {
  const row = found(asked.rows.get(datasetTable, key), datasetTable.name, key);
  return { key, code: row.code, title: row.title };
}

function contestOf(asked: Asked, { key, row, changedAt }: StoredRow<ContestRow>): Contest {
  return {
    key,
    dataset: datasetName(asked, row.dataset),
    owner: asked.briefs.department(row.owner),
    claimant: asked.briefs.department(row.claimant),
    person: asked.briefs.person(row.person),
    ground: row.ground,
    other: row.other === 0 ? null : datasetName(asked, row.other),
    statement: row.statement,
    state: row.state,
    decision: row.decision,
    newOwner: asked.briefs.departmentOrNone(row.newOwner),
    opened: row.opened,
    decided: row.decided === 0 ? null : row.decided,
    entry: changedAt,
  };
}
