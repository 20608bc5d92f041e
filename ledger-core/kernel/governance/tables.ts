/** The kernel's own tables. */
import {
  clockRow,
  delegationRow,
  dueRow,
  keyRow,
  logKeyRow,
  memberRow,
  networkRow,
  personRow,
  policyRow,
  proposalRow,
  replayRow,
  roleRow,
  ruleRow,
  sequenceRow,
  statementRow,
  voteRow,
} from "#ledger-core/contract/schema/governance.ts";
import { table } from "#ledger-core/kernel/table.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";

/** One row under key 1: what the network is. */
export const networkTable = table({ name: "kernel.network", number: 1, row: networkRow });
/** One row under key 1: height and time of the last block. */
export const clockTable = table({ name: "kernel.clock", number: 2, row: clockRow });
/** Keyed by the number of a table: the last key given out. */
export const sequenceTable = table({ name: "kernel.sequence", number: 3, row: sequenceRow });
/** Keyed by height. */
export const replayTable = table({
  name: "kernel.replay",
  number: 4,
  row: replayRow,
  indexes: { expiry: ["expires"] },
});
export const memberTable = table({
  name: "kernel.member",
  number: 5,
  row: memberRow,
  indexes: { uscc: ["uscc"], state: ["state"] },
  state: "state",
});
export const personTable = table({
  name: "kernel.person",
  number: 6,
  row: personRow,
  indexes: { handle: ["handle"], department: ["department", "state"] },
  state: "state",
  proofOrder: ["department"],
});
export const keyTable = table({
  name: "kernel.key",
  number: 7,
  row: keyRow,
  indexes: { publicKey: ["publicKey"], person: ["person", "state"] },
  state: "state",
  proofOrder: ["person"],
});
export const roleTable = table({
  name: "kernel.role",
  number: 8,
  row: roleRow,
  indexes: { person: ["person", "until"] },
  proofOrder: ["person"],
});
export const policyTable = table({ name: "kernel.policy", number: 9, row: policyRow, indexes: { kind: ["kind"] } });
export const ruleTable = table({
  name: "kernel.rule",
  number: 10,
  row: ruleRow,
  indexes: { kind: ["kind", "version"], height: ["fromHeight"] },
  proofOrder: ["kind", "version"],
});
export const proposalTable = table({
  name: "kernel.proposal",
  number: 11,
  row: proposalRow,
  indexes: {
    state: ["state"],
    subject: ["subjectTable", "subjectKey", "state", "otherwise"],
    proposer: ["proposer", "state"],
  },
  state: "state",
});
export const voteTable = table({
  name: "kernel.vote",
  number: 12,
  row: voteRow,
  indexes: { proposal: ["proposal", "round"] },
  proofOrder: ["proposal", "round"],
});
export const dueTable = table({ name: "kernel.due", number: 13, row: dueRow, indexes: { time: ["time"] } });
export const delegationTable = table({
  name: "kernel.delegation",
  number: 14,
  row: delegationRow,
  indexes: { receiver: ["receiver", "state", "until"], giver: ["giver", "state", "until"] },
  state: "state",
  proofOrder: ["giver"],
});

/** Keyed in the order in which the log's key was handed over. */
export const logKeyTable = table({ name: "kernel.logkey", number: 15, row: logKeyRow });
export const statementTable = table({
  name: "kernel.statement",
  number: 16,
  row: statementRow,
  indexes: { height: ["height"] },
  proofOrder: ["height"],
});

export const KERNEL_TABLES: readonly AnyTable[] = [
  networkTable,
  clockTable,
  sequenceTable,
  replayTable,
  memberTable,
  personTable,
  keyTable,
  roleTable,
  policyTable,
  ruleTable,
  proposalTable,
  voteTable,
  dueTable,
  delegationTable,
  logKeyTable,
  statementTable,
] as readonly AnyTable[];
