/** Mutations of CBOR that know where its items stand, for the fuzz tests. */
import type { Random } from "#ledger-core/sim/random.ts";
import { damageBytes, splice } from "./hostile.testing.ts";

/** One item of CBOR and where it stands; `argument` is what its head says: a value, a length or a count. */
type Item = {
  readonly at: number;
  readonly headEnd: number;
  readonly end: number;
  readonly major: number;
  readonly argument: number;
};

const MAJOR_BYTES = 2;
const MAJOR_TEXT = 3;
const MAJOR_ARRAY = 4;

/** Every item of well-formed CBOR without maps and tags, the outer before the inner; of other bytes what begins like it. */
function itemsOf(bytes: Uint8Array): readonly Item[] {
  const items: Item[] = [];
  const read = (at: number, depth: number): number => {
    const lead = bytes[at];
    if (lead === undefined || depth > 64) return bytes.length;
    const [major, info] = [lead >> 5, lead & 31];
    const width = info < 24 || info > 27 ? 0 : 1 << (info - 24);
    let argument = width === 0 ? info : 0;
    for (let i = 0; i < width; i++) argument = argument * 256 + (bytes[at + 1 + i] ?? 0);
    const headEnd = Math.min(bytes.length, at + 1 + width);
    const place = items.length;
    items.push({ at, headEnd, end: headEnd, major, argument });
    let end = headEnd;
    if (major === MAJOR_BYTES || major === MAJOR_TEXT) end = Math.min(bytes.length, headEnd + argument);
    else if (major === MAJOR_ARRAY) {
      for (let i = 0; i < argument && end < bytes.length; i++) end = read(end, depth + 1);
    }
    items[place] = { at, headEnd, end, major, argument };
    return end;
  };
  read(0, 0);
  return items;
}

/** Items that a strict reader takes seriously or must not: other types, lengths that are not there, what is not deterministic. */
const STRANGE_ITEMS: readonly Uint8Array[] = `
  00 20 17 1800 18ff 190001 1b0000000000000001 1b001fffffffffffff 1b0020000000000000 1bffffffffffffffff
  3b7fffffffffffffff 1c 40 4100 5a7fffffff 5bffffffffffffffff 5f4100ff 60 62c328 62c080 63eda080 64f4908080 6100
  63efbbbf 7affffffff 7f6161ff 80 8180 9affffffff 9b0000000100000000 9f00ff a0 a200010002 a202010102 c06161
  c24101 d9d9f700 f4 f6 f7 f93c00 fb7ff8000000000000 ff
`
  .trim()
  .split(/\s+/)
  .map((hex) => new Uint8Array(Buffer.from(hex, "hex")));

/** A head of CBOR; `extra` widens it beyond what the argument needs. */
function headOf(major: number, argument: number, extra: number): readonly number[] {
  const least = argument < 24 ? 0 : argument < 0x100 ? 1 : argument < 0x1_0000 ? 2 : argument < 0x1_0000_0000 ? 3 : 4;
  const wide = Math.min(4, least + extra);
  if (wide === 0) return [(major << 5) | argument];
  const width = 1 << (wide - 1);
  const digits = Array.from({ length: width }, (_, i) => Math.floor(argument / 256 ** (width - 1 - i)) % 256);
  return [(major << 5) | (23 + wide), ...digits];
}

/** One mutation of CBOR at the level of its items. */
export function mutateCbor(random: Random, bytes: Uint8Array): Uint8Array {
  const items = itemsOf(bytes);
  if (items.length === 0) return random.pick(STRANGE_ITEMS);
  const item = random.pick(items);
  const { at, headEnd, end, major, argument } = item;
  const whole = bytes.slice(at, end);
  const headed = (head: readonly number[]): Uint8Array => splice(bytes, at, headEnd - at, head);
  switch (random.below(14)) {
    case 0:
      return splice(bytes, at, end - at, random.pick(STRANGE_ITEMS));
    case 1:
      return headed(headOf(random.below(8), argument, 0));
    case 2:
      return headed(headOf(major, Math.max(0, argument + random.pick([-1, 1, 2, 8])), 0));
    case 3:
      return headed(headOf(major, random.pick([0xff, 0xffff, 0xffff_ffff, 2 ** 48, 2 ** 53 - 1]), 0));
    case 4:
      return headed(headOf(major, argument, 1 + random.below(3)));
    case 5:
      return splice(splice(bytes, end, 0, [0xff]), at, headEnd - at, [(major << 5) | 31]);
    case 6:
      return splice(bytes, end, 0, whole);
    case 7:
      return splice(bytes, at, end - at, []);
    case 8: {
      const other = random.pick(items);
      return splice(bytes, at, end - at, bytes.slice(other.at, other.end));
    }
    case 9:
      return splice(bytes, at, end - at, nested(random.pick([1, 8, 33, 1_000, 20_000]), whole));
    case 10:
      return bytes.slice(0, random.pick([at, headEnd, end]));
    case 11:
      return splice(bytes, bytes.length, 0, random.pick(STRANGE_ITEMS));
    case 12:
      return end > headEnd
        ? splice(bytes, headEnd + random.below(end - headEnd), 1, [random.below(256)])
        : bytes.slice(1);
    default:
      return damageBytes(random, bytes);
  }
}

function nested(depth: number, inner: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(depth + inner.length).fill(0x81);
  bytes.set(inner, depth);
  return bytes;
}
