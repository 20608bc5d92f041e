import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { generateKeyPair } from "#ledger-core/node/crypto-suite.ts";
import { cleanBase32, encodeBase32, groupByFour, parseBase32 } from "./base32.ts";
import { Keystore } from "./keystore.ts";
import { makeKeyFolder, refusal, TEST_COST, TEST_NETWORK, TEST_PASSPHRASE } from "./keystore.testing.ts";
import { issueRecoveryKit, openRecoveryKit, parseRecoveryKit } from "./recovery-kit.ts";

const network = parseHex(TEST_NETWORK);
const keyPair = generateKeyPair();
const issued = issueRecoveryKit({ handle: "wang-fang", network }, keyPair);

/** The sheet with the characters of one numbered line changed. */
function alterLine(number: number, change: (content: string) => string): string {
  const start = `${String(number).padStart(2, "0")}: `;
  return issued.text
    .split("\n")
    .map((line) => (line.startsWith(start) ? start + change(line.slice(start.length)) : line))
    .join("\n");
}

const lineNumbers = issued.text
  .split("\n")
  .flatMap((line) => /^([0-9]{2}):/.exec(line)?.[1] ?? [])
  .map(Number);

describe("base32", () => {
  it("gives back any bytes", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
        const text = encodeBase32(bytes);
        expect(text).toMatch(/^[0-9A-HJKMNP-TV-Z]*$/);
        expect(parseBase32(text)).toEqual(bytes);
        expect(parseBase32(cleanBase32(groupByFour(text.toLowerCase(), " - ")))).toEqual(bytes);
      }),
    );
  });

  it("has one spelling for bytes", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom(..."0123456789ABCDEFGHJKMNPQRSTVWXYZ"), maxLength: 30 }),
        (text) => {
          const bytes = parseBase32(text);
          if (bytes !== undefined) expect(encodeBase32(bytes)).toBe(text);
        },
      ),
    );
    expect(parseBase32("U")).toBeUndefined();
    expect(parseBase32("01")).toBeUndefined();
  });

  it("reads the letters that look like digits", () => {
    expect(cleanBase32("oO iI lL ０Ｏ-q")).toBe("00111100Q");
  });
});

describe("a recovery kit", () => {
  it("opens with its code, which is not on it", () => {
    const opened = openRecoveryKit(parseRecoveryKit(issued.text), issued.code);
    expect(opened.publicKey).toEqual(keyPair.publicKey);
    expect([...opened.secretKey]).toEqual([...keyPair.secretKey]);
    expect(issued.code).toMatch(/^(?:[0-9A-HJKMNP-TV-Z]{4}-){6}[0-9A-HJKMNP-TV-Z]{4}$/);
    expect(cleanBase32(issued.text)).not.toContain(cleanBase32(issued.code).slice(0, 26));
  });

  it("says in both languages whose it is and how to keep it", () => {
    expect(issued.text).toContain("wang-fang");
    expect(issued.text).toContain(TEST_NETWORK);
    expect(issued.text).toContain("分开保管");
    expect(issued.text).toContain("Keep them apart");
    expect(Math.max(...issued.text.split("\n").map((line) => line.length))).toBeLessThan(120);
  });

  it("opens when typed by hand: lower case, other gaps, other line ends, full width, notes around it", () => {
    const typed = issued.text
      .split("\n")
      .filter((line) => /^[0-9]{2}:/.test(line))
      .map((line) => line.toLowerCase().replace(/^0/, "").replace(/0/g, "o").replace(/ /g, "  ").replace(":", "："));
    const withNotes = `from the safe, 2026\r\n${typed.join("\r\n")}\r\n\r\n(end)`;
    const code = issued.code.toLowerCase().replaceAll("-", "　").replaceAll("1", "l");
    expect(openRecoveryKit(parseRecoveryKit(withNotes), code).publicKey).toEqual(keyPair.publicKey);
  });

  it("needs no network", () => {
    const kit = issueRecoveryKit({ handle: "li-wei", network: undefined }, keyPair);
    expect(parseRecoveryKit(kit.text).head).toEqual({ form: 1, handle: "li-wei", network: undefined });
    expect(openRecoveryKit(parseRecoveryKit(kit.text), kit.code).publicKey).toEqual(keyPair.publicKey);
  });

  it("names the line of a slip", async () => {
    expect(lineNumbers.length).toBeGreaterThan(3);
    for (const number of lineNumbers) {
      for (const slip of [
        (content: string) => (content.startsWith("A") ? "B" : "A") + content.slice(1),
        (content: string) => content.slice(1),
        (content: string) => `${content}7`,
        () => "0",
      ]) {
        const error = await refusal("RECOVERY_KIT_MALFORMED", () => parseRecoveryKit(alterLine(number, slip)));
        expect(error.data.line).toBe(number);
      }
    }
  });

  it("names the line that is missing, doubled or in another's place", async () => {
    const lines = issued.text.split("\n").filter((line) => /^[0-9]{2}:/.test(line));
    const [first = "", second = ""] = lines;
    const cases: readonly (readonly [readonly string[], number])[] = [
      [[], 0],
      [lines.slice(1), 1],
      [[first, ...lines.slice(2)], 2],
      [lines.slice(0, -1), lines.length],
      [[first, first, ...lines.slice(1)], 2],
      [[second, first, ...lines.slice(2)], 1],
    ];
    for (const [text, line] of cases) {
      const error = await refusal("RECOVERY_KIT_MALFORMED", () => parseRecoveryKit(text.join("\n")));
      expect(error.data.line).toBe(line);
    }
  });

  it("refuses any text without throwing anything else", async () => {
    const line = fc.tuple(
      fc.integer({ min: 0, max: 12 }),
      fc.string({ unit: fc.constantFrom(..."01AZ -:L"), maxLength: 50 }),
    );
    const hostile = fc.oneof(
      fc.string({ unit: "binary", maxLength: 300 }),
      fc.array(line.map(([number, content]) => `${number}: ${content}`)).map((lines) => lines.join("\n")),
    );
    await fc.assert(
      fc.asyncProperty(
        hostile,
        async (text) => void (await refusal("RECOVERY_KIT_MALFORMED", () => parseRecoveryKit(text))),
      ),
    );
    await refusal("RECOVERY_KIT_MALFORMED", () => parseRecoveryKit("01: A\n".repeat(20_000)));
  });

  it("takes time linear in a line of white space", async () => {
    for (const end of ["!", "?", ":"]) {
      const text = `1:${" ".repeat(65_000)}${end}`;
      const error = await refusal("RECOVERY_KIT_MALFORMED", () => parseRecoveryKit(text));
      expect(error.data.line).toBe(0);
    }
  }, 5_000);

  it("tells a slip in the code from another kit's code", async () => {
    const kit = parseRecoveryKit(issued.text);
    const other = issueRecoveryKit({ handle: "wang-fang", network }, keyPair);
    expect(other.code).not.toBe(issued.code);
    const error = await refusal("RECOVERY_CODE_WRONG", () => openRecoveryKit(kit, other.code));
    expect(error.data).toEqual({ handle: "wang-fang" });
    const slip = (issued.code.startsWith("A") ? "B" : "A") + issued.code.slice(1);
    for (const code of [
      "",
      "ABCD",
      slip,
      issued.code.slice(0, -1),
      `${issued.code}-0000`,
      "城".repeat(28),
      "0".repeat(1_000_000),
    ])
      await refusal("RECOVERY_CODE_MALFORMED", () => openRecoveryKit(kit, code));
  });

  it("is bound to its head", async () => {
    const kit = parseRecoveryKit(issued.text);
    for (const head of [
      { ...kit.head, handle: "li-wei" },
      { ...kit.head, network: undefined },
    ])
      await refusal("RECOVERY_CODE_WRONG", () => openRecoveryKit({ ...kit, head }, issued.code));
  });
});

describe("restoring", () => {
  const openKeystore = (folder: string, network = TEST_NETWORK): Keystore =>
    new Keystore({ folder, network, cost: TEST_COST });

  async function lostFolder(): Promise<{
    folder: string;
    keystore: Keystore;
    publicKey: Uint8Array;
    text: string;
    code: string;
  }> {
    const folder = await makeKeyFolder();
    const keystore = openKeystore(folder);
    const publicKey = await keystore.createKeyFile({ handle: "wang-fang", passphrase: TEST_PASSPHRASE });
    return { folder, keystore, publicKey, ...(await keystore.exportRecoveryKit("wang-fang", TEST_PASSPHRASE)) };
  }

  it("makes the file anew on another machine", async () => {
    const { publicKey, text, code } = await lostFolder();
    const elsewhere = openKeystore(await makeKeyFolder());
    expect(await elsewhere.restoreFromKit({ text, code, passphrase: "a new passphrase" })).toEqual({
      handle: "wang-fang",
      publicKey,
    });
    const session = await elsewhere.unlock("wang-fang", "a new passphrase");
    expect(elsewhere.findSession(session)).toMatchObject({ handle: "wang-fang", publicKey });
  });

  it("helps who forgot the passphrase, even after many guesses, and changes nothing with a weak new one", async () => {
    const { keystore, text, code } = await lostFolder();
    for (let i = 0; i < 3; i++) await refusal("PASSPHRASE_WRONG", keystore.unlock("wang-fang", `guess ${i}`));
    await refusal("PASSPHRASE_WEAK", keystore.restoreFromKit({ text, code, passphrase: "weak" }));
    await refusal("PASSPHRASE_DELAYED", keystore.unlock("wang-fang", TEST_PASSPHRASE));
    await keystore.restoreFromKit({ text, code, passphrase: "a new passphrase" });
    await expect(keystore.unlock("wang-fang", "a new passphrase")).resolves.toBeDefined();
  });

  it("puts a damaged file aside and keeps it", async () => {
    const { folder, keystore, text, code } = await lostFolder();
    await writeFile(join(folder, "wang-fang.key"), "damaged");
    await keystore.restoreFromKit({ text, code, passphrase: "a new passphrase" });
    await expect(keystore.unlock("wang-fang", "a new passphrase")).resolves.toBeDefined();
    expect((await readdir(folder)).sort()).toEqual([
      "wang-fang.key",
      expect.stringMatching(/^wang-fang\.key\.damaged-[0-9a-f]{8}$/),
    ]);
  });

  it("never touches a sound file of another key, nor another network", async () => {
    const { text, code } = await lostFolder();
    const folder = await makeKeyFolder();
    const keystore = openKeystore(folder);
    const publicKey = await keystore.createKeyFile({ handle: "wang-fang", passphrase: TEST_PASSPHRASE });
    await refusal("KEY_FILE_EXISTS", keystore.restoreFromKit({ text, code, passphrase: "a new passphrase" }));
    expect((await keystore.listKeyFiles())[0]).toMatchObject({ kind: "sound", publicKey });
    // Nor of somebody else, as it is found where a disk does not tell capital letters from others.
    const others = await readFile(join(folder, "wang-fang.key"));
    const shared = await makeKeyFolder();
    await openKeystore(shared).createKeyFile({ handle: "Wang-Fang", passphrase: TEST_PASSPHRASE });
    const own = await openKeystore(shared).exportRecoveryKit("Wang-Fang", TEST_PASSPHRASE);
    await writeFile(join(shared, "Wang-Fang.key"), others);
    const restored = openKeystore(shared).restoreFromKit({ ...own, passphrase: "a new passphrase" });
    await refusal("KEY_FILE_EXISTS", restored);
    expect(await readFile(join(shared, "Wang-Fang.key"))).toEqual(others);
    const elsewhere = openKeystore(await makeKeyFolder(), "6b".repeat(32));
    await refusal("OTHER_NETWORK", elsewhere.restoreFromKit({ text, code, passphrase: "a new passphrase" }));
  });

  it("needs the passphrase to make a kit", async () => {
    const { keystore } = await lostFolder();
    await refusal("PASSPHRASE_WRONG", keystore.exportRecoveryKit("wang-fang", "not the passphrase"));
  });
});
