import { describe, expect, it } from "vitest";
import { findText, refusalSentence } from "#ledger-core/contract/text/texts.ts";
import type { KeystoreCode, KeystoreFailures } from "./keystore-error.ts";

/** A refusal of each code; one that is missing here does not compile. */
const data: KeystoreFailures = {
  HANDLE_MALFORMED: { handle: "a/b" },
  KEY_FILE_MISSING: { handle: "wang-fang" },
  KEY_FILE_EXISTS: { handle: "wang-fang" },
  KEY_FILE_CORRUPT: { handle: "wang-fang", reason: "checksum" },
  KEY_FILE_PARAMETERS: { handle: "wang-fang", parameter: "N", value: 4_096 },
  KEY_FILE_UNREADABLE: { handle: "wang-fang", cause: "EACCES" },
  KEY_FOLDER_UNWRITABLE: { handle: "wang-fang", cause: "ENOSPC" },
  OTHER_NETWORK: { handle: "wang-fang", network: "5a".repeat(32) },
  PASSPHRASE_WRONG: { handle: "wang-fang", waitSeconds: 8 },
  PASSPHRASE_DELAYED: { handle: "wang-fang", waitSeconds: 8 },
  PASSPHRASE_WEAK: { reason: "short", charactersMin: 8 },
  KEYSTORE_BUSY: { waitingMax: 32 },
  SESSION_LOCKED: {},
  RECOVERY_KIT_MALFORMED: { line: 3 },
  RECOVERY_CODE_MALFORMED: {},
  RECOVERY_CODE_WRONG: { handle: "wang-fang" },
  KEY_REQUEST_MALFORMED: { reason: "json" },
  KEY_REQUEST_FORGED: { handle: "wang-fang" },
  SIGNING_ITEM_MISSING: { digest: "00" },
  SIGNING_DESK_FULL: { itemsMax: 64 },
};

function sentence<C extends KeystoreCode>(language: "zh" | "en", code: C, values: KeystoreFailures[C]): string {
  const { cause, next } = refusalSentence(language, code, values);
  return `${cause} ${next}`;
}

describe("the words for the keystore's refusals", () => {
  it.each(Object.keys(data) as readonly KeystoreCode[])(
    "%s has a cause and a next step in both languages, with every value filled in",
    (code) => {
      for (const part of ["cause", "next"]) {
        expect(findText("zh", `code.${code}.${part}`)).toMatch(/[\u4e00-\u9fff].*。$/u);
        expect(findText("en", `code.${code}.${part}`)).toMatch(/[a-z].*\.$/);
      }
      for (const language of ["zh", "en"] as const) {
        expect(sentence(language, code, data[code])).not.toMatch(/undefined|\[object|NaN|[{}]|—/);
      }
    },
  );

  it("say flaws in the language", () => {
    for (const reason of ["size", "json", "shape", "form", "checksum", "handle"] as const) {
      const zh = sentence("zh", "KEY_FILE_CORRUPT", { handle: "x", reason });
      expect(zh.replace("x", "")).not.toMatch(/[a-z]/);
      expect(sentence("en", "KEY_FILE_CORRUPT", { handle: "x", reason })).not.toContain(`: ${reason}.`);
    }
    for (const reason of ["short", "long", "repetitive", "handle"] as const)
      expect(sentence("zh", "PASSPHRASE_WEAK", { reason, charactersMin: 8 })).not.toMatch(/[a-z]/);
  });

  it("announce a wait only where there is one, and name the line", () => {
    expect(sentence("en", "PASSPHRASE_WRONG", { handle: "x", waitSeconds: 0 })).not.toMatch(/second|0/);
    expect(sentence("zh", "PASSPHRASE_WRONG", { handle: "x", waitSeconds: 0 })).not.toMatch(/秒|0/);
    expect(sentence("en", "PASSPHRASE_WRONG", { handle: "x", waitSeconds: 1 })).toMatch(/1 second\b/);
    expect(sentence("zh", "PASSPHRASE_DELAYED", { handle: "x", waitSeconds: 64 })).toContain("64");
    expect(sentence("en", "RECOVERY_KIT_MALFORMED", { line: 3 })).toContain("3");
    expect(sentence("en", "RECOVERY_KIT_MALFORMED", { line: 0 })).not.toContain("0");
  });
});
