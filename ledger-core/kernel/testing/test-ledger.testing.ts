/**
 * A whole ledger in memory for tests: real keys and signatures, the real door, real blocks; only the clock is the test's.
 * It starts as a network of one department and one person, who is its leader and admin.
 */
import { concatBytes, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { ProposalRow } from "#ledger-core/contract/schema/governance.ts";
import type { DepartmentFunction, Role } from "#ledger-core/contract/schema/policy.ts";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import type { Block, SealedEntry } from "#ledger-core/kernel/block.ts";
import { bodyRootOf } from "#ledger-core/proof/transaction.ts";
import { checkCurrent, checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import type { Sound } from "#ledger-core/kernel/door.ts";
import { composeGenesis, encodeGenesis, executeGenesis, networkId } from "#ledger-core/kernel/genesis.ts";
import { governanceModule } from "#ledger-core/kernel/governance/governance-module.ts";
import { keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { MemoryRows } from "./memory-rows.testing.ts";
import type { Module } from "#ledger-core/kernel/module.ts";
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { createRuleset, findNewestRule, findRule, listRules } from "#ledger-core/kernel/ruleset.ts";
import type { Rule, Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { keyPairFromSeed, nodeSuite, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import type { KeyPair } from "#ledger-core/node/crypto-suite.ts";
import { Frontier } from "#ledger-core/proof/frontier.ts";
import { encodeSignedPart, encodeTransaction } from "#ledger-core/proof/transaction.ts";
import type { SignedPart } from "#ledger-core/proof/transaction.ts";
import { leafHash } from "#ledger-core/proof/tree.ts";

/** Somebody who can sign: the row keys of person and department, and the key pair in use. */
export type TestPerson = {
  readonly handle: string;
  readonly person: number;
  readonly department: number;
  keys: KeyPair;
};

/** What was ordered: enough to execute it all once more. */
export type OrderedBlock = { readonly height: number; readonly time: number; readonly wires: readonly Uint8Array[] };

/** Deviations from a well-made transaction. */
export type SignedOverrides = Partial<SignedPart> & {
  readonly keys?: KeyPair;
  readonly body?: Uint8Array;
  readonly signature?: Uint8Array;
};

export type VoteChoice = "approve" | "reject" | "return" | "abstain";

const START = 1_790_000_000;

export class TestLedger {
  readonly ruleset: Ruleset;
  readonly genesis: Uint8Array;
  readonly network: Uint8Array;
  readonly base = new MemoryRows();
  readonly rows = new Rows(this.base);
  readonly replay = new ReplayGuard();
  readonly frontier = new Frontier(nodeSuite);
  readonly entries: SealedEntry[] = [];
  readonly ordered: OrderedBlock[] = [];
  readonly founder: TestPerson;
  /** Block time of the next block; a test sets it forward. */
  time = START;
  height = 0;
  #salt = 0;
  #departments = 1;

  /**
   * `functions`: of the founding department. The modules come after governance, in their order. `withheld`: kinds with their
   * version, as `kind@version`, that the program knows and the genesis does not put into force. `genesis`: of an older ledger, to go
   * on from.
   */
  constructor(
    modules: readonly Module[] = [],
    functions: readonly DepartmentFunction[] = ["bureau"],
    withheld: readonly string[] = [],
    genesis?: Uint8Array,
  ) {
    this.ruleset = createRuleset([governanceModule, ...modules]);
    const keys = keyPairOf("founder");
    const composed = composeGenesis(this.ruleset, {
      name: "Test City",
      daySecondsOffset: 28_800,
      purpose: "demo",
      time: START,
      logKey: keyPairOf("log").publicKey,
      department: { uscc: usccOf(1), name: "Data Bureau", functions },
      person: { handle: "founder", publicKey: keys.publicKey, roles: ["leader", "admin", "officer"] },
      salt: new Uint8Array(16),
    });
    const known = listRules(this.ruleset).filter(({ kind, version }) => !withheld.includes(`${kind}@${version}`));
    const newest = new Map(known.toSorted((a, b) => a.version - b.version).map(({ kind, version }) => [kind, version]));
    const rules = composed.rules.flatMap(({ kind }) => {
      const version = newest.get(kind);
      return version === undefined ? [] : [{ kind, version }];
    });
    const policies = composed.policies.filter(({ kind }) => newest.has(kind) || !withheld.includes(`${kind}@1`));
    this.genesis = genesis ?? encodeGenesis({ ...composed, rules, policies });
    this.network = networkId(nodeSuite, this.genesis);
    this.founder = { handle: "founder", person: 1, department: 1, keys };
    this.#keep(executeGenesis(this.ruleset, nodeSuite, this.genesis, this.base));
  }

  /** The bytes of a transaction that the person signs; `overrides` make it wrong in one place. */
  sign(person: TestPerson, kind: string, body: unknown, overrides: SignedOverrides = {}): Uint8Array {
    const { keys = person.keys, body: bytes, signature, ...changed } = overrides;
    const rule = changed.version === undefined ? this.ruleOf(kind) : findRule(this.ruleset, kind, changed.version);
    const bodyBytes = bytes ?? (rule === undefined ? new Uint8Array([0x80]) : encode(rule.action.body, body));
    const bodyRoot = bodyRootOf(nodeSuite, rule?.action.batch ?? false, bodyBytes) ?? new Uint8Array(32);
    const signedPart = encodeSignedPart({
      network: this.network,
      kind,
      version: rule?.action.version ?? 1,
      bodyRoot,
      actorKey: keys.publicKey,
      department: person.department,
      claimedTime: this.time,
      validUntil: this.time + 3_600,
      salt: nodeSuite.sha256(seedOf(`salt ${this.#salt++}`)).slice(0, 16),
      ...changed,
    });
    const signed = signature ?? signEd25519(keys.secretKey, signedPart);
    return encodeTransaction({ signedPart, body: bodyBytes, signature: signed });
  }

  /** Goes on from what another ledger of the same genesis has sealed. */
  resume(ordered: readonly OrderedBlock[]): void {
    for (const { time, wires } of ordered) {
      this.time = time;
      this.seal(wires.map((wire) => this.check(wire)));
    }
  }

  /** Signs and seals one action in a block of its own. */
  submit(person: TestPerson, kind: string, body: unknown, overrides: SignedOverrides = {}): SealedEntry | Turnaway {
    return this.submitWire(this.sign(person, kind, body, overrides));
  }

  /** The bytes of a body of a kind. */
  bodyOf(kind: string, body: unknown): Uint8Array {
    const rule = this.ruleOf(kind);
    if (rule === undefined) throw new Error(`there is no kind ${kind}`);
    return encode(rule.action.body, body);
  }

  /** The rule by which an act of the kind is written: the newest in force, or the first where none is. */
  ruleOf(kind: string): Rule | undefined {
    const newest = findNewestRule(this.ruleset, this.rows, kind, this.height + 1);
    return newest ?? findRule(this.ruleset, kind, 1);
  }

  /** The whole way of one transaction: the door, then a block of its own. */
  submitWire(wire: Uint8Array): SealedEntry | Turnaway {
    const sound = checkSound(this.ruleset, nodeSuite, this.network, wire);
    if (isTurnaway(sound)) return sound;
    const turned = checkCurrent(this.#view(), sound);
    const block = this.seal([sound]);
    const result = block?.results[0];
    if (result === undefined) {
      if (!isTurnaway(turned)) throw new Error("the door let it in and the block did not");
      return turned;
    }
    return typeof result === "number" ? this.entry(result) : result;
  }

  /** The transaction of bytes that must be sound. */
  check(wire: Uint8Array): Sound {
    const sound = checkSound(this.ruleset, nodeSuite, this.network, wire);
    if (isTurnaway(sound)) throw new Error(`the transaction is not sound: ${sound.code}`);
    return sound;
  }

  /** Signs and seals an action that must not be refused. */
  must(person: TestPerson, kind: string, body: unknown): SealedEntry {
    const outcome = this.submit(person, kind, body);
    if (!("entry" in outcome))
      throw new Error(`${kind} was turned away: ${outcome.code} ${JSON.stringify(outcome.data)}`);
    if (outcome.code !== "") throw new Error(`${kind} was refused: ${outcome.code} ${JSON.stringify(outcome.data)}`);
    return outcome;
  }

  /** The code with which an action is turned away or refused; empty if it is neither. */
  codeOf(person: TestPerson, kind: string, body: unknown, overrides: SignedOverrides = {}): string {
    return this.submit(person, kind, body, overrides).code;
  }

  /** Executes a block of checked transactions at the ledger's time, and keeps it if it holds an entry. */
  seal(sounds: readonly Sound[]): Block | undefined {
    const block = executeBlock({
      ruleset: this.ruleset,
      suite: nodeSuite,
      base: this.base,
      replay: this.replay,
      height: this.height + 1,
      time: this.time,
      firstIndex: this.entries.length,
      transactions: sounds,
    });
    if (block !== undefined) {
      this.ordered.push({ height: block.height, time: block.time, wires: sounds.map((sound) => sound.wire) });
      this.#keep(block);
    }
    return block;
  }

  /** Lets time pass and runs what is due by then; several blocks if one is not enough. */
  pass(seconds: number): void {
    this.time += seconds;
    while (this.seal([]) !== undefined);
  }

  entry(index: number): SealedEntry {
    const entry = this.entries[index];
    if (entry === undefined) throw new Error(`there is no entry ${index}`);
    return entry;
  }

  root(): Uint8Array {
    return this.frontier.root();
  }

  /** A new department by the founder's signature alone, which founding allows. */
  admit(name: string, functions: readonly DepartmentFunction[]): number {
    this.#departments++;
    this.must(this.founder, "member.admit", { uscc: usccOf(this.#departments), name, functions });
    return this.#departments;
  }

  /** The body that enrols somebody with the key pair of the handle. */
  enrolBody(department: number, handle: string, roles: readonly Role[], until = 0): EnrolBody {
    const { publicKey } = keyPairOf(handle);
    return {
      department,
      handle,
      publicKey,
      proof: this.proofOf(handle, handle),
      roles: roles.map((role) => ({ role, until })),
    };
  }

  /** The proof of possession by the key pair of `seed` for the person of the handle. */
  proofOf(seed: string, handle: string): Uint8Array {
    const { publicKey, secretKey } = keyPairOf(seed);
    return signEd25519(secretKey, keyStatement(this.network, handle, publicKey));
  }

  /** Somebody new in a department, enrolled by the founder or whoever is named. */
  enrol(department: number, handle: string, roles: readonly Role[], by: TestPerson = this.founder): TestPerson {
    const before = this.#sequenceOf(6);
    this.must(by, "person.enrol", this.enrolBody(department, handle, roles));
    return { handle, person: before + 1, department, keys: keyPairOf(handle) };
  }

  proposal(key: number): ProposalRow {
    const row = this.rows.get(proposalTable, key);
    if (row === undefined) throw new Error(`there is no proposal ${key}`);
    return row;
  }

  /** The key of the proposal that an action becomes. */
  propose(person: TestPerson, kind: string, body: unknown): number {
    const entry = this.must(person, kind, body);
    if (entry.state !== "proposed" || entry.proposal === undefined)
      throw new Error(`${kind} was ${entry.state} at once`);
    return entry.proposal;
  }

  /** The body of a vote of somebody who has seen what stands in the ledger now. */
  voteBody(proposal: number, choice: VoteChoice, reason: string = choice === "approve" ? "" : "because"): VoteBody {
    const row = this.proposal(proposal);
    const table = this.ruleset.tables.get(row.subjectTable);
    const subjectRevision = table === undefined ? 0 : this.rows.revision(table, row.subjectKey);
    return { proposal, round: row.round, choice, reason, bodyRoot: row.bodyRoot, subjectRevision };
  }

  vote(person: TestPerson, proposal: number, choice: VoteChoice = "approve"): SealedEntry | Turnaway {
    return this.submit(person, "proposal.vote", this.voteBody(proposal, choice));
  }

  /** Votes, and says with which code it was refused; empty if it counted. */
  voteCode(person: TestPerson, proposal: number, choice: VoteChoice = "approve"): string {
    return this.vote(person, proposal, choice).code;
  }

  #sequenceOf(table: number): number {
    const sequence = this.ruleset.tables.get("kernel.sequence");
    const row = sequence === undefined ? undefined : this.base.get(sequence, table)?.row;
    return typeof row?.["last"] === "number" ? row["last"] : 0;
  }

  #view(): Parameters<typeof checkCurrent>[0] {
    const { ruleset, rows, time } = this;
    return { ruleset, rows, height: this.height + 1, time, isSeen: (id) => this.replay.has(id) };
  }

  #keep(block: Block): void {
    for (const entry of block.entries) {
      if (entry.code !== "" && entry.changes.length > 0) throw new Error("a refusal has changed something");
      this.base.apply(entry.writes);
      this.frontier.append(leafHash(nodeSuite, entry.entry));
      this.entries.push(entry);
    }
    this.replay.add(block.idsAdded);
    for (const ids of block.idsDropped) this.replay.drop(ids);
    this.height = block.height;
  }
}

type EnrolBody = {
  readonly department: number;
  readonly handle: string;
  readonly publicKey: Uint8Array;
  readonly proof: Uint8Array;
  readonly roles: readonly { readonly role: Role; readonly until: number }[];
};

type VoteBody = {
  readonly proposal: number;
  readonly round: number;
  readonly choice: VoteChoice;
  readonly reason: string;
  readonly bodyRoot: Uint8Array;
  readonly subjectRevision: number;
};

const keyPairs = new Map<string, KeyPair>();

/** The same key pair for the same name in every run. */
export function keyPairOf(name: string): KeyPair {
  const known = keyPairs.get(name);
  if (known !== undefined) return known;
  const pair = keyPairFromSeed(nodeSuite.sha256(seedOf(`key ${name}`)));
  keyPairs.set(name, pair);
  return pair;
}

/** A valid Unified Social Credit Code for each number. */
export function usccOf(number: number): string {
  return makeUnifiedSocialCreditCode(`11320100${String(number).padStart(9, "0")}`);
}

/** Executes what was ordered on an empty ledger; returns the root after each block and at the end, and the rows. */
export function replayOrdered(
  ruleset: Ruleset,
  genesis: Uint8Array,
  ordered: readonly OrderedBlock[],
): {
  readonly root: Uint8Array;
  readonly roots: readonly Uint8Array[];
  readonly size: number;
  readonly rows: MemoryRows;
} {
  const network = networkId(nodeSuite, genesis);
  const rows = new MemoryRows();
  const frontier = new Frontier(nodeSuite);
  const guard = new ReplayGuard();
  const roots: Uint8Array[] = [];
  const keep = (block: Block): void => {
    for (const entry of block.entries) {
      rows.apply(entry.writes);
      frontier.append(leafHash(nodeSuite, entry.entry));
    }
    guard.add(block.idsAdded);
    for (const ids of block.idsDropped) guard.drop(ids);
  };
  keep(executeGenesis(ruleset, nodeSuite, genesis, rows));
  for (const { height, time, wires } of ordered) {
    const transactions = wires.map((wire) => {
      const sound = checkSound(ruleset, nodeSuite, network, wire);
      if (isTurnaway(sound)) throw new Error(`an ordered transaction is not sound: ${sound.code}`);
      return sound;
    });
    const input = { ruleset, suite: nodeSuite, base: rows, replay: guard, height, time, transactions };
    const block = executeBlock({ ...input, firstIndex: frontier.size });
    if (block === undefined) throw new Error("an ordered block is empty");
    keep(block);
    roots.push(frontier.root());
  }
  return { root: frontier.root(), roots, size: frontier.size, rows };
}

function seedOf(text: string): Uint8Array {
  return concatBytes(encodeUtf8("trusted city test ") ?? new Uint8Array(), encodeUtf8(text) ?? new Uint8Array());
}
