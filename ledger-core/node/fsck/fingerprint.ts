/** A fingerprint of many rows of whole numbers, whatever order they come in. */
import { randomBytes } from "#ledger-core/node/crypto-suite.ts";

/** Numbers in a row at most. */
const NUMBERS_MAX = 8;
/** A number is taken as its lower 32 bits and the rest. */
const WORDS_MAX = 2 * NUMBERS_MAX;
const LANES = 2;
const TWO_32 = 0x1_0000_0000;

/** Drawn once, and told to nobody: who alters a file cannot look for alterations that fall together. */
const secrets = new Int32Array(randomBytes(4 * LANES * WORDS_MAX).buffer);

/**
 * Two collections of rows that differ have different fingerprints, but for a chance of one in 2^64. Rows with one number in another place
 * differ, and so do collections that hold a row once and twice.
 */
export class Fingerprint {
  #count = 0;
  #first = 0;
  #second = 0;

  /** As many numbers for each row, `NUMBERS_MAX` at most. */
  add(...numbers: readonly number[]): void {
    this.#count++;
    this.#first = (this.#first + mixed(numbers, 0)) | 0;
    this.#second = (this.#second + mixed(numbers, WORDS_MAX)) | 0;
  }

  equals(other: Fingerprint): boolean {
    return this.#count === other.#count && this.#first === other.#first && this.#second === other.#second;
  }
}

/** 32 bits of a row, by the steps of MurmurHash3 over words that are secret to whoever made them. */
function mixed(numbers: readonly number[], lane: number): number {
  let hash = lane;
  for (let i = 0; i < numbers.length; i++) {
    const number = numbers[i] ?? 0;
    hash = step(hash, (number | 0) ^ (secrets[lane + 2 * i] ?? 0));
    hash = step(hash, Math.floor(number / TWO_32) ^ (secrets[lane + 2 * i + 1] ?? 0));
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return hash ^ (hash >>> 16);
}

function step(hash: number, word: number): number {
  let mixedWord = Math.imul(word, 0xcc9e2d51);
  mixedWord = Math.imul((mixedWord << 15) | (mixedWord >>> 17), 0x1b873593);
  const joined = hash ^ mixedWord;
  return (Math.imul((joined << 13) | (joined >>> 19), 5) + 0xe6546b64) | 0;
}
