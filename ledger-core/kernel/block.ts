/** Executing a block: due actions, then transactions in their order, then the entry that closes it. Pure and total. */
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { CborReader } from "#ledger-core/contract/schema/cbor.ts";
import type { EntryCode, Refusal, RefusalData, Turnaway } from "#ledger-core/contract/schema/errors.ts";
import {
  BLOCK_TRANSACTIONS_MAX,
  DUE_PER_BLOCK_MAX,
  REPLAY_ROWS_DROPPED_PER_BLOCK_MAX,
} from "#ledger-core/contract/schema/limits.ts";
import { integer, record } from "#ledger-core/contract/schema/schema.ts";
import { heightSchema, rowKeySchema, timeSchema } from "#ledger-core/contract/schema/units.ts";
import { dueRow } from "#ledger-core/contract/schema/governance.ts";
import { changesRoot } from "#ledger-core/proof/change.ts";
import { encodeEntry, FORM_SYSTEM, FORM_TRANSACTION } from "#ledger-core/proof/entry.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { encodeSystemEntry } from "#ledger-core/proof/system-entry.ts";
import { signatoryOf } from "./act.ts";
import { assert } from "./assert.ts";
import { checkCurrent, isTurnaway } from "./door.ts";
import type { Sound } from "./door.ts";
import { clockTable, dueTable, memberTable, replayTable } from "./governance/tables.ts";
import { refuse } from "./module.ts";
import type { Actor } from "./module.ts";
import { Overlay, TooManyChanges } from "./overlay.ts";
import type { Write } from "./overlay.ts";
import { IdSet } from "./id-set.ts";
import { isRefused, perform } from "./perform.ts";
import type { Performed } from "./perform.ts";
import type { Signatory } from "./policy.ts";
import { expireProposal, performOnProposal } from "./proposal.ts";
import { PROPOSAL_EXPIRY } from "./proposal-open.ts";
import { Rows } from "./rows.ts";
import type { RowSource, StoredRow } from "./rows.ts";
import { assertKnowsRules } from "./ruleset.ts";
import type { Rule, Ruleset } from "./ruleset.ts";
import { nestedStep, StepContext } from "./step.ts";
import type { Step } from "./step.ts";
import type { AnyTable } from "./table.ts";
import type { ReplayGuard } from "./replay-guard.ts";
import type { DueRow } from "#ledger-core/contract/schema/governance.ts";

export type BlockInput = {
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  readonly base: RowSource;
  readonly replay: ReplayGuard;
  readonly height: number;
  /** Not before the previous block's. */
  readonly time: number;
  /** Index that the block's first entry gets. */
  readonly firstIndex: number;
  readonly transactions: readonly Sound[];
  /**
   * Bytes of changes from which on no further transaction is taken, so that a block fits into memory: no rule of the ledger, but for who
   * makes one. All are taken where it is left out.
   */
  readonly changesBytesMax?: number;
};

/** An entry with all that is stored of it. */
export type SealedEntry = {
  readonly form: number;
  /** Transaction id, or for a system entry the hash of its bytes. */
  readonly id: Uint8Array;
  readonly bytes: Uint8Array;
  readonly entry: Uint8Array;
  readonly index: number;
  readonly height: number;
  readonly kind: string;
  readonly code: EntryCode | "";
  readonly data: RefusalData;
  readonly state: Performed["state"] | "refused" | "system";
  readonly proposal: number | undefined;
  readonly actor: Actor | undefined;
  readonly changes: readonly Uint8Array[];
  readonly writes: readonly Write[];
};

export type Block = {
  readonly height: number;
  readonly time: number;
  readonly firstIndex: number;
  readonly entries: readonly SealedEntry[];
  /** For each transaction of the input: the index of its entry, or why it did not become one; undefined for one that was not taken. */
  readonly results: readonly (number | Turnaway | undefined)[];
  /** Ids that came into force and that can be let go. */
  readonly idsAdded: Uint8Array;
  readonly idsDropped: readonly Uint8Array[];
};

/** Body of the system entry `block`, which closes a block and carries its time. */
export const blockBody = record({
  height: heightSchema,
  time: timeSchema,
  transactions: integer(0, BLOCK_TRANSACTIONS_MAX),
});
/** Body of the system entry `due`. */
export const dueBody = record({ key: rowKeySchema, due: dueRow });

/** Executes a block; undefined if nothing of it became an entry, for an empty block changes no root. */
export function executeBlock(input: BlockInput): Block | undefined {
  const clock = new Rows(input.base).get(clockTable, 1);
  assert(clock !== undefined && clock.height + 1 === input.height, "blocks follow one another");
  assert(clock.time <= input.time, "block time does not go back");
  assertKnowsRules(input.ruleset, new Rows(input.base), input.height);
  assert(input.transactions.length <= BLOCK_TRANSACTIONS_MAX, "a block holds no more transactions than its limit");
  const overlay = new Overlay(input.base, input.firstIndex);
  const entries: SealedEntry[] = [];
  const nextStep = (): Step => {
    const own = new Overlay(overlay, input.firstIndex + entries.length);
    const { ruleset, suite, height, time } = input;
    return {
      ruleset,
      suite,
      height,
      time,
      index: input.firstIndex + entries.length,
      overlay: own,
      rows: new Rows(own),
    };
  };
  let changesBytes = 0;
  const seal = (step: Step, outcome: Outcome): void => {
    entries.push(sealEntry(step, outcome));
    changesBytes += step.overlay.bytes;
    overlay.absorb(step.overlay);
  };
  const due = new Rows(overlay).scan(dueTable, "time", { below: input.time + 1, limit: DUE_PER_BLOCK_MAX });
  for (const one of due) {
    // An action that ran before it in this block may have cancelled it.
    if (overlay.get(dueTable as AnyTable, one.key) === undefined) continue;
    const step = nextStep();
    seal(step, runDue(step, one));
  }
  const idsHere = new IdSet();
  const isSeen = (id: Uint8Array): boolean => input.replay.has(id) || idsHere.has(id);
  const { ruleset, height, time, firstIndex } = input;
  const door = { ruleset, rows: new Rows(overlay), height, time, isSeen };
  const bytesMax = input.changesBytesMax ?? Number.POSITIVE_INFINITY;
  const results = input.transactions.map((sound) => {
    if (changesBytes >= bytesMax) return undefined;
    const actor = checkCurrent(door, sound);
    if (isTurnaway(actor)) return actor;
    idsHere.add(sound.transaction.id);
    const step = nextStep();
    seal(step, runTransaction(step, actor, sound));
    return step.index;
  });
  if (entries.length === 0) return undefined;
  const closing = closeBlock(nextStep(), input, results);
  seal(closing.step, closing.outcome);
  return { height, time, firstIndex, entries, results, idsAdded: closing.idsAdded, idsDropped: closing.idsDropped };
}

type Outcome = Pick<SealedEntry, "form" | "id" | "bytes" | "kind" | "code" | "data" | "state" | "proposal" | "actor">;

/** Runs a transaction's action; a refusal empties the step, so that nothing but the entry is left of it. */
function runTransaction(step: Step, actor: Actor, sound: Sound): Outcome {
  const { rule, body, transaction } = sound;
  const requested = { rule, body, bodyBytes: transaction.body, bodyRoot: transaction.signed.bodyRoot };
  const outcome = attempt(step, actor, requested);
  const refused = isRefused(outcome);
  assert(!refused || step.overlay.count === 0, "a refusal has written nothing");
  return {
    form: FORM_TRANSACTION,
    id: sound.transaction.id,
    bytes: sound.wire,
    kind: sound.rule.action.kind,
    code: refused ? outcome.code : "",
    data: refused ? outcome.data : {},
    state: refused ? "refused" : outcome.state,
    proposal: refused ? undefined : outcome.proposal,
    actor,
  };
}

/** An action as it is asked for, before anybody has weighed it. */
export type Requested = {
  readonly rule: Rule;
  readonly body: unknown;
  readonly bodyBytes: Uint8Array;
  readonly bodyRoot: Uint8Array;
};

/** What becomes of an actor's action in a step, as in a block: previews ask it on a step that is thrown away. */
export function attempt(step: Step, actor: Actor, requested: Requested): Performed | Refusal {
  const member = step.rows.get(memberTable, actor.department);
  if (member?.state !== "active") return refuse("MEMBER_SUSPENDED", { department: actor.department });
  const signatory = signatoryOf(step.rows, actor.person, step.time);
  if (signatory.roles.length + (signatory.lent?.length ?? 0) === 0) return refuse("NO_SUCH_ROLE");
  const nested = nestedStep(step);
  try {
    const outcome = performRequested(nested, actor, signatory, requested);
    if (!isRefused(outcome)) step.overlay.absorb(nested.overlay);
    return outcome;
  } catch (error) {
    if (error instanceof TooManyChanges) return refuse("TOO_MANY_CHANGES");
    throw error;
  }
}

function performRequested(
  step: Step,
  actor: Actor,
  signatory: Signatory,
  { rule, body, bodyBytes, bodyRoot }: Requested,
): Performed | Refusal {
  if (rule.of === "proposal") return performOnProposal(step, actor, rule.action, body);
  const { action } = rule;
  const common = { actor, action, body, bodyBytes, bodyRoot };
  return perform(step, { ...common, signers: [actor.person], asked: undefined, depth: 0 }, [signatory]);
}

function runDue(step: Step, due: StoredRow<DueRow>): Outcome {
  step.overlay.remove(dueTable as AnyTable, due.key);
  if (due.row.action === PROPOSAL_EXPIRY) expireProposal(step, new CborReader(due.row.body).integer());
  else {
    const action = step.ruleset.due.get(due.row.action);
    assert(action !== undefined, `the due action ${due.row.action} is known`);
    action.run(new StepContext(step, action.moves), due.row.body);
  }
  return systemOutcome(step, "due", encode(dueBody, { key: due.key, due: due.row }), due.row.action);
}

function closeBlock(step: Step, input: BlockInput, results: Block["results"]): Closing {
  const sealed = input.transactions.filter((_, i) => typeof results[i] === "number");
  const ids = sealed.map((sound) => sound.transaction.id);
  const idsAdded = new Uint8Array(32 * ids.length);
  ids.forEach((id, i) => idsAdded.set(id, 32 * i));
  const { height, time } = input;
  step.overlay.put(clockTable as AnyTable, 1, { height, time });
  if (sealed.length > 0) {
    const expires = Math.max(...sealed.map((sound) => sound.transaction.signed.validUntil));
    step.overlay.put(replayTable as AnyTable, height, { ids: idsAdded, expires });
  }
  const expired = step.rows.scan(replayTable, "expiry", { below: time, limit: REPLAY_ROWS_DROPPED_PER_BLOCK_MAX });
  for (const row of expired) step.overlay.remove(replayTable as AnyTable, row.key);
  const body = encode(blockBody, { height, time, transactions: sealed.length });
  const outcome = systemOutcome(step, "block", body, "block");
  return { step, outcome, idsAdded, idsDropped: expired.map((row) => row.row.ids) };
}

type Closing = {
  readonly step: Step;
  readonly outcome: Outcome;
  readonly idsAdded: Uint8Array;
  readonly idsDropped: readonly Uint8Array[];
};

function systemOutcome(step: Step, name: string, body: Uint8Array, kind: string): Outcome {
  const bytes = encodeSystemEntry({ name, body });
  const id = step.suite.sha256(bytes);
  return {
    form: FORM_SYSTEM,
    id,
    bytes,
    kind,
    code: "",
    data: {},
    state: "system",
    proposal: undefined,
    actor: undefined,
  };
}

/** The leaf of what a step has done. */
export function sealEntry(step: Pick<Step, "suite" | "height" | "index" | "overlay">, outcome: Outcome): SealedEntry {
  const writes = step.overlay.writes();
  const changes = writes.map(({ change }) => change);
  const entry = encodeEntry({
    form: outcome.form,
    transactionHash: step.suite.sha256(outcome.bytes),
    height: step.height,
    index: step.index,
    code: outcome.code,
    changesRoot: changesRoot(step.suite, changes),
  });
  return { ...outcome, entry, index: step.index, height: step.height, changes, writes };
}
