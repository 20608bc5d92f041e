/** A ledger, and a backup, that a newer program wrote: every verb says so, and leaves it as it is. */
import { createHash } from "node:crypto";
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, it, test } from "vitest";
import { encodeManifest, MANIFEST, parseManifest } from "#ledger-core/node/backup/manifest.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { foundLedger, ledger, ledgerJson, makeFolder, USCC } from "./cli.testing.ts";
import { findVerb, VERBS } from "./verbs.ts";

type Failed = { readonly error: { readonly code: string; readonly message: string } };

const place = makeFolder();
const founding = ["--network", "N", "--department", "D", "--uscc", USCC, "--person", "anna"];

/** Each verb as it is typed in a folder that holds the ledger and what it needs besides. */
const typed: readonly (readonly string[])[] = [
  ["key", "new", "newer", "--person", "eve", "-o", "made"],
  ["enrol", "newer", "request", "--as", "anna"],
  ["demo", "newer", "--size", "small"],
  ["serve", "newer", "--no-open"],
  ["status", "newer"],
  ["import", "newer", "data.json"],
  ["export", "newer", "catalog", "-o", "made"],
  ["submit", "newer", "founding.end", "-", "--as", "anna"],
  ["query", "newer", "ledger.entries"],
  ["history", "newer", "kernel.person", "1"],
  ["proof", "newer", "0", "-o", "made"],
  ["statement", "newer", "--as", "anna"],
  ["tiles", "newer", "-o", "made"],
  ["verify", "newer"],
  ["fsck", "newer"],
  ["rotate-log-key", "newer"],
  ["recover", "newer", "--log-key", "log.key"],
  ["backup", "newer", "made"],
  ["restore", "backup", "made"],
  ["rebuild", "newer"],
];

/** What lies in a folder, and of each file what it holds; `-shm` and an empty `-wal` are SQLite's own, which come and go with who reads. */
function content(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => !name.endsWith("-shm") && !(name.endsWith("-wal") && statSync(join(folder, name)).size === 0))
    .toSorted()
    .map((name) => {
      const file = join(folder, name);
      if (!statSync(file).isFile()) return name;
      return `${name} ${createHash("sha256").update(readFileSync(file)).digest("hex")}`;
    });
}

function makeNewer(folder: string): void {
  const connection = new Database(ledgerFile(folder));
  connection.pragma("user_version = 99");
  connection.close();
}

beforeAll(async () => {
  const all = (name: string): string => place.at("all", name);
  mkdirSync(place.at("all"));
  await foundLedger(all("newer"));
  for (const given of [
    ["key", "new", all("newer"), "--person", "ben", "-o", all("request")],
    ["backup", all("newer"), all("backup")],
  ]) {
    const { code, stderr } = await ledger(given);
    if (code !== 0) throw new Error(stderr);
  }
  writeFileSync(all("data.json"), "[]");
  cpSync(join(all("newer"), "log.key"), all("log.key"));
  for (const name of ["newer", "backup"]) makeNewer(all(name));
  // The newer program's own list, by which its backup is whole.
  const list = join(all("backup"), MANIFEST);
  const manifest = parseManifest(readFileSync(list, "utf8"));
  const bytes = readFileSync(ledgerFile(all("backup")));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const files = manifest.files.map((file) =>
    file.name === "ledger.sqlite" ? { ...file, bytes: bytes.length, sha256 } : file,
  );
  writeFileSync(list, encodeManifest({ ...manifest, files }));
});
afterAll(() => place.remove());

it("is laid before each verb that opens one", () => {
  const others = ["init", "doctor", "bench"];
  const names = VERBS.map(({ name }) => name).filter((name) => !others.includes(name));
  expect(new Set(typed.map((given) => findVerb(given)?.name))).toEqual(new Set(names));
});

test.concurrent.each(typed.map((given) => [given.join(" "), given] as const))("%s", async (_typed, given) => {
  const folder = place.at(given.slice(0, 2).join("-"));
  cpSync(place.at("all"), folder, { recursive: true });
  const before = content(folder);
  const ran = await ledgerJson<Failed>(given, { folder, input: '{"reason":""}' });
  expect([ran.code, ran.json.error.code]).toEqual([3, "LEDGER_NEWER"]);
  expect(content(folder)).toEqual(before);
});

it("is not founded anew, and not healthy", async () => {
  const folder = place.at("all");
  const before = content(folder);
  const founded = await ledgerJson<Failed>(["init", "newer", ...founding], { folder });
  expect([founded.code, founded.json.error.code]).toEqual([3, "LEDGER_EXISTS"]);
  type Health = { readonly checks: readonly { readonly ok: boolean; readonly detail: string }[] };
  const { json } = await ledgerJson<Health>(["doctor", "newer", "--lang", "en"], { folder });
  expect(json.checks.filter(({ detail }) => detail.includes("A newer version")).map(({ ok }) => ok)).toEqual([false]);
  expect(content(folder)).toEqual(before);
});
