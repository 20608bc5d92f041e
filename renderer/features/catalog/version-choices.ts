/** A list of thousands is of no use to a person: so many are offered, and typing a number finds any other. */
const choicesShownMax = 50;

/** The versions whose number begins with what was typed, the exact one first and then the newest; without digits, the newest. */
export function versionChoices(given: {
  readonly newest: number;
  readonly typed: string;
  /** Stands on the other side already. */
  readonly other: number;
}): readonly number[] {
  const { newest, other } = given;
  const digits = given.typed.replaceAll(/\D/g, "").replace(/^0+/, "");
  const found: number[] = [];
  const exact = Number(digits);
  if (digits !== "" && exact <= newest && exact !== other) found.push(exact);
  for (let number = newest; number >= 1 && found.length < choicesShownMax; number--)
    if (number !== other && number !== exact && String(number).startsWith(digits)) found.push(number);
  return found;
}
