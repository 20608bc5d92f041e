/** Reads what windows send. Whatever is not exactly one of the messages is none, and is refused. */
import type { ConsoleMessage, Language, SheetMessage, Theme } from "#electron/preload/messages.ts";

const digestPattern = /^[0-9a-f]{64}$/u;
/** As long as a handle of the ledger may be; the node knows which it is. */
const handlePattern = /^[^\p{Cc}]{1,64}$/u;
const passphraseLengthMax = 1_024;
const languages: readonly Language[] = ["zh", "en"];
const themes: readonly Theme[] = ["light", "dark", "system"];

export function parseConsoleMessage(value: unknown): ConsoleMessage | undefined {
  const fields = fieldsOf(value);
  switch (fields["kind"]) {
    case "port":
      return { kind: "port" };
    case "confirm": {
      const { digest } = fields;
      return typeof digest === "string" && digestPattern.test(digest) ? { kind: "confirm", digest } : undefined;
    }
    case "unlock": {
      const { handle } = fields;
      return typeof handle === "string" && handlePattern.test(handle) ? { kind: "unlock", handle } : undefined;
    }
    case "appearance": {
      const language = languages.find((known) => known === fields["language"]);
      const theme = themes.find((known) => known === fields["theme"]);
      return language === undefined || theme === undefined ? undefined : { kind: "appearance", language, theme };
    }
    default:
      return undefined;
  }
}

export function parseSheetMessage(value: unknown): SheetMessage | undefined {
  const fields = fieldsOf(value);
  switch (fields["kind"]) {
    case "read":
      return { kind: "read" };
    case "cancel":
      return { kind: "cancel" };
    case "accept": {
      const { passphrase, keep } = fields;
      if (typeof keep !== "boolean") return undefined;
      if (passphrase === undefined) return { kind: "accept", passphrase, keep };
      if (typeof passphrase !== "string" || passphrase.length > passphraseLengthMax) return undefined;
      return { kind: "accept", passphrase, keep };
    }
    default:
      return undefined;
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
