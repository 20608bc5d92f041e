/** Signatures that a check has come upon: checked here, or by another thread, which takes half of the work of a check. */
import type { MessagePort } from "node:worker_threads";
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from "#ledger-core/proof/suite.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { SignatureClaim } from "#ledger-core/proof/transaction.ts";

export type SignatureChecks = {
  /** Calls `onInvalid`, sooner or later, if the signature is not one of the message by the key. */
  add(claim: SignatureClaim, onInvalid: () => void): void;
  /** Resolves once no more than so many batches are still unchecked; with 0 every signature that was added is. */
  settle(batchesMax: number): Promise<void>;
};

/** A suite that believes every signature and keeps what it was asked last, so that the signature is checked elsewhere. */
export type BelievingSuite = { readonly suite: Suite; readonly take: () => SignatureClaim | undefined };

export function believingSuite(suite: Suite): BelievingSuite {
  let kept: SignatureClaim | undefined;
  return {
    suite: {
      sha256: suite.sha256,
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

/** What is on its way to a thread that checks signatures, and its answer: the places of those that are not valid. */
export type Batch = { readonly number: number; readonly bytes: Uint8Array };
export type Verdict = { readonly number: number; readonly invalid: readonly number[] };

/** Has signatures checked by who serves the other end of the port; the caller closes it. */
export class RemoteChecks implements SignatureChecks {
  readonly #port: MessagePort;
  readonly #waiting = new Map<number, readonly (() => void)[]>();
  #claims: SignatureClaim[] = [];
  #handlers: (() => void)[] = [];
  #sent = 0;
  #notify: () => void = () => {};

  constructor(port: MessagePort) {
    this.#port = port;
    port.on("message", ({ number, invalid }: Verdict) => {
      const handlers = this.#waiting.get(number) ?? [];
      this.#waiting.delete(number);
      for (const place of invalid) handlers[place]?.();
      this.#notify();
    });
  }

  add(claim: SignatureClaim, onInvalid: () => void): void {
    // The other end reads fixed lengths.
    if (claim.publicKey.length !== PUBLIC_KEY_BYTES || claim.signature.length !== SIGNATURE_BYTES) {
      onInvalid();
      return;
    }
    this.#claims.push(claim);
    this.#handlers.push(onInvalid);
    if (this.#claims.length >= BATCH) this.#send();
  }

  async settle(batchesMax: number): Promise<void> {
    if (batchesMax === 0) this.#send();
    while (this.#waiting.size > batchesMax) {
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#notify = resolve;
      await promise;
    }
  }

  #send(): void {
    if (this.#claims.length === 0) return;
    const bytes = packClaims(this.#claims);
    this.#waiting.set(this.#sent, this.#handlers);
    this.#port.postMessage({ number: this.#sent, bytes } satisfies Batch, [bytes.buffer]);
    this.#sent++;
    this.#claims = [];
    this.#handlers = [];
  }
}

/** Checks what comes through the port, until the other end closes it. */
export function serveChecks(port: MessagePort, suite: Suite): void {
  port.on("message", ({ number, bytes }: Batch) => {
    const invalid: number[] = [];
    unpackClaims(bytes).forEach(({ publicKey, message, signature }, place) => {
      if (!suite.verifyEd25519(publicKey, message, signature)) invalid.push(place);
    });
    port.postMessage({ number, invalid } satisfies Verdict);
  });
}

const LENGTH_BYTES = 4;
const HEAD_BYTES = PUBLIC_KEY_BYTES + SIGNATURE_BYTES + LENGTH_BYTES;

/** The claims of a batch, of which each has a key and a signature of their right length. One buffer, which moves to the other thread as it is; a list of small ones would be copied one by one. */
export function packClaims(claims: readonly SignatureClaim[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(claims.reduce((sum, { message }) => sum + HEAD_BYTES + message.length, 0));
  const view = new DataView(bytes.buffer);
  let begin = 0;
  for (const { publicKey, message, signature } of claims) {
    bytes.set(publicKey, begin);
    bytes.set(signature, begin + PUBLIC_KEY_BYTES);
    view.setUint32(begin + PUBLIC_KEY_BYTES + SIGNATURE_BYTES, message.length);
    bytes.set(message, begin + HEAD_BYTES);
    begin += HEAD_BYTES + message.length;
  }
  return bytes;
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
