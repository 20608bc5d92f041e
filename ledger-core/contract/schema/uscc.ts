/** Unified Social Credit Codes (GB 32100-2015): how every organisation in China is named, and what each department here is known by. */

/** Digits and capital letters without I, O, S, V, Z, which look like others. A character's value is its place. */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
/** Registration authority and kind (2), administrative division (6 digits), organisation code (9); the check character follows. */
const FIRST_17 = /^[0-9A-HJ-NP-RTUWXY]{2}[0-9]{6}[0-9A-HJ-NP-RTUWXY]{9}$/;

/**
 * True if the text is 18 characters of the standard's form whose check character is right, so that no single mistyped character and
 * no two neighbours swapped go unnoticed. Capital letters only, nothing around them. Not checked: that the division or the
 * organisation exists. A few codes that were issued before the standard do not follow it and are refused.
 */
export function isUnifiedSocialCreditCode(text: string): boolean {
  if (text.length !== 18) return false;
  const first17 = text.slice(0, 17);
  return FIRST_17.test(first17) && text.charAt(17) === checkCharacter(first17);
}

/** The code that begins with the 17 characters. Throws `RangeError` if they are not of the standard's form: the caller's mistake. */
export function makeUnifiedSocialCreditCode(first17: string): string {
  if (!FIRST_17.test(first17)) throw new RangeError("17 characters of a unified social credit code are needed");
  return first17 + checkCharacter(first17);
}

/** Character i, from 0, weighs 3^i mod 31; the check character brings the sum to a multiple of 31. */
function checkCharacter(first17: string): string {
  let sum = 0;
  let weight = 1;
  for (const character of first17) {
    sum += ALPHABET.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}
