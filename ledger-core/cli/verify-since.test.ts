/** Growth since a checkpoint that somebody took away: the signed note alone, as `ledger status`, a tiles folder or an export gives it. */
import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { foundLedger, ledger, ledgerJson, makeFolder } from "./cli.testing.ts";
import type { RunOptions } from "./cli.testing.ts";

type Status = { readonly vkey: string; readonly checkpoint: string };
type Verdict = { readonly checks: readonly { readonly name: string; readonly code: string }[] };

const place = makeFolder();
afterAll(place.remove);

/** What another machine remembers of ledgers, so that a copy of a folder may go on there. */
function machine(name: string): RunOptions {
  return { environment: { XDG_STATE_HOME: place.at(name) } };
}

async function admit(folder: string, number: number, name: string, on: RunOptions): Promise<void> {
  const uscc = makeUnifiedSocialCreditCode(`11320100MB1${String(number).padStart(6, "0")}`);
  const input = JSON.stringify({ uscc, name, functions: [] });
  const { code, stderr } = await ledger(["submit", folder, "member.admit", "-"], { ...on, input });
  if (code !== 0) throw new Error(stderr);
}

async function statusOf(folder: string, on: RunOptions): Promise<Status> {
  return (await ledgerJson<Status>(["status", folder], on)).json;
}

it("is shown by a ledger's folder and by its tiles, and refused of another log, of a forked one and of a longer one", async () => {
  const here = machine("here");
  const there = machine("there");
  const [city, copy, tiles, elsewhere] = ["city", "copy", "tiles", "elsewhere"].map((name) => place.at(name)) as [
    string,
    string,
    string,
    string,
  ];
  await foundLedger(city, here);
  const { vkey, checkpoint: first } = await statusOf(city, here);
  cpSync(city, copy, { recursive: true });
  rmSync(join(copy, "place.json"));
  await admit(city, 0, "Bureau of Roads", here);
  await admit(copy, 0, "Bureau of Parks", there);
  const { checkpoint: newest } = await statusOf(city, here);
  const { checkpoint: forked } = await statusOf(copy, there);
  await admit(copy, 1, "Bureau of Waters", there);
  const { checkpoint: longer } = await statusOf(copy, there);
  await foundLedger(elsewhere, here);
  const { checkpoint: foreign, vkey: theirs } = await statusOf(elsewhere, here);
  await ledger(["tiles", city, "-o", tiles], here);

  const held = place.at("held");
  mkdirSync(held);
  const since = async (path: string, note: string): Promise<readonly unknown[]> => {
    const file = join(held, "checkpoint");
    writeFileSync(file, note);
    const given = ["verify", path, "--key", vkey, "--key", theirs, "--since", file];
    const { code, json } = await ledgerJson<Verdict>(given, here);
    return [code, json.checks.find(({ name }) => name === "growth")?.code];
  };
  for (const path of [tiles, city]) {
    expect(await since(path, first)).toEqual([0, "GROWTH_HOLDS"]);
    expect(await since(path, newest.trimEnd())).toEqual([0, "GROWTH_HOLDS"]);
    expect(await since(path, foreign)).toEqual([1, "ORIGIN_DIFFERS"]);
    expect(await since(path, forked)).toEqual([1, "GROWTH_FAILS"]);
    expect(await since(path, longer)).toEqual([1, "GROWTH_FAILS"]);
    expect(await since(path, first.replace(/^\d+$/m, "2"))).toEqual([1, "CHECKPOINT_SIGNATURE_FAILS"]);
  }
});

it("is shown by a proof alone that was taken for an older checkpoint, and none is taken for one of another history", async () => {
  const [city, copy] = ["alone", "alone-copy"].map((name) => place.at(name)) as [string, string];
  const here = machine("alone-here");
  const there = machine("alone-there");
  await foundLedger(city, here);
  await ledger(["proof", city, "0", "-o", place.at("old")], here);
  const old = place.at("old", readdirSync(place.at("old")).find((name) => name.endsWith(".tlog-proof")) ?? "");
  cpSync(city, copy, { recursive: true });
  rmSync(join(copy, "place.json"));
  await admit(city, 0, "Bureau of Roads", here);
  await admit(copy, 0, "Bureau of Parks", there);
  const { vkey } = await statusOf(city, here);
  const verify = async (folder: string): Promise<readonly unknown[]> => {
    const { code, json } = await ledgerJson<Verdict>(["verify", folder, "--key", vkey, "--since", old], here);
    return [code, json.checks.find(({ name }) => name === "growth")?.code];
  };
  await ledger(["proof", city, "1", "-o", place.at("without")], here);
  expect(await verify(place.at("without"))).toEqual([1, "GROWTH_NOT_SHOWN"]);
  expect((await ledger(["proof", city, "1", "-o", place.at("with"), "--since", old], here)).code).toBe(0);
  expect(await verify(place.at("with"))).toEqual([0, "GROWTH_HOLDS"]);
  const forked = place.at("forked-checkpoint");
  writeFileSync(forked, (await statusOf(copy, there)).checkpoint);
  const refused = await ledgerJson<{ readonly error: { readonly code: string } }>(
    ["proof", city, "1", "-o", place.at("none"), "--since", forked],
    here,
  );
  expect([refused.code, refused.json.error.code, existsSync(place.at("none"))]).toEqual([1, "GROWTH_NOT_SHOWN", false]);
});

it("is asked of no file that holds no checkpoint, which is a command that was typed wrongly, and of none that is missing", async () => {
  const [city, garbled, missing] = ["asked", "garbled", "missing"].map((name) => place.at(name)) as [
    string,
    string,
    string,
  ];
  const here = machine("asked-here");
  await foundLedger(city, here);
  type Refused = { readonly error: { readonly code: string; readonly message: string } };
  const since = async (file: string, ...verb: readonly string[]): Promise<readonly unknown[]> => {
    const { code, json } = await ledgerJson<Refused>([...verb, "--since", file], here);
    return [code, json.error.code, json.error.message.includes(file)];
  };
  writeFileSync(garbled, "c2sp.org/tlog-proof@v1\nindex -1\n\nno note\n");
  expect(await since(garbled, "proof", city, "0", "-o", place.at("none"))).toEqual([2, "NOT_A_CHECKPOINT", true]);
  expect(await since(garbled, "verify", city)).toEqual([2, "NOT_A_CHECKPOINT", true]);
  writeFileSync(garbled, "Dear all");
  expect(await since(garbled, "verify", city)).toEqual([2, "NOT_A_CHECKPOINT", true]);
  expect(await since(missing, "verify", city)).toEqual([3, "FILE_MISSING", true]);
  expect(await since(place.folder, "verify", city)).toEqual([3, "FILE_REFUSED", true]);
});
