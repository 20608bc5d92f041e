/**
 * The key of each log that this window has seen hold, by the log's origin. A log that later answers with another key is not believed
 * because its node says so: its proofs fail until a person compares the keys.
 */
const storageName = "console.logKeys";

type Remembered = Readonly<Record<string, string>>;

function readRemembered(): Remembered {
  try {
    const parsed: unknown = JSON.parse(localStorage.getItem(storageName) ?? "{}");
    return typeof parsed === "object" && parsed !== null ? (parsed as Remembered) : {};
  } catch {
    return {};
  }
}

/** The key that a log of this origin is checked with: the one that held before, else the one that is offered now. */
export function trustedKey(origin: string, offered: string): string {
  const remembered = readRemembered();
  const known = Object.hasOwn(remembered, origin) ? remembered[origin] : undefined;
  return known ?? offered;
}

/** Keeps the key after a proof held with it. */
export function rememberKey(origin: string, key: string): void {
  const remembered = readRemembered();
  if (remembered[origin] === key) return;
  localStorage.setItem(storageName, JSON.stringify({ ...remembered, [origin]: key }));
}
