/**
 * Unlocked keys. A session is one person's key in secret memory, named by a random id that only its window knows, and locked
 * again when asked or when nothing was signed for a while. Locking wipes the key.
 */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { randomBytes, wipe, type KeyPair } from "#ledger-core/node/crypto-suite.ts";
import { KeystoreError } from "./keystore-error.ts";

/** Time from outside. `now` is in milliseconds and should go on while the machine sleeps; `after` gives a way to cancel. */
export type KeystoreClock = {
  readonly now: () => number;
  readonly after: (delayMs: number, run: () => void) => () => void;
};

export type SessionPerson = { readonly handle: string; readonly publicKey: Uint8Array };
/** `locksAt`: when the session locks if nothing is signed until then, in the clock's milliseconds. */
export type OpenSession = SessionPerson & { readonly locksAt: number };
export type LockReason = "asked" | "idle" | "crowded";
export type LockEvent = { readonly session: string; readonly handle: string; readonly reason: LockReason };

/** A node serves some windows of some people; above this the session longest unused gives way. */
export const SESSIONS_MAX = 64;
const SESSION_ID_BYTES = 16;

type Session = SessionPerson & { readonly secretKey: Uint8Array; usedAt: number; cancelTimer: () => void };

export class SessionTable {
  readonly #clock: KeystoreClock;
  readonly #idleLockMs: number;
  readonly #sessions = new Map<string, Session>();
  readonly #listeners = new Set<(event: LockEvent) => void>();

  constructor(clock: KeystoreClock, idleLockMs: number) {
    this.#clock = clock;
    this.#idleLockMs = idleLockMs;
  }

  /** Takes over the key pair, and with it the duty to wipe it. */
  open(handle: string, keyPair: KeyPair): string {
    if (this.#sessions.size >= SESSIONS_MAX) this.#lockLongestUnused();
    const id = encodeHex(randomBytes(SESSION_ID_BYTES));
    const session = { handle, ...keyPair, usedAt: this.#clock.now(), cancelTimer: () => {} };
    this.#sessions.set(id, session);
    this.#watch(id, session, this.#idleLockMs);
    return id;
  }

  /** The session, whose idle time starts anew. Throws SESSION_LOCKED. */
  use(id: string): SessionPerson & { readonly secretKey: Uint8Array } {
    const session = this.#find(id);
    if (session === undefined) throw new KeystoreError("SESSION_LOCKED", {});
    session.usedAt = this.#clock.now();
    return session;
  }

  /** Who a session belongs to; undefined if it is locked. Looking does not keep it open. */
  find(id: string): OpenSession | undefined {
    const session = this.#find(id);
    if (session === undefined) return undefined;
    return { handle: session.handle, publicKey: session.publicKey, locksAt: session.usedAt + this.#idleLockMs };
  }

  /** Wipes the key. Locking twice is no mistake. */
  lock(id: string, reason: LockReason): void {
    const session = this.#sessions.get(id);
    if (session === undefined) return;
    session.cancelTimer();
    this.#sessions.delete(id);
    wipe(session.secretKey);
    for (const listener of this.#listeners) listener({ session: id, handle: session.handle, reason });
  }

  lockAll(): void {
    for (const id of [...this.#sessions.keys()]) this.lock(id, "asked");
  }

  onLock(listener: (event: LockEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #find(id: string): Session | undefined {
    const session = this.#sessions.get(id);
    if (session === undefined) return undefined;
    // Timers stand still while a machine sleeps, so the time is looked at as well.
    if (this.#clock.now() - session.usedAt < this.#idleLockMs) return session;
    this.lock(id, "idle");
    return undefined;
  }

  /** One timer for each session, which on waking looks at the last use; so signing a thousand times sets no thousand timers. */
  #watch(id: string, session: Session, delayMs: number): void {
    session.cancelTimer = this.#clock.after(delayMs, () => {
      // A use that lies in the future means that the clock was set back: the idle time then counts from now.
      session.usedAt = Math.min(session.usedAt, this.#clock.now());
      const leftMs = session.usedAt + this.#idleLockMs - this.#clock.now();
      if (leftMs > 0) this.#watch(id, session, leftMs);
      else this.lock(id, "idle");
    });
  }

  #lockLongestUnused(): void {
    let longest: { readonly id: string; readonly usedAt: number } | undefined;
    for (const [id, { usedAt }] of this.#sessions)
      if (longest === undefined || usedAt < longest.usedAt) longest = { id, usedAt };
    if (longest !== undefined) this.lock(longest.id, "crowded");
  }
}
