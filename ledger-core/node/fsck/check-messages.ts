/** What the thread of a check is given, and what it says. */
import type { Language } from "#ledger-core/contract/text/texts.ts";
import type { CheckedFolder } from "./check-folder.ts";

export type CheckRequest = {
  readonly folder: string;
  readonly checkpoint: string | undefined;
  readonly language: Language;
  /** Shared; no longer 0 once the check is to stop. */
  readonly stop: Int32Array;
};

export type CheckMessage =
  | { readonly kind: "progress"; readonly done: number; readonly total: number }
  /** The last message; it does not come if the check was stopped. */
  | { readonly kind: "checked"; readonly checked: CheckedFolder };
