import { describe, expect, it } from "vitest";
import { problemSchema } from "#ledger-core/contract/api/shared.ts";
import { KEYSTORE_CODES, KeystoreError, type KeystoreCode, type KeystoreFailures } from "./keystore-error.ts";
import { describeKeystoreError, type KeystoreProblem } from "./keystore-text.ts";

const data: KeystoreFailures = {
  HANDLE_MALFORMED: { handle: "Wang" },
  KEY_FILE_MISSING: { handle: "wang-fang" },
  KEY_FILE_EXISTS: { handle: "wang-fang" },
  KEY_FILE_CORRUPT: { handle: "wang-fang", reason: "checksum" },
  KEY_FILE_PARAMETERS: { handle: "wang-fang", parameter: "N", value: 4_096 },
  KEY_FILE_UNREADABLE: { handle: "wang-fang", cause: "EACCES" },
  KEY_FOLDER_UNWRITABLE: { handle: "wang-fang", cause: "ENOSPC" },
  OTHER_NETWORK: { handle: "wang-fang", network: "5a".repeat(32) },
  PASSPHRASE_WRONG: { handle: "wang-fang", waitSeconds: 8 },
  PASSPHRASE_DELAYED: { handle: "wang-fang", waitSeconds: 8 },
  PASSPHRASE_WEAK: { reason: "short", charactersMin: 10 },
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

function describeCode<C extends KeystoreCode>(code: C, values: KeystoreFailures[C]): KeystoreProblem {
  return describeKeystoreError(new KeystoreError(code, values));
}

describe("describeKeystoreError", () => {
  it.each(KEYSTORE_CODES)("%s has a cause and a next step in both languages", (code) => {
    const problem = describeCode(code, data[code]);
    expect(problem).toMatchObject({ code, data: data[code] });
    for (const { zh, en } of [problem.cause, problem.next]) {
      expect(zh).toMatch(/^[^a-z]*.*[\u4e00-\u9fff].*。$/u);
      expect(en).toMatch(/^[A-Z0-9].{10,}\.$/);
      for (const text of [zh, en]) expect(text).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  it("fits the contract's problem", () => {
    for (const code of KEYSTORE_CODES) expect(problemSchema.parse(describeCode(code, data[code]))).toBeDefined();
  });

  it("names the wait, the line and the flaw", () => {
    expect(describeCode("PASSPHRASE_WRONG", { handle: "a", waitSeconds: 0 }).next.en).toMatch(/^Try again/);
    expect(describeCode("PASSPHRASE_WRONG", { handle: "a", waitSeconds: 1 }).next.en).toContain("Wait 1 second and");
    expect(describeCode("PASSPHRASE_DELAYED", { handle: "a", waitSeconds: 64 }).next.zh).toContain("64 秒");
    expect(describeCode("RECOVERY_KIT_MALFORMED", { line: 0 }).cause.en).toContain("no numbered line");
    expect(describeCode("KEY_FILE_CORRUPT", { handle: "a", reason: "form" }).next.zh).toContain("更新本软件");
    expect(describeCode("KEY_FILE_UNREADABLE", { handle: "", cause: "EACCES" }).cause.en).toContain(
      "the key folder (EACCES)",
    );
  });
});
