/**
 * What the windows and the main process say to each other. A window is not trusted: the main process reads every message as
 * bytes of anybody (`#electron/main/window-messages.ts`).
 */

/** The one channel there is. */
export const shellChannel = "shell";

/** The `data` of the message that brings the console's page its port. */
export const portMessage = "console:port";

export type Language = "zh" | "en";
export type Theme = "light" | "dark" | "system";

/** From the console's window. */
export type ConsoleMessage =
  | { readonly kind: "port" }
  | { readonly kind: "confirm"; readonly digest: string }
  | { readonly kind: "unlock"; readonly handle: string }
  | { readonly kind: "appearance"; readonly language: Language; readonly theme: Theme };

/** From the shell's own sheet. */
export type SheetMessage =
  | { readonly kind: "read" }
  | { readonly kind: "accept"; readonly passphrase: string | undefined; readonly keep: boolean }
  | { readonly kind: "cancel" };

/** Words whose strong parts are what varies. */
export type SheetSentence = readonly { readonly text: string; readonly strong: boolean }[];

/** Everything that the sheet shows, in one language. */
export type SheetWords = {
  readonly title: string;
  readonly sentence: SheetSentence;
  /** Who signs; empty where nothing is signed. */
  readonly signer: string;
  readonly passphrase: string;
  readonly keep: string;
  readonly keepHint: string;
  readonly accept: string;
  readonly working: string;
  readonly cancel: string;
  readonly close: string;
  /** The other language, by its own name. */
  readonly other: string;
};

/** What a sheet asks. `click` where the passphrase is not needed: in a demo, or where the operating system keeps it. */
export type Sheet = {
  readonly language: Language;
  readonly words: Readonly<Record<Language, SheetWords>>;
  readonly asks: "passphrase" | "click";
  /** Whether the operating system can keep the passphrase, if the person wants it to. */
  readonly offersKeeping: boolean;
};

/** Why an answer was not taken. After `isFinal` there is nothing left but to close the sheet. */
export type SheetTrouble = {
  readonly words: Readonly<Record<Language, { readonly cause: string; readonly next: string }>>;
  readonly asks: "passphrase" | "click";
  readonly isFinal: boolean;
};
