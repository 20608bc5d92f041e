/** The wall clock, believed only while it agrees with the clock that nobody can set. */
import { CLOCK_STEP_SECONDS_MAX } from "#ledger-core/contract/schema/limits.ts";

/** Clocks and timers of the machine, replaced in tests. */
export type Clock = {
  /** Unix seconds, whole. */
  wallSeconds(): number;
  /** Milliseconds of a clock that only runs forward, from any start; it may stand still while the machine is suspended. */
  monotonicMs(): number;
  /** Milliseconds since the machine was started, also those for which it was suspended; takes longer to read. */
  uptimeMs(): number;
  /** Calls once after at least so many milliseconds; the returned function cancels. */
  after(delayMs: number, call: () => void): () => void;
};

/** How far the clock has stepped, in seconds; positive is forward. */
export type ClockStep = { readonly seconds: number };

export class ClockWatch {
  readonly #clock: Clock;
  #wall: number;
  #monotonicMs: number;
  #uptimeMs: number;
  #step: ClockStep | undefined;

  /** `lastBlockTime`: a clock that lies more than the limit before it has been set back while the node was away. */
  constructor(clock: Clock, lastBlockTime: number) {
    this.#clock = clock;
    this.#wall = clock.wallSeconds();
    this.#monotonicMs = clock.monotonicMs();
    this.#uptimeMs = clock.uptimeMs();
    const behind = this.#wall - lastBlockTime;
    if (behind < -CLOCK_STEP_SECONDS_MAX) this.#step = { seconds: behind };
  }

  /** The step that nobody has accepted yet; undefined while the clock can be believed. */
  check(): ClockStep | undefined {
    if (this.#step !== undefined || isLittle(this.#drift())) return this.#step;
    this.#countSuspension();
    const seconds = this.#drift();
    if (!isLittle(seconds)) this.#step = { seconds };
    return this.#step;
  }

  /** A person says that the clock is right now. */
  accept(): void {
    this.#wall = this.#clock.wallSeconds();
    this.#monotonicMs = this.#clock.monotonicMs();
    this.#uptimeMs = this.#clock.uptimeMs();
    this.#step = undefined;
  }

  /** Seconds by which the wall clock has gone further than the other. */
  #drift(): number {
    const passedMs = this.#clock.monotonicMs() - this.#monotonicMs;
    return this.#clock.wallSeconds() - this.#wall - Math.round(passedMs / 1_000);
  }

  /** A machine that slept is no clock that was set. */
  #countSuspension(): void {
    const passedMs = this.#clock.uptimeMs() - this.#uptimeMs;
    this.#monotonicMs = this.#clock.monotonicMs() - passedMs;
  }
}

function isLittle(drift: number): boolean {
  return Math.abs(drift) <= CLOCK_STEP_SECONDS_MAX;
}
