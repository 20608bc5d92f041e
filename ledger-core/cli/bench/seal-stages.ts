/** What each stage of sealing takes of a core, each measured alone, on the same acts and in the order in which they go through them. */
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import { believing } from "#ledger-core/engine/signature-queue.ts";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import { checkCurrent, checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import type { Sound } from "#ledger-core/kernel/door.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { nodeSuite, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import type { KeyPair } from "#ledger-core/node/crypto-suite.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { ProjectionFiller } from "#ledger-core/store/projection-filler.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import type { Head, Writer } from "#ledger-core/store/store-types.ts";
import type { ActsOf } from "./bench-acts.ts";
import { foundBenchLedger } from "./bench-ledger.ts";
import type { BenchLedger, SignedAct } from "./bench-ledger.ts";

/**
 * In order. `decode`: form, size, hashes and body, without the signature. `door`: key, validity and replay, as they are asked before an
 * act waits. `execute`: policy, the action, its changes and the leaf. `commit`: log, history, tree, rows with their indexes, checkpoint,
 * all durable. `derive`: search, counts and the other derived tables.
 */
export const STAGES = ["decode", "verify", "door", "execute", "commit", "derive"] as const;
/** Microseconds of CPU for each act. */
export type StageCosts = Readonly<Record<(typeof STAGES)[number], number>>;

type Measured = Record<keyof StageCosts, number>;
type Bench = Pick<BenchLedger, "keyPair"> & {
  readonly network: Uint8Array;
  readonly writer: Writer;
  readonly filler: ProjectionFiller;
  readonly replay: ReplayGuard;
  readonly costs: Measured;
};

const BLOCK = 500;
const NOTHING: StageCosts = { decode: 0, verify: 0, door: 0, execute: 0, commit: 0, derive: 0 };

/** The costs in a new ledger in the folder: of the second half of the acts, the first one is to warm up. */
export async function stageCosts(folder: string, blocks: number, actsOf: ActsOf): Promise<StageCosts> {
  const { ledger, keyPair, acts } = await prepare(folder, blocks, actsOf);
  const shared = { folder, ruleset: cityRuleset, suite: nodeSuite };
  // Derived tables are left to the filler, as they are to a thread of its own in a node.
  const writer = openWriter({ ...shared, projector: { catchUp: () => Promise.resolve(undefined) } });
  const filler = new ProjectionFiller(shared);
  try {
    const replay = ReplayGuard.fromRows(new Rows(writer.rows));
    const bench = { keyPair, network: ledger.network, writer, filler, replay };
    let costs: Measured = { ...NOTHING };
    for (let block = 0; block < blocks; block++) {
      if (block === Math.floor(blocks / 2)) costs = { ...NOTHING };
      runBlock({ ...bench, costs }, acts.slice(block * BLOCK, (block + 1) * BLOCK));
    }
    const measured = BLOCK * (blocks - Math.floor(blocks / 2));
    for (const stage of STAGES) costs[stage] /= measured;
    return costs;
  } finally {
    filler.close();
    writer.close();
  }
}

async function prepare(folder: string, blocks: number, actsOf: ActsOf) {
  const bench = await foundBenchLedger(folder);
  try {
    const draft = await actsOf(bench);
    return { ...bench, acts: Array.from({ length: blocks * BLOCK }, (_, i) => draft(i)) };
  } finally {
    await bench.ledger.close();
  }
}

function runBlock({ keyPair, network, writer, filler, replay, costs }: Bench, acts: readonly SignedAct[]): void {
  const head = headOf(writer);
  const [suite, ruleset] = [nodeSuite, cityRuleset];
  const height = head.height + 1;
  const time = Math.max(head.time, machineClock.wallSeconds());
  const sounds = measured(costs, "decode", () =>
    acts.map(({ wire }) => sound(checkSound(ruleset, believing(suite), network, wire))),
  );
  measured(costs, "verify", () => {
    for (const { message, signature } of acts) suite.verifyEd25519(signerOf(sounds), message, signature);
  });
  measured(costs, "door", () => {
    const view = { ruleset, rows: new Rows(writer.rows), height, time, isSeen: (id: Uint8Array) => replay.has(id) };
    for (const one of sounds) sound(checkCurrent(view, one));
  });
  const block = measured(costs, "execute", () =>
    executeBlock({
      ...{ ruleset, suite, replay, height, time },
      base: writer.rows,
      firstIndex: head.size,
      transactions: sounds,
    }),
  );
  if (block?.entries.some(({ state }) => state === "refused") !== false) throw new Error("an act was refused");
  measured(costs, "commit", () => {
    writer.commit(block, (size, root) => checkpoint(keyPair, size, root));
    replay.add(block.idsAdded);
  });
  measured(costs, "derive", () => filler.catchUp());
}

function measured<T>(costs: Measured, stage: keyof StageCosts, work: () => T): T {
  const before = process.threadCpuUsage();
  const result = work();
  const { user, system } = process.threadCpuUsage(before);
  costs[stage] += user + system;
  return result;
}

function headOf(writer: Writer): Head {
  const head = writer.head();
  if (head === undefined) throw new Error("the benchmark's ledger has its genesis");
  return head;
}

function sound<T extends object>(checked: T | Turnaway): T {
  if (isTurnaway(checked)) throw new Error(`the benchmark's act was turned away: ${checked.code}`);
  return checked;
}

/** All acts of a round are signed by one key. */
function signerOf([first]: readonly Sound[]): Uint8Array {
  return first?.transaction.signed.actorKey ?? new Uint8Array();
}

/** Takes as long as the log's own: one signature over some hundred bytes. */
function checkpoint({ secretKey }: KeyPair, size: number, root: Uint8Array): string {
  const text = `${size}\n${root.join()}\n`;
  return `${text}${signEd25519(secretKey, encodeUtf8(text) ?? root).join()}\n`;
}
