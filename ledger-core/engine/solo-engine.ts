/** One authority, in process: what is submitted is sealed at once when the queue is short, and in groups under load. */
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { QUEUE_TRANSACTIONS_MAX } from "#ledger-core/contract/schema/limits.ts";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import type { Block } from "#ledger-core/kernel/block.ts";
import { checkCurrent, checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import type { Sound } from "#ledger-core/kernel/door.ts";
import { dueTable } from "#ledger-core/kernel/governance/tables.ts";
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { agreedBlock } from "./agreed-block.ts";
import { BlockListeners } from "./block-listeners.ts";
import { changedRows, notSealingFor } from "./block-outcome.ts";
import { ClockWatch } from "./clock-watch.ts";
import { isReceipt } from "./engine.ts";
import type { BlockEvent, Engine, Receipt } from "./engine.ts";
import { KeptQueue } from "./kept-queue.ts";
import type { Keepable } from "./kept-queue.ts";
import { RefusalLimit } from "./refusal-limit.ts";
import { SignatureQueue } from "./signature-queue.ts";
import type { Arrival } from "./signature-queue.ts";
import type { SoloOptions } from "./solo-options.ts";
import { Submission } from "./submission.ts";

/** Transactions of a block under ordinary load: a block of this size is durable in some 30 ms. */
const BLOCK_TRANSACTIONS_NORMAL = 500;
/** Of a block while a long queue waits, as in an import: fewer syncs for the same work. */
const BLOCK_TRANSACTIONS_LONG_QUEUE = 2_000;
const LONG_QUEUE = 4_000;
/** Bytes of changes from which on a block takes nothing more: all of them are held in memory until it is durable. */
const BLOCK_CHANGES_BYTES = 67_108_864;
/** A timer further away is set again when it fires: timers overflow after 24 days. */
const TIMER_MS_MAX = 3_600_000;
/** Blocks whose derived tables may still be on their way while the next one is sealed. */
const BLOCKS_BEHIND_MAX = 4;
/** After a disk that was full or failed: how long it is left alone before something due is tried again. */
const RETRY_MS = 5_000;
/** Quiet time after which the store may tidy up. */
const IDLE_MS = 2_000;

type Waiting = Keepable & { readonly sound: Sound; readonly submission: Submission; readonly place: number };

type Answer = { readonly submission: Submission; readonly place: number; readonly answer: Receipt | Turnaway };
/** What is told of a block: to all, and to each who submitted. */
type Sealed = { readonly event: BlockEvent | undefined; readonly answers: readonly Answer[] };

export class SoloEngine implements Engine {
  readonly kind = "solo";
  readonly #options: SoloOptions;
  readonly #watch: ClockWatch;
  /** Which ids are taken; undefined after a commit that failed, until that can be read anew. */
  #replay: ReplayGuard | undefined;
  readonly #refusals: RefusalLimit;
  readonly #listeners = new BlockListeners();
  readonly #signatures: SignatureQueue;
  #queue: Waiting[] = [];
  #sealScheduled = false;
  #cancelDue: () => void = () => {};
  #cancelIdle: () => void = () => {};
  #blocksBehind = 0;
  readonly #kept: KeptQueue;
  #isOutboxLoaded = false;
  #retryAtMs = 0;
  #failure: Turnaway | undefined;
  /** Nothing is taken any more; what waits is still sealed. */
  #closing = false;
  #closed = false;

  /** The writer holds at least the genesis block. What lay in the outbox is submitted again. */
  constructor(options: SoloOptions) {
    this.#options = options;
    const head = options.writer.head();
    if (head === undefined) throw new Error("a solo engine needs a ledger with its genesis");
    this.#watch = new ClockWatch(options.clock, head.time);
    try {
      // In advance, so that no act waits for it. What the disk does not give now the first act asks for again.
      this.#replayNow();
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
    this.#refusals = new RefusalLimit(options.clock);
    this.#kept = new KeptQueue(options.outbox, options.outboxBytes);
    this.#signatures = new SignatureQueue({
      suite: options.suite,
      checker: options.checker,
      take: (arrival, suite) => this.#take(arrival, suite),
      // What does not fit into the next block is better left where it is bytes.
      hasRoom: () => this.#closing || this.#queue.length < this.#blockTransactions,
      afterBatch: () => this.#scheduleSeal(),
      isIdle: () => !this.#sealScheduled,
    });
    this.#wakeForDue();
  }

  async submit(
    wires: readonly Uint8Array[],
    accepted?: (place: number) => void,
  ): Promise<readonly (Receipt | Turnaway)[]> {
    const submission = new Submission(wires.length, accepted);
    const isCheckedLater = this.#signatures.takes(wires.length);
    wires.forEach((wire, place) => {
      const arrival = { wire, submission, place };
      const closed = this.#whyClosed();
      if (closed !== undefined) submission.answer(place, closed);
      else if (isCheckedLater) this.#signatures.add(arrival);
      else this.#take(arrival, this.#options.suite);
    });
    this.#signatures.start();
    this.#scheduleSeal();
    return await submission.answers;
  }

  onBlock(listener: (event: BlockEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  notSealing(): Turnaway | undefined {
    if (this.#failure !== undefined) return this.#failure;
    const step = this.#watch.check();
    return step === undefined ? undefined : { code: "CLOCK_STEPPED", data: { seconds: step.seconds } };
  }

  acceptClock(): void {
    this.#watch.accept();
    this.#wakeForDue();
  }

  async close(): Promise<void> {
    this.#closing = true;
    if (this.#signatures.waiting > 0) await this.#signatures.settled();
    this.#closed = true;
    this.#cancelDue();
    while (this.#queue.length > 0 && this.notSealing() === undefined) this.#seal();
    await this.#options.writer.projected();
    this.#cancelIdle();
    this.#turnAwayAll(this.notSealing() ?? { code: "NOT_SEALING", data: { reason: "closed" } });
    this.#kept.tidy(this.#queue);
  }

  /**
   * Submits what lay in the outbox, once the clock can be believed and before anything else is taken. What was sealed meanwhile is turned
   * away as seen. Throws StoreError where the disk does not give it: then it lies there as before.
   */
  #takeUpOutbox(): void {
    if (this.#isOutboxLoaded || this.notSealing() !== undefined) return;
    const left = this.#options.outbox.load();
    const submission = new Submission(left.length);
    try {
      left.forEach((wire, place) => this.#takeIn({ wire, submission, place }, this.#options.suite));
    } catch (error) {
      this.#queue = [];
      throw error;
    }
    this.#isOutboxLoaded = true;
    for (const waiting of this.#queue) waiting.isKept = true;
    if (left.length > 0 && this.#queue.length === 0) this.#kept.clear(this.#queue);
    this.#scheduleSeal();
  }

  /** Why nothing is taken now, whatever it is. */
  #whyClosed(): Turnaway | undefined {
    if (this.#closing) return { code: "NOT_SEALING", data: { reason: "closed" } };
    const waiting = this.#queue.length + this.#signatures.waiting;
    return (
      this.notSealing() ?? (waiting >= QUEUE_TRANSACTIONS_MAX ? { code: "QUEUE_FULL", data: { waiting } } : undefined)
    );
  }

  /**
   * Takes what was submitted. Rows that the disk does not give are no answer about it, so it is turned away; a broken invariant reaches
   * who has submitted it, and nobody behind.
   */
  #take(arrival: Arrival, suite: Suite): void {
    const { submission, place } = arrival;
    try {
      const stopped = this.notSealing();
      if (stopped !== undefined) return submission.answer(place, stopped);
      this.#takeUpOutbox();
      this.#takeIn(arrival, suite);
    } catch (error) {
      if (error instanceof StoreError) submission.answer(place, notSealingFor(error));
      else submission.fail(error);
    }
  }

  /** Has it wait for its block, or answers why it does not. */
  #takeIn({ wire, submission, place }: Arrival, suite: Suite): void {
    const sound = checkSound(this.#options.ruleset, suite, this.#options.network, wire);
    if (isTurnaway(sound)) return submission.answer(place, sound);
    const current = this.#checkAt(sound, this.#time());
    if (isTurnaway(current)) return submission.answer(place, current);
    if (!this.#refusals.admits(sound.transaction.signed.actorKey))
      return submission.answer(place, { code: "TOO_MANY_REFUSALS", data: {} });
    this.#queue.push({ wire, sound, submission, place, isKept: false });
    submission.accepted(place);
  }

  /** What would be turned away in a block of that time is turned away here, before it waits. */
  #checkAt(sound: Sound, time: number): object | Turnaway {
    const { writer, ruleset } = this.#options;
    const rows = new Rows(writer.rows);
    const replay = this.#replayNow();
    const isSeen = (id: Uint8Array): boolean => replay.has(id);
    const height = (writer.head()?.height ?? 0) + 1;
    return checkCurrent({ ruleset, rows, height, time, isSeen }, sound);
  }

  #time(): number {
    return Math.max(this.#options.writer.head()?.time ?? 0, this.#options.clock.wallSeconds());
  }

  #scheduleSeal(): void {
    if (this.#sealScheduled || this.#closed || this.#queue.length === 0) return;
    if (this.#blocksBehind >= BLOCKS_BEHIND_MAX) return;
    this.#sealScheduled = true;
    // After everything that is already waiting in the event loop has been queued: so a burst becomes one block.
    setImmediate(() => {
      this.#sealScheduled = false;
      if (this.#closed) return;
      this.#seal();
      this.#scheduleSeal();
    });
  }

  /** Seals one block of what waits and what is due. */
  #seal(): void {
    const stopped = this.notSealing();
    if (stopped !== undefined) {
      this.#turnAwayAll(stopped);
      return this.#signatures.start();
    }
    const isLong = this.#queue.length > LONG_QUEUE || this.#kept.isLong;
    const size = isLong ? BLOCK_TRANSACTIONS_LONG_QUEUE : this.#blockTransactions;
    const batch = this.#queue.slice(0, size);
    this.#queue = this.#queue.slice(size);
    // What waits for its signature is checked while this block is made.
    this.#signatures.start();
    try {
      if (this.#givesWay(batch)) return this.#signatures.start();
      this.#kept.keep(this.#queue);
      this.#onceReadable(this.#sealBatch(batch));
      // Until nothing waits any more the outbox also holds what is sealed; submitted again, that is turned away as seen.
      if (this.#queue.length === 0 && batch.some(({ isKept }) => isKept)) this.#kept.clear(this.#queue);
    } catch (error) {
      this.#fail(error, batch);
    }
    this.#wakeForDue();
    this.#signatures.start();
  }

  /** Commits the block of a batch. Of all that it was made from nothing is held on to but what is still to be told. */
  #sealBatch(batch: readonly Waiting[]): Sealed {
    const sounds = batch.map((waiting) => waiting.sound);
    const time = this.#time();
    const execute = (taken: readonly Sound[]): Block | undefined => this.#execute(taken, time);
    const { block, answerOf, isLeft, isObjected } = agreedBlock(sounds, execute, this.#options.objection);
    const left = batch.filter((_, place) => isLeft(place));
    const refused: Sound[] = [];
    const answers = batch.flatMap((waiting, place): readonly Answer[] => {
      if (isLeft(place)) return [];
      const answer = answerOf(place) ?? this.#reasonOf(waiting, time);
      if (isReceipt(answer) && answer.state === "refused") refused.push(waiting.sound);
      return [{ submission: waiting.submission, place: waiting.place, answer }];
    });
    // What a block has no room for stands first in the next one, and waits as safely as all that waits.
    if (left.length > 0) this.#kept.keep([...left, ...this.#queue]);
    const event = block === undefined ? undefined : this.#commit(block);
    if (left.length > 0) this.#queue = [...left, ...this.#queue];
    // Once it is told that this node objects to it, it is not taken up again, whatever the node comes to hold.
    if (batch.some(({ isKept }, place) => isKept && isObjected(place))) this.#kept.keepAnew(this.#queue);
    for (const { transaction } of refused) this.#refusals.count(transaction.signed.actorKey);
    return { event, answers };
  }

  get #blockTransactions(): number {
    return this.#options.blockTransactions ?? BLOCK_TRANSACTIONS_NORMAL;
  }

  #execute(transactions: readonly Sound[], time: number): Block | undefined {
    const { writer, ruleset, suite } = this.#options;
    const head = writer.head();
    if (head === undefined) throw new Error("the ledger has lost its head");
    const [height, firstIndex] = [head.height + 1, head.size];
    const common = { ruleset, suite, base: writer.rows, replay: this.#replayNow() };
    const { blockChangesBytes: changesBytesMax = BLOCK_CHANGES_BYTES } = this.#options;
    return executeBlock({ ...common, height, time, firstIndex, transactions, changesBytesMax });
  }

  /** Whoever is told of a block finds in every query what it has changed, so those who wait are told once it has been taken in. */
  #onceReadable(sealed: Sealed): void {
    const projected = this.#options.writer.projected();
    if (projected === undefined) return this.#tell(sealed);
    this.#blocksBehind++;
    void projected.then(() => {
      this.#blocksBehind--;
      this.#tell(sealed);
      this.#scheduleSeal();
    });
  }

  /** What is durable is answered as such, whatever those who listen run into; after a bug of theirs nothing more is sealed. */
  #tell({ event, answers }: Sealed): void {
    const bug = event === undefined ? undefined : this.#listeners.tell(event);
    for (const { submission, place, answer } of answers) submission.answer(place, answer);
    if (bug !== undefined) this.#failure ??= notSealingFor(bug);
  }

  /** Why a transaction was turned away from a block that did not come about, and so left everything as it was. */
  #reasonOf({ sound }: Waiting, time: number): Turnaway {
    const current = this.#checkAt(sound, time);
    if (!isTurnaway(current)) throw new Error("a block without entries has turned all its transactions away");
    return current;
  }

  #commit(block: Block): BlockEvent {
    const { writer, sign } = this.#options;
    const head = writer.commit(block, sign(block));
    const replay = this.#replayNow();
    replay.add(block.idsAdded);
    for (const ids of block.idsDropped) replay.drop(ids);
    this.#cancelIdle();
    this.#cancelIdle = this.#options.clock.after(IDLE_MS, () => {
      this.#kept.tidy(this.#queue);
      writer.idle();
    });
    return { height: head.height, time: head.time, size: head.size, changed: changedRows(block) };
  }

  /**
   * A full disk is waited out: the next submission tries again. Anything else is a bug of ours, and stops the sealing. Whatever is
   * answered so is not sealed later behind its signer's back; a failing disk may have kept the block, and then its ids are known.
   */
  #fail(error: unknown, batch: readonly Waiting[]): void {
    const failure = notSealingFor(error);
    const { clock } = this.#options;
    this.#retryAtMs = clock.monotonicMs() + RETRY_MS;
    this.#replay = undefined;
    if (!(error instanceof StoreError)) this.#failure = failure;
    this.#turnAway(batch, failure);
    if (this.#failure !== undefined) this.#turnAwayAll(failure);
  }

  /** True where another node has taken over: all is turned away, and the outbox left alone, which may be that one's by now. */
  #givesWay(batch: readonly Waiting[]): boolean {
    const overtaken = this.#options.overtaken?.();
    if (overtaken === undefined) return false;
    this.#failure ??= overtaken;
    const all = [...batch, ...this.#queue];
    this.#queue = [];
    for (const { submission, place } of all) submission.answer(place, overtaken);
    return true;
  }

  /** Throws StoreError while it cannot be read which ids are taken: without them nothing can be sealed. */
  #replayNow(): ReplayGuard {
    return (this.#replay ??= ReplayGuard.fromRows(new Rows(this.#options.writer.rows)));
  }

  #turnAwayAll(why: Turnaway): void {
    const waiting = this.#queue;
    this.#queue = [];
    this.#turnAway(waiting, why);
  }

  #turnAway(waiting: readonly Waiting[], why: Turnaway): void {
    if (waiting.some(({ isKept }) => isKept)) this.#kept.clear(this.#queue);
    for (const { submission, place } of waiting) submission.answer(place, why);
  }

  /** Seals when the next due action's time comes, whether or not anybody submits anything. */
  #wakeForDue(): void {
    this.#cancelDue();
    if (this.#closed || this.notSealing() !== undefined) return;
    const { clock } = this.#options;
    const time = this.#nextDue();
    if (time === undefined) return;
    const pauseMs = this.#retryAtMs - clock.monotonicMs();
    const delayMs = Math.max(0, pauseMs, (time - clock.wallSeconds()) * 1_000);
    this.#cancelDue = clock.after(Math.min(delayMs, TIMER_MS_MAX), () => {
      if (time <= clock.wallSeconds()) this.#seal();
      else this.#wakeForDue();
    });
  }

  /** When something is due next, with the outbox taken up. Where the disk does not tell, it may be now: it is asked again after a while. */
  #nextDue(): number | undefined {
    const { writer, clock } = this.#options;
    try {
      this.#takeUpOutbox();
      return new Rows(writer.rows).scan(dueTable, "time", { limit: 1 })[0]?.row.time;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      this.#retryAtMs = clock.monotonicMs() + RETRY_MS;
      return clock.wallSeconds();
    }
  }
}
