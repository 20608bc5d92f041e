/** One life of a node, from its start to its end or its crash: store, outbox and engine over a disk that may fail. */
import { setImmediate as turnOfLoop } from "node:timers/promises";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { TestClock } from "#ledger-core/engine/engine.testing.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import type { Engine } from "#ledger-core/engine/engine.ts";
import { openOutbox } from "#ledger-core/engine/outbox.ts";
import type { Outbox } from "#ledger-core/engine/outbox.ts";
import { isSigned } from "#ledger-core/engine/signature-queue.ts";
import type { SignatureChecker } from "#ledger-core/engine/signature-queue.ts";
import { SoloEngine } from "#ledger-core/engine/solo-engine.ts";
import { executeGenesis } from "#ledger-core/kernel/genesis.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import type { Writer } from "#ledger-core/store/store-types.ts";
import { PowerLost } from "./faulty-disk.testing.ts";
import type { FaultyDisk } from "./faulty-disk.testing.ts";
import type { Parts } from "./parts.testing.ts";
import type { Promises, Sent } from "./promises.testing.ts";
import type { Town } from "./town.testing.ts";

/** Turns of the loop after which everything that was submitted or given to be kept must be answered. */
const TURNS_MAX = 100;
/** Transactions of a block: so few that most bursts have to wait in the outbox. */
const BLOCK_TRANSACTIONS = 2;
/** A few acts: so the outbox is found to be long now and then. */
const OUTBOX_BYTES = 1_500;

/** More than any content of a run has. */
const KEPT_LIMITS = { sizeBytesMax: 100_000 };
/** Content that streams in comes in pieces of so many. */
const CONTENT_PIECE_BYTES = 700;

export type LifeOptions = {
  readonly town: Town;
  readonly folder: string;
  readonly disk: FaultyDisk;
  readonly parts: Parts;
  readonly promises: Promises;
  readonly kept: KeptWires;
  readonly wall: { readonly seconds: number; readonly set: number };
  /** Room that the ledger's file has, if it has an end. */
  readonly ledgerBytesMax: number | undefined;
};

/** What the outbox says it keeps. */
export type KeptWires = { wires: readonly Uint8Array[]; saving: readonly Uint8Array[]; isClearing: boolean };

export class Life {
  readonly clock: TestClock;
  readonly writer: Writer;
  readonly engine: Engine;
  readonly outbox: Outbox;
  readonly #options: LifeOptions;
  readonly #opened: Writer;
  #waiting = 0;
  /** The wall clock has stepped, and nobody has said that it is right. */
  #isClockDoubted = false;

  /** Opens the folder, or makes the network in it. Throws what the store throws, having closed what it had opened. */
  constructor(options: LifeOptions) {
    this.#options = options;
    const { town, folder, disk, parts, promises, kept, wall, ledgerBytesMax } = options;
    const { ruleset, genesis, network } = town.ledger;
    this.clock = new TestClock(wall.seconds);
    this.clock.set = wall.set;
    parts.folder(folder);
    this.#opened = openWriter({
      folder,
      ruleset,
      suite: nodeSuite,
      throughDisk: (connection) => parts.connection(disk.connect(connection)),
      blobFiles: parts.blobFiles(disk.blobFiles()),
      ...(ledgerBytesMax === undefined ? {} : { ledgerBytesMax }),
    });
    try {
      const show = promises.show.bind(promises);
      this.writer = parts.writer(this.#opened, show);
      if (this.writer.head() === undefined)
        this.writer.commit(executeGenesis(ruleset, nodeSuite, genesis, this.writer.rows), town.sign);
      this.outbox = keeping(parts.outbox(openOutbox(folder, parts.files(disk.files()))), kept, disk);
      this.engine = parts.engine(
        new SoloEngine({
          writer: this.writer,
          ruleset,
          suite: nodeSuite,
          network,
          sign: () => town.sign,
          clock: parts.clock(this.clock),
          outbox: this.outbox,
          checker: parts.checker(checkBesides),
          blockTransactions: BLOCK_TRANSACTIONS,
          outboxBytes: OUTBOX_BYTES,
        }),
      );
    } catch (error) {
      this.#opened.close();
      throw error;
    }
    const head = this.writer.head();
    if (head !== undefined) promises.show(head);
    this.engine.onBlock(() => {
      const sealed = this.writer.head();
      if (this.isAlive && sealed !== undefined) promises.show(sealed);
    });
  }

  get isAlive(): boolean {
    return this.#options.disk.remains === undefined;
  }

  /**
   * Whether a no may still become a yes: a commit that was reported as failed may stand, and an outbox that could not be removed is
   * submitted again by the next life.
   */
  get #isUncertain(): boolean {
    const { disk, kept } = this.#options;
    return kept.isClearing || kept.saving.length > 0 || disk.happened.includes("misreported at COMMIT");
  }

  /** Submits; what is answered before the power goes is remembered. */
  submit(wires: readonly Uint8Array[]): readonly Sent[] {
    const { promises } = this.#options;
    const sent = wires.map((wire) => promises.submitted(wire));
    const isDoubted = this.#isClockDoubted;
    this.#waiting++;
    this.engine.submit(wires).then(
      (answers) => {
        this.#waiting--;
        if (!this.isAlive) return;
        answers.forEach((answer, i) => {
          const one = sent[i];
          if (one !== undefined) one.last = answer;
          if (isReceipt(answer) || !this.#isUncertain) sent[i]?.answers.push(answer);
        });
        if (isDoubted && answers.some(isReceipt))
          promises.faults.push("an act was sealed while the clock was in doubt");
      },
      (error: unknown) => {
        this.#waiting--;
        if (this.isAlive) promises.faults.push(`a submission failed instead of being answered: ${String(error)}`);
      },
    );
    return sent;
  }

  /** Gives content to be kept: one that streams in, or many at once. What is answered before the power goes is remembered. */
  keep(contents: readonly Uint8Array[]): void {
    const { promises } = this.#options;
    const { blobs } = this.writer;
    const [first] = contents;
    this.#waiting++;
    const keeping =
      contents.length === 1 && first !== undefined
        ? blobs.put(inPieces(first), KEPT_LIMITS).then((stored) => [stored])
        : blobs.putAll(contents, KEPT_LIMITS);
    keeping.then(
      (stored) => {
        this.#waiting--;
        if (!this.isAlive) return;
        const hashes = stored.map(({ hash }) => encodeHex(hash));
        if (hashes.join() !== contents.map((bytes) => encodeHex(nodeSuite.sha256(bytes))).join())
          promises.faults.push("content was kept under the hash of another");
        for (const hash of hashes) promises.kept.add(hash);
      },
      (error: unknown) => {
        this.#waiting--;
        if (this.isAlive && !(error instanceof StoreError))
          promises.faults.push(`content is not kept for a reason that nobody knows: ${String(error)}`);
      },
    );
  }

  /** Lets the engine work until everything is answered or the power has gone. */
  async settle(): Promise<void> {
    for (let turn = 0; turn < TURNS_MAX && this.isAlive; turn++) {
      await turnOfLoop();
      if (this.#waiting === 0 && turn > 1) return;
    }
    if (this.isAlive) this.#options.promises.faults.push(`${this.#waiting} calls were never answered`);
  }

  /** Sets the wall clock without that time passes. */
  setClock(seconds: number): void {
    this.clock.set += seconds;
    this.engine.notSealing();
    if (Math.abs(seconds) >= 3_600) this.#isClockDoubted = true;
  }

  acceptClock(): void {
    this.#isClockDoubted = false;
    this.engine.acceptClock();
  }

  /** Ends in order; false if the power went meanwhile. */
  async close(): Promise<boolean> {
    await this.engine.close();
    await this.settle();
    this.abandon();
    return this.isAlive;
  }

  /** Lets go of what a process that has ended no longer holds. */
  abandon(): void {
    this.#opened.close();
  }
}

async function* inPieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += CONTENT_PIECE_BYTES) yield bytes.subarray(at, at + CONTENT_PIECE_BYTES);
}

/** Checks signatures as a thread would, some turns of the loop later. */
const checkBesides: SignatureChecker = {
  check: async (wires) => {
    await turnOfLoop();
    return wires.map((wire) => isSigned(nodeSuite, wire));
  },
};

/** What the outbox says it has made durable must be there after any crash; more than that may. */
export function faultsOfOutbox(kept: KeptWires, left: readonly Uint8Array[]): readonly string[] {
  const names = left.map(encodeHex);
  const wanted = kept.wires.map(encodeHex);
  if (kept.isClearing && names.length === 0) return [];
  let place = 0;
  const isThere = wanted.every((name) => (place = names.indexOf(name, place) + 1) > 0);
  return isThere ? [] : [`the outbox kept ${wanted.length} acts and ${names.length} are there`];
}

/** Writes down what an outbox promises. */
function keeping(outbox: Outbox, kept: KeptWires, disk: FaultyDisk): Outbox {
  // What a process that has lost its power still calls is no promise any more.
  const assertAlive = (): void => {
    if (disk.remains !== undefined) throw new PowerLost();
  };
  return {
    load: () => outbox.load(),
    save: (wires) => {
      assertAlive();
      kept.saving = wires;
      const bytes = outbox.save(wires);
      kept.wires = [...kept.wires, ...wires];
      kept.saving = [];
      return bytes;
    },
    clear: () => {
      assertAlive();
      kept.isClearing = true;
      outbox.clear();
      kept.wires = [];
      kept.saving = [];
      kept.isClearing = false;
    },
  };
}
