/**
 * One short run of a whole node, driven by one seed: what is submitted, and again, and in another order; how the clock goes; which call
 * to the disk fails, and when the power goes. The same seed is the same run, call by call.
 */
import { existsSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { dueTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { openOutbox } from "#ledger-core/engine/outbox.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { Random } from "#ledger-core/sim/random.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { openReader } from "#ledger-core/store/store.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { importWires, nextWire, plainWire, wireAgain } from "./acts.testing.ts";
import { drawFault, drawReadFault } from "./draw-faults.testing.ts";
import { FaultyDisk } from "./faulty-disk.testing.ts";
import { faultsOfOutbox, Life } from "./node.testing.ts";
import type { KeptWires } from "./node.testing.ts";
import { faultsOfContents } from "./kept-contents.testing.ts";
import { Oracle } from "./oracle.testing.ts";
import { NO_MUTATION, partsWith } from "./parts.testing.ts";
import type { Mutation, Parts } from "./parts.testing.ts";
import { Promises } from "./promises.testing.ts";
import type { Sent } from "./promises.testing.ts";
import { memoryFolder, townOf } from "./town.testing.ts";
import type { Town, TownKind } from "./town.testing.ts";
import { problemsOf } from "./whole-check.testing.ts";

export type Outcome = {
  readonly seed: number;
  /** What must not be, in words; nothing after a run that held. */
  readonly faults: readonly string[];
  /** How often things happened, by name. */
  readonly seen: ReadonlyMap<string, number>;
  /** What the log came to: the same for the same seed. */
  readonly root: string;
};

const HOUR_SECONDS = 3_600;
const PAGE_BYTES = 4_096;
const TOWNS: readonly TownKind[] = ["empty", "short", "short", "short", "short", "short", "long", "city", "city"];
const OPENINGS_MAX = 5;

/** Lives through one run. Never throws for what the node does wrong: that is in the outcome. */
export async function simulate(seed: number, mutation: Mutation = NO_MUTATION): Promise<Outcome> {
  const run = new Run(seed, mutation);
  try {
    return await run.live();
  } finally {
    run.remove();
  }
}

class Run {
  readonly #seed: number;
  readonly #random: Random;
  readonly #parts: Parts;
  readonly #town: Town;
  readonly #promises = new Promises();
  readonly #oracle: Oracle;
  readonly #place = memoryFolder("simulation-");
  readonly #faults: string[] = [];
  readonly #imports: (readonly Uint8Array[])[] = [];
  /** What was given to be kept, whatever became of it. */
  readonly #contents: Uint8Array[] = [];
  readonly #seen = new Map<string, number>();
  #folder = join(this.#place, "city");
  #kept: KeptWires = { wires: [], saving: [], isClearing: false };
  #disk: FaultyDisk;
  #life: Life | undefined;
  #wall: { seconds: number; set: number };
  #isLimited = false;

  constructor(seed: number, mutation: Mutation) {
    this.#seed = seed;
    // Seeds that follow one another begin far apart.
    this.#random = new Random(Math.imul(seed, 0x9e37_79b1));
    this.#parts = partsWith(mutation);
    const town = this.#random.pick(TOWNS);
    this.#town = townOf(mutation.town ?? town);
    this.#oracle = new Oracle(this.#town, this.#promises);
    this.#disk = new FaultyDisk(this.#folder, this.#random);
    this.#wall = { seconds: this.#town.ledger.time + 10, set: 0 };
    if (this.#town.blocks.length > 0) this.#town.copyTo(this.#folder);
  }

  async live(): Promise<Outcome> {
    try {
      await this.#open(true);
      const steps = 5 + this.#random.below(16);
      for (let i = 0; i < steps && !this.#isOver; i++) await this.#step();
      if (!this.#isOver) await this.#finish();
    } catch (error) {
      // What the simulation itself reads, no fault keeps from it.
      if (!(error instanceof StoreError)) throw error;
      this.#faults.push(`the rows cannot be read: ${String(error)}`);
    }
    const faults = [...this.#faults, ...this.#promises.faults];
    return { seed: this.#seed, faults, seen: this.#seen, root: `${this.#oracle.root()} ${this.#disk.calls}` };
  }

  remove(): void {
    this.#life?.abandon();
    rmSync(this.#place, { recursive: true, force: true });
  }

  get #isOver(): boolean {
    return this.#faults.length + this.#promises.faults.length > 0 || this.#life === undefined;
  }

  #see(name: string, count = 1): void {
    this.#seen.set(name, (this.#seen.get(name) ?? 0) + count);
  }

  /** Starts a life on what lies there, and looks whether everything that was promised is. */
  async #open(isFaulty: boolean): Promise<void> {
    this.#life = undefined;
    if (this.#contents.length > 0) await this.#checkContents();
    this.#rest();
    for (let attempt = 0; attempt < OPENINGS_MAX && this.#life === undefined; attempt++) {
      const isQuiet = !isFaulty || attempt >= 2;
      this.#disk = new FaultyDisk(this.#folder, this.#random, this.#disk);
      if (!isQuiet && this.#random.once(5))
        this.#disk.arm(drawFault(this.#random, "outbox write"), this.#random.below(this.#random.pick([4, 90])));
      const unread = isQuiet ? undefined : this.#random.below(8);
      if (unread === 0) this.#disk.armRead(drawReadFault(this.#random), this.#random.below(60));
      if (unread === 1) this.#disk.armRead(drawReadFault(this.#random), 0, "outbox");
      const ledgerBytesMax = !isQuiet && this.#random.once(12) ? this.#fewBytes() : undefined;
      this.#isLimited = ledgerBytesMax !== undefined;
      const { happened } = this.#disk;
      try {
        this.#life = this.#begin(ledgerBytesMax);
      } catch (error) {
        for (const name of happened) this.#see(name);
        if (this.#disk.remains !== undefined) this.#moveOn("crashed while opening");
        else if (!(error instanceof StoreError) || (happened.length === 0 && !this.#isLimited))
          return void this.#faults.push(`the folder does not open: ${String(error)}`);
      }
    }
    if (this.#life === undefined) return void this.#faults.push("the folder does not open, however often it is tried");
    const left = this.#parts.outbox(openOutbox(this.#folder)).load();
    this.#faults.push(...faultsOfOutbox(this.#kept, left));
    // What lies there beyond that was never made durable: a power loss may still take it.
    this.#kept.wires = this.#kept.isClearing && left.length === 0 ? [] : this.#kept.wires;
    this.#kept.saving = [];
    this.#kept.isClearing = false;
    if (left.length > 0) this.#see("acts were left in the outbox");
    // What a killed process had not synced has been shown by now, and the power goes before anything else is sealed.
    if (isFaulty && this.#disk.isAfterKill && this.#random.once(2)) this.#disk.crash(false);
    await this.#life.settle();
    for (const name of this.#disk.happened) this.#see(name);
    if (this.#life.isAlive) this.#check();
    // Sometimes the power goes as soon as somebody was shown what the life before has left.
    if (isFaulty && this.#random.once(5)) this.#disk.crash();
    else if (isFaulty && this.#random.once(2)) this.#armSome();
  }

  /** While nothing runs, time passes, and somebody may set the clock. */
  #rest(): void {
    if (!this.#random.once(4)) return;
    const seconds = this.#wall.seconds + this.#random.pick([1, 60, HOUR_SECONDS, 90_000]);
    const set = this.#wall.set + (this.#random.once(4) ? this.#random.pick([-HOUR_SECONDS, HOUR_SECONDS]) : 0);
    this.#wall = { seconds, set };
    this.#see("time passed while nothing ran");
  }

  #begin(ledgerBytesMax: number | undefined): Life {
    return new Life({
      town: this.#town,
      folder: this.#folder,
      disk: this.#disk,
      parts: this.#parts,
      promises: this.#promises,
      kept: this.#kept,
      wall: this.#wall,
      ledgerBytesMax,
    });
  }

  #check(isWhole = false): void {
    const { ruleset } = this.#town.ledger;
    try {
      const reader = openReader({ folder: this.#folder, ruleset, suite: nodeSuite });
      try {
        this.#faults.push(...this.#oracle.check(reader, isWhole));
      } finally {
        reader.close();
      }
    } catch (error) {
      this.#faults.push(`the folder cannot be read: ${String(error)}`);
    }
  }

  /** Goes on with what the crash has left. */
  #moveOn(why: string): void {
    const { remains } = this.#disk;
    if (remains === undefined) throw new Error("nothing has crashed");
    this.#see(why);
    this.#keepTime();
    this.#life?.abandon();
    this.#life = undefined;
    rmSync(this.#folder, { recursive: true, force: true });
    this.#folder = remains;
  }

  #keepTime(): void {
    const clock = this.#life?.clock;
    if (clock !== undefined) this.#wall = { seconds: clock.seconds, set: clock.set };
  }

  async #step(): Promise<void> {
    const life = this.#life;
    if (life === undefined) return;
    const { happened } = this.#disk;
    const countBefore = happened.length;
    if (life.isAlive) await this.#act(life);
    if (!this.#random.once(4)) await life.settle();
    for (const name of happened.slice(countBefore)) this.#see(name);
    if (this.#life === life && !life.isAlive) {
      this.#moveOn("crashed");
      await this.#open(true);
    }
    if (!this.#disk.isArmed && this.#random.once(5)) this.#armSome();
  }

  async #act(life: Life): Promise<void> {
    const chance = this.#random.below(100);
    if (chance < 50) life.submit(this.#burst(life));
    else if (chance < 57) this.#keep(life);
    else if (chance < 60) life.submit(this.#import(life));
    else if (chance < 72) this.#pass(life, this.#random.pick([0, 1, 1, 5, 60, HOUR_SECONDS, 90_000]));
    else if (chance < 76) life.setClock(this.#random.pick([-HOUR_SECONDS, HOUR_SECONDS]));
    else if (chance < 80) life.setClock(this.#random.below(600) - 300);
    else if (chance < 86) life.acceptClock();
    else if (chance < 91) this.#pass(life, 3);
    else if (chance < 95) await this.#restartInOrder();
    else this.#disk.crash();
  }

  /** Timers whose time has come are called; one of them may meet the end of the power. */
  #pass(life: Life, seconds: number): void {
    try {
      life.clock.pass(seconds);
    } catch (error) {
      // Nobody catches what a timer throws: in a node it would be the end of the process.
      if (life.isAlive) this.#faults.push(`a timer failed: ${String(error)}`);
    }
  }

  /** New acts, earlier ones once more, and some of both twice, in any order. */
  #burst(life: Life): readonly Uint8Array[] {
    const sent = [...this.#promises.sent.values()];
    const wires = Array.from({ length: 1 + this.#random.below(5) }, () => {
      if (sent.length > 0 && this.#random.once(5)) return this.#again(this.#random.pick(sent).wire);
      const wallSeconds = life.clock.wallSeconds();
      return this.#disk.aside(() => nextWire(this.#town, this.#random, { rows: life.writer.rows, wallSeconds }));
    });
    const [first] = wires;
    return first !== undefined && this.#random.once(6) ? [...wires, first] : wires;
  }

  /** The same bytes as a rule, now and then the same act with another signature. */
  #again(wire: Uint8Array): Uint8Array {
    if (!this.#random.once(4)) return wire;
    this.#see("acts signed once more");
    return wireAgain(this.#town, this.#random, wire);
  }

  /**
   * An import as it is signed: many batches by one person, more than are checked at once and more than a block takes; now and then an
   * earlier one once more, as after a crash.
   */
  #import(life: Life): readonly Uint8Array[] {
    const earlier = this.#imports.at(-1);
    if (earlier !== undefined && this.#random.once(3)) return earlier;
    const wires = importWires(this.#town, this.#random, life.clock.wallSeconds());
    this.#imports.push(wires);
    this.#see("imports");
    return wires;
  }

  /** Content of its own, now and then some that was given before; and mostly the disk fails at one of the next calls that keep it. */
  #keep(life: Life): void {
    const contents = Array.from({ length: this.#random.pick([1, 1, 1, 3, 9]) }, () =>
      this.#contents.length > 0 && this.#random.once(5)
        ? this.#random.pick(this.#contents)
        : this.#random.bytes(this.#random.pick([0, 1, 90, 900, 2_500])),
    );
    this.#contents.push(...contents);
    if (!this.#random.once(3)) this.#disk.arm(drawFault(this.#random, "blobs write"), this.#random.below(12), "blobs");
    this.#see("content was given to be kept");
    life.keep(contents);
  }

  async #restartInOrder(): Promise<void> {
    const life = this.#life;
    if (life === undefined || !(await life.close())) return;
    this.#see("restarted in order");
    this.#keepTime();
    await this.#open(true);
  }

  #armSome(): void {
    if (this.#random.once(3))
      this.#disk.armRead(drawReadFault(this.#random), this.#random.below(this.#random.pick([20, 300])));
    const fault = drawFault(this.#random, "outbox write");
    if (this.#random.once(2))
      this.#disk.arm(fault, this.#random.below(12), this.#random.pick(["COMMIT", "outbox", "fold"]));
    else this.#disk.arm(fault, this.#random.below(this.#random.pick([8, 40, 120])));
  }

  #fewBytes(): number {
    const file = ledgerFile(this.#folder);
    const size = existsSync(file) ? statSync(file).size : 100 * PAGE_BYTES;
    return size + this.#random.below(16) * PAGE_BYTES;
  }

  /** The disk is sound again and the clock is believed: everything must come to rest and work. */
  async #finish(): Promise<void> {
    this.#disk.disarm();
    if (this.#life?.isAlive === false) {
      this.#moveOn("crashed");
      await this.#open(false);
    }
    if (this.#isLimited || this.#random.once(2)) {
      if (!(await this.#endLife())) return;
      await this.#open(false);
    }
    const life = this.#life;
    if (life === undefined || this.#isOver) return;
    life.acceptClock();
    await life.settle();
    for (let i = 0; i < 3; i++) {
      this.#pass(life, HOUR_SECONDS / 2);
      await life.settle();
    }
    const stopped = life.engine.notSealing();
    if (stopped !== undefined) return void this.#faults.push(`the engine does not seal: ${JSON.stringify(stopped)}`);
    this.#checkNothingIsOverdue(life);
    const asked = [...this.#promises.sent.values()];
    for (const { wire } of asked) life.submit([wire]);
    await life.settle();
    await this.#probe(life);
    if (!(await this.#endLife())) return;
    this.#check(true);
    await this.#checkContents();
    this.#checkTold(asked);
    await this.#checkFolder();
    this.#see("acts", this.#promises.sent.size);
    for (const [name, count] of this.#oracle.sealed()) this.#see(name, count);
  }

  /** Whoever asks once more about an act, whatever they were told while the disk failed, is told what became of it. */
  #checkTold(asked: readonly Sent[]): void {
    for (const { wire, last } of asked) {
      const isTold = last !== undefined && (isReceipt(last) || ["ALREADY_SEEN", "EXPIRED"].includes(last.code));
      if (this.#oracle.isPlaced(wire) && !isTold)
        this.#faults.push(`whoever asks for an act that is in the log is told ${JSON.stringify(last)}`);
    }
  }

  async #endLife(): Promise<boolean> {
    const life = this.#life;
    if (life === undefined || !(await life.close())) return false;
    this.#keepTime();
    return true;
  }

  #checkNothingIsOverdue(life: Life): void {
    const below = life.clock.wallSeconds() - HOUR_SECONDS / 2;
    const overdue = new Rows(life.writer.rows).scan(dueTable, "time", { below, limit: 1 })[0];
    if (overdue !== undefined)
      this.#faults.push(`${overdue.row.action} was due at ${overdue.row.time} and did not run`);
  }

  async #probe(life: Life): Promise<void> {
    const validUntil = Math.max(life.clock.wallSeconds(), life.writer.head()?.time ?? 0) + 600;
    const wire = plainWire(this.#town, this.#random, validUntil);
    const [sent] = life.submit([wire]);
    await life.settle();
    const answer = sent?.answers.at(-1);
    if (answer === undefined || !isReceipt(answer) || answer.state === "refused")
      this.#faults.push(`a sound node does not seal a plain act: ${JSON.stringify(answer)}`);
  }

  async #checkContents(): Promise<void> {
    this.#faults.push(...(await faultsOfContents(this.#folder, this.#promises.kept)));
  }

  /** What `ledger fsck` says of the folder. */
  async #checkFolder(): Promise<void> {
    for (const { where, code, message } of await problemsOf(this.#folder, this.#town.ledger.ruleset))
      this.#faults.push(`fsck finds ${code} at ${where}: ${message}`);
  }
}
