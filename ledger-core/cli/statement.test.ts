/** State statements as people and auditors come by them: computed, signed, taken away, checked elsewhere. */
import { copyFileSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { AnswerJson } from "./answer.ts";
import { foundLedger, ledger, ledgerJson, makeFolder } from "./cli.testing.ts";

type StatementJson = {
  readonly height: number;
  readonly root: string;
  readonly rows: number;
  readonly hashed: number;
  readonly tables: readonly { readonly name: string; readonly rows: number }[];
  readonly files?: readonly string[];
  readonly declared?: AnswerJson;
};
type VerifyJson = {
  readonly valid: boolean;
  readonly checks: readonly {
    readonly name: string;
    readonly ok: boolean;
    readonly how: string;
    readonly code: string;
    readonly data: Readonly<Record<string, string | number>>;
  }[];
};

const place = makeFolder();
const city = place.at("city");
const proof = place.at("proof");
let vkey = "";

beforeAll(async () => {
  await foundLedger(city);
  vkey = (await ledgerJson<{ vkey: string }>(["status", city])).json.vkey;
});
afterAll(() => place.remove());

const statement = async (...given: string[]) => await ledgerJson<StatementJson>(["statement", city, ...given]);
const verify = async (...given: string[]) => await ledgerJson<VerifyJson>(["verify", ...given]);
const codes = ({ checks }: VerifyJson, name: string): readonly string[] =>
  checks.filter((check) => check.name === name).map(({ code, how, ok }) => `${code} ${ok ? how : "failed"}`);

it("says the root and the rows, signs them, and proves rows by them to somebody who has nothing but a key", async () => {
  const first = await statement();
  expect([first.code, first.json.height, first.json.hashed]).toEqual([0, 0, first.json.rows]);
  expect(first.json.tables.reduce((sum, { rows }) => sum + rows, 0)).toBe(first.json.rows);
  const { height, root, rows } = first.json;
  const body = JSON.stringify({ height, root, rows });
  const signed = await ledgerJson<AnswerJson>(["submit", city, "state.declare", "-", "--as", "anna"], { input: body });
  expect([signed.code, signed.json.state]).toEqual([0, "sealed"]);

  const own = await statement("--at", "0", "--table", "kernel.role", "--from", "1", "-o", proof);
  expect([own.json.root, own.json.files?.length]).toEqual([root, 5]);
  const checked = await verify(proof, "--key", vkey);
  expect([checked.code, checked.json.valid]).toEqual([0, true]);
  expect(codes(checked.json, "rows")).toEqual(["STATE_ROWS_COMPLETE recomputed"]);
  expect(codes(checked.json, "declared")).toEqual(["STATEMENT_SIGNED vouched"]);
  const [who] = checked.json.checks.filter(({ name }) => name === "declared");
  expect(who?.data["department"]).toBe(1);
  expect(who?.data["key"]).toMatch(/^[0-9a-f]{16}$/);

  const file = own.json.files?.find((one) => one.endsWith(".state.json")) ?? "";
  const text = readFileSync(file, "utf8");
  // Only the file's own folder is asked for the act; without it the file is its maker's word, which no trusted key bears out.
  const alone = place.at("alone.state.json");
  writeFileSync(alone, text);
  const vouched = await verify(alone);
  expect([vouched.code, codes(vouched.json, "declared")]).toEqual([0, ["STATEMENT_SIGNATURE_ABSENT vouched"]]);
  const unsigned = await verify(alone, "--key", vkey);
  expect([unsigned.code, unsigned.json.valid]).toEqual([1, false]);
  expect(codes(unsigned.json, "declared")).toEqual(["STATEMENT_SIGNATURE_ABSENT failed"]);
  writeFileSync(alone, text.replace('"admin"', '"nimda"'));
  expect((await verify(alone)).code).toBe(1);
  // Another statement beside the act that signed this one.
  const later = await statement("--table", "kernel.statement", "--key", "1", "-o", place.at("later"));
  const [other] = later.json.files ?? [];
  const json = JSON.parse(readFileSync(other ?? "", "utf8")) as { declared: string | null };
  expect(json.declared).toBe(null);
  writeFileSync(join(proof, "b.state.json"), JSON.stringify({ ...json, declared: signed.json.id }, null, 1));
  expect((await verify(join(proof, "b.state.json"), "--key", vkey)).json.valid).toBe(false);
  const sound = await ledgerJson<{ ok: boolean }>(["fsck", city]);
  expect(sound.json.ok).toBe(true);
});

it("shows that there is no such row, and goes on from what it kept", async () => {
  const target = place.at("absent");
  const absent = await statement("--table", "kernel.person", "--key", "99", "-o", target);
  expect([absent.code, absent.json.hashed]).toEqual([0, 0]);
  const named = await ledger([
    "statement",
    city,
    "--table",
    "kernel.person",
    "--key",
    "99",
    "-o",
    target,
    "--lang",
    "en",
  ]);
  expect(named.stdout).toContain("kernel.person has no row 99; this proves it:");
  const whole = await ledger([
    "statement",
    city,
    "--table",
    "kernel.person",
    "--from",
    "",
    "-o",
    place.at("whole"),
    "--lang",
    "en",
  ]);
  expect(whole.stdout).toContain("Proven are all rows of kernel.person:");
  const checked = await verify(target, "--key", vkey);
  expect(codes(checked.json, "rows")).toEqual(["STATE_KEY_ABSENT recomputed"]);
  const ofWhole = await verify(place.at("whole"), "--key", vkey);
  expect(codes(ofWhole.json, "rows")).toEqual(["STATE_TABLE_COMPLETE recomputed"]);
  // Anybody can compute a root over rows of their own invention.
  expect([checked.code, codes(checked.json, "declared")]).toEqual([1, ["STATEMENT_NOT_SIGNED failed"]]);
  expect((await verify(target)).code).toBe(0);
  rmSync(join(city, "statement.sqlite"));
  const anew = await statement();
  expect([anew.json.root, anew.json.hashed]).toEqual([absent.json.root, absent.json.rows]);
  expect(readdirSync(city).filter((name) => name.startsWith("statement."))).toEqual(["statement.sqlite"]);
});

it("says what was typed wrongly before it computes anything", async () => {
  const refused = async (...given: string[]): Promise<readonly unknown[]> => {
    const { code, stderr } = await ledger(["statement", city, ...given, "--lang", "en"]);
    return [code, stderr.split("\n")[0]];
  };
  expect(await refused("--at", "99")).toEqual([2, "The ledger is at height 1."]);
  expect(await refused("--table", "kernel.person")).toEqual([2, "--output is missing."]);
  const department = "department needs a whole number from 1 to 281474976710655.";
  expect(await refused("--table", "kernel.person", "--from", "x", "-o", place.at("none"))).toEqual([2, department]);
  expect(existsSync(place.at("none"))).toBe(false);
});

it("is signed in one go with --as, and leaves with the signature", async () => {
  const target = place.at("signed");
  const made = await statement("--as", "anna", "--table", "kernel.person", "--key", "1", "-o", target);
  const { declared } = made.json;
  expect([made.code, declared?.state, made.json.files?.length]).toEqual([0, "sealed", 5]);
  const checked = await verify(target, "--key", vkey);
  expect([checked.json.valid, codes(checked.json, "declared")]).toEqual([true, ["STATEMENT_SIGNED vouched"]]);
});

it("is not signed where it could not be taken away", async () => {
  writeFileSync(place.at("file"), "");
  const entries = async (): Promise<number> => (await ledgerJson<{ entries: number }>(["status", city])).json.entries;
  const before = await entries();
  const given = ["--as", "anna", "--table", "kernel.role", "--from", "1", "-o", place.at("file", "out")];
  const { code, stderr } = await ledger(["statement", city, ...given]);
  expect([code, await entries()]).toEqual([3, before]);
  expect(stderr).toContain(place.at("file"));
});

it("is of the log of a checkpoint that somebody took away, if what lies beside it shows that", async () => {
  const growth = async (...paths: string[]): Promise<readonly unknown[]> => {
    const { code, json } = await verify(...paths);
    return [code, codes(json, "growth")];
  };
  const older = async (name: string): Promise<string> => {
    const { json } = await ledgerJson<{ files: readonly string[] }>(["proof", city, "0", "-o", place.at(name)]);
    return json.files.find((one) => one.endsWith(".tlog-proof")) ?? "";
  };
  const taken = await older("taken");
  const first = await statement("--at", "0", "--table", "kernel.role", "-o", place.at("first"));
  const alone = place.at("first.state.json");
  copyFileSync(first.json.files?.find((one) => one.endsWith(".state.json")) ?? "", alone);
  // The statement is of an earlier height, and its files of a log as new as the checkpoint.
  expect(await growth(place.at("first"), "--key", vkey, "--since", taken)).toEqual([
    0,
    ["GROWTH_HOLDS recomputed", "GROWTH_HOLDS recomputed"],
  ]);
  expect(await growth(alone, "--since", taken)).toEqual([0, ["GROWTH_HOLDS vouched"]]);
  expect(await growth(alone, city, "--since", taken)).toEqual([0, ["GROWTH_HOLDS vouched", "GROWTH_HOLDS vouched"]]);
  await statement("--as", "anna");
  const later = await statement("--table", "kernel.role", "-o", place.at("grown"));
  const grown = later.json.files?.find((one) => one.endsWith(".state.json")) ?? "";
  expect(await growth(grown, "--since", taken)).toEqual([1, ["GROWTH_NOT_SHOWN failed"]]);
  expect((await growth(grown, city, "--since", taken))[0]).toBe(0);
  expect(await growth(grown, "--since", await older("now"))).toEqual([0, ["GROWTH_HOLDS vouched"]]);
});

it("holds for who trusts the log's key from before it was changed, and has grown from what was taken away then", async () => {
  const taken = place.at("before-change");
  const early = place.at("early");
  const signed = ["--as", "anna", "--table", "kernel.role", "--from", "1", "-o"];
  expect((await statement(...signed, early)).code).toBe(0);
  expect((await ledger(["proof", city, "0", "-o", taken])).code).toBe(0);
  const held = join(taken, readdirSync(taken).find((name) => name.endsWith(".tlog-proof")) ?? "");
  expect((await ledger(["rotate-log-key", city])).code).toBe(0);
  const late = place.at("late");
  expect((await statement(...signed, late)).code).toBe(0);
  const newest = (await ledgerJson<{ vkey: string }>(["status", city])).json.vkey;
  expect(newest).not.toBe(vkey);

  for (const key of [vkey, newest]) {
    const checked = await verify(late, "--key", key);
    expect([checked.code, codes(checked.json, "declared")]).toEqual([0, ["STATEMENT_SIGNED vouched"]]);
  }
  // What was taken away before the change needs no word of the new key.
  expect((await verify(early, "--key", vkey)).code).toBe(0);
  const grown = await verify(late, city, "--key", vkey, "--since", held);
  expect([grown.code, codes(grown.json, "growth").every((code) => code.startsWith("GROWTH_HOLDS "))]).toEqual([
    0,
    true,
  ]);
  const other = place.at("other");
  await foundLedger(other);
  expect((await verify(late, other, "--since", held)).code).toBe(1);
});
