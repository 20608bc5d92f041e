/**
 * The engine of a ledger that may only be read, because another folder may be sealing under its key. It takes one act: the one by which
 * the ledger goes on with another key. From then on it is what `resume` gives.
 */
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import type { Block, SealedEntry } from "#ledger-core/kernel/block.ts";
import { checkCurrent, checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import type { Sound } from "#ledger-core/kernel/door.ts";
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { BlockListeners } from "./block-listeners.ts";
import { changedRows, notSealingFor, receiptOf } from "./block-outcome.ts";
import { ClockWatch } from "./clock-watch.ts";
import type { BlockEvent, Engine, Receipt } from "./engine.ts";
import type { SoloOptions } from "./solo-options.ts";

export type Hold = {
  /** Why nothing is sealed. */
  readonly why: Turnaway;
  /** The kind of the act that ends the hold: its own block is signed with the other key. */
  readonly endedBy: string;
  /** Called before that act is sealed; where it throws StoreError nothing is. */
  readonly prepare: () => void;
  /** Called once, when that act is durable. */
  readonly resume: () => Engine;
};

export class HeldEngine implements Engine {
  readonly kind = "solo";
  readonly #options: SoloOptions;
  readonly #hold: Hold;
  readonly #watch: ClockWatch;
  readonly #listeners = new BlockListeners();
  #resumed: Engine | undefined;

  /** The writer holds at least the genesis block. What lies in the outbox stays there until the hold has ended. */
  constructor(options: SoloOptions, hold: Hold) {
    this.#options = options;
    this.#hold = hold;
    this.#watch = new ClockWatch(options.clock, options.writer.head()?.time ?? 0);
  }

  async submit(
    wires: readonly Uint8Array[],
    accepted: (place: number) => void = () => {},
  ): Promise<readonly (Receipt | Turnaway)[]> {
    const answers: (Receipt | Turnaway)[] = [];
    for (const [place, wire] of wires.entries()) {
      if (this.#resumed === undefined) {
        answers.push(await this.#take(wire, () => accepted(place)));
        continue;
      }
      const rest = await this.#resumed.submit(wires.slice(place), (later) => accepted(place + later));
      return [...answers, ...rest];
    }
    return answers;
  }

  onBlock(listener: (event: BlockEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  notSealing(): Turnaway | undefined {
    return this.#resumed === undefined ? this.#hold.why : this.#resumed.notSealing();
  }

  acceptClock(): void {
    this.#watch.accept();
    this.#resumed?.acceptClock();
  }

  async close(): Promise<void> {
    await this.#resumed?.close();
  }

  async #take(wire: Uint8Array, accepted: () => void): Promise<Receipt | Turnaway> {
    const { writer, ruleset, suite, network } = this.#options;
    const { why, endedBy } = this.#hold;
    const sound = checkSound(ruleset, suite, network, wire);
    if (isTurnaway(sound) || sound.transaction.signed.kind !== endedBy) return why;
    const step = this.#watch.check();
    if (step !== undefined) return { code: "CLOCK_STEPPED", data: { seconds: step.seconds } };
    const sealed = this.#attempt(sound, accepted);
    if (isTurnaway(sealed)) return sealed;
    await writer.projected();
    return receiptOf(sealed);
  }

  /** A disk that is full, or does not give what it holds, is waited out: the act can be submitted again. */
  #attempt(sound: Sound, accepted: () => void): SealedEntry | Turnaway {
    try {
      return this.#seal(sound, accepted);
    } catch (error) {
      if (error instanceof StoreError) return notSealingFor(error);
      throw error;
    }
  }

  #seal(sound: Sound, accepted: () => void): SealedEntry | Turnaway {
    const { writer, sign, objection } = this.#options;
    const { why, endedBy } = this.#hold;
    const block = this.#execute(sound, ReplayGuard.fromRows(new Rows(writer.rows)));
    if (isTurnaway(block)) return block;
    const entry = block.entries.find(({ kind, state }) => kind === endedBy && state === "executed");
    // Any other block would be signed with the key that may be signing elsewhere. It is given up, and says why as far as that is known.
    if (entry === undefined) return { ...why, data: { ...why.data, ...refusalIn(block) } };
    const objected = objection?.(entry);
    if (objected !== undefined) return objected;
    this.#hold.prepare();
    accepted();
    const head = writer.commit(block, sign(block));
    // At once, so that nothing else comes between: from this block on the other key signs.
    this.#resume({ height: head.height, time: head.time, size: head.size, changed: changedRows(block) });
    return entry;
  }

  #execute(sound: Sound, replay: ReplayGuard): Block | Turnaway {
    const { writer, ruleset, suite, clock } = this.#options;
    const head = writer.head();
    if (head === undefined) throw new Error("the ledger has lost its head");
    const [height, time] = [head.height + 1, Math.max(head.time, clock.wallSeconds())];
    const isSeen = (id: Uint8Array): boolean => replay.has(id);
    const current = checkCurrent({ ruleset, rows: new Rows(writer.rows), height, time, isSeen }, sound);
    if (isTurnaway(current)) return current;
    const [base, firstIndex, transactions] = [writer.rows, head.size, [sound]];
    return (
      executeBlock({ ruleset, suite, base, replay, height, time, firstIndex, transactions }) ?? { ...this.#hold.why }
    );
  }

  /** Those who listen are told of the blocks of the engine that follows, too. */
  #resume(event: BlockEvent): void {
    const bug = this.#listeners.tell(event);
    this.#resumed = this.#hold.resume();
    this.#resumed.onBlock((later) => this.#passOn(later));
    if (bug !== undefined) throw bug;
  }

  #passOn(event: BlockEvent): void {
    const bug = this.#listeners.tell(event);
    if (bug !== undefined) throw bug;
  }
}

function refusalIn(block: Block): { readonly refused?: string } {
  const refused = block.entries.find(({ code }) => code !== "");
  return refused === undefined ? {} : { refused: refused.code };
}
