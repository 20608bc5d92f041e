import { ORPCError } from "@orpc/client";
import type { Receipt } from "#ledger-core/contract/api/session.ts";
import type { ShellOutcome } from "#ledger-core/contract/api/shell.ts";

/**
 * What the desktop shell puts into the page. The page names acts and people; passphrases are typed in the shell's own sheet, so a page
 * can neither sign nor unlock by itself.
 */
export type ConsoleBridge = {
  /** Makes a port to the node arrive as a message of this window. */
  readonly requestPort: () => void;
  readonly confirm: (digest: string) => Promise<ShellOutcome<Receipt>>;
  readonly unlock: (handle: string) => Promise<ShellOutcome<null>>;
  /** The shell's menu, sheet and frame follow what the person chose here. */
  readonly saveAppearance: (language: "zh" | "en", theme: "light" | "dark" | "system") => void;
};

declare global {
  // oxlint-disable-next-line typescript/consistent-type-definitions -- only an interface merges with the library's own.
  interface Window {
    readonly consoleBridge?: ConsoleBridge;
  }
}

/** The shell's bridge; undefined in a browser. */
export function findBridge(): ConsoleBridge | undefined {
  return globalThis.window.consoleBridge;
}

/** What the person's answer led to; undefined if the person went back. Throws what the node refused, as a call of the node does. */
export async function resultInShell<Result>(asked: Promise<ShellOutcome<Result>>): Promise<Result | undefined> {
  const outcome = await asked;
  switch (outcome.state) {
    case "done":
      return outcome.result;
    case "withdrawn":
      return undefined;
    case "refused":
      throw new ORPCError("PROBLEM", { defined: true, status: 422, data: outcome.problem });
  }
}
