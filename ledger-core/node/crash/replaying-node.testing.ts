/** Nodes that know nothing but the blocks of another and execute them once more: one in memory that follows, one in a folder of its own. */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import { checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import type { Sound } from "#ledger-core/kernel/door.ts";
import { executeGenesis, networkId } from "#ledger-core/kernel/genesis.ts";
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { Problems } from "#ledger-core/node/fsck/problems.ts";
import type { LedgerProblem } from "#ledger-core/node/fsck/problems.ts";
import { Scratch } from "#ledger-core/node/fsck/scratch.ts";
import { compareState } from "#ledger-core/node/fsck/state-check.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { FORM_TRANSACTION } from "#ledger-core/proof/entry.ts";
import { Frontier } from "#ledger-core/proof/frontier.ts";
import { leafHash } from "#ledger-core/proof/tree.ts";
import { Statements } from "#ledger-core/store/database.ts";
import { connect } from "#ledger-core/store/reader.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import type { Reader, StoredEntry } from "#ledger-core/store/store-types.ts";

const common = { ruleset: cityRuleset, suite: nodeSuite } as const;

/** A block of another node as this one makes it. */
function executeOther(
  reader: Reader,
  height: number,
  given: {
    readonly base: RowSource;
    readonly replay: ReplayGuard;
    readonly network: Uint8Array;
    readonly size: number;
  },
): Block {
  const stored = reader.block(height);
  if (stored === undefined) throw new Error(`there is no block ${height}`);
  const entries = Array.from({ length: stored.count }, (_, i) => entryOf(reader, stored.firstIndex + i));
  const { base, replay, network, size } = given;
  if (height === 0) return executeGenesis(cityRuleset, nodeSuite, entryOf(reader, 0).bytes, base);
  const transactions = entries
    .filter(({ form }) => form === FORM_TRANSACTION)
    .map(({ index, bytes }): Sound => {
      const sound = checkSound(cityRuleset, nodeSuite, network, bytes);
      if (isTurnaway(sound)) throw new Error(`entry ${index} was never sound: ${sound.code}`);
      return sound;
    });
  const block = executeBlock({ ...common, base, replay, height, time: stored.time, firstIndex: size, transactions });
  if (block === undefined) throw new Error(`block ${height} comes to nothing`);
  return block;
}

function entryOf(reader: Reader, index: number): StoredEntry {
  const entry = reader.entry(index);
  if (entry === undefined) throw new Error(`there is no entry ${index}`);
  return entry;
}

function keepIds(replay: ReplayGuard, block: Block): void {
  replay.add(block.idsAdded);
  for (const ids of block.idsDropped) replay.drop(ids);
}

/** Follows a ledger from its first block on, in memory. */
export class ReplayingNode {
  readonly #scratch = new Scratch(cityRuleset);
  readonly #frontier = new Frontier(nodeSuite);
  #height = -1;

  constructor() {
    this.#scratch.begin();
  }

  get size(): number {
    return this.#frontier.size;
  }

  root(): Uint8Array {
    return this.#frontier.root();
  }

  /** Executes the blocks that have come since. Throws an Error that names the first whose root is another, or which cannot be made. */
  follow(reader: Reader): void {
    const height = reader.head()?.height ?? -1;
    const network = networkId(nodeSuite, entryOf(reader, 0).bytes);
    while (this.#height < height) this.#followBlock(reader, network);
  }

  /** How the rows that are stored in a folder differ from those to which its blocks have come here. */
  compareRows(folder: string): readonly LedgerProblem[] {
    const problems = new Problems("en");
    const stored = new Statements(connect({ ...common, folder }, { isLogAlone: true }));
    try {
      compareState(problems, cityRuleset, { stored, made: this.#scratch.statements });
    } finally {
      stored.connection.close();
    }
    return problems.list;
  }

  close(): void {
    this.#scratch.close();
  }

  #followBlock(reader: Reader, network: Uint8Array): void {
    const { rows: base, replay } = this.#scratch;
    const height = this.#height + 1;
    const block = executeOther(reader, height, { base, replay, network, size: this.size });
    this.#scratch.apply(block.entries.flatMap(({ writes }) => writes));
    keepIds(replay, block);
    for (const { entry } of block.entries) this.#frontier.append(leafHash(nodeSuite, entry));
    const stored = reader.block(height);
    if (stored === undefined || !equalBytes(stored.root, this.root()))
      throw new Error(`block ${height} has another root on a node that replays it`);
    this.#height = height;
  }
}

/** Executes all blocks of a ledger into an empty folder, through a store of its own; returns the root that comes out. */
export function replayIntoFolder(reader: Reader, folder: string): Uint8Array {
  const writer = openWriter({ ...common, folder });
  try {
    const network = networkId(nodeSuite, entryOf(reader, 0).bytes);
    const replay = new ReplayGuard();
    const heights = (reader.head()?.height ?? -1) + 1;
    for (let height = 0; height < heights; height++) {
      const size = writer.head()?.size ?? 0;
      const block = executeOther(reader, height, { base: writer.rows, replay, network, size });
      writer.commit(block, () => "replayed, not signed\n");
      keepIds(replay, block);
    }
    return writer.head()?.root ?? new Uint8Array(0);
  } finally {
    writer.close();
  }
}
