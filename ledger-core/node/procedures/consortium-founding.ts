/** What the end of the founding period still waits for, before anybody signs it. */
import { activeMembers } from "#ledger-core/kernel/directory.ts";
import { foundingNeeds, PERSONS_PER_FUNCTION_MIN } from "#ledger-core/kernel/governance/policies.ts";
import { networkTable } from "#ledger-core/kernel/governance/tables.ts";
import { ask, procedures } from "./base.ts";

/** Changing a policy asks nothing about who proposes it, so anybody stands for the one who will. */
const ANYBODY = { person: 0, department: 0 };

export const founding = procedures.consortium.founding.handler(({ context }) => {
  const { rows, moment, height } = ask(context);
  const isFounding = rows.get(networkTable, 1)?.founding === "yes";
  const needs = foundingNeeds({ rows, time: moment.time, actor: ANYBODY });
  const members = activeMembers(rows);
  const functions = needs.functions.map(({ name, persons }) => ({
    name,
    departments: members.filter(({ row }) => row.functions.includes(name)).length,
    people: persons,
    needed: PERSONS_PER_FUNCTION_MIN,
  }));
  const isReady = isFounding && needs.isChangeable && functions.every(({ people, needed }) => people >= needed);
  return { height, isFounding, functions, isChangeable: needs.isChangeable, isReady };
});
