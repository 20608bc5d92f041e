/** Crockford's base32: no I, L, O or U, either case, so that it survives paper, telephone and handwriting. */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** Five bits a character, the last one filled up with zeros. */
export function encodeBase32(bytes: Uint8Array): string {
  let text = "";
  let bits = 0;
  let waiting = 0;
  for (const byte of bytes) {
    waiting = (waiting << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += ALPHABET.charAt((waiting >> bits) & 31);
    }
    waiting &= (1 << bits) - 1;
  }
  return bits === 0 ? text : text + ALPHABET.charAt((waiting << (5 - bits)) & 31);
}

/** The bytes that `encodeBase32` spells so; undefined if there are none. The text has been through `cleanBase32`. */
export function parseBase32(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(Math.floor((text.length * 5) / 8));
  let length = 0;
  let bits = 0;
  let waiting = 0;
  for (const character of text) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) return undefined;
    waiting = (waiting << 5) | value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[length++] = waiting >> bits;
      waiting &= (1 << bits) - 1;
    }
  }
  return waiting === 0 && bits < 5 ? bytes : undefined;
}

/** What a person typed, made plain: full-width to plain, upper case, no gaps, and the letters that look like digits as digits. */
export function cleanBase32(text: string): string {
  const plain = text.normalize("NFKC").toUpperCase().replace(/[\s-]/g, "");
  return plain.replace(/O/g, "0").replace(/[IL]/g, "1");
}

/** In groups of four, the way a person reads it out. */
export function groupByFour(text: string, separator: string): string {
  return (text.match(/.{1,4}/g) ?? []).join(separator);
}
