/** The past on the command line: what is asked as of a height is what was answered when the ledger stood there. */
import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it, test } from "vitest";
import { bytesOf, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { foundLedger, ledger, ledgerJson, makeFolder } from "./cli.testing.ts";

const place = makeFolder();
const city = place.at("city");

type Row = { readonly key: number; readonly entry: number; readonly row: object };
type Rows = { readonly at: number; readonly rows: readonly Row[]; readonly next: number | null };
type Change = {
  readonly height: number;
  readonly index: number;
  readonly before: object | null;
  readonly after: object;
};
type Failed = { readonly error: { readonly code: string; readonly message: string; readonly next: string } };
type Status = { readonly height: number; readonly checkpoint: string };

/** What the ledger said at a height, as of now or as of then. */
type Answers = {
  readonly export: object;
  readonly dcat: string;
  readonly national: string;
  readonly datasets: Rows;
  readonly clock: Rows;
  /** A read that takes no height itself, in an order of its own. */
  readonly search: object;
};

async function answersAt(at: readonly string[]): Promise<Answers> {
  const file = place.at("export.csv");
  const national = ["export", city, "catalog", "--format", "national-csv", "-o", file, ...at];
  const exported = await ledgerJson<object>(national);
  const dcat = await ledger(["export", city, "catalog", ...at]);
  const rows = async (body: object): Promise<Rows> => {
    const given = ["query", city, "ledger.rows", JSON.stringify(body), ...at];
    // The answer's own height is that of the ledger that was asked.
    const { height: _now, ...rest } = (await ledgerJson<Rows & { readonly height: number }>(given)).json;
    return rest;
  };
  return {
    export: exported.json,
    dcat: dcat.stdout,
    national: readFileSync(file, "utf8"),
    datasets: await rows({ table: "catalog.dataset", from: 2, limit: 2 }),
    clock: await rows({ table: "kernel.clock" }),
    search: (await ledgerJson<object>(["query", city, "catalog.search", '{"sort":"title"}', ...at])).json,
  };
}

async function changesOf(key: number, at: readonly string[] = []): Promise<readonly Change[]> {
  const asked = ["history", city, "catalog.dataset", `${key}`, ...at];
  return (await ledgerJson<{ readonly changes: readonly Change[] }>(asked)).json.changes;
}

const stood = new Map<number, Answers>();
const changed = new Map<number, readonly Change[]>();
let newest: Status;

/** Notes what the ledger says now, at its height. */
async function note(): Promise<void> {
  newest = (await ledgerJson<Status>(["status", city])).json;
  stood.set(newest.height, await answersAt([]));
  if (newest.height > 0) changed.set(newest.height, await changesOf(1));
}

async function importing(name: string, titles: readonly string[], ...options: readonly string[]): Promise<void> {
  writeFileSync(
    place.at(name),
    bytesOf(madeCatalog(titles.length, (i) => ({ identifier: `d-${i}`, title: titles[i] ?? "" }))),
  );
  const ran = await ledger(["import", city, place.at(name), "--source", "made", "--yes", ...options]);
  if (ran.code !== 0) throw new Error(ran.stderr);
}

beforeAll(async () => {
  await foundLedger(city);
  await note();
  await importing("first.json", ["one", "two", "three"]);
  await note();
  await importing("second.json", ["one, revised", "two", "three", "four"]);
  await note();
  await importing("third.json", ["one, revised again", "two"]);
  await note();
  // Some thirty commands, each a process of its own.
}, 300_000);
afterAll(() => place.remove());

describe("as of a height", () => {
  it("an export and rows are what they were when the ledger stood there, also at 0 and at the newest height", async () => {
    expect([...stood.keys()]).toEqual([0, 1, 2, 3]);
    for (const [height, then] of stood) expect(await answersAt(["--at", String(height)])).toEqual(then);
    const documents = [...stood.values()].map(({ dcat }) => dcat);
    expect(new Set(documents).size).toBe(documents.length);
    expect([...stood.values()].map((one) => one.datasets.rows.map(({ key }) => key))).toEqual([
      [],
      [2, 3],
      [2, 3],
      [2, 3],
    ]);
  });

  it("an export names the height and carries the checkpoint of its block", async () => {
    const blocks = await ledgerJson<{ readonly blocks: readonly Status[] }>(["query", city, "ledger.blocks"]);
    const sealed = blocks.json.blocks.map(({ height, checkpoint }) => ({ height, checkpoint })).toReversed();
    expect(sealed.at(-1)).toEqual({ height: newest.height, checkpoint: newest.checkpoint });
    const exported = [...stood.values()].map((one) => one.export);
    expect(exported).toMatchObject(sealed);
    const kept = ["what", "format", "records", "bytes", "file", "unfit"];
    for (const one of exported) expect(Object.keys(one)).toEqual([...kept, "height", "checkpoint", "checkpointFile"]);
  });

  it("a history has grown by what came later, and each change is of the row as it was", async () => {
    const all = await changesOf(1);
    for (const [height, then] of changed) {
      expect(all.filter((change) => change.height <= height)).toEqual(then);
      expect(await changesOf(1, ["--at", `${height}`])).toEqual(then);
    }
    expect(all.map(({ height }) => height)).toEqual([3, 2, 1]);
    expect(all.map(({ before }) => before)).toEqual([...all.slice(1).map(({ after }) => after), null]);
    for (const change of all) {
      expect(change).toMatchObject({ actor: "anna", department: "Data Bureau" });
      const given = ["query", city, "ledger.rows", '{"table":"catalog.dataset","limit":1}', "--at", `${change.height}`];
      const { rows } = (await ledgerJson<Rows>(given)).json;
      expect(rows).toEqual([{ key: 1, entry: change.index, row: change.after }]);
    }
  });
});

describe("what is no height", () => {
  const asking: readonly (readonly [string, readonly string[]])[] = [
    ["export", ["export", city, "catalog"]],
    ["statement", ["statement", city]],
    ["query", ["query", city, "ledger.rows", '{"table":"catalog.dataset"}']],
    ["history", ["history", city, "catalog.dataset", "1"]],
    ["query of a copy", ["query", city, "catalog.search"]],
  ];
  const wrong = ["-1", "x", "1.5", "", "99999999999999999999"];

  test.each(asking)("%s refuses it as wrong usage, in both languages", async (_verb, given) => {
    for (const [i, height] of wrong.entries()) {
      const language = i % 2 === 0 ? "zh" : "en";
      const ran = await ledgerJson<Failed>([...given, `--at=${height}`, "--lang", language]);
      expect([height, ran.code, ran.json.error.code]).toEqual([height, 2, "USAGE"]);
      expect(ran.json.error.message).toContain(`--at`);
      expect(ran.json.error.message).toContain(`“${height}”`);
      expect(/\p{Script=Han}/u.test(ran.json.error.message)).toBe(language === "zh");
    }
  });

  test.each(asking)("%s says where the ledger ends to who asks for more", async (_verb, given) => {
    for (const language of ["zh", "en"]) {
      const ran = await ledgerJson<Failed>([...given, "--at", String(newest.height + 1), "--lang", language]);
      expect([ran.code, ran.json.error.code]).toEqual([2, "USAGE"]);
      expect(ran.json.error.message).toContain(String(newest.height));
      expect(/\p{Script=Han}/u.test(ran.json.error.message)).toBe(language === "zh");
    }
  });

  it.each([
    [["--at", "-1"], "“-1”"],
    [["--at"], "--at"],
    [["--at-height", "1"], "--at-height"],
    [["--json=1"], "--json"],
  ])("%j is said in the language that was asked for", async (typed, said) => {
    for (const language of ["zh", "en"]) {
      const ran = await ledger(["export", city, "catalog", "--lang", language, ...typed]);
      expect([ran.code, ran.stdout]).toEqual([2, ""]);
      expect(ran.stderr).toContain(said);
      expect(/\p{Script=Han}/u.test(ran.stderr)).toBe(language === "zh");
    }
  });

  it.each([
    ["catalog.search", { at: 1 }, "at"],
    ["ledger.history", { table: "catalog.dataset", key: 1, at: 1 }, "at"],
  ])(
    "%s %j takes no height within its arguments, and says where it is given instead of answering with the present",
    async (name, body, field) => {
      for (const language of ["zh", "en"]) {
        const given = ["query", city, name, JSON.stringify(body), "--lang", language];
        const { code, json } = await ledgerJson<Failed>(given);
        expect([code, json.error.code]).toEqual([2, "USAGE"]);
        expect(json.error.message).toContain(`“${field}”`);
        expect(json.error.next).toContain("--at HEIGHT");
        expect(/\p{Script=Han}/u.test(json.error.message + json.error.next)).toBe(language === "zh");
      }
    },
  );

  it.each([
    ["content.preview", { dataset: 1, version: 1 }, "content.preview"],
    ["ledger.compare", { checkpoint: "" }, "ledger.compare"],
    ["system.status", {}, "system.status"],
    ["ledger.rows", { table: "catalog.dataset", at: 1 }, "--at"],
  ])("%s %j with --at is refused: it is about the present, or has a height already", async (name, body, said) => {
    for (const language of ["zh", "en"]) {
      const given = ["query", city, name, JSON.stringify(body), "--at", "1", "--lang", language];
      const { code, json } = await ledgerJson<Failed>(given);
      expect([code, json.error.code]).toEqual([2, "USAGE"]);
      expect(json.error.message).toContain(said);
      expect(/\p{Script=Han}/u.test(json.error.message)).toBe(language === "zh");
    }
  });
});
