/** What is signed is what was handed over: a body that cannot be read as it is written is refused in words, and nothing is sealed. */
import { execFileSync } from "node:child_process";
import { truncateSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ended, foundLedger, ledger, ledgerJson, makeFolder, start } from "./cli.testing.ts";
import { Failure } from "./failure.ts";
import { readStandardInput } from "./files.ts";
import { parseGivenJson } from "./given-json.ts";

type ErrorJson = { readonly error: { readonly code: string; readonly message: string; readonly next: string } };

const place = makeFolder();
const city = place.at("city");
beforeAll(async () => {
  await foundLedger(city);
});
afterAll(() => place.remove());

const body = '{"reason":"done"}';
/** “Reason” in GB 18030, as a spreadsheet on a Chinese desktop saves it, and in the encoding that PowerShell writes. */
const gb18030 = Buffer.concat([Buffer.from('{"reason":"'), Buffer.from([0xd4, 0xad, 0xd2, 0xf2]), Buffer.from('"}')]);
const utf16 = Buffer.from(`\ufeff${body}`, "utf16le");

async function refusal(given: readonly string[], input?: string): Promise<readonly [number | null, string, string]> {
  const ran = await ledgerJson<ErrorJson>([...given, "--lang", "en"], input === undefined ? {} : { input });
  const { code, message, next } = ran.json.error;
  return [ran.code, code, `${message} ${next}`];
}

describe("a body on the command line", () => {
  it("is refused where it is no text in UTF-8, instead of being signed with other letters", async () => {
    const file = place.at("body.json");
    for (const bytes of [gb18030, utf16, Buffer.from([...Buffer.from(body.slice(0, -2)), 0xc3, 0x22, 0x7d])]) {
      writeFileSync(file, bytes);
      const [exit, code, words] = await refusal(["submit", city, "founding.end", file]);
      expect([exit, code]).toEqual([2, "NOT_UTF8"]);
      expect(words).toContain("Save it in UTF-8");
    }
    const chinese = await ledger(["submit", city, "founding.end", file, "--lang", "zh"]);
    expect(chinese.stderr).toContain("不是 UTF-8 文本");
  });

  it("is refused where something in it would be lost", async () => {
    for (const [text, wanted] of [
      ['{"reason":"a","reason":"b"}', "JSON_KEY_TWICE"],
      ['{"reason":"a","count":9007199254740993}', "JSON_VALUE_LOST"],
    ] as const)
      expect((await refusal(["submit", city, "founding.end", "-"], text)).slice(0, 2)).toEqual([2, wanted]);
  });

  it("is refused unread where it is far too long, or is no file", async () => {
    const large = place.at("large.json");
    writeFileSync(large, "");
    truncateSync(large, 0x400_0001);
    expect((await refusal(["submit", city, "founding.end", large])).slice(0, 2)).toEqual([3, "FILE_TOO_LARGE"]);
    expect((await refusal(["query", city, "ledger.entries", large])).slice(0, 2)).toEqual([3, "FILE_TOO_LARGE"]);
    const pipe = place.at("pipe");
    execFileSync("mkfifo", [pipe]);
    for (const strange of [pipe, "/dev/null"]) {
      const child = start(["submit", city, "founding.end", strange, "--lang", "en"]);
      child.stdin?.end();
      // A program that waits for a pipe does not end by itself.
      const late = setTimeout(() => child.kill("SIGKILL"), 20_000);
      const { code, stderr } = await ended(child);
      clearTimeout(late);
      expect([code, stderr]).toEqual([3, expect.stringContaining("a link, a pipe or a device")]);
    }
    expect((await ledgerJson<{ readonly height: number }>(["status", city])).json.height).toBe(0);
  });

  it("is read no further on standard input than a body may be", async () => {
    let pieces = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      for (; pieces < 1_000; pieces++) yield await Promise.resolve(new Uint8Array(10));
    }
    await expect(readStandardInput(45, endless())).rejects.toMatchObject({ code: "FILE_TOO_LARGE", exit: 3 });
    expect(pieces).toBe(4);
  }, 5_000);
});

describe("JSON that a person wrote", () => {
  /** The value, or the failure that was thrown. */
  const parsed = (text: string): unknown => {
    try {
      return parseGivenJson(text, "body.json");
    } catch (error) {
      return error;
    }
  };
  const failureOf = (text: string): Failure => {
    const failure = parsed(text);
    if (!(failure instanceof Failure)) throw new Error("it was taken");
    return failure;
  };

  it.each([
    ["{", "NOT_JSON"],
    ["{'a':1}", "NOT_JSON"],
    ["", "NOT_JSON"],
    [`${"[".repeat(100_000)}`, "JSON_BEYOND_LIMITS"],
    [`[${"0,".repeat(2_000_000)}0]`, "JSON_BEYOND_LIMITS"],
    ['[{"a":1,"a":2}]', "JSON_KEY_TWICE"],
    ['{"__proto__":{}}', "JSON_VALUE_LOST"],
    ["1e999", "JSON_VALUE_LOST"],
    ["123456789012345678901", "JSON_VALUE_LOST"],
  ])("is refused: %.20s", (text, code) => expect(failureOf(text).code).toBe(code));

  it("is taken as it is, with a byte order mark before it or without", () => {
    const value = { text: "\u0000 \ud800 磁盘", numbers: [0, -1, 0.5, 2 ** 53 - 1], none: null, yes: true };
    const text = JSON.stringify(value);
    expect(parsed(text)).toEqual(value);
    expect(parsed(`\ufeff${text}\r\n`)).toEqual(value);
    expect(parsed('{"a":1,"a":1}')).toEqual({ a: 1 });
  });

  it("is refused with the place in both languages, however long its names are", () => {
    expect(failureOf('{"a":[0,{"b":1,"b":2}]}').reason).toEqual({
      zh: "body.json 中“a.1.b”出现了两次，值不相同。",
      en: "In body.json “a.1.b” stands twice, with different values.",
    });
    expect(failureOf('{\n "a": x}').reason).toMatchObject({
      en: "body.json is not JSON: it goes wrong at line 2, character 7.",
    });
    const name = "k".repeat(100_000);
    expect(JSON.stringify(failureOf(`{"${name}":1,"${name}":2}`).reason).length).toBeLessThan(2_000);
  });
});
