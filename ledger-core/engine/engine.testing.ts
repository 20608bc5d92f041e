/** A solo engine over a real store in a temporary folder, with a clock that the test sets. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { executeGenesis } from "#ledger-core/kernel/genesis.ts";
import { TestLedger, usccOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import type { Writer } from "#ledger-core/store/store-types.ts";
import type { Clock } from "./clock-watch.ts";
import { openOutbox } from "./outbox.ts";
import type { SignatureChecker } from "./signature-queue.ts";
import { SoloEngine } from "./solo-engine.ts";
import type { SoloOptions } from "./solo-options.ts";

export class TestClock implements Clock {
  seconds: number;
  /** Seconds by which the wall clock was set, beside the time that passed. */
  set = 0;
  /** Seconds for which the machine slept. */
  #suspended = 0;
  #timers: { readonly at: number; readonly call: () => void }[] = [];

  constructor(seconds: number) {
    this.seconds = seconds;
  }

  wallSeconds(): number {
    return this.seconds + this.#suspended + this.set;
  }

  monotonicMs(): number {
    return this.seconds * 1_000;
  }

  uptimeMs(): number {
    return (this.seconds + this.#suspended) * 1_000;
  }

  after(delayMs: number, call: () => void): () => void {
    const timer = { at: this.seconds * 1_000 + delayMs, call };
    this.#timers.push(timer);
    return () => (this.#timers = this.#timers.filter((one) => one !== timer));
  }

  /** The machine sleeps: only what counts since it was started, and the clock on the wall, go on. */
  suspend(seconds: number): void {
    this.#suspended += seconds;
  }

  /** Lets time pass and calls the timers whose time has come. */
  pass(seconds: number): void {
    this.seconds += seconds;
    const due = this.#timers.filter((timer) => timer.at <= this.seconds * 1_000);
    this.#timers = this.#timers.filter((timer) => !due.includes(timer));
    for (const timer of due) timer.call();
  }
}

/** What a test signs with (`city.sign`), and the engine that seals it. */
export class EngineBench {
  readonly folder: string;
  readonly clock: TestClock;
  /** Signs; its own rows stay at the genesis. */
  readonly city = new TestLedger();
  writer: Writer;
  engine: SoloEngine;
  readonly #checker: SignatureChecker | undefined;

  /** `checker`: of the signatures of many that come together. */
  constructor(checker?: SignatureChecker) {
    this.#checker = checker;
    this.folder = mkdtempSync(join(tmpdir(), "engine-"));
    this.clock = new TestClock(this.city.time);
    this.writer = this.#openWriter();
    this.writer.commit(
      executeGenesis(this.city.ruleset, nodeSuite, this.city.genesis, this.writer.rows),
      () => "genesis\n",
    );
    this.engine = new SoloEngine(this.options);
  }

  /** As after a crash: nothing is closed in order but the file handles. */
  reopen(): void {
    this.writer.close();
    this.writer = this.#openWriter();
    this.engine = new SoloEngine(this.options);
  }

  admission(number: number): Uint8Array {
    return this.city.sign(this.city.founder, "member.admit", {
      uscc: usccOf(number + 100),
      name: `department ${number}`,
      functions: [],
    });
  }

  dispose(): void {
    this.writer.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #openWriter(): Writer {
    return openWriter({ folder: this.folder, ruleset: this.city.ruleset, suite: nodeSuite });
  }

  /** What an engine over this folder is made with. */
  get options(): SoloOptions {
    const { writer, city, clock, folder } = this;
    return {
      writer,
      ruleset: city.ruleset,
      suite: nodeSuite,
      network: city.network,
      sign: () => (size) => `checkpoint of ${size}\n`,
      clock,
      outbox: openOutbox(folder),
      ...(this.#checker !== undefined && { checker: this.#checker }),
    };
  }
}
