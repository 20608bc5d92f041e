/** What somebody who leaves still holds and has open, and who of the department could carry it on. */
import { delegationsBy, delegationsTo, activePeople, liveKeys, unendedRoles } from "#ledger-core/kernel/directory.ts";
import { openProposalsOf } from "#ledger-core/kernel/governance/leaving.ts";
import { personTable } from "#ledger-core/kernel/governance/tables.ts";
import { kindWords } from "#ledger-core/node/words.ts";
import { aboutRecord } from "#ledger-core/node/sentences.ts";
import { ask, found, procedures } from "./base.ts";

/** What `person.leave` hands over, and a little more, so that the count is honest beyond it. */
const OPEN_MAX = 5_000;
const SHOWN_MAX = 100;

export const leaving = procedures.consortium.leaving.handler(({ context, input }) => {
  const asked = ask(context);
  const { rows, briefs, moment } = asked;
  const { person } = input;
  const { department } = found(rows.get(personTable, person), personTable.name, person);
  const open = openProposalsOf(rows, person, OPEN_MAX).toSorted(
    (left, right) => left.row.deadline - right.row.deadline,
  );
  return {
    height: asked.height,
    proposals: open.slice(0, SHOWN_MAX).map(({ key, row }) => ({
      proposal: key,
      label: kindWords(row.kind),
      about: aboutRecord(asked, row.subjectTable, row.subjectKey),
      state: row.state,
      deadline: row.deadline,
    })),
    total: open.length,
    keys: liveKeys(rows, person).length,
    roles: unendedRoles(rows, person, moment.time).map(({ row }) => row.role),
    delegations: {
      given: delegationsBy(rows, person, moment.time).length,
      received: delegationsTo(rows, person, moment.time).length,
    },
    successors: activePeople(rows, department)
      .filter(({ key }) => key !== person)
      .map(({ key }) => briefs.person(key)),
  };
});
