/**
 * The memory outside the folder: the last head that was sealed is also kept where the folder's copies and backups do not reach, so that
 * an older folder, or a second one, does not sign another history.
 */
import { resolve } from "node:path";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { logIdentity } from "#ledger-core/node/log-signer.ts";
import type { LogOf } from "#ledger-core/node/log-signer.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { judgePlace, mayGoOn } from "./judge-place.ts";
import { loadMemory, removeMemory, saveMemory, saveMemoryMeanwhile, memoryStamp } from "./memory-file.ts";
import type { Memory } from "./memory-file.ts";
import { newPlace, placeOf, removePlace, savePlace } from "./place-file.ts";

/** The memory is written at most so often while blocks are sealed. */
const INTERVAL_MS = 1_000;

export type RememberedLedger = LogOf & {
  readonly folder: string;
  readonly networkHex: string;
  readonly reader: Reader;
};

export class OutsideMemory {
  readonly #ledger: RememberedLedger;
  #held: Turnaway | undefined;
  /** Of the folder, as it was when it was taken for the one that seals. */
  #place: string | undefined;
  #overtaken: Turnaway | undefined;
  #stamp: string | undefined;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  #writtenAtMs = Number.NEGATIVE_INFINITY;

  /**
   * Of a ledger that is opened to write. A folder of which the machine knows nothing, and which has no place yet, is adopted. A state
   * folder that cannot be written holds nothing up; what it remembered of this ledger is taken away then, if possible.
   */
  constructor(ledger: RememberedLedger) {
    this.#ledger = ledger;
    this.#held = judgePlace(ledger);
    if (this.#held !== undefined) return;
    const place = placeOf(ledger.folder);
    if (place === undefined) beginPlace(ledger);
    else reopenPlace(ledger, place);
    this.#held = this.#settle();
  }

  /** Why this folder may only be read; undefined if it may seal. */
  get held(): Turnaway | undefined {
    return this.#held;
  }

  /**
   * Why this folder may seal no more although it could when it was opened: another one, or another program in one that was put in its place,
   * has sealed since. Once said it stays so until the ledger is opened anew.
   */
  overtaken(): Turnaway | undefined {
    if (this.#held !== undefined || this.#overtaken !== undefined || this.#isClosed) return this.#overtaken;
    const { networkHex } = this.#ledger;
    const stamp = memoryStamp(networkHex);
    if (stamp === this.#stamp) return undefined;
    // A memory that was taken away, or is damaged, is written anew after the next block.
    if (loadMemory(networkHex) !== undefined) this.#overtaken = judgePlace(this.#ledger);
    // Only now: where the disk does not give what is judged by, it is judged at the next act.
    this.#stamp = stamp;
    return this.#overtaken;
  }

  /** To be called after each block. Returns at once: the memory is written beside the sealing. */
  follow(): void {
    if (this.#held !== undefined || this.#timer !== undefined) return;
    const wait = Math.max(0, this.#writtenAtMs + INTERVAL_MS - performance.now());
    this.#timer = setTimeout(() => {
      this.#timer = undefined;
      void this.#write(false);
    }, wait);
    this.#timer.unref();
  }

  /** To be called once the act is sealed by which a held ledger goes on with another key: this folder is the one from now on. */
  accept(): void {
    this.#held = undefined;
    beginPlace(this.#ledger);
    this.#overtaken = this.#settle();
  }

  /** Writes a last time, before the ledger's reader is closed. */
  async close(): Promise<void> {
    clearTimeout(this.#timer);
    if (this.#held === undefined) await this.#write(true);
    this.#isClosed = true;
  }

  /** Why it is not this folder that the memory names after all: another one was opened at the same moment, and wrote last. */
  #settle(): Turnaway | undefined {
    const { folder, networkHex } = this.#ledger;
    this.#place = placeOf(folder);
    // Taken before the memory is read: whoever writes later than that is noticed at the next act.
    this.#stamp = memoryStamp(networkHex);
    const memory = loadMemory(networkHex);
    return memory === undefined || memory.folder === resolve(folder) ? undefined : judgePlace(this.#ledger);
  }

  /** One after the other. What the disk does not give or take now is left to the next block. */
  async #write(closed: boolean): Promise<void> {
    this.#writtenAtMs = performance.now();
    this.#writing = this.#writing.then(() => this.#writeNow(closed)).catch(() => undefined);
    await this.#writing;
  }

  async #writeNow(closed: boolean): Promise<void> {
    const { folder, networkHex } = this.#ledger;
    const place = this.#place;
    // Another folder's memory is not written over, nor is anything that was sealed forgotten.
    if (place === undefined || placeOf(folder) !== place || this.overtaken() !== undefined) return;
    await saveMemoryMeanwhile(networkHex, memoryOf(this.#ledger, { place, closed }));
  }
}

/**
 * Makes the folder the one that this machine knows: memory and place anew, together. `closed` where no node has it open. Where the machine
 * can keep no memory the folder gets no place either, or it would be taken for a copy when it is opened next.
 */
export function beginPlace(ledger: RememberedLedger, closed = false): void {
  const place = newPlace();
  attempt(() => {
    removePlace(ledger.folder);
    saveMemory(ledger.networkHex, memoryOf(ledger, { place, closed }));
    savePlace(ledger.folder, place);
  });
}

/**
 * Has a ledger that was brought back, and has a place of its own by now, go on as it is, if that can do no harm: undefined. Otherwise why
 * it is only read until somebody entitled has it go on with another key.
 */
export function resumeRestored(ledger: RememberedLedger): Turnaway | undefined {
  if (mayGoOn(ledger)) beginPlace(ledger, true);
  return judgePlace(ledger);
}

/**
 * From here on something may be sealed that the memory has not heard of yet. Where it cannot be told so, what it says may not stand: that
 * nothing was sealed behind its last head would be believed by a ledger that is restored. The folder is then one of which the machine knows nothing.
 */
function reopenPlace(ledger: RememberedLedger, place: string): void {
  try {
    saveMemory(ledger.networkHex, memoryOf(ledger, { place, closed: false }));
  } catch {
    attempt(() => removeMemory(ledger.networkHex));
    // A place stays while the memory stands that knows it, and without one would have the folder taken for a copy.
    if (loadMemory(ledger.networkHex) === undefined) attempt(() => removePlace(ledger.folder));
  }
}

function memoryOf(ledger: RememberedLedger, given: { readonly place: string; readonly closed: boolean }): Memory {
  const head = ledger.reader.head();
  if (head === undefined) throw new Error("a ledger that is remembered has its genesis");
  const { size, root, checkpoint, height } = head;
  const { origin } = logIdentity(ledger, height);
  return { origin, size, root: encodeHex(root), checkpoint, ...given, folder: resolve(ledger.folder) };
}

function attempt(write: () => void): void {
  try {
    write();
  } catch {
    // Without a memory the ledger goes on as it did before there was one.
  }
}
