/** What is taken out of a ledger is never put among the ledger's own files. */
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it, test } from "vitest";
import { foundLedger, ledger, ledgerJson, makeFolder } from "./cli.testing.ts";
import { findVerb, VERBS } from "./verbs.ts";

type Failed = { readonly error: { readonly code: string; readonly message: string; readonly next: string } };

const place = makeFolder();
const city = place.at("city");
const link = place.at("link");
const inside = [city, join(city, "out"), join(city, "no", "such"), join(city, "ledger.sqlite"), join(link, "out")];

/** Every verb that writes to a place that is named, as it is typed without it. */
const writing: readonly (readonly string[])[] = [
  ["key", "new", city, "--person", "ben"],
  ["export", city, "catalog"],
  ["export", city, "template"],
  ["proof", city, "0"],
  ["statement", city, "--table", "kernel.person", "--key", "1", "--as", "anna"],
  ["tiles", city],
];

/** Every file of the ledger with what it holds. */
function content(): readonly string[] {
  return readdirSync(city, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
    .sort()
    .map((file) => `${file} ${createHash("sha256").update(readFileSync(file)).digest("hex")}`);
}

beforeAll(async () => {
  await foundLedger(city);
  symlinkSync(city, link, "junction");
});
afterAll(() => place.remove());

it("is looked at here of each verb that there is", () => {
  const names = VERBS.filter(({ options }) => "output" in options).map(({ name }) => name);
  expect([...new Set(writing.map((given) => findVerb(given)?.name))]).toEqual(names);
});

test.each(writing.map((given) => [given.join(" ").replace(city, "DIR"), given] as const))(
  "%s",
  async (_typed, given) => {
    const before = content();
    for (const [i, target] of inside.entries()) {
      const language = i % 2 === 0 ? "zh" : "en";
      const ran = await ledgerJson<Failed>([...given, "-o", target, "--lang", language]);
      expect([target, ran.code, ran.json.error.code]).toEqual([target, 2, "TARGET_INSIDE"]);
      expect(ran.json.error.message).toContain(target);
      for (const said of [ran.json.error.message, ran.json.error.next])
        expect(/\p{Script=Han}/u.test(said)).toBe(language === "zh");
    }
    expect(content()).toEqual(before);
    // A name that only begins like the folder's is another place.
    const beside = place.at("city-out");
    expect((await ledger([...given, "-o", beside])).code).toBe(0);
    expect(existsSync(beside)).toBe(true);
    rmSync(beside, { recursive: true });
  },
);

it("may be the folder where a form to fill in is written without a ledger", async () => {
  const ran = await ledger(["export", place.folder, "template", "-o", place.at("form.xlsx")]);
  expect([ran.code, existsSync(place.at("form.xlsx"))]).toEqual([0, true]);
});

it("is not where the command was typed if it is left empty", async () => {
  for (const given of [
    ["proof", city, "0"],
    ["tiles", city],
  ]) {
    const ran = await ledgerJson<Failed>([...given, "-o", ""], { folder: place.folder });
    expect([ran.code, ran.json.error.code]).toEqual([2, "USAGE"]);
  }
});
