/** Departments, people and policies. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import { casesSchema } from "#ledger-core/contract/schema/policy.ts";
import { hasAdministrator } from "#ledger-core/kernel/governance/recovery.ts";
import {
  keyTable,
  memberTable,
  networkTable,
  personTable,
  policyTable,
  roleTable,
} from "#ledger-core/kernel/governance/tables.ts";
import { postTable } from "#ledger-core/modules/consortium/consortium-module.ts";
import { policySentences } from "#ledger-core/node/sentences.ts";
import { kindWords } from "#ledger-core/node/words.ts";
import { ask, procedures } from "./base.ts";
import { calendar, workingDays } from "./consortium-calendar.ts";
import { delegations, lentRoles } from "./consortium-delegations.ts";
import { founding } from "./consortium-founding.ts";
import { leaving } from "./consortium-leaving.ts";
import { votes } from "./consortium-votes.ts";

const MEMBERS_MAX = 2_000;
const PEOPLE_MAX = 10_000;
const POLICIES_MAX = 1_000;
const PER_PERSON_MAX = 200;

export const consortiumProcedures = {
  calendar,
  delegations,
  founding,
  leaving,
  votes,
  workingDays,
  departments: procedures.consortium.departments.handler(({ context }) => {
    const { rows, briefs, height, moment } = ask(context);
    const { sql } = context.host.ledger.reader;
    const counts = (query: string): ReadonlyMap<number, number> =>
      new Map(sql.all<{ department: number; count: number }>(query).map((row) => [row.department, row.count]));
    const people = counts(
      "SELECT department, count(*) AS count FROM kernel_person WHERE state = 'active' GROUP BY department",
    );
    const datasets = counts(
      "SELECT owner AS department, count(*) AS count FROM catalog_dataset WHERE state = 'published' GROUP BY owner",
    );
    const agreements = counts(
      `SELECT department, count(*) AS count FROM (
         SELECT owner AS department FROM catalog_agreement WHERE state = 'FINALIZED'
         UNION ALL SELECT user FROM catalog_agreement WHERE state = 'FINALIZED') GROUP BY department`,
    );
    const members = rows.scan(memberTable, "key", { limit: MEMBERS_MAX });
    return {
      height,
      departments: members.map(({ key, row, changedAt }) => ({
        ...briefs.department(key),
        uscc: row.uscc,
        since: row.since,
        people: people.get(key) ?? 0,
        datasets: datasets.get(key) ?? 0,
        agreements: agreements.get(key) ?? 0,
        hasAdministrator: hasAdministrator(rows, key, moment.time),
        entry: changedAt,
      })),
    };
  }),
  people: procedures.consortium.people.handler(({ context, input }) => {
    const asked = ask(context);
    const { rows, briefs, height } = asked;
    const lent = lentRoles(asked, context);
    const people =
      input.department === undefined
        ? rows.scan(personTable, "key", { limit: PEOPLE_MAX })
        : rows.scan(personTable, "department", { equal: [input.department], limit: PEOPLE_MAX });
    return {
      height,
      people: people.map(({ key, row, changedAt }) => ({
        ...briefs.person(key),
        since: row.since,
        rank: rows.get(postTable, key)?.rank ?? 0,
        keys: rows.scan(keyTable, "person", { equal: [key], limit: PER_PERSON_MAX }).map((stored) => ({
          publicKey: encodeHex(stored.row.publicKey),
          state: stored.row.state,
          since: stored.row.since,
          entry: stored.changedAt,
        })),
        terms: rows.scan(roleTable, "person", { equal: [key], limit: PER_PERSON_MAX }).map((stored) => ({
          role: stored.row.role,
          from: stored.row.from,
          until: stored.row.until,
          entry: stored.changedAt,
        })),
        lent: [...(lent.get(key) ?? [])],
        entry: changedAt,
      })),
    };
  }),
  policies: procedures.consortium.policies.handler(({ context }) => {
    const asked = ask(context);
    const { reader } = context.host.ledger;
    const isFounding = asked.rows.get(networkTable, 1)?.founding === "yes";
    const policies = asked.rows.scan(policyTable, "key", { limit: POLICIES_MAX });
    return {
      height: asked.height,
      policies: policies.map(({ key, row, changedAt }) => ({
        key,
        kind: row.kind,
        label: kindWords(row.kind),
        sentence: policySentences(row.kind, row.cases),
        cases: toJson(casesSchema, row.cases),
        founding: isFounding && row.cases.some((one) => one.when.some((condition) => condition.fact === "founding")),
        entry: changedAt,
        time: reader.entry(changedAt)?.time ?? 0,
      })),
    };
  }),
};
