/**
 * Keys of the demo's people. Each is derived from the random passphrase that this machine made for its demo, so the demo can be
 * built on after it was interrupted, and no key is the same on two machines.
 */
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { keyPairFromSeed, nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import type { KeyPair } from "#ledger-core/node/crypto-suite.ts";

export class KeyRing {
  readonly #passphrase: string;
  readonly #pairs = new Map<string, KeyPair>();

  constructor(passphrase: string) {
    this.#passphrase = passphrase;
  }

  pairOf(handle: string): KeyPair {
    const known = this.#pairs.get(handle);
    if (known !== undefined) return known;
    const seed = nodeSuite.sha256(encodeUtf8(`demo key\n${this.#passphrase}\n${handle}`) ?? new Uint8Array(0));
    const pair = keyPairFromSeed(seed);
    this.#pairs.set(handle, pair);
    return pair;
  }
}
