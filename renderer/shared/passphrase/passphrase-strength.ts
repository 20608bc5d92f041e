/** What a new passphrase is worth: a flaw for which the keystore would refuse it, or how long it would hold. */
export type PassphraseStrength = "empty" | "short" | "repetitive" | "handle" | "fair" | "good" | "strong";

const charactersMin = 8;
const distinctMin = 5;
const goodWeight = 14;
const strongWeight = 20;

/**
 * Judges a passphrase while it is typed, by the keystore's own rule (eight characters, five of them different, not the handle; a
 * Chinese character counts twice) and beyond it by length. The keystore decides again.
 */
export function judgePassphrase(passphrase: string, handle: string): PassphraseStrength {
  const normalized = passphrase.normalize("NFKC");
  if (normalized === "") return "empty";
  const characters = [...normalized];
  const weight = characters.reduce((sum, one) => sum + (/\p{Script=Han}/u.test(one) ? 2 : 1), 0);
  if (weight < charactersMin) return "short";
  if (new Set(characters).size < distinctMin) return "repetitive";
  if (normalized.toLowerCase() === handle.normalize("NFKC").toLowerCase()) return "handle";
  if (weight < goodWeight) return "fair";
  return weight < strongWeight ? "good" : "strong";
}

/** Whether the keystore would take it. */
export function isAcceptable(strength: PassphraseStrength): boolean {
  return strength === "fair" || strength === "good" || strength === "strong";
}
