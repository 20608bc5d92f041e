/** Executes a stored log once more, block by block, and compares what it holds of each with what comes out. */
import { parseChange } from "#ledger-core/proof/change.ts";
import { assert } from "#ledger-core/kernel/assert.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import { networkId, parseGenesis } from "#ledger-core/kernel/genesis.ts";
import { logKeyTable } from "#ledger-core/kernel/governance/tables.ts";
import { handoverRows, handoversBefore, logKeyAfter, logVerifierKey } from "#ledger-core/kernel/log-keys.ts";
import type { FirstLogKey } from "#ledger-core/kernel/log-keys.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { LogKeyRow } from "#ledger-core/contract/schema/governance.ts";
import type { Write } from "#ledger-core/kernel/overlay.ts";
import type { AnyTable, RowValue } from "#ledger-core/kernel/table.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { MalformedBytes } from "#ledger-core/contract/schema/cbor.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { networkOrigin } from "#ledger-core/proof/checkpoint.ts";
import { parseSignedCheckpoint } from "#ledger-core/proof/checkpoint-check.ts";
import { parseEntry } from "#ledger-core/proof/entry.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { VerifierKey } from "#ledger-core/proof/verifier-key.ts";
import type { Statements } from "#ledger-core/store/database.ts";
import { pack } from "#ledger-core/store/packed.ts";
import { decodeRow } from "#ledger-core/store/state-layout.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { contradictionsOf, differencesOf, unpacked } from "./compare-entry.ts";
import type { BesideLeaf, Part } from "./compare-entry.ts";
import { executeAgain } from "./execute-again.ts";
import { HeldCheckpoint } from "./held-checkpoint.ts";
import { LogKeyCheck } from "./log-key-check.ts";
import { HistoryCheck } from "./history-check.ts";
import { partsInWords } from "./part-words.ts";
import type { Problems } from "./problems.ts";
import type { Scratch } from "./scratch.ts";
import type { SignatureChecks } from "./signatures.ts";
import { readStoredBlock } from "./stored-block.ts";
import type { BlockColumns, StoredBlock, StoredColumns } from "./stored-block.ts";
import { TreeCheck } from "./tree-check.ts";

export type ReplayOptions = {
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  readonly problems: Problems;
  readonly stored: Statements;
  readonly scratch: Scratch;
  readonly signatures: SignatureChecks;
  /** A checkpoint that was held elsewhere. */
  readonly checkpoint: string | undefined;
};

/** What the first entry says of the network. */
export type CheckedNetwork = {
  readonly id: Uint8Array;
  /** The log's key that is in force at the end. */
  readonly logKey: Uint8Array;
};

export class Replay {
  readonly #first: FirstLogKey;
  readonly #options: ReplayOptions;
  readonly #tree: TreeCheck;
  readonly #history: HistoryCheck;
  #handovers: readonly LogKeyRow[] = [];
  #height = 0;
  #next = 0;
  #time = 0;
  #checkpoint: string | undefined;

  private constructor(options: ReplayOptions, first: FirstLogKey) {
    const { suite, problems, stored, scratch, signatures, checkpoint, ruleset } = options;
    this.#options = options;
    this.#first = first;
    const logKeys = new LogKeyCheck(problems, suite, stored, first);
    const { keys } = logKeys;
    const held = checkpoint === undefined ? undefined : new HeldCheckpoint(problems, suite, { text: checkpoint, keys });
    const empty = scratch.statements;
    this.#tree = new TreeCheck({ suite, problems, stored, empty, logKeys, signatures, held });
    this.#history = new HistoryCheck(problems, stored, ruleset);
  }

  /** Begins at the first entry; undefined, with a problem that says so, if there is none by which the rest could be judged. */
  static begin(options: ReplayOptions): Replay | undefined {
    const first = readStoredBlock(options.stored, 0, 0);
    const entry = first?.entries[0];
    const genesis = entry === undefined ? undefined : parseGenesis(entry.bytes);
    const id = networkId(options.suite, entry?.bytes ?? new Uint8Array(0));
    if (entry === undefined || genesis === undefined || !isNamed(id, entry, first?.row)) {
      options.problems.add("entry 0", "GENESIS_MALFORMED");
      return undefined;
    }
    return new Replay(options, { network: id, publicKey: genesis.logKey });
  }

  get network(): CheckedNetwork {
    return { id: this.#first.network, logKey: logKeyAfter(this.#first, this.#handovers).publicKey };
  }

  /** Entries that were gone through. */
  get size(): number {
    return this.#next;
  }

  get blocks(): number {
    return this.#height;
  }

  /** The note of the last block that was gone through, which speaks for all before it; proven only where no problem was found. */
  get checkpoint(): string | undefined {
    return this.#checkpoint;
  }

  /** Goes through blocks until at least so many entries are done; true once there is nothing left. */
  advance(entries: number): boolean {
    const upTo = this.#next + entries;
    while (this.#next < upTo) {
      const stored = readStoredBlock(this.#options.stored, this.#height, this.#next);
      if (stored === undefined || this.#options.problems.isFull) return true;
      this.#checkBlock(stored);
    }
    return false;
  }

  /** To be called once `advance` has answered that nothing is left. */
  end(): void {
    const { stored, problems } = this.#options;
    this.#tree.end();
    this.#history.end();
    const before = "WHERE place < 0 ORDER BY place LIMIT 8";
    for (const [place] of stored.rows<[number]>(`SELECT place FROM log_entry ${before}`))
      problems.add(`entry ${place}`, "ENTRY_UNFOUNDED", { index: String(place) });
    const sql = "SELECT height FROM log_block WHERE height < 0 OR height >= ? ORDER BY height LIMIT 8";
    for (const [height] of stored.rows<[number]>(sql, this.#height))
      problems.add(`block ${height}`, "BLOCK_UNFOUNDED", { height: String(height) });
  }

  #checkBlock(given: StoredBlock): void {
    const { problems } = this.#options;
    const before = problems.count;
    // Where a whole block is gone, its height is left out and the log goes on with the next.
    const isAhead = given.row === undefined && given.closing !== undefined && given.closing.height > this.#height;
    const lost = this.#height;
    const stored = isAhead ? (this.#skipTo(given.closing.height) ?? given) : given;
    const where = `block ${stored.height}`;
    for (const place of stored.missing) problems.add(`entry ${place}`, "ENTRY_MISSING", { index: String(place) });
    if (isAhead) problems.add(`block ${lost}`, "BLOCK_MISSING", { height: String(lost) });
    if (stored.entries.length === 0) problems.add(where, "BLOCK_UNFOUNDED", { height: String(stored.height) });
    else if (stored.row === undefined) problems.add(where, "BLOCK_MISSING", { height: String(stored.height) });
    else this.#compareRow(stored);
    const block = executeAgain({ ...this.#options, network: this.#first.network }, stored, this.#next);
    if (block !== undefined) this.#compareBlock(stored, block);
    else {
      assert(problems.count > before, "a block that is not made anew has something wrong with it");
      this.#followStored(stored);
    }
    this.#time = stored.closing?.time ?? stored.row?.time ?? this.#time;
    this.#next = Math.max(stored.end, this.#next);
    this.#height = stored.height + 1;
    this.#checkpoint = stored.row?.checkpoint;
  }

  #skipTo(height: number): StoredBlock | undefined {
    this.#height = height;
    return readStoredBlock(this.#options.stored, height, this.#next);
  }

  #compareRow({ height, row, closing, entries, end }: StoredBlock): void {
    if (row === undefined) return;
    const time = closing?.time ?? (height === 0 ? this.#genesisTime(entries) : undefined);
    const pairs: readonly (readonly [Part, boolean])[] = [
      ["first", row.first === this.#next],
      ["count", row.count === end - this.#next],
      ["time", row.time >= this.#time && (time === undefined || row.time === time)],
      ["height", closing === undefined || closing.height === height],
    ];
    const parts = pairs.filter(([, isEqual]) => !isEqual).map(([part]) => part);
    if (parts.length === 0) return;
    const values = (language: "zh" | "en"): { height: string; parts: string } => ({
      height: String(height),
      parts: partsInWords(language, parts),
    });
    this.#options.problems.add(`block ${height}`, "BLOCK_DIFFERS", values);
  }

  #genesisTime(entries: readonly StoredColumns[]): number | undefined {
    return parseGenesis(entries[0]?.bytes ?? new Uint8Array(0))?.time;
  }

  /** Each stored entry beside the one that was made anew. */
  #compareBlock(stored: StoredBlock, block: Block): void {
    const { suite, scratch } = this.#options;
    const leaves: Uint8Array[] = [];
    const writes: Write[] = [];
    let isAsMade = true;
    stored.entries.forEach((entry, i) => {
      const made = block.entries[i];
      if (made === undefined) return;
      const changes = pack(made.changes);
      const parts = differencesOf(entry, made, changes.bytes);
      if (parts.length > 0) this.#reportEntry(entry, parts);
      // Where a leaf agrees with its own bytes and changes and not with the rules, a log was signed that way: it is followed, so
      // that what comes after it is judged by itself.
      const isFollowed =
        parts.includes("leaf") && contradictionsOf(suite, withChanges(entry), stored.height).length === 0;
      if (isFollowed) isAsMade = false;
      leaves.push(isFollowed ? entry.leaf : made.entry);
      writes.push(...(isFollowed ? this.#storedWrites(entry) : made.writes));
      if (isFollowed) this.#history.addStored(entry.place, entry.changes);
      else this.#history.addMade(made, changes.begins, !parts.includes("changes"));
    });
    this.#apply(writes);
    this.#tree.append(stored.height, leaves, stored.row, this.#keyOf(stored.height));
    if (isAsMade) {
      scratch.replay.add(block.idsAdded);
      for (const ids of block.idsDropped) scratch.replay.drop(ids);
    } else scratch.reloadReplay();
  }

  /** A block that cannot be made anew: its entries are held against their own leaves, and their changes are believed. */
  #followStored(stored: StoredBlock): void {
    const { suite, scratch } = this.#options;
    for (const entry of stored.entries) {
      const parts = contradictionsOf(suite, withChanges(entry), stored.height);
      if (parts.length > 0) this.#reportEntry(entry, parts);
      if (parts.includes("changes")) {
        this.#history.leaveOut(entry.place);
        continue;
      }
      this.#history.addStored(entry.place, entry.changes);
      this.#apply(this.#storedWrites(entry));
    }
    scratch.reloadReplay();
    this.#tree.append(
      stored.height,
      stored.entries.map((entry) => entry.leaf),
      stored.row,
      this.#keyOf(stored.height),
    );
  }

  #apply(writes: readonly Write[]): void {
    const { scratch } = this.#options;
    scratch.apply(writes);
    if (writes.some(({ table }) => table.name === logKeyTable.name))
      this.#handovers = handoverRows(new Rows(scratch.rows));
  }

  /** The key that signs the checkpoint of a block, once its entries were gone through. */
  #keyOf(height: number): VerifierKey {
    const key = logKeyAfter(this.#first, handoversBefore(this.#handovers, height));
    return logVerifierKey(this.#options.suite, this.#first.network, key);
  }

  #reportEntry(entry: StoredColumns, parts: readonly Part[]): void {
    const index = String(entry.place);
    this.#options.problems.add(`entry ${index}`, "ENTRY_DIFFERS", (language) => ({
      index,
      parts: partsInWords(language, parts),
    }));
  }

  #storedWrites(entry: StoredColumns): readonly Write[] {
    return (unpacked(entry.changes) ?? []).flatMap((bytes): readonly Write[] => {
      const change = parseChange(bytes);
      const table = change === undefined ? undefined : this.#options.ruleset.tables.get(change.table);
      if (change === undefined || table === undefined) return [];
      const row = change.row === undefined ? undefined : rowOf(table, change.row);
      if (row === undefined && change.row !== undefined) return [];
      return [{ table, key: change.key, row, change: bytes, changedAt: entry.place }];
    });
  }
}

function withChanges(entry: StoredColumns): BesideLeaf {
  return { ...entry, changes: unpacked(entry.changes) };
}

/** The row of bytes that were signed and yet may be none. */
function rowOf(table: AnyTable, bytes: Uint8Array): RowValue | undefined {
  try {
    return decodeRow(table, bytes);
  } catch (error) {
    if (error instanceof StoreError || error instanceof MalformedBytes) return undefined;
    throw error;
  }
}

/** Whether the leaf or the first checkpoint names the network: if neither does, the bytes of the genesis are what is damaged. */
function isNamed(id: Uint8Array, entry: StoredColumns, row: BlockColumns | undefined): boolean {
  const signed = parseSignedCheckpoint(row?.checkpoint ?? "");
  const leaf = parseEntry(entry.leaf);
  return (
    signed?.checkpoint.origin === networkOrigin(id) || (leaf !== undefined && equalBytes(leaf.transactionHash, id))
  );
}
