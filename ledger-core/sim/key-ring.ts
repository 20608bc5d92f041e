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

  /** A person's key; `changes` counts the keys that the person had before. */
  pairOf(handle: string, changes = 0): KeyPair {
    const name = changes === 0 ? handle : `${handle}\n${changes}`;
    const known = this.#pairs.get(name);
    if (known !== undefined) return known;
    const seed = nodeSuite.sha256(encodeUtf8(`demo key\n${this.#passphrase}\n${name}`) ?? new Uint8Array(0));
    const pair = keyPairFromSeed(seed);
    this.#pairs.set(name, pair);
    return pair;
  }
}
