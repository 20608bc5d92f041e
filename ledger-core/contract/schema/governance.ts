/** Rows and bodies of the kernel itself: members, people, keys, roles, policies, proposals, due actions, rules, clock. */
import { BLOCK_TRANSACTIONS_MAX, BODY_SIZE_BYTES_MAX, PROPOSAL_ROUNDS_MAX, ROLES_PER_PERSON_MAX } from "./limits.ts";
import { casesSchema, functionSchema, FUNCTIONS, roleSchema } from "./policy.ts";
import { bytes, choice, integer, list, record, text } from "./schema.ts";
import type { Value } from "./schema.ts";
import {
  countSchema,
  handleSchema,
  hashSchema,
  heightSchema,
  kindSchema,
  publicKeySchema,
  reasonSchema,
  rowKeyOrNoneSchema,
  rowKeySchema,
  signatureSchema,
  timeSchema,
} from "./units.ts";

/** Version of a kind's body and rules. */
export const versionSchema = integer(1, 65_535);
/** Name of a department as its people write it. */
export const departmentNameSchema = text(200, 1);
/** Unified Social Credit Code, 18 characters. */
export const usccSchema = text(18, 18);
const functionsSchema = list(functionSchema, FUNCTIONS.length);

// Rows

export const networkRow = record({
  /** SHA-256 of the genesis bytes. */
  id: hashSchema,
  name: text(200, 1),
  daySecondsOffset: integer(-50_400, 50_400),
  /** `yes` until the founding policies are ended by a signed act. */
  founding: choice(["no", "yes"]),
  /** A demo network cannot be joined to a real one. */
  purpose: choice(["real", "demo"]),
});
export const clockRow = record({ height: heightSchema, time: timeSchema });
export const sequenceRow = record({ last: countSchema });
/** Ids of one block's transactions, 32 bytes each, kept until the last of them can no longer be valid. */
export const replayRow = record({ ids: bytes(32 * BLOCK_TRANSACTIONS_MAX, 0), expires: timeSchema });
export const memberRow = record({
  uscc: usccSchema,
  name: departmentNameSchema,
  functions: functionsSchema,
  state: choice(["active", "suspended"]),
  since: timeSchema,
});
export const personRow = record({
  department: rowKeySchema,
  handle: handleSchema,
  state: choice(["active", "left"]),
  since: timeSchema,
});
export const keyRow = record({
  person: rowKeySchema,
  publicKey: publicKeySchema,
  state: choice(["live", "revoked"]),
  since: timeSchema,
});
/** A role is held while `from <= now`, and `now < until` unless `until` is 0. */
export const roleRow = record({ person: rowKeySchema, role: roleSchema, from: timeSchema, until: timeSchema });
/** While it is active and `from <= now < until`, the receiver holds the role too, as long as the giver does. */
export const delegationRow = record({
  giver: rowKeySchema,
  receiver: rowKeySchema,
  role: roleSchema,
  from: timeSchema,
  until: timeSchema,
  state: choice(["active", "ended"]),
  reason: reasonSchema,
});
export const policyRow = record({ kind: kindSchema, cases: casesSchema });
export const ruleRow = record({ kind: kindSchema, version: versionSchema, fromHeight: heightSchema });
export const proposalRow = record(
  {
    kind: kindSchema,
    version: versionSchema,
    body: bytes(BODY_SIZE_BYTES_MAX, 0),
    bodyRoot: hashSchema,
    proposer: rowKeySchema,
    department: rowKeySchema,
    opened: timeSchema,
    deadline: timeSchema,
    round: integer(1, PROPOSAL_ROUNDS_MAX),
    state: choice(["open", "returned", "blocked", "executed", "rejected", "withdrawn", "expired", "superseded"]),
    /** The record that the action is about, as shown to those who vote; table is empty where there is none. */
    subjectTable: text(64),
    subjectKey: rowKeyOrNoneSchema,
    /** Why execution was refused, while `blocked`. */
    code: text(64),
    /** The due action that runs if the proposal ends without being executed; empty for none. */
    otherwise: text(64),
    /** The due action that ends it at its deadline; 0 once it has ended. */
    due: rowKeyOrNoneSchema,
  },
  {
    /** `no` once the proposer is somebody who took it over and has not signed it: then only a vote of theirs is an approval. */
    proposerSigned: choice(["yes", "no"]),
  },
);
export const voteRow = record({
  proposal: rowKeySchema,
  round: integer(1, PROPOSAL_ROUNDS_MAX),
  person: rowKeySchema,
  department: rowKeySchema,
  choice: choice(["approve", "reject", "return", "abstain"]),
  reason: reasonSchema,
  time: timeSchema,
});
/**
 * The log's key handed over to another, under a number that counts up. The first key is in the genesis and has no row. A key that was
 * changed signs from the next block on; one that goes on after a loss signs the very block.
 */
export const logKeyRow = record({
  publicKey: publicKeySchema,
  /** Counts the log's origins: 1 until entries were lost for the first time. */
  revision: integer(1, 65_535),
  cause: choice(["changed", "recovered"]),
  height: heightSchema,
  since: timeSchema,
  /** Entries of the log when it was handed over, and their root. */
  size: countSchema,
  root: hashSchema,
  /** Over the text of `proof/handover.ts`, by the key before and by this one. */
  signature: signatureSchema,
  proof: signatureSchema,
});
/** Every row of the state at a height, as one root (`proof/state-statement.ts`). */
export const statementRow = record({
  height: heightSchema,
  root: hashSchema,
  rows: countSchema,
  person: rowKeySchema,
  since: timeSchema,
});
export const dueRow = record({ time: timeSchema, action: text(64, 1), body: bytes(4_096, 0) });

// Bodies

const roleTerm = record({ role: roleSchema, until: timeSchema });

export const memberAdmitBody = record({ uscc: usccSchema, name: departmentNameSchema, functions: functionsSchema });
export const memberAssignBody = record({ member: rowKeySchema, functions: functionsSchema });
export const memberSuspendBody = record({ member: rowKeySchema, reason: reasonSchema });
export const memberReinstateBody = record({ member: rowKeySchema, reason: reasonSchema });
/** `proof`: the new key's signature over the enrolment statement (`kernel/governance/key-proof.ts`), so nobody enrols a key that is not held. */
export const personEnrolBody = record({
  department: rowKeySchema,
  handle: handleSchema,
  publicKey: publicKeySchema,
  proof: signatureSchema,
  roles: list(roleTerm, ROLES_PER_PERSON_MAX),
});
/** `successor` takes over the proposals that still wait; 0 where there are none. */
export const personLeaveBody = record(
  { person: rowKeySchema, reason: reasonSchema },
  { successor: rowKeyOrNoneSchema },
);
/** The first version's: nothing was handed over. */
export const personLeaveBodyFirst = record({ person: rowKeySchema, reason: reasonSchema });
/** One's own key: the signing key ends, the new one begins. */
export const keyRotateBody = record({ publicKey: publicKeySchema, proof: signatureSchema });
export const keyRevokeBody = record({ publicKey: publicKeySchema, reason: reasonSchema });
export const roleGrantBody = record({ person: rowKeySchema, role: roleSchema, from: timeSchema, until: timeSchema });
export const roleEndBody = record({ person: rowKeySchema, role: roleSchema, reason: reasonSchema });
/** One's own role, for a time, to somebody of the same department. */
export const delegationGiveBody = record({
  receiver: rowKeySchema,
  role: roleSchema,
  from: timeSchema,
  until: timeSchema,
  reason: reasonSchema,
});
export const delegationEndBody = record({ delegation: rowKeySchema, reason: reasonSchema });
/** A new key for somebody who has lost the old one; its live keys end. */
export const keyEnrolBody = record({
  person: rowKeySchema,
  publicKey: publicKeySchema,
  proof: signatureSchema,
  reason: reasonSchema,
});
/** A new administrator for a department whose administrators have all lost their keys. */
export const memberRecoverBody = record({
  department: rowKeySchema,
  handle: handleSchema,
  publicKey: publicKeySchema,
  proof: signatureSchema,
  reason: reasonSchema,
});
export const policySetBody = record({ kind: kindSchema, cases: casesSchema });
export const foundingEndBody = record({ reason: reasonSchema });
/** `cases`: the first policy of a kind that is new to the ledger; empty for a new version of a kind that it knows. */
export const rulesActivateBody = record({
  kind: kindSchema,
  version: versionSchema,
  fromHeight: heightSchema,
  cases: casesSchema,
});
/** `genesis`: the network's first entry where the key that hands over is the first one, which only stands there; else empty. */
const handover = {
  publicKey: publicKeySchema,
  size: countSchema,
  root: hashSchema,
  signature: signatureSchema,
  proof: signatureSchema,
  genesis: bytes(BODY_SIZE_BYTES_MAX - 4_096, 0),
};
export const logRotateBody = record(handover);
/** `seen`: entries that the log is known to have had, 0 where nobody knows. */
export const logRecoverBody = record({ ...handover, seen: countSchema, reason: reasonSchema });
export const stateDeclareBody = record({ height: heightSchema, root: hashSchema, rows: countSchema });
export const voteBody = record({
  proposal: rowKeySchema,
  round: integer(1, PROPOSAL_ROUNDS_MAX),
  choice: choice(["approve", "reject", "return", "abstain"]),
  reason: reasonSchema,
  /** What was shown: the body, and the last change of the record that it is about (its entry's index plus one; 0 for none). */
  bodyRoot: hashSchema,
  subjectRevision: countSchema,
});
export const amendBody = record({ proposal: rowKeySchema, body: bytes(BODY_SIZE_BYTES_MAX - 64, 0) });
export const withdrawBody = record({ proposal: rowKeySchema, reason: reasonSchema });
export const retryBody = record({ proposal: rowKeySchema });

/** What the due action named by `otherwise` is told: the body that was asked for, and how its proposal ended. */
export const proposalEnded = record({
  body: bytes(BODY_SIZE_BYTES_MAX, 0),
  how: choice(["rejected", "withdrawn", "expired"]),
  reason: reasonSchema,
});

/**
 * Genesis: what the network is before its first entry. Its bytes, hashed, are the network id.
 */
export const genesisSchema = record({
  form: integer(3, 3),
  name: text(200, 1),
  suite: choice(["ed25519-sha256"]),
  daySecondsOffset: integer(-50_400, 50_400),
  purpose: choice(["real", "demo"]),
  time: timeSchema,
  logKey: publicKeySchema,
  department: record({ uscc: usccSchema, name: departmentNameSchema, functions: functionsSchema }),
  person: record({ handle: handleSchema, publicKey: publicKeySchema, roles: list(roleSchema, ROLES_PER_PERSON_MAX) }),
  policies: list(policyRow, 1_024),
  rules: list(record({ kind: kindSchema, version: versionSchema }), 1_024),
  salt: bytes(16),
});

export type Genesis = Value<typeof genesisSchema>;
export type MemberRow = Value<typeof memberRow>;
export type PersonRow = Value<typeof personRow>;
export type KeyRow = Value<typeof keyRow>;
export type RoleRow = Value<typeof roleRow>;
export type DelegationRow = Value<typeof delegationRow>;
/** @internal Part of the language: every table's row has its type. */
export type PolicyRow = Value<typeof policyRow>;
export type ProposalRow = Value<typeof proposalRow>;
export type VoteRow = Value<typeof voteRow>;
export type LogKeyRow = Value<typeof logKeyRow>;
export type DueRow = Value<typeof dueRow>;
