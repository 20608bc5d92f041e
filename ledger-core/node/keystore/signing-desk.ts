/**
 * Where an act lies between "this is what you are about to sign" and the signature. A window prepares; the person confirms,
 * in a browser with the passphrase, under Electron in a window that the shell owns. A window alone gets no signature.
 */
import { concatBytes, encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { KeystoreError } from "./keystore-error.ts";
import type { Keystore } from "./keystore.ts";

/** `shown` is what the person reads before confirming, in both languages, and whatever else the caller wants back with it. */
export type PreparedAct<Shown> = {
  readonly session: string;
  readonly handle: string;
  /** What is signed: one act, or several that one sentence speaks of. */
  readonly signedParts: readonly Uint8Array[];
  readonly shown: Shown;
  /** In the milliseconds of the desk's clock. */
  readonly expiresAt: number;
};

/**
 * `shell` says that the person answered where no window can: in the shell's own confirm window, or in a demo, whose keys protect
 * nothing. The node itself says it; it never comes out of a message.
 */
export type ConfirmationProof = { readonly passphrase: string } | { readonly shell: true };

/** More than one person reads in five minutes; fewer than would matter to memory. */
export const PREPARED_ACTS_MAX = 64;
/** Time to read a sentence and answer; afterwards what it says may no longer be what happens. */
export const PREPARED_ACT_LIFE_MS = 300_000;
/** Steps back of a clock that keeps itself right; a larger one was made by somebody. */
const CLOCK_SLACK_MS = 10_000;

export class SigningDesk<Shown> {
  readonly #keystore: Keystore;
  readonly #now: () => number;
  readonly #acts = new Map<string, PreparedAct<Shown>>();

  /** `now` in milliseconds. Acts of a session that is locked are dropped. */
  constructor(keystore: Keystore, now: () => number = () => Date.now()) {
    this.#keystore = keystore;
    this.#now = now;
    keystore.onLock(({ session }) => {
      for (const [digest, act] of this.#acts) if (act.session === session) this.#acts.delete(digest);
    });
  }

  /**
   * Lays down for five minutes what is to be signed. The digest of one part is its SHA-256 in hex, which is the transaction's id; of
   * several it is the SHA-256 of theirs, one after the other. Preparing the same again starts its time anew. Throws SESSION_LOCKED or
   * SIGNING_DESK_FULL.
   */
  prepare(session: string, signedParts: readonly Uint8Array[], shown: Shown): { readonly digest: string } {
    this.#keystore.touch(session);
    const person = this.#keystore.findSession(session);
    if (person === undefined) throw new KeystoreError("SESSION_LOCKED", {});
    const now = this.#now();
    for (const [digest, act] of this.#acts) if (!isAlive(act, now)) this.#acts.delete(digest);
    // A copy, so that nobody changes what was shown between now and the confirmation.
    const copies = signedParts.map((part) => Uint8Array.from(part));
    const digest = encodeHex(digestOf(copies));
    if (this.#acts.size >= PREPARED_ACTS_MAX && !this.#acts.has(digest))
      throw new KeystoreError("SIGNING_DESK_FULL", { itemsMax: PREPARED_ACTS_MAX });
    const { handle } = person;
    const expiresAt = now + PREPARED_ACT_LIFE_MS;
    this.#acts.set(digest, { session, handle, signedParts: copies, shown, expiresAt });
    return { digest };
  }

  /** What lies under a digest, for the confirmation to show. Throws SIGNING_ITEM_MISSING. */
  get(digest: string): PreparedAct<Shown> {
    const act = this.#acts.get(digest);
    if (act === undefined || !isAlive(act, this.#now())) throw new KeystoreError("SIGNING_ITEM_MISSING", { digest });
    return act;
  }

  /**
   * The signatures of what was prepared, in its order, given out once. A wrong passphrase leaves the act where it is, and counts against the
   * person's handle. Throws SIGNING_ITEM_MISSING, SESSION_LOCKED and whatever `unlock` throws.
   */
  async confirm(digest: string, proof: ConfirmationProof): Promise<readonly Uint8Array[]> {
    const act = this.get(digest);
    if ("passphrase" in proof) await this.#keystore.verifyPassphrase(act.session, proof.passphrase);
    // Spelt out, so that an empty proof that slipped through a door is not taken for the shell's.
    else if (proof.shell !== true) throw new KeystoreError("SIGNING_ITEM_MISSING", { digest });
    // While the passphrase was tried, another confirmation, a lock or the clock may have taken the act away.
    if (this.get(digest) !== act) throw new KeystoreError("SIGNING_ITEM_MISSING", { digest });
    this.#acts.delete(digest);
    return act.signedParts.map((part) => this.#keystore.sign(act.session, part));
  }

  /** The person said no. Withdrawing what is gone is no mistake. */
  withdraw(digest: string): void {
    this.#acts.delete(digest);
  }
}

function digestOf(parts: readonly Uint8Array[]): Uint8Array {
  const [first, ...others] = parts.map((part) => nodeSuite.sha256(part));
  if (first === undefined) throw new RangeError("nothing to sign");
  return others.length === 0 ? first : nodeSuite.sha256(concatBytes(first, ...others));
}

function isAlive(act: { readonly expiresAt: number }, now: number): boolean {
  // The second bound: after the clock was set back, an act must not outlive its five minutes by as much.
  return now < act.expiresAt && act.expiresAt - now <= PREPARED_ACT_LIFE_MS + CLOCK_SLACK_MS;
}
