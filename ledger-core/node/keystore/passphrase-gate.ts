/** Slows down who guesses passphrases: three attempts in a row are free, then each wrong one doubles the wait. Kept in memory only. */
import { KeystoreError } from "./keystore-error.ts";

const FREE_ATTEMPTS = 3;
const WAIT_SECONDS_MAX = 300;

type Attempts = { readonly wrong: number; readonly waitSeconds: number; readonly since: number };

export class PassphraseGate {
  readonly #now: () => number;
  readonly #attempts = new Map<string, Attempts>();

  /** `now` in milliseconds. */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Throws PASSPHRASE_DELAYED while the wait of the last wrong attempt runs. */
  verifyOpen(handle: string): void {
    const attempts = this.#attempts.get(handle);
    if (attempts === undefined) return;
    // A clock that was set back must not lengthen the wait beyond what was announced.
    const passedSeconds = Math.max(0, (this.#now() - attempts.since) / 1_000);
    const waitSeconds = Math.ceil(attempts.waitSeconds - passedSeconds);
    if (waitSeconds > 0) throw new KeystoreError("PASSPHRASE_DELAYED", { handle, waitSeconds });
  }

  /** Counts a wrong passphrase; the seconds that the next attempt must wait. */
  countWrong(handle: string): number {
    const wrong = (this.#attempts.get(handle)?.wrong ?? 0) + 1;
    const doublings = wrong - FREE_ATTEMPTS;
    const waitSeconds = doublings < 0 ? 0 : Math.min(WAIT_SECONDS_MAX, 2 ** doublings);
    this.#attempts.set(handle, { wrong, waitSeconds, since: this.#now() });
    return waitSeconds;
  }

  /** The right passphrase ends the count. */
  forget(handle: string): void {
    this.#attempts.delete(handle);
  }
}
