/**
 * How often one key may be refused in an hour: evidence is kept, but nobody fills the log with it. It is asked when an act comes, so what waits
 * already when the last refusal is counted is refused beyond it: a queue's worth at most.
 */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { REFUSALS_PER_KEY_HOUR_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { Clock } from "./clock-watch.ts";

const HOUR_MS = 3_600_000;

export class RefusalLimit {
  readonly #clock: Pick<Clock, "monotonicMs">;
  #counts = new Map<string, number>();
  #hour = 0;

  constructor(clock: Pick<Clock, "monotonicMs">) {
    this.#clock = clock;
  }

  /** False once the key was refused too often in this hour of the node. */
  admits(key: Uint8Array): boolean {
    this.#turnHour();
    return this.#counts.size === 0 || (this.#counts.get(encodeHex(key)) ?? 0) < REFUSALS_PER_KEY_HOUR_MAX;
  }

  count(key: Uint8Array): void {
    this.#turnHour();
    const name = encodeHex(key);
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
  }

  #turnHour(): void {
    const hour = Math.floor(this.#clock.monotonicMs() / HOUR_MS);
    if (hour === this.#hour) return;
    this.#hour = hour;
    this.#counts = new Map();
  }
}
