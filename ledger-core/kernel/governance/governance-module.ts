/** The kernel's own part of the state, in the shape of a module. */
import type { Module } from "#ledger-core/kernel/module.ts";
import { DELEGATION_ACTIONS } from "./delegations.ts";
import { KERNEL_INVARIANTS } from "./invariants.ts";
import { KEY_AND_ROLE_ACTIONS } from "./keys-and-roles.ts";
import { LEAVING_ACTIONS } from "./leaving.ts";
import { LOG_HANDOVER_ACTIONS } from "./log-handover.ts";
import { MEMBER_ACTIONS } from "./members.ts";
import { PERSON_ACTIONS } from "./people.ts";
import { POLICY_ACTIONS } from "./policies.ts";
import { RECOVERY_ACTIONS } from "./recovery.ts";
import { STATEMENT_ACTIONS } from "./statements.ts";
import { KERNEL_TABLES } from "./tables.ts";

export const governanceModule: Module = {
  name: "kernel",
  tables: KERNEL_TABLES,
  actions: [
    ...MEMBER_ACTIONS,
    ...PERSON_ACTIONS,
    ...LEAVING_ACTIONS,
    ...KEY_AND_ROLE_ACTIONS,
    ...DELEGATION_ACTIONS,
    ...RECOVERY_ACTIONS,
    ...POLICY_ACTIONS,
    ...LOG_HANDOVER_ACTIONS,
    ...STATEMENT_ACTIONS,
  ],
  due: [],
  projections: [],
  invariants: KERNEL_INVARIANTS,
};
