/** A clock that a simulation sets: all of its hands move together, so that it never seems to have stepped. */
import type { Clock } from "#ledger-core/engine/clock-watch.ts";

export class DemoClock implements Clock {
  #seconds: number;

  constructor(seconds: number) {
    this.#seconds = seconds;
  }

  /** Moves on to a later moment; an earlier one is ignored. */
  moveTo(seconds: number): void {
    this.#seconds = Math.max(this.#seconds, seconds);
  }

  wallSeconds(): number {
    return this.#seconds;
  }

  monotonicMs(): number {
    return this.#seconds * 1_000;
  }

  uptimeMs(): number {
    return this.#seconds * 1_000;
  }

  /** Nothing happens by itself: what is due runs with the next block. */
  after(): () => void {
    return () => {};
  }
}
