/** Our tiles and proofs before a judge who has none of our code: a program in Go over golang.org/x/mod/sumdb alone. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { handoverBody } from "#ledger-core/kernel/testing/handover.testing.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { logVkey } from "#ledger-core/node/log-key.ts";
import { logIdentity } from "#ledger-core/node/log-signer.ts";
import { networkOrigin } from "#ledger-core/proof/checkpoint.ts";
import { encodeNote, noteSignatureMessage } from "#ledger-core/proof/note.ts";
import { ALGORITHM_ED25519, parseVerifierKey } from "#ledger-core/proof/verifier-key.ts";
import { buildGoVerifier } from "#ledger-core/testdata/go-verifier.testing.ts";
import { exportTiles, VKEY_FILE } from "./export-tiles.ts";
import { StoredLedger } from "./stored-ledger.testing.ts";
import { verifyPath } from "./verify-path.ts";

const ADMISSIONS = 300;
const BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

const root = mkdtempSync(join(tmpdir(), "go-verifier-"));
const program = join(root, "verifier");
const absent = buildGoVerifier(program);
afterAll(() => rmSync(root, { recursive: true, force: true }));

describe.skipIf(absent !== undefined)("a verifier in Go", absent === undefined ? tests : sayAbsent);

function sayAbsent(): void {
  it(`is ${absent}`, () => expect.unreachable());
}

function tests(): void {
  let ledger: StoredLedger;
  let size: number;
  let tiles: string;
  let proofs: string;

  beforeAll(async () => {
    ledger = new StoredLedger();
    for (let i = 0; i < ADMISSIONS; i++) ledger.admit(`department ${i}`, []);
    const planned = handoverBody(ledger, { from: "log", to: "log two" }, "changed");
    ledger.must(ledger.founder, "log.rotate", planned);
    const found = handoverBody(ledger, { from: "log two", to: "log three" }, "recovered");
    ledger.must(ledger.founder, "log.recover", { ...found, seen: 0, reason: "an older copy" });
    tiles = join(root, "tiles");
    const reader = ledger.writer.reader();
    const { signal } = new AbortController();
    const { vkey, handovers } = logIdentity({ reader, first: ledger.first });
    await exportTiles({ reader, vkey, handovers, folder: tiles, progress: () => undefined, signal });
    size = reader.head()?.size ?? 0;
    reader.close();
    proofs = ledger.writeProof("proofs", 5);
  });
  afterAll(() => ledger.remove());

  const goSays = () => {
    const files = readdirSync(proofs).filter((name) => name.endsWith(".tlog-proof"));
    const { status, stdout } = spawnSync(program, [ledger.vkey, tiles, ...files.map((name) => join(proofs, name))], {
      encoding: "utf8",
    });
    return { ok: status === 0, stdout };
  };
  const weSay = async (keys = [ledger.vkey]): Promise<boolean> => {
    const request = { ruleset: ledger.ruleset, suite: nodeSuite, keys, language: "en" as const };
    return (await verifyPath({ ...request, paths: [tiles, proofs] })).valid;
  };

  it("accepts what is written, as our own verifier does", async () => {
    expect(goSays()).toEqual({ ok: true, stdout: `${size} entries and 1 proofs hold\n` });
    expect(await weSay()).toBe(true);
  });

  it("refuses every mutation, as our own verifier does", async () => {
    const inTiles = readdirSync(tiles, { recursive: true, encoding: "utf8" }).map((name) => join(tiles, name));
    const inProofs = readdirSync(proofs).filter((name) => /\.(?:tlog-proof|entry)$/.test(name));
    const files = [...inTiles, ...inProofs.map((name) => join(proofs, name))].filter(
      (file) => statSync(file).isFile() && basename(file) !== VKEY_FILE,
    );
    for (const file of files) {
      const bytes = readFileSync(file);
      for (let part = 0; part < 8; part++) {
        const at = Math.floor((bytes.length * part) / 8);
        const changed = Buffer.from(bytes);
        changed[at] = (changed[at] ?? 0) ^ (1 << part);
        writeFileSync(file, changed);
        expect([goSays().ok, await weSay()], `${file} at ${at}`).toEqual([false, false]);
      }
      writeFileSync(file, bytes);
    }
    expect([goSays().ok, await weSay()]).toEqual([true, true]);
  });

  it("does not ask the key that comes along, nor do we where another is given", async () => {
    const file = join(tiles, VKEY_FILE);
    const text = readFileSync(file, "utf8");
    expect(text).toBe(`${logVkey(networkOrigin(ledger.network, 2), keyPairOf("log three").publicKey)}\n`);
    expect(await weSay([])).toBe(true);
    // From a key before it the handovers lead on, as after a run that was cut off.
    writeFileSync(file, `${ledger.vkey}\n`);
    expect(await weSay([])).toBe(true);
    writeFileSync(file, `${logVkey(networkOrigin(ledger.network), keyPairOf("stranger").publicKey)}\n`);
    expect([goSays().ok, await weSay(), await weSay([])]).toEqual([true, true, false]);
    writeFileSync(file, text);
  });

  it("refuses a signature whose last character alone is another, though it stands for the same bytes", async () => {
    const [proof = ""] = readdirSync(proofs).filter((name) => name.endsWith(".tlog-proof"));
    for (const file of [join(tiles, "handovers.json"), join(tiles, "checkpoint"), join(proofs, proof)]) {
      const text = readFileSync(file, "utf8");
      const at = text.lastIndexOf("=") - 1;
      const other = BASE64.charAt(BASE64.indexOf(text.charAt(at)) ^ 1);
      const changed = text.slice(0, at) + other + text.slice(at + 1);
      const groups = [text, changed].map((whole) => Buffer.from(whole.slice(at - 2, at + 2), "base64"));
      expect(groups[1]).toEqual(groups[0]);
      writeFileSync(file, changed);
      expect([goSays().ok, await weSay()], file).toEqual([false, false]);
      writeFileSync(file, text);
    }
  });

  it("refuses handovers that are none, and one that anybody else has signed or that is signed in another order", async () => {
    const file = join(tiles, "handovers.json");
    const text = readFileSync(file, "utf8");
    const [first = "", ...others] = JSON.parse(text) as string[];
    const [body = "", old = "", own = ""] = first.split(/\n(?=\u2014 )/);
    expect(`${body}\n${old}\n${own}`).toBe(first);
    const stranger = old.replace("\u2014 ", "\u2014 x");
    for (const changed of [
      null,
      [`${body}\n${own}${old}\n`, ...others],
      [`${first}${stranger}\n`, ...others],
      [`${body}\n${old}\n`, ...others],
    ]) {
      writeFileSync(file, JSON.stringify(changed));
      expect([goSays().ok, await weSay()], JSON.stringify(changed)).toEqual([false, false]);
    }
    writeFileSync(file, text);
    expect([goSays().ok, await weSay()]).toEqual([true, true]);
  });

  it("refuses a checkpoint with a second signature by one key, of another log, of no entry, and one that is a link", async () => {
    const file = join(tiles, "checkpoint");
    const text = readFileSync(file, "utf8");
    const [line = ""] = text.split("\n").filter((one) => one.startsWith("\u2014 "));
    const at = line.length - 9;
    const broken = `${line.slice(0, at)}${line.charAt(at) === "A" ? "B" : "A"}${line.slice(at + 1)}`;
    const { secretKey } = keyPairOf("log three");
    const origin = networkOrigin(ledger.network, 2);
    const signed = (body: string): string => {
      const message = noteSignatureMessage({ text: body, algorithm: ALGORITHM_ED25519 });
      const key = parseVerifierKey(nodeSuite, logVkey(origin, keyPairOf("log three").publicKey));
      if (key === undefined) throw new Error("a vkey");
      const signature = signEd25519(secretKey, message);
      return encodeNote({ text: body, signatures: [{ name: origin, keyId: key.keyId, signature }] });
    };
    const [, count = "", hash = ""] = text.split("\n");
    expect(signed(`${origin}\n${count}\n${hash}\n`)).toBe(text);
    for (const other of [
      `${text}${broken}\n`,
      signed(`${networkOrigin(ledger.network)}\n${count}\n${hash}\n`),
      signed(`tcc/0000000000000000\n${count}\n${hash}\n`),
      signed(`${origin}\n0\n${hash}\n`),
    ]) {
      writeFileSync(file, other);
      expect([goSays().ok, await weSay()], other).toEqual([false, false]);
    }
    rmSync(file);
    const elsewhere = join(root, "checkpoint");
    writeFileSync(elsewhere, text);
    symlinkSync(elsewhere, file);
    expect([goSays().ok, await weSay()]).toEqual([false, false]);
    rmSync(file);
    writeFileSync(file, text);
    expect([goSays().ok, await weSay()]).toEqual([true, true]);
  });

  it.each([
    ["a number with a sign", (text: string) => text.replace(/\nindex /, "\nindex +")],
    ["a number with a zero before it", (text: string) => text.replace(/\nindex /, "\nindex 0")],
    ["a carriage return in a hash", (text: string) => text.replace(/(\nindex \d+\n.{9})/, "$1\r")],
  ])("refuses %s, though it could be read", async (_what, change) => {
    const [proof = ""] = readdirSync(proofs).filter((name) => name.endsWith(".tlog-proof"));
    const file = join(proofs, proof);
    const text = readFileSync(file, "utf8");
    expect(change(text)).not.toBe(text);
    writeFileSync(file, change(text));
    expect([goSays().ok, await weSay()]).toEqual([false, false]);
    writeFileSync(file, text);
  });
}
