/** Signatures that a check has come upon. */
import type { Suite } from "#ledger-core/proof/suite.ts";

export type SignatureClaim = {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
};

/** A suite that believes every signature and keeps what it was asked, so that the signature is checked elsewhere. */
export function believingSuite(suite: Suite): { readonly suite: Suite; take(): SignatureClaim | undefined } {
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

/** Checks signatures one by one, here and now. */
export class SignatureChecks {
  readonly #suite: Suite;

  constructor(suite: Suite) {
    this.#suite = suite;
  }

  /** Calls `onInvalid`, sooner or later, if the signature is not one of the message by the key. */
  add({ publicKey, message, signature }: SignatureClaim, onInvalid: () => void): void {
    if (!this.#suite.verifyEd25519(publicKey, message, signature)) onInvalid();
  }
}
