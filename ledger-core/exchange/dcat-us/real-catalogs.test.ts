import { describe, expect, it, test } from "vitest";
import { descriptionSchema } from "#ledger-core/contract/schema/catalog.ts";
import { decode, encode } from "#ledger-core/contract/schema/codec.ts";
import { diffRecords, retirementNeedsConsent } from "#ledger-core/exchange/diff-records.ts";
import { guessFormat } from "#ledger-core/exchange/guess-format.ts";
import { hasRealData, readRealData, REAL_DATA_ABSENT, sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { sourceKey } from "#ledger-core/exchange/source-key.ts";
import { readTaken } from "./dataset.testing.ts";
import { fingerprintRecord } from "./map-dataset.ts";
import { writeDataJson } from "./write-data-json.ts";

type DataJson = { readonly dataset: readonly Record<string, unknown>[] } & Record<string, unknown>;

const jsonOf = (bytes: Uint8Array) => JSON.parse(new TextDecoder().decode(bytes)) as DataJson;
const fingerprintsOf = (bytes: Uint8Array) =>
  new Map(readTaken(bytes).records.map((record) => [record.sourceId, fingerprintRecord(record, sha256)]));

/** Counted in the files by another program; `warnings` by code. */
const CATALOGS = [
  {
    file: "us-datajson-dhs.json.gz",
    datasets: 1093,
    publishers: 86,
    sharing: [944, 15, 134],
    kept: 3279,
    warnings: { CONDITION_MISSING: 15, HIDDEN_CHARACTER: 5 },
  },
  {
    file: "us-datajson-dol.json.gz",
    datasets: 465,
    publishers: 22,
    sharing: [272, 87, 106],
    kept: 2592,
    warnings: { DATE_IMPLAUSIBLE: 2 },
  },
  {
    file: "us-datajson-energy.json.gz",
    datasets: 482,
    publishers: 57,
    sharing: [297, 179, 6],
    kept: 4172,
    warnings: { CONDITION_MISSING: 145, DATE_IMPLAUSIBLE: 1, DATE_NOT_A_DAY: 5, URL_INVALID: 1 },
  },
  {
    file: "us-datajson-energy-2025-02-01.json.gz",
    datasets: 480,
    publishers: 56,
    sharing: [295, 179, 6],
    kept: 4156,
    warnings: { CONDITION_MISSING: 145, DATE_IMPLAUSIBLE: 1, DATE_NOT_A_DAY: 5, URL_INVALID: 1 },
  },
  {
    file: "us-datajson-gsa.json.gz",
    datasets: 339,
    publishers: 12,
    sharing: [305, 1, 33],
    kept: 1848,
    warnings: { HIDDEN_CHARACTER: 1, HTML_MARKUP: 1 },
  },
] as const;

const present = hasRealData("catalog/us-datajson-gsa.json.gz");

describe.skipIf(!present)(`catalogs of four agencies${present ? "" : `, ${REAL_DATA_ABSENT}`}`, () => {
  const counted = CATALOGS.map((catalog) => [catalog.file, catalog.datasets, catalog.kept, catalog] as const);

  test.each(counted)("%s: %i datasets, none refused, %i fields kept, none lost", (file, datasets, kept, expected) => {
    const bytes = readRealData(`catalog/${file}`);
    expect(guessFormat(bytes, file)).toEqual({ format: "dcat-us-1.1", sure: true });
    const parsed = readTaken(bytes);
    expect([parsed.rows, parsed.records.length, parsed.rowsRefused]).toEqual([datasets, datasets, 0]);
    expect(new Set(parsed.records.map((record) => record.publisher)).size).toBe(expected.publishers);
    const sharing = ["unconditional", "conditional", "not-shared"].map(
      (word) => parsed.records.filter((record) => record.sharing === word).length,
    );
    expect(sharing).toEqual(expected.sharing);
    const warnings: Record<string, number> = {};
    for (const { code } of parsed.findings) warnings[code] = (warnings[code] ?? 0) + 1;
    expect(warnings).toEqual(expected.warnings);
    expect(parsed.fieldsKept).toBe(kept);

    const source = jsonOf(bytes);
    const written = jsonOf(writeDataJson(parsed.records, parsed.catalog));
    expect(written.dataset).toHaveLength(source.dataset.length);
    for (const [i, dataset] of source.dataset.entries()) expect(written.dataset[i]).toEqual(dataset);
    expect(written).toEqual(source);
    // Written and read again, nothing is new.
    expect(fingerprintsOf(writeDataJson(parsed.records, parsed.catalog))).toEqual(fingerprintsOf(bytes));
  });

  test.each(counted)("%s: %i descriptions can be signed", (file, datasets) => {
    const { records } = readTaken(readRealData(`catalog/${file}`));
    let signed = 0;
    for (const { sourceId: _sourceId, kept: _kept, ...description } of records) {
      const value = { ...description, kept: undefined };
      const decoded = decode(descriptionSchema, encode(descriptionSchema, value));
      expect(decoded.ok && decoded.value).toEqual(value);
      signed++;
    }
    expect(signed).toBe(datasets);
  });

  it("finds the other date of one source as 2 added and 480 unchanged, and back as 2 retired", () => {
    const [earlier, later] = ["us-datajson-energy-2025-02-01.json.gz", "us-datajson-energy.json.gz"];
    const [before, after] = [earlier, later].map((file) => readRealData(`catalog/${file}`));
    const keys = [earlier, later].map((fileName) =>
      sourceKey({ catalog: readTaken(after ?? new Uint8Array()).catalog, fileName }),
    );
    expect(keys[0]).toEqual(keys[1]);
    expect(keys[0]?.key).toBe("file:us-datajson-energy");
    const [old, recent] = [fingerprintsOf(before ?? new Uint8Array()), fingerprintsOf(after ?? new Uint8Array())];
    const forth = diffRecords(old, recent);
    expect([forth.added, forth.changed, forth.unchanged.length, forth.retired]).toEqual([
      ["Paducah Pegasis", "Ports Pegasis"],
      [],
      480,
      [],
    ]);
    const back = diffRecords(recent, old);
    expect(back.retired).toEqual(["Paducah Pegasis", "Ports Pegasis"]);
    expect(retirementNeedsConsent(back, 0)).toBe(false);
  });

  it("finds one edited field of one dataset as one change", () => {
    const bytes = readRealData("catalog/us-datajson-gsa.json.gz");
    const source = jsonOf(bytes);
    const [first, ...rest] = source.dataset;
    const edited = {
      ...source,
      dataset: [...rest, { ...first, contactPoint: { fn: "Another desk", hasEmail: "mailto:a@example.org" } }],
    };
    const diff = diffRecords(fingerprintsOf(bytes), fingerprintsOf(new TextEncoder().encode(JSON.stringify(edited))));
    expect([diff.changed, diff.added, diff.retired, diff.unchanged.length]).toEqual([
      [first?.["identifier"]],
      [],
      [],
      338,
    ]);
  });
});
