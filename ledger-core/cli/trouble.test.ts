import { execFileSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openLedger } from "#ledger-core/node/open-ledger.ts";
import { foundLedger, ledger, ledgerJson, makeFolder } from "./cli.testing.ts";

const place = makeFolder();
const city = place.at("city");
beforeAll(async () => {
  await foundLedger(city);
});
afterAll(() => place.remove());

type ErrorJson = { readonly error: { readonly code: string; readonly message: string; readonly next: string } };
const body = { input: '{"reason":""}' };
const submit = ["submit", city, "founding.end", "-", "--as", "anna"];

describe("what goes wrong around a ledger is said in a sentence with the next step, and damages nothing", () => {
  it("a wrong passphrase, and none at all", async () => {
    const wrong = await ledgerJson<ErrorJson>(submit, { ...body, passphrase: "another passphrase" });
    expect([wrong.code, wrong.json.error.code]).toEqual([3, "PASSPHRASE_WRONG"]);
    expect(wrong.stderr).toContain(wrong.json.error.next);
    const none = await ledgerJson<ErrorJson>(submit, { ...body, passphrase: undefined });
    expect([none.code, none.json.error.code]).toEqual([3, "PASSPHRASE_NEEDED"]);
    expect(none.json.error.next).toContain("LEDGER_PASSPHRASE");
    const weak = await ledgerJson<ErrorJson>(["key", "new", city, "--person", "eve", "-o", place.at("eve")], {
      passphrase: "short",
    });
    expect([weak.code, weak.json.error.code, existsSync(place.at("eve"))]).toEqual([2, "PASSPHRASE_WEAK", false]);
  });

  it("a person without a key, and a damaged key file", async () => {
    const nobody = await ledgerJson<ErrorJson>([...submit.slice(0, -1), "nobody"], body);
    expect([nobody.code, nobody.json.error.code]).toEqual([3, "KEY_FILE_MISSING"]);
    const copy = place.at("damaged");
    await foundLedger(copy);
    renameSync(join(copy, "keys"), place.at("keys"));
    const lost = await ledgerJson<ErrorJson>(["submit", copy, "founding.end", "-"], body);
    expect([lost.code, lost.json.error.code]).toEqual([3, "KEY_FILE_MISSING"]);
    expect(lost.json.error.next).toContain("backup");
    rmSync(join(copy, "keys"), { recursive: true, force: true });
    renameSync(place.at("keys"), join(copy, "keys"));
    const file = join(copy, "keys", "anna.key");
    // Whatever stands there, something else: a nought for a nought would damage nothing.
    const damage = (start: string): string => start.slice(0, -1) + (start.endsWith("0") ? "1" : "0");
    writeFileSync(file, readFileSync(file, "utf8").replace(/"sealed": "./, damage));
    const before = readFileSync(file, "utf8");
    const damaged = await ledgerJson<ErrorJson>(["submit", copy, "founding.end", "-"], body);
    expect(damaged.code).toBe(3);
    expect(damaged.json.error.code).toMatch(/^(KEY_FILE_CORRUPT|PASSPHRASE_WRONG)$/);
    writeFileSync(file, "not a key");
    const corrupt = await ledgerJson<ErrorJson>(["submit", copy, "founding.end", "-"], body);
    expect([corrupt.code, corrupt.json.error.code]).toEqual([3, "KEY_FILE_CORRUPT"]);
    expect([readFileSync(file, "utf8"), before.length > 100]).toEqual(["not a key", true]);
  });

  it("a ledger that another process holds without a node to speak with", async () => {
    const held = openLedger({ folder: city });
    try {
      const ran = await ledgerJson<ErrorJson>(submit, body);
      expect(ran.code).toBe(3);
      expect(ran.json.error.code).toBe("SOCKET_SILENT");
      const read = await ledgerJson<{ readonly height: number }>(["status", city]);
      expect([read.code, read.json.height]).toEqual([0, 0]);
    } finally {
      await held.close();
    }
  });

  it("a folder without a ledger, or with something else in its file", async () => {
    for (const verb of [["status"], ["query"], ["fsck"], ["doctor"]]) {
      const ran = await ledger([...verb, place.at("nothing")]);
      expect([verb[0], ran.code === 3 || ran.code === 1, ran.stderr.length + ran.stdout.length > 20]).toEqual([
        verb[0],
        true,
        true,
      ]);
    }
    for (const verb of [["status"], ["fsck"]]) expect((await ledger([...verb, place.at("nothing")])).code).toBe(3);
    const mistyped = await ledgerJson<ErrorJson>(["submit", place.at("nothing"), "founding.end", "-"], body);
    expect([mistyped.code, mistyped.json.error.code]).toEqual([3, "NO_LEDGER"]);
    expect(existsSync(place.at("nothing"))).toBe(false);
    const other = place.at("other");
    mkdirSync(other);
    writeFileSync(
      join(other, "ledger.sqlite"),
      "this is no database, only some text that is long enough to be read as one".repeat(40),
    );
    const ran = await ledgerJson<ErrorJson>(["status", other]);
    expect([ran.code, ran.json.error.code]).toEqual([3, "NOT_A_LEDGER"]);
    const written = await ledgerJson<ErrorJson>(["submit", other, "founding.end", "-"], body);
    expect([written.code, written.json.error.code]).toEqual([3, "NOT_A_LEDGER"]);
    expect(statSync(join(other, "ledger.sqlite")).size).toBeGreaterThan(2_000);
  });

  it("a place where nothing can be written", async () => {
    writeFileSync(place.at("file"), "");
    const ran = await ledgerJson<ErrorJson>([
      "init",
      place.at("file", "city"),
      ..."--network N --department D --person p --uscc 11320100MB1234567A".split(" "),
    ]);
    expect([ran.code, ran.json.error.code]).toEqual([3, "FOLDER_UNWRITABLE"]);
    const out = await ledgerJson<ErrorJson>(["export", city, "catalog", "-o", place.at("file", "out.json")]);
    expect(out.code).toBe(3);
  });

  it.skipIf(process.platform === "win32")("a folder in which one may not write", async () => {
    chmodSync(place.folder, 0o755);
    mkdirSync(place.at("closed"), { mode: 0o555 });
    const closed = await ledgerJson<ErrorJson>(
      [
        "init",
        place.at("closed", "city"),
        ..."--network N --department D --person p --uscc 11320100MB1234567A".split(" "),
      ],
      { isBound: true },
    );
    expect([closed.code, closed.json.error.code]).toEqual([3, "FOLDER_UNWRITABLE"]);
    expect(closed.json.error.message).toContain(place.at("closed", "city"));
  });

  it("a file that is not what it says", async () => {
    writeFileSync(place.at("request"), "%PDF-1.7 not a request");
    const request = await ledgerJson<ErrorJson>(["enrol", city, place.at("request"), "--as", "anna"]);
    expect([request.code, request.json.error.code]).toEqual([3, "KEY_REQUEST_MALFORMED"]);
    writeFileSync(place.at("data.json"), "%PDF-1.7 not a catalogue");
    const { code, json } = await ledgerJson<{ readonly files: readonly { readonly refused: readonly object[] }[] }>([
      "import",
      city,
      place.at("data.json"),
    ]);
    expect([code, json.files[0]?.refused]).toMatchObject([1, [{ row: 0, code: "FORMAT_UNSUPPORTED" }]]);
    const missing = await ledgerJson<ErrorJson>(["import", city, place.at("missing.json")]);
    expect([missing.code, missing.json.error.code]).toEqual([3, "FILE_MISSING"]);
  });

  it.skipIf(process.platform === "win32")("a pipe where a file is needed, for which nothing waits", async () => {
    const pipe = place.at("pipe");
    execFileSync("mkfifo", [pipe]);
    const checkpoint = await ledgerJson<ErrorJson>(["fsck", city, "--checkpoint", pipe]);
    expect([checkpoint.code, checkpoint.json.error.code]).toEqual([3, "FILE_REFUSED"]);
    expect(checkpoint.json.error.message).toContain(pipe);
    const copy = place.at("piped");
    await foundLedger(copy);
    rmSync(join(copy, "place.json"));
    execFileSync("mkfifo", [join(copy, "place.json")]);
    expect((await ledger(["status", copy])).code).toBe(0);
    const held = await ledgerJson<ErrorJson>(["submit", copy, "founding.end", "-"], body);
    expect([held.code, held.json.error.code]).toEqual([3, "LEDGER_COPIED"]);
    for (const file of ["statement.sqlite", "keys"]) {
      rmSync(join(copy, file), { recursive: true, force: true });
      execFileSync("mkfifo", [join(copy, file)]);
    }
    expect((await ledger(["statement", copy])).code).toBe(0);
    const found = await ledgerJson<{ readonly problems: readonly object[] }>(["fsck", copy]);
    expect([found.code, found.json.problems]).toMatchObject([1, [{ where: "keys", code: "KEY_FILE_UNREADABLE" }]]);
  });

  it.each([
    [["status", city, "--lang", "fr"], 2, "USAGE", "zh or en"],
    [["verify", city, "--key", "nonsense"], 2, "USAGE", "nonsense"],
    [["export", city, "catalog", "--source", "nowhere"], 2, "USAGE", "nowhere"],
    [["history", city, "catalog.dataset", "99999"], 1, "NO_SUCH_RECORD", "99999"],
    [["proof", city, "ab".repeat(32), "-o", place.at("none")], 1, "NO_SUCH_RECORD", "entry"],
    [["export", city, "catalog", "-o", place.at("no-such-folder", "x.json")], 3, "FILE_MISSING", "x.json."],
    [["key"], 2, "USAGE", "ledger key new"],
  ] as const)("%j is refused with what is wrong in it", async (given, code, word, said) => {
    const ran = await ledgerJson<ErrorJson>([...given]);
    expect([ran.code, ran.json.error.code]).toEqual([code, word]);
    expect(ran.json.error.message).toContain(said);
  });

  it("the ledger has taken no harm from any of it", async () => {
    const { json, code } = await ledgerJson<{ readonly entries: number; readonly ok: boolean }>(["fsck", city]);
    expect([code, json.ok, json.entries]).toEqual([0, true, 1]);
    expect(readdirSync(join(city, "keys"))).toEqual(["anna.key"]);
  });

  it("the words are in the language that was asked for", async () => {
    for (const [language, han] of [
      ["zh", true],
      ["en", false],
    ] as const) {
      const ran = await ledger(["status", place.at("nothing"), "--lang", language]);
      expect(/\p{Script=Han}/u.test(ran.stderr)).toBe(han);
    }
    const locale = await ledger(["status", place.at("nothing")], { environment: { LANG: "zh_CN.UTF-8" } });
    expect(/\p{Script=Han}/u.test(locale.stderr)).toBe(true);
  });
});
