import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { createLogKey, LogKeys, logKeyFile, nextLogKey } from "./log-key.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "log-key-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const network = new Uint8Array(32);

describe("the key pairs of an open ledger's log", () => {
  it("are held until those that follow have their place, so that nothing is signed with a key that was wiped", () => {
    const first = createLogKey(folder);
    const next = nextLogKey(folder, { isFresh: false });
    const handedOver: object[] = [];
    const rows = new Rows({
      get: () => undefined,
      scan: () => handedOver.map((row, key) => ({ key, row: { ...row }, changedAt: 0 })),
    });
    const keys = new LogKeys(folder, rows, { network, publicKey: first.publicKey });
    const secretInHex = (): string => encodeHex(keys.pairOf(next.publicKey).secretKey);
    const secret = secretInHex();
    handedOver.push({ publicKey: next.publicKey, revision: 2 });
    // Something in the way of the file that is to be replaced.
    rmSync(logKeyFile(folder));
    mkdirSync(logKeyFile(folder));
    writeFileSync(join(logKeyFile(folder), "something"), "");
    expect(() => keys.takeUp()).toThrow(/EISDIR|ENOTEMPTY|EEXIST/u);
    expect(secretInHex()).toBe(secret);
    rmSync(logKeyFile(folder), { recursive: true });
    keys.takeUp();
    expect(secretInHex()).toBe(secret);
    expect(readdirSync(folder)).toEqual(["log.key"]);
  });
});
