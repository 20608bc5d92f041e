/** Says whether a folder keeps what was promised; it trusts nothing of the store and executes every block once more. */
import { isDeepStrictEqual } from "node:util";
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import { checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import type { Sound } from "#ledger-core/kernel/door.ts";
import { executeGenesis } from "#ledger-core/kernel/genesis.ts";
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import { MemoryRows } from "#ledger-core/kernel/testing/memory-rows.testing.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { changesRoot } from "#ledger-core/proof/change.ts";
import { checkSignatures, parseSignedCheckpoint } from "#ledger-core/proof/checkpoint-check.ts";
import { FORM_TRANSACTION, parseEntry } from "#ledger-core/proof/entry.ts";
import { Frontier } from "#ledger-core/proof/frontier.ts";
import { parseTransaction } from "#ledger-core/proof/transaction.ts";
import { leafHash, verifyInclusion } from "#ledger-core/proof/tree.ts";
import type { Reader, StoredBlock, StoredEntry } from "#ledger-core/store/store-types.ts";
import type { Promises, Sent } from "./promises.testing.ts";
import type { Town } from "./town.testing.ts";

/** An entry that stands in the log. */
type Placed = Pick<StoredEntry, "index" | "height" | "state" | "code" | "kind" | "proposal">;

export class Oracle {
  readonly #town: Town;
  readonly #promises: Promises;
  readonly #rows = new MemoryRows();
  readonly #frontier = new Frontier(nodeSuite);
  readonly #replay = new ReplayGuard();
  /** Where acts stand, by the hash of their bytes. */
  readonly #placed = new Map<string, Placed>();
  /** And by their ids, which another signature leaves as they are. */
  readonly #ids = new Map<string, number>();
  readonly #roots = new Map<number, string>([[0, ""]]);
  readonly #kinds = new Map<string, number>();
  /** Tables that blocks have changed since the last look. */
  readonly #changed = new Set<AnyTable>();
  #writes = 0;
  #height = -1;
  #time = 0;
  #faults: string[] = [];

  constructor(town: Town, promises: Promises) {
    this.#town = town;
    this.#promises = promises;
    for (const block of town.blocks) this.#follow(block);
  }

  get size(): number {
    return this.#frontier.size;
  }

  root(): string {
    return encodeHex(this.#frontier.root());
  }

  /** How often acts of a kind came to a state, by both. */
  sealed(): ReadonlyMap<string, number> {
    const counts = new Map<string, number>();
    for (const { kind, state } of this.#placed.values())
      counts.set(`${kind} ${state}`, (counts.get(`${kind} ${state}`) ?? 0) + 1);
    return counts;
  }

  /** True if an act of these bytes stands in the log that was looked at last. */
  isPlaced(wire: Uint8Array): boolean {
    return this.#placed.has(encodeHex(nodeSuite.sha256(wire)));
  }

  /**
   * What is wrong with what lies there now, in words; nothing if all is well. `isWhole`: compares every table, and not only those that
   * something has changed since the last time.
   */
  check(reader: Reader, isWhole: boolean): readonly string[] {
    this.#faults = [];
    const head = reader.head();
    const before = this.#height;
    if ((head?.height ?? -1) < this.#height || (head?.size ?? 0) < this.size)
      return [`the log has ${head?.size ?? 0} entries and had ${this.size}`];
    if (before >= 0 && !equalBytes(reader.block(before)?.root ?? new Uint8Array(), this.#frontier.root()))
      return [`block ${before} is not what it was`];
    for (let height = before + 1; height <= (head?.height ?? -1); height++) this.#checkBlock(reader, height);
    if (head !== undefined && head.size !== this.size)
      this.#fault(`the head says ${head.size} and there are ${this.size}`);
    if (this.#faults.length > 0) return this.#faults;
    this.#checkRows(reader, isWhole);
    this.#changed.clear();
    this.#checkDerived(reader, isWhole);
    if (isWhole) {
      this.#checkProofs(reader);
      this.#checkInvariants(reader);
    }
    for (const sent of this.#promises.sent.values()) this.#checkPromise(sent);
    for (const [size, root] of this.#promises.shown)
      if (this.#roots.get(size) !== root) this.#fault(`the checkpoint of ${size} that was shown is not of this log`);
    return this.#faults;
  }

  #fault(words: string): void {
    this.#faults.push(words);
  }

  #checkBlock(reader: Reader, height: number): void {
    const stored = reader.block(height);
    if (stored === undefined) return this.#fault(`there is no block ${height}`);
    const { firstIndex, count, time } = stored;
    const entries = Array.from({ length: count }, (_, i) => reader.entry(firstIndex + i));
    if (firstIndex !== this.size || !entries.every((entry) => entry !== undefined))
      return this.#fault(`block ${height} does not go on where the log ends, or lacks entries`);
    if (time < this.#time) this.#fault(`block ${height} is earlier than the one before`);
    for (const entry of entries) this.#checkEntry(reader, entry);
    let block: Block | undefined;
    try {
      block = this.#execute(stored, entries);
    } catch (error) {
      return this.#fault(`block ${height} cannot be executed once more: ${String(error)}`);
    }
    if (block === undefined) return this.#fault(`block ${height} comes to nothing`);
    this.#follow(block);
    if (!equalBytes(stored.root, this.#frontier.root())) this.#fault(`block ${height} comes to another root`);
    this.#checkCheckpoint(stored);
  }

  #checkEntry(reader: Reader, entry: StoredEntry): void {
    const leaf = parseEntry(entry.entry);
    const changes = reader.changes(entry.index);
    const isItsLeaf =
      leaf?.index === entry.index &&
      leaf.height === entry.height &&
      leaf.code === entry.code &&
      equalBytes(leaf.transactionHash, nodeSuite.sha256(entry.bytes)) &&
      equalBytes(leaf.changesRoot, changesRoot(nodeSuite, changes));
    if (!isItsLeaf) this.#fault(`entry ${entry.index} is not what its leaf says`);
    if (entry.code !== "" && changes.length > 0) this.#fault(`entry ${entry.index} was refused and has changed rows`);
    if (reader.findEntry(entry.id)?.index === undefined) this.#fault(`entry ${entry.index} is not found by its id`);
    if (entry.form !== FORM_TRANSACTION) return;
    const name = encodeHex(nodeSuite.sha256(entry.bytes));
    const id = encodeHex(entry.id);
    const other = this.#ids.get(id);
    if (other !== undefined) this.#fault(`entries ${other} and ${entry.index} are one act`);
    this.#ids.set(id, entry.index);
    if (!this.#promises.sent.has(name)) this.#fault(`entry ${entry.index} was never submitted`);
    this.#placed.set(name, entry);
  }

  #execute(stored: StoredBlock, entries: readonly StoredEntry[]): Block | undefined {
    const { ruleset, network } = this.#town.ledger;
    const base = this.#rows;
    const [first] = entries;
    if (stored.height === 0 && first !== undefined) return executeGenesis(ruleset, nodeSuite, first.bytes, base);
    const transactions = entries
      .filter(({ form }) => form === FORM_TRANSACTION)
      .map(({ bytes }): Sound => {
        const sound = checkSound(ruleset, nodeSuite, network, bytes);
        if (isTurnaway(sound)) throw new Error(`a transaction that was sealed is not sound: ${sound.code}`);
        return sound;
      });
    const { height, time, firstIndex } = stored;
    const replay = this.#replay;
    return executeBlock({ ruleset, suite: nodeSuite, base, replay, height, time, firstIndex, transactions });
  }

  #follow(block: Block): void {
    for (const { entry, writes, kind } of block.entries) {
      this.#rows.apply(writes);
      for (const { table } of writes) this.#changed.add(table);
      this.#frontier.append(leafHash(nodeSuite, entry));
      this.#kinds.set(kind, (this.#kinds.get(kind) ?? 0) + 1);
      this.#writes += writes.length;
    }
    this.#replay.add(block.idsAdded);
    for (const ids of block.idsDropped) this.#replay.drop(ids);
    this.#height = block.height;
    this.#time = block.time;
    this.#roots.set(this.size, this.root());
  }

  #checkCheckpoint({ height, checkpoint, root }: StoredBlock): void {
    const signed = parseSignedCheckpoint(checkpoint);
    const isOfBlock = signed?.checkpoint.size === this.size && equalBytes(signed.checkpoint.root, root);
    const isSigned =
      signed !== undefined && checkSignatures(nodeSuite, signed, { keys: [this.#town.vkey], offeredKeys: [] }).ok;
    if (!isOfBlock || !isSigned) this.#fault(`the checkpoint of block ${height} does not hold`);
  }

  #checkRows(reader: Reader, isWhole: boolean): void {
    const stored = reader.rows();
    const range = { limit: KEY_MAX };
    for (const table of isWhole ? this.#town.ledger.ruleset.tables.values() : this.#changed) {
      if (!isDeepStrictEqual(stored.scan(table, "key", range), this.#rows.scan(table, "key", range)))
        this.#fault(`the rows of ${table.name} are not those of a replay`);
    }
  }

  #checkDerived(reader: Reader, isWhole: boolean): void {
    const history = reader.sql.get<{ readonly count: number }>("SELECT count(*) AS count FROM log_history");
    if (history?.count !== this.#writes) this.#fault("the history of the rows is not whole");
    if (reader.projectedSize() > this.size) this.#fault("derived tables know of entries that the log has not");
    if (reader.projectedSize() !== this.size) {
      // Behind they may be where the disk has failed, until it does no more and another block is sealed.
      if (isWhole) this.#fault("the derived tables do not follow the log");
      return;
    }
    const counted = reader.sql.all<{ readonly kind: string; readonly count: number }>("SELECT * FROM tally_kind");
    const isSame =
      counted.length === this.#kinds.size && counted.every(({ kind, count }) => this.#kinds.get(kind) === count);
    if (!isSame) this.#fault("the derived tables are not those of the log");
  }

  #checkProofs(reader: Reader): void {
    for (const index of [0, this.size >> 1, this.size - 1]) {
      if (index < 0) continue;
      const entry = reader.entry(index);
      if (entry === undefined) return this.#fault(`there is no entry ${index}`);
      const proof = reader.inclusion(index, this.size);
      const hash = leafHash(nodeSuite, entry.entry);
      const root = this.#frontier.root();
      if (!verifyInclusion(nodeSuite, { index, size: this.size, leafHash: hash, root, proof }))
        this.#fault(`entry ${index} cannot be proven`);
    }
  }

  #checkInvariants(reader: Reader): void {
    for (const module of this.#town.ledger.ruleset.modules)
      for (const invariant of module.invariants)
        for (const key of invariant.check(reader.sql)) this.#fault(`${invariant.name}: ${key}`);
  }

  /** True if the act stands in the log, be it with another signature. */
  #isSealed(wire: Uint8Array): boolean {
    const { ruleset } = this.#town.ledger;
    const parsed = parseTransaction(nodeSuite, wire, ruleset.limits);
    return parsed.ok && this.#ids.has(encodeHex(parsed.transaction.id));
  }

  /** Told it was sealed, it stands there; turned away each time, it stands nowhere. */
  #checkPromise({ wire, submissions, answers }: Sent): void {
    const placed = this.#placed.get(encodeHex(nodeSuite.sha256(wire)));
    for (const answer of answers) {
      if (isReceipt(answer) && !isAsTold(answer, placed))
        this.#fault(`an act that was acknowledged as ${answer.state} at ${answer.index} is ${wordsOf(placed)}`);
      if (!isReceipt(answer) && answer.code === "ALREADY_SEEN" && !this.#isSealed(wire))
        this.#fault("an act was said to be in the log and is not");
    }
    const isTurnedAway =
      answers.length === submissions && answers.every((one) => !isReceipt(one) && one.code !== "ALREADY_SEEN");
    if (isTurnedAway && placed !== undefined)
      this.#fault(`an act that was turned away with ${answers.map(({ code }) => code).join()} is ${wordsOf(placed)}`);
  }
}

function isAsTold(told: Placed, placed: Placed | undefined): boolean {
  const words = ({ index, height, state, code, kind, proposal }: Placed): string =>
    JSON.stringify([index, height, state, code, kind, proposal ?? null]);
  return placed !== undefined && words(told) === words(placed);
}

function wordsOf(placed: Placed | undefined): string {
  return placed === undefined ? "missing" : `${placed.state} at ${placed.index} ${placed.code}`;
}
