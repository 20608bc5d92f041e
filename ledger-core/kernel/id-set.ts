/**
 * A set of ids of 32 bytes: open addressing over flat memory, so that millions of them are nothing to the collector and none has to be
 * made a text to be looked up. Ids are hashes, so their first bytes say where one is looked for.
 */
import { assert } from "./assert.ts";

const ID_BYTES = 32;
const CAPACITY_MIN = 1_024;
/** Of four places three are taken at most. */
const LOAD_MAX = 0.75;
/** Ids that lie together: memory is added as they come, and none of them is copied when there are more. */
const CHUNK_IDS = 16_384;

export class IdSet {
  /** Place of an id among those that are held, plus one; 0 where there is none. */
  #slots = new Uint32Array(CAPACITY_MIN);
  readonly #chunks: Uint8Array[] = [];
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** `id` has 32 bytes. */
  has(id: Uint8Array): boolean {
    return this.#slots[this.#slotOf(id)] !== 0;
  }

  add(id: Uint8Array): void {
    if (this.#size >= this.#slots.length * LOAD_MAX) this.#grow();
    const slot = this.#slotOf(id);
    if (this.#slots[slot] !== 0) return;
    if (this.#size === this.#chunks.length * CHUNK_IDS) this.#chunks.push(new Uint8Array(CHUNK_IDS * ID_BYTES));
    this.#chunkOf(this.#size).set(id, beginOf(this.#size));
    this.#slots[slot] = ++this.#size;
  }

  delete(id: Uint8Array): void {
    const slot = this.#slotOf(id);
    const place = (this.#slots[slot] ?? 0) - 1;
    if (place < 0) return;
    this.#empty(slot);
    // The last id moves to where this one was, so that there are no holes.
    const last = --this.#size;
    if (place === last) return;
    const moved = this.#chunkOf(last).subarray(beginOf(last), beginOf(last) + ID_BYTES);
    this.#slots[this.#slotOf(moved)] = place + 1;
    this.#chunkOf(place).set(moved, beginOf(place));
  }

  /** The slot that holds the id, or the empty one where it would go. */
  #slotOf(id: Uint8Array): number {
    const mask = this.#slots.length - 1;
    let slot = homeOf(id, 0) & mask;
    for (;;) {
      const held = this.#slots[slot] ?? 0;
      if (held === 0 || this.#isAt(held - 1, id)) return slot;
      slot = (slot + 1) & mask;
    }
  }

  #isAt(place: number, id: Uint8Array): boolean {
    const chunk = this.#chunkOf(place);
    const begin = beginOf(place);
    for (let i = 0; i < ID_BYTES; i++) if (chunk[begin + i] !== id[i]) return false;
    return true;
  }

  /** Empties a slot, and moves those behind it up that would not be found any more across the gap. */
  #empty(slot: number): void {
    const mask = this.#slots.length - 1;
    let gap = slot;
    for (let next = (gap + 1) & mask; this.#slots[next] !== 0; next = (next + 1) & mask) {
      const place = (this.#slots[next] ?? 0) - 1;
      const home = homeOf(this.#chunkOf(place), beginOf(place)) & mask;
      // It stays where its home lies behind the gap.
      if (((next - home) & mask) < ((next - gap) & mask)) continue;
      this.#slots[gap] = this.#slots[next] ?? 0;
      gap = next;
    }
    this.#slots[gap] = 0;
  }

  #grow(): void {
    const slots = new Uint32Array(2 * this.#slots.length);
    const mask = slots.length - 1;
    for (let place = 0; place < this.#size; place++) {
      let slot = homeOf(this.#chunkOf(place), beginOf(place)) & mask;
      while (slots[slot] !== 0) slot = (slot + 1) & mask;
      slots[slot] = place + 1;
    }
    this.#slots = slots;
  }

  #chunkOf(place: number): Uint8Array {
    const chunk = this.#chunks[Math.floor(place / CHUNK_IDS)];
    assert(chunk !== undefined, "an id lies in a chunk");
    return chunk;
  }
}

/** Where an id lies in its chunk. */
function beginOf(place: number): number {
  return (place % CHUNK_IDS) * ID_BYTES;
}

/** The first four bytes from `begin` on. */
function homeOf(bytes: Uint8Array, begin: number): number {
  const at = (i: number): number => bytes[begin + i] ?? 0;
  return (at(0) | (at(1) << 8) | (at(2) << 16) | (at(3) << 24)) >>> 0;
}
