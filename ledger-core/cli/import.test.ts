import { writeFileSync } from "node:fs";
import { gunzipSync, gzipSync } from "node:zlib";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FileReport } from "./import-report.ts";
import { describeRealData, readRealJson } from "#ledger-core/testdata/real-data.testing.ts";
import { bytesOf, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { ended, foundLedger, ledger, ledgerJson, makeFolder, start } from "./cli.testing.ts";
import type { Ran } from "./cli.testing.ts";
import { join } from "node:path";

type ImportJson = {
  readonly files: readonly FileReport[];
  readonly entries: number;
  readonly seconds: number;
  readonly checkpoint: string | null;
};
type Catalog = { readonly dataset: readonly { readonly identifier: string }[] } & Record<string, unknown>;

const place = makeFolder();
const city = place.at("city");
beforeAll(async () => {
  await foundLedger(city);
});
afterAll(() => place.remove());

const run = async (file: string, ...options: readonly string[]): Promise<Ran & { readonly json: ImportJson }> =>
  await ledgerJson<ImportJson>(["import", city, file, ...options]);
const counts = ({ json }: { readonly json: ImportJson }, place = 0): readonly (number | undefined)[] => {
  const file = json.files[place];
  return [file?.read, file?.added, file?.changed, file?.unchanged, file?.retired, file?.refused.length];
};
const save = (name: string, catalog: object): string => {
  writeFileSync(place.at(name), name.endsWith(".gz") ? gzipSync(bytesOf(catalog as never)) : bytesOf(catalog as never));
  return place.at(name);
};
const height = async (): Promise<number> =>
  (await ledgerJson<{ readonly height: number }>(["status", city])).json.height;

describe("importing", () => {
  it("reports what it would do before it does it, and without a passphrase", async () => {
    const file = save("made-2025-01-01.json.gz", madeCatalog(30));
    const preview = await ledgerJson<ImportJson>(["import", city, file, "--dry-run"], { passphrase: undefined });
    expect([preview.code, preview.json.entries, counts(preview)]).toEqual([0, 0, [30, 30, 0, 0, 0, 0]]);
    expect(preview.json.files[0]).toMatchObject({ file, format: "dcat-us-1.1", source: "file:made", imported: false });
    expect(await height()).toBe(0);
    const done = await run(file);
    expect([done.code, done.json.entries, counts(done), done.json.files[0]?.imported]).toEqual([
      0,
      1,
      [30, 30, 0, 0, 0, 0],
      true,
    ]);
    expect(done.stderr).toContain("sealed 30/30");
    // What somebody takes away of it is the checkpoint of the ledger as the import has left it.
    const { checkpoint } = (await ledgerJson<{ readonly checkpoint: string }>(["status", city])).json;
    expect([preview.json.checkpoint, done.json.checkpoint]).toEqual([null, checkpoint]);
    expect((await ledger(["import", city, file])).stdout).toContain(checkpoint);
    const again = await run(file);
    expect([again.code, again.json.entries, counts(again)]).toEqual([0, 0, [30, 0, 0, 30, 0, 0]]);
  });

  it("retires many records only with consent", async () => {
    const file = save("made-2025-02-01.json", madeCatalog(20));
    const before = await height();
    const asked = await run(file);
    expect([asked.code, asked.json.files[0]?.needsConsent, asked.json.entries, await height()]).toEqual([
      1,
      true,
      0,
      before,
    ]);
    expect(asked.stderr).toContain("--yes");
    const agreed = await run(file, "--yes");
    expect([agreed.code, counts(agreed)]).toEqual([0, [20, 0, 0, 20, 10, 0]]);
  });

  it("imports nothing that is refused, and with --strict nothing at all", async () => {
    const file = save(
      "strict.json",
      madeCatalog(4, (i) => (i === 1 ? { title: 7 } : { identifier: `strict-${i}` })),
    );
    const before = await height();
    const strict = await run(file, "--strict");
    expect([strict.code, strict.json.entries, await height()]).toEqual([1, 0, before]);
    expect(strict.json.files[0]?.refused).toMatchObject([{ row: 2, code: "FIELD_TYPE" }]);
    const lenient = await run(file);
    expect([lenient.code, counts(lenient)]).toEqual([0, [4, 3, 0, 0, 0, 1]]);
  });

  it("does not tell of a second file of one source before the first is imported", async () => {
    const files = [save("twice-2025-01-01.json", madeCatalog(10)), save("twice-2025-02-01.json", madeCatalog(9))];
    const before = await height();
    for (const option of ["--dry-run", "--strict"]) {
      const { code, json } = await ledgerJson<{ readonly error: Record<string, string> }>([
        "import",
        city,
        ...files,
        option,
      ]);
      expect([code, json.error["code"]], option).toEqual([2, "SOURCE_TWICE"]);
      for (const named of [...files, "file:twice"]) expect(json.error["message"], option).toContain(named);
    }
    expect(await height()).toBe(before);
    const done = await ledgerJson<ImportJson>(["import", city, ...files]);
    expect([counts(done), counts(done, 1)]).toEqual([
      [10, 10, 0, 0, 0, 0],
      [9, 0, 0, 9, 1, 0],
    ]);
  });

  it("takes only the signer's department, and a source that is named", async () => {
    const file = save(
      "data.json",
      madeCatalog(1, () => ({ identifier: "named" })),
    );
    const unnamed = await run(file);
    expect([unnamed.code, unnamed.json.files[0]?.refused[0]?.code]).toEqual([1, "SOURCE_UNNAMED"]);
    expect(unnamed.json.files[0]?.refused[0]?.message).toContain("--source");
    const named = await run(file, "--source", "harbour", "--department", "Data Bureau");
    expect([named.code, named.json.files[0]?.source, counts(named)]).toEqual([0, "harbour", [1, 1, 0, 0, 0, 0]]);
    const other = await ledger(["import", city, file, "--source", "harbour", "--department", "Elsewhere"]);
    expect([other.code, other.stderr.includes("Elsewhere")]).toEqual([2, true]);
    expect((await ledger(["import", city, file, "--format", "xlsx"])).code).toBe(2);
  });

  it("takes a catalogue of DCAT-AP, says what is wrong in words of the file, and writes it in another syntax", async () => {
    const dataset = (id: string, rest: string) =>
      `<https://e.org/${id}> a <http://www.w3.org/ns/dcat#Dataset> ; <http://purl.org/dc/terms/title> "T"${rest} .\n`;
    const described = ` ; <http://purl.org/dc/terms/description> "D"`;
    writeFileSync(place.at("portal.ttl"), dataset("a", described) + dataset("b", ""));
    const strict = await run(place.at("portal.ttl"), "--strict", "--format", "dcat-ap");
    expect([strict.code, strict.json.entries]).toEqual([1, 0]);
    const [refused] = strict.json.files[0]?.refused ?? [];
    expect(refused).toMatchObject({ row: 2, code: "VALUE_MISSING", sourceId: "https://e.org/b" });
    expect(refused?.message).toContain("dct:description");
    const done = await run(place.at("portal.ttl"));
    expect([done.json.files[0]?.format, counts(done)]).toEqual(["dcat-ap-turtle", [2, 1, 0, 0, 0, 1]]);
    const out = place.at("portal.jsonld");
    const wrote = await ledgerJson([
      "export",
      city,
      "catalog",
      "--source",
      "file:portal",
      "--format",
      "dcat-ap",
      "-o",
      out,
    ]);
    expect(wrote.json).toMatchObject({ format: "dcat-ap-jsonld", records: 1 });
    expect(JSON.parse(readFileSync(out, "utf8"))).toMatchObject({ "@graph": [{ "@id": "https://e.org/a" }] });
  });

  it("writes the catalogue of a source as it came", async () => {
    const out = place.at("out.json");
    const { code, json } = await ledgerJson<Record<string, unknown>>([
      "export",
      city,
      "catalog",
      "--source",
      "harbour",
      "-o",
      out,
    ]);
    expect([code, json]).toMatchObject([0, { what: "catalog", format: "dcat-us-1.1", records: 1, file: out }]);
    expect(JSON.parse(readFileSync(out, "utf8"))).toEqual(madeCatalog(1, () => ({ identifier: "named" })));
    const printed = await ledger(["export", city, "catalog", "--source", "harbour", "--lang", "en"]);
    // Nothing is lacking: beside the catalogue stands what it is of, and no more.
    expect([JSON.parse(printed.stdout), printed.stderr]).toEqual([
      madeCatalog(1, () => ({ identifier: "named" })),
      expect.stringMatching(/^1 datasets were written \(\d+ bytes\), as of height \d+\.\n\ntcc\//),
    ]);
    expect((await ledger(["export", city, "catalog", "--at", "99999"])).code).toBe(2);
    expect((await ledger(["export", city, "people"])).code).toBe(2);
  });
});

describeRealData("the catalogs of four agencies", "catalog/us-datajson-gsa.json.gz", () => {
  const agencies = place.at("agencies");
  const fileOf = (name: string): string =>
    join(import.meta.dirname, "..", "..", "..", "shared", "data", "catalog", `us-datajson-${name}.json.gz`);

  it("are imported whole, then the other date of one as what differs, and come out as they went in", async () => {
    await foundLedger(agencies);
    const names = ["dhs", "dol", "energy-2025-02-01", "gsa"];
    const all = await ledgerJson<ImportJson>(["import", agencies, ...names.map(fileOf), "--as", "anna"]);
    expect(all.code).toBe(0);
    expect(all.json.files.map((_, i) => counts(all, i))).toEqual([
      [1093, 1093, 0, 0, 0, 0],
      [465, 465, 0, 0, 0, 0],
      [480, 480, 0, 0, 0, 0],
      [339, 339, 0, 0, 0, 0],
    ]);
    expect(all.json.files.map((file) => file.kept)).toEqual([3279, 2592, 4156, 1848]);
    const later = await ledgerJson<ImportJson>(["import", agencies, fileOf("energy"), "--as", "anna"]);
    expect(counts(later)).toEqual([482, 2, 0, 480, 0, 0]);
    const same = await ledgerJson<ImportJson>(["import", agencies, ...["dhs", "dol", "energy", "gsa"].map(fileOf)]);
    expect([same.json.entries, same.json.files.map((file) => file.unchanged)]).toEqual([0, [1093, 465, 482, 339]]);
    for (const name of ["dhs", "dol", "energy", "gsa"]) {
      const out = place.at(`${name}.json`);
      await ledger(["export", agencies, "catalog", "--source", `file:us-datajson-${name}`, "-o", out]);
      const source = readRealJson<Catalog>(`catalog/us-datajson-${name}.json.gz`);
      const written = JSON.parse(readFileSync(out, "utf8")) as Catalog;
      const byId = new Map(written.dataset.map((dataset) => [dataset.identifier, dataset]));
      expect(written.dataset).toHaveLength(source.dataset.length);
      for (const dataset of source.dataset) expect(byId.get(dataset.identifier)).toEqual(dataset);
      expect({ ...written, dataset: [] }).toEqual({ ...source, dataset: [] });
    }
    const earlier = await ledgerJson<ImportJson>(["import", agencies, fileOf("energy-2025-02-01"), "--dry-run"]);
    expect(counts(earlier)).toEqual([480, 0, 0, 480, 2, 0]);
    const checked = await ledgerJson<{ readonly problems: readonly object[] }>(["fsck", agencies]);
    expect([checked.code, checked.json.problems]).toEqual([0, []]);
  }, 180_000);

  it("are read packed or unpacked alike", async () => {
    const unpacked = place.at("us-datajson-gsa.json");
    writeFileSync(unpacked, gunzipSync(readFileSync(fileOf("gsa"))));
    const again = await ledgerJson<ImportJson>(["import", agencies, unpacked, "--dry-run"]);
    expect(counts(again)).toEqual([339, 0, 0, 339, 0, 0]);
  });
});

describe("an import that is interrupted", () => {
  it("ends after the batch that is under way, with 130, and goes on when it is run again", async () => {
    const file = save(
      "long.json",
      madeCatalog(900, (i) => ({ identifier: `long-${i}` })),
    );
    const child = start(["import", city, file]);
    child.stderr?.once("data", () => child.kill("SIGINT"));
    const { code, stdout, stderr } = await ended(child);
    expect([code, stdout]).toEqual([130, ""]);
    const told = [...stderr.matchAll(/sealed (\d+)\/900/g)].map((found) => Number(found[1]));
    expect(told.length).toBeGreaterThan(0);
    expect(told.length).toBeLessThan(5);
    const rest = await run(file);
    expect(counts(rest)).toEqual([900, 900 - (told.at(-1) ?? 0), 0, told.at(-1), 0, 0]);
  });

  it.each(["unread.json", "unread.json.gz"])("ends with 130 and no result while %s is read", async (name) => {
    const first = save(
      "short.json",
      madeCatalog(1, () => ({ identifier: name })),
    );
    // Of which nothing is imported, so that nothing else than its reading can be met.
    const file = save(
      name,
      madeCatalog(4_000, () => ({ title: 7 })),
    );
    const child = start(["import", city, first, file, "--yes"]);
    child.stderr?.once("data", () => child.kill("SIGINT"));
    const { code, stdout } = await ended(child);
    expect([code, stdout]).toEqual([130, ""]);
  });
});
