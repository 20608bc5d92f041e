/** Names as they are compared: without what people write differently and mean alike. */

/** Letters and digits only, Latin ones small, full-width forms as plain ones; text beyond that as it is. */
export function plainWord(text: string): string {
  let plain = "";
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    // Full-width forms repeat ASCII, 0xfee0 further on.
    const ascii = code >= 0xff01 && code <= 0xff5e ? code - 0xfee0 : code;
    if (ascii >= 0x41 && ascii <= 0x5a) plain += String.fromCharCode(ascii + 0x20);
    else if ((ascii >= 0x61 && ascii <= 0x7a) || (ascii >= 0x30 && ascii <= 0x39)) plain += String.fromCharCode(ascii);
    else if (ascii > 0xbf && !PUNCTUATION.test(character)) plain += character;
  }
  return plain;
}

/** General and CJK punctuation, and the forms that have no width. */
const PUNCTUATION = /[\u2000-\u206f\u3000-\u303f\ufe30-\ufe4f\uff00-\uff65\ufeff]/;
