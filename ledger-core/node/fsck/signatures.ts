/** Signatures that a check has come upon: checked by another thread and here, for they are half of the work of a check. */
import type { MessagePort } from "node:worker_threads";
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from "#ledger-core/proof/suite.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { SignatureClaim } from "#ledger-core/proof/transaction.ts";

export type SignatureChecks = {
  /** Calls `onInvalid`, sooner or later, if the signature is not one of the message by the key. */
  add(claim: SignatureClaim, onInvalid: () => void): void;
  /** Resolves once every signature that was added is checked. */
  settle(): Promise<void>;
};

/** A suite that believes every signature and keeps what it was asked last, so that the signature is checked elsewhere. */
export type BelievingSuite = { readonly suite: Suite; readonly take: () => SignatureClaim | undefined };

export function believingSuite(suite: Suite): BelievingSuite {
  let kept: SignatureClaim | undefined;
  return {
    suite: {
      ...suite,
      verifyEd25519: (publicKey, message, signature) => {
        kept = { publicKey, message, signature };
        return true;
      },
    },
    take: () => {
      const claim = kept;
      kept = undefined;
      return claim;
    },
  };
}

/** Signatures in one message to the other thread. */
const BATCH = 1_024;
/** Batches that may wait there: as much as it checks while rows are compared, of which no signatures come. */
const BATCHES_WAITING_MAX = 64;

/** What is on its way to a thread that checks signatures, and its answer: which are valid. One of which it says nothing is not. */
export type Batch = { readonly number: number; readonly bytes: Uint8Array };
export type Verdict = { readonly number: number; readonly valid: readonly boolean[] };

type Waiting = { readonly bytes: Uint8Array; readonly handlers: readonly (() => void)[] };

/**
 * Has signatures checked by who serves the other end of the port, and checks them itself while the other has enough to do, or once nothing else
 * is left to do: so neither waits for the other. The caller closes the port.
 */
export class SharedChecks implements SignatureChecks {
  readonly #port: MessagePort;
  readonly #suite: Suite;
  readonly #waiting = new Map<number, Waiting>();
  #claims = new PackedClaims();
  #handlers: (() => void)[] = [];
  #sent = 0;
  #notify: () => void = () => {};

  constructor(port: MessagePort, suite: Suite) {
    this.#port = port;
    this.#suite = suite;
    port.on("message", ({ number, valid }: Verdict) => {
      const handlers = this.#waiting.get(number)?.handlers ?? [];
      this.#waiting.delete(number);
      tellInvalid(handlers, valid);
      this.#notify();
    });
  }

  add(claim: SignatureClaim, onInvalid: () => void): void {
    // The other end reads fixed lengths.
    if (claim.publicKey.length !== PUBLIC_KEY_BYTES || claim.signature.length !== SIGNATURE_BYTES) {
      onInvalid();
      return;
    }
    this.#claims.add(claim);
    this.#handlers.push(onInvalid);
    if (this.#handlers.length < BATCH) return;
    if (this.#waiting.size < BATCHES_WAITING_MAX) this.#send();
    else this.#checkHere();
  }

  async settle(): Promise<void> {
    this.#send();
    // From the last one, while the other end goes on from the first.
    for (const [number, { bytes, handlers }] of [...this.#waiting].toReversed()) {
      if (!take(bytes)) continue;
      this.#waiting.delete(number);
      tellInvalid(handlers, validOf(bytes, this.#suite));
    }
    while (this.#waiting.size > 0) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#notify = resolve;
      await promise;
    }
  }

  #send(): void {
    if (this.#handlers.length === 0) return;
    const bytes = this.#claims.take();
    this.#waiting.set(this.#sent, { bytes, handlers: this.#handlers });
    this.#port.postMessage({ number: this.#sent, bytes } satisfies Batch);
    this.#sent++;
    this.#handlers = [];
  }

  #checkHere(): void {
    const valid = validOf(this.#claims.take(), this.#suite);
    const handlers = this.#handlers;
    this.#handlers = [];
    tellInvalid(handlers, valid);
  }
}

/** Checks what comes through the port, until the other end closes it. */
export function serveChecks(port: MessagePort, suite: Suite): void {
  port.on("message", ({ number, bytes }: Batch) => {
    if (take(bytes)) port.postMessage({ number, valid: validOf(bytes, suite) } satisfies Verdict);
  });
}

function tellInvalid(handlers: readonly (() => void)[], valid: readonly boolean[]): void {
  handlers.forEach((onInvalid, place) => {
    if (valid[place] !== true) onInvalid();
  });
}

/** Takes a batch for this end to check: true for the end that asks first. */
function take(bytes: Uint8Array): boolean {
  return Atomics.exchange(new Int32Array(bytes.buffer, 0, 1), 0, 1) === 0;
}

/** Which of the claims hold. */
function validOf(bytes: Uint8Array, suite: Suite): readonly boolean[] {
  // A copy, for what is shared may not be handed to every library.
  return unpackClaims(bytes.slice(TAKEN_BYTES)).map(({ publicKey, message, signature }) =>
    suite.verifyEd25519(publicKey, message, signature),
  );
}

/** In front of the claims: 1 once one of the ends has taken them. */
const TAKEN_BYTES = 4;
const LENGTH_BYTES = 4;
const HEAD_BYTES = PUBLIC_KEY_BYTES + SIGNATURE_BYTES + LENGTH_BYTES;

/** What a claim takes on an average, and a little more. */
const CLAIM_BYTES_USUAL = 320;

/**
 * Claims one behind another, each with a key and a signature of their right length: in memory that both ends see. They are copied as they are
 * added, so that nothing holds on to the block that they are of.
 */
class PackedClaims {
  #bytes = sharedMemory(TAKEN_BYTES + BATCH * CLAIM_BYTES_USUAL);
  #view = new DataView(this.#bytes.buffer);
  #length = TAKEN_BYTES;

  add({ publicKey, message, signature }: SignatureClaim): void {
    const begin = this.#length;
    this.#length = begin + HEAD_BYTES + message.length;
    if (this.#length > this.#bytes.length) this.#grow(begin);
    this.#bytes.set(publicKey, begin);
    this.#bytes.set(signature, begin + PUBLIC_KEY_BYTES);
    this.#view.setUint32(begin + PUBLIC_KEY_BYTES + SIGNATURE_BYTES, message.length);
    this.#bytes.set(message, begin + HEAD_BYTES);
  }

  /** All of them; the next ones begin anew. */
  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#use(sharedMemory(TAKEN_BYTES + BATCH * CLAIM_BYTES_USUAL));
    this.#length = TAKEN_BYTES;
    return taken;
  }

  #grow(used: number): void {
    const larger = sharedMemory(2 * this.#length);
    larger.set(this.#bytes.subarray(0, used));
    this.#use(larger);
  }

  #use(bytes: Uint8Array<SharedArrayBuffer>): void {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }
}

function sharedMemory(length: number): Uint8Array<SharedArrayBuffer> {
  return new Uint8Array(new SharedArrayBuffer(length));
}

function unpackClaims(bytes: Uint8Array): readonly SignatureClaim[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const claims: SignatureClaim[] = [];
  for (let begin = 0; begin < bytes.length;) {
    const signatureAt = begin + PUBLIC_KEY_BYTES;
    const messageAt = begin + HEAD_BYTES;
    const end = messageAt + view.getUint32(signatureAt + SIGNATURE_BYTES);
    claims.push({
      publicKey: bytes.subarray(begin, signatureAt),
      signature: bytes.subarray(signatureAt, signatureAt + SIGNATURE_BYTES),
      message: bytes.subarray(messageAt, end),
    });
    begin = end;
  }
  return claims;
}
