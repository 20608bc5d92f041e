/** The wall clock, believed only while it agrees with the clock that nobody can set. */
import { CLOCK_STEP_SECONDS_MAX } from "#ledger-core/contract/schema/limits.ts";

/** Clocks and timers of the machine, replaced in tests. */
export type Clock = {
  /** Unix seconds, whole. */
  wallSeconds(): number;
  /** Milliseconds of a clock that only runs forward, from any start. */
  monotonicMs(): number;
  /** Calls once after at least so many milliseconds; the returned function cancels. */
  after(delayMs: number, call: () => void): () => void;
};

/** How far the clock has stepped, in seconds; positive is forward. */
export type ClockStep = { readonly seconds: number };

export class ClockWatch {
  readonly #clock: Clock;
  #wall: number;
  #monotonicMs: number;
  #step: ClockStep | undefined;

  /** `lastBlockTime`: a clock that lies more than the limit before it has been set back while the node was away. */
  constructor(clock: Clock, lastBlockTime: number) {
    this.#clock = clock;
    this.#wall = clock.wallSeconds();
    this.#monotonicMs = clock.monotonicMs();
    const behind = this.#wall - lastBlockTime;
    if (behind < -CLOCK_STEP_SECONDS_MAX) this.#step = { seconds: behind };
  }

  /** The step that nobody has accepted yet; undefined while the clock can be believed. */
  check(): ClockStep | undefined {
    const wall = this.#clock.wallSeconds();
    const monotonicMs = this.#clock.monotonicMs();
    const drift = wall - this.#wall - Math.round((monotonicMs - this.#monotonicMs) / 1_000);
    if (this.#step === undefined && Math.abs(drift) > CLOCK_STEP_SECONDS_MAX) this.#step = { seconds: drift };
    return this.#step;
  }

  /** A person says that the clock is right now. */
  accept(): void {
    this.#wall = this.#clock.wallSeconds();
    this.#monotonicMs = this.#clock.monotonicMs();
    this.#step = undefined;
  }
}
