/** Key files, key requests, recovery kits and the node's own keys with their structure mutated: refused by a code, or the very same key. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterAll, describe, expect, it } from "vitest";
import { encodeHex, equalBytes, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import {
  casesOf,
  damageBytes,
  fuzz,
  JSON_GRAMMAR,
  LINE_GRAMMAR,
  looseUtf8,
  mutateText,
  mutateValue,
  mutations,
} from "#ledger-core/kernel/testing/hostile.testing.ts";
import { contentKey } from "#ledger-core/node/content/content-key.ts";
import { keyPairFromSeed, nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { createLogKey, loadLogKey } from "#ledger-core/node/log-key.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import { encodeKeyFile, parseKeyFile, sealKeyFile } from "./key-file.ts";
import { createKeyRequest, encodeKeyRequest, parseKeyRequest } from "./key-request.ts";
import { KeystoreError } from "./keystore-error.ts";
import { TEST_COST, TEST_NETWORK, TEST_PASSPHRASE } from "./keystore.testing.ts";
import { SCRYPT_N_MIN } from "./passphrase.ts";
import { issueRecoveryKit, openRecoveryKit, parseRecoveryKit } from "./recovery-kit.ts";

const CASES = casesOf({ short: 1_000, long: 50_000 });
const keyPair = keyPairFromSeed(nodeSuite.sha256(new Uint8Array(1)));
const handle = "wang-fang";

const folder = mkdtempSync(join(tmpdir(), "hostile-keys-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A JSON file with its tokens, its values or its bytes mutated, also written in the spelling of the file itself. */
function mutateFile(random: Random, file: Uint8Array): Uint8Array {
  const text = new TextDecoder().decode(file);
  if (random.once(4)) return damageBytes(random, file);
  if (random.once(2)) return looseUtf8(`${JSON.stringify(mutateValue(random, JSON.parse(text)), undefined, 2)}\n`);
  let mutated = text;
  for (let left = mutations(random); left > 0; left--) mutated = mutateText(random, mutated, JSON_GRAMMAR);
  return looseUtf8(mutated);
}

/** What work gives; undefined where it refuses in the keystore's terms. */
function orRefused<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    expect(error).toBeInstanceOf(KeystoreError);
    return undefined;
  }
}

describe("a key file", () => {
  it(`has one spelling, and asks for no more memory than is allowed (${CASES} mutations)`, async () => {
    const sealed = await sealKeyFile({ handle, network: TEST_NETWORK }, keyPair, {
      passphrase: TEST_PASSPHRASE,
      cost: TEST_COST,
    });
    const file = encodeKeyFile(sealed);
    expect(parseKeyFile(handle, file)).toEqual(sealed);
    await fuzz(CASES, (random) => {
      const mutated = mutateFile(random, file);
      const parsed = orRefused(() => parseKeyFile(handle, mutated));
      if (parsed !== undefined) expect(equalBytes(mutated, file)).toBe(true);
    });
    // Whoever mends the checksum still gets no other cost than one that is allowed.
    await fuzz(CASES, (random) => {
      const cost = {
        ...sealed.cost,
        [random.pick(["N", "r", "p"])]: random.pick([
          0,
          -1,
          1,
          3,
          1.5,
          2 ** 20,
          2 ** 30,
          2 ** 53,
          1e300,
          SCRYPT_N_MIN - 1,
          SCRYPT_N_MIN / 2,
        ]),
      };
      const parsed = orRefused(() => parseKeyFile(handle, encodeKeyFile({ ...sealed, cost })));
      if (parsed !== undefined)
        expect(128 * parsed.cost.N * parsed.cost.r * parsed.cost.p).toBeLessThanOrEqual(2 ** 30);
    });
  });
});

describe("a key request", () => {
  it(`is believed for the key and the handle that it was made for alone (${CASES} mutations)`, async () => {
    const request = createKeyRequest({ network: TEST_NETWORK, handle }, keyPair);
    const file = encodeKeyRequest(request);
    let read = 0;
    await fuzz(CASES, (random) => {
      const parsed = orRefused(() => parseKeyRequest(mutateFile(random, file), TEST_NETWORK));
      if (parsed === undefined) return;
      read++;
      expect(parsed).toEqual(request);
    });
    expect(read).toBeGreaterThan(0);
  });
});

describe("a recovery kit", () => {
  it(`gives the key that it was made of, or is refused (${CASES} mutations)`, async () => {
    const issued = issueRecoveryKit({ handle, network: parseHex(TEST_NETWORK) }, keyPair);
    const sound = parseRecoveryKit(issued.text);
    let read = 0;
    await fuzz(CASES, async (random) => {
      // The guarded memory of a key is given back between turns, and there is only so much of it.
      await setImmediate();
      const lines = issued.text.split("\n");
      const at = random.below(lines.length);
      let text = random
        .pick([lines.toSpliced(at, 1), lines.toSpliced(at, 0, lines[at] ?? ""), lines.toReversed(), lines])
        .join(random.pick(["\n", "\r\n", "\r"]));
      if (random.once(2)) text = mutateText(random, text, { ...LINE_GRAMMAR, tokens: /[0-9A-Z]{1,4}|[^]/g });
      const kit = orRefused(() => parseRecoveryKit(text));
      if (kit === undefined) return;
      expect(kit).toEqual(sound);
      const code = random.once(3) ? mutateText(random, issued.code, LINE_GRAMMAR) : issued.code;
      const opened = orRefused(() => openRecoveryKit(kit, code));
      if (opened === undefined) return;
      read++;
      expect(equalBytes(opened.publicKey, keyPair.publicKey)).toBe(true);
    });
    expect(read).toBeGreaterThan(0);
  });
});

describe("the node's own keys", () => {
  it("are the key that the network names, or are refused with the file's name", async () => {
    const pair = createLogKey(folder);
    const seed = encodeHex(pair.secretKey.subarray(0, 32));
    const file = Buffer.from(`${JSON.stringify({ form: 1, publicKey: encodeHex(pair.publicKey), seed })}\n`);
    await fuzz(CASES / 5, async (random) => {
      await setImmediate();
      writeFileSync(join(folder, "log.key"), mutateFile(random, file));
      try {
        expect(equalBytes(loadLogKey(folder, pair.publicKey).publicKey, pair.publicKey)).toBe(true);
      } catch (error) {
        expect(error).toMatchObject({ code: "LOG_KEY_DAMAGED" });
      }
    });
  });

  it("of content are the key that was written, or are refused with the file's name", async () => {
    const { identity } = await contentKey(folder, () => false);
    await fuzz(CASES / 5, async (random) => {
      writeFileSync(
        join(folder, "content.key"),
        looseUtf8(mutateText(random, `${identity}\n`, { ...LINE_GRAMMAR, tokens: /[A-Z0-9]{1,8}|[^]/g })),
      );
      const read = await contentKey(folder, () => true).catch(() => undefined);
      if (read !== undefined) expect(read.identity).toBe(identity);
    });
  });

  it("of content are refused as damaged where one letter of theirs is another", async () => {
    const file = join(folder, "content.key");
    rmSync(file, { force: true });
    const { identity } = await contentKey(folder, () => false);
    writeFileSync(file, `${identity.slice(0, -1)}${identity.endsWith("Q") ? "P" : "Q"}\n`);
    await expect(contentKey(folder, () => true)).rejects.toMatchObject({ code: "CONTENT_KEY_DAMAGED" });
  });
});
