/** The files on which data.gov tests its own harvester: what becomes of each here, and why. */
import { describe, expect, it, test } from "vitest";
import type { CatalogFormat } from "#ledger-core/exchange/catalog-format.ts";
import { CATALOG_FORMATS } from "#ledger-core/exchange/catalog-formats.ts";
import { FORMAT_WORDS, guessFormat } from "#ledger-core/exchange/guess-format.ts";
import { hasRealData, readRealFiles, REAL_DATA_ABSENT, sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { readTaken } from "./dataset.testing.ts";

const ARCHIVE = "catalog/datagov-harvester-example_data.tar.gz";
const FOLDER = "example_data/";
const files = hasRealData(ARCHIVE) ? readRealFiles(ARCHIVE) : new Map<string, Uint8Array>();

const ISO = "one record of ISO 19115, which is no catalogue";
const FGDC = "one record of the FGDC's standard, which is no catalogue";

/** Path, what becomes of it, and why. Datasets taken and refused, then each finding's code with how often. */
const CASES: readonly (readonly [path: string, outcome: string, why: string])[] = [
  ["dcatus/dcatus.json", "7 taken, 0 refused", "an agency's catalogue as it should be"],
  ["dcatus/dcatus_2.json", "3 taken, 0 refused", "the same source later: four are gone, one has changed"],
  [
    "dcatus/dcatus_bad_license_uri.json",
    "1 taken, 0 refused: HTML_MARKUP 2, URL_INVALID 1",
    "the licence is a page of HTML in place of an address: kept as text, shown as text",
  ],
  ["dcatus/dcatus_long_description.json", "1 taken, 0 refused", "57,000 letters of description fit"],
  [
    "dcatus/dcatus_multiple_invalid.json",
    "1 taken, 0 refused: EMAIL_INVALID 1, HTML_MARKUP 2, URL_INVALID 2",
    "a mail address without mailto:, HTML as licence, a broken link: nothing that the record needs is missing",
  ],
  ["dcatus/dcatus_no_identifier.json", "0 taken, 1 refused: FIELD_MISSING 1", "without an identifier it is nobody's"],
  ["dcatus/dcatus_same_title.json", "2 taken, 0 refused", "a title need not be unique"],
  ["dcatus/dcatus_same_title_step_2.json", "2 taken, 0 refused", "the same source later: one of them has changed"],
  ["dcatus/dcatus_single_record.json", "1 taken, 0 refused", "one dataset is a catalogue"],
  [
    "dcatus/dcatus_single_record_non-federal.json",
    "1 taken, 0 refused",
    "bureau and program codes are asked of United States agencies alone",
  ],
  ["dcatus/dcatus_spatial_no_translate.json", "1 taken, 0 refused", "a place in words is kept in words"],
  [
    "dcatus/dcatus_with_none.json",
    "11 taken, 391 refused: FIELD_MISSING 391, HTML_MARKUP 7, URL_INVALID 1",
    "391 say nothing of when they were modified, which the profile demands of everybody",
  ],
  ["dcatus/missing_title.json", "0 taken, 1 refused: FIELD_MISSING 1", "there is nothing to show it by"],
  ["dcatus/dcatus3_0.json", "4 taken, 0 refused", "identifiers as texts, as addresses and as notations"],
  ["dcatus/dcatus3_0_invalid.json", "1 taken, 1 refused: FIELD_MISSING 1", "the profile demands a contact"],
  [
    "dcatus/dcatus3_0_nested_catalog.json",
    "1 taken, 0 refused: DATASETS_WITHIN 1",
    "what is listed by a catalogue within it stays there",
  ],
  [
    "dcatus/dcatus3_0_no_identifier.json",
    "0 taken, 1 refused: FIELD_MISSING 1",
    "an identifier that says nothing is none",
  ],
  ["dcatus/dcatus3_0_record_no_id.json", "1 taken, 0 refused", "records about datasets are kept with the catalogue"],
  [
    "dcatus/dcatus3_0_series_member_also_top_level.json",
    "1 taken, 0 refused: DATASETS_WITHIN 1",
    "one member of the series is listed, the other is not",
  ],
  [
    "dcatus/dcatus3_0_series_with_members.json",
    "0 taken, 0 refused: DATASETS_WITHIN 1",
    "only a series, whose members are not listed",
  ],
  ["dcatus/dcatus3_0_service_no_identifier.json", "1 taken, 0 refused", "services are kept with the catalogue"],
  [
    "dcatus/dcatus3_0_service_serves_dataset.json",
    "0 taken, 0 refused: DATASETS_WITHIN 1",
    "only a service, with the dataset that it serves",
  ],
  [
    "dcatus/dcatus3_0_warning.json",
    "3 taken, 0 refused: MODIFIED_BEFORE_ISSUED 1",
    "a day of change before that of issue is kept and said",
  ],
  ["dcatus/dcatus3_0_with_records.json", "1 taken, 0 refused", "records about datasets are kept with the catalogue"],
  ["dcatus/dcatus3_0_with_services.json", "1 taken, 0 refused", "services are kept with the catalogue"],
  ["iso_2_waf/decode_error.xml", "not read: xml", "XML that says UTF-8 and is not, of no known kind"],
  ["iso_2_waf/invalid_iso2.xml", "not read: iso-19115", `${ISO}, and not a valid one`],
  ["iso_2_waf/to_be_filtered_by_datetime.xml", "not read: xml", "a comment and nothing else"],
  ["iso_2_waf/valid_iso1.xml", "not read: iso-19115", ISO],
  ["iso_2_waf/valid_iso2.xml", "not read: iso-19115", ISO],
  ["iso_2_waf/valid_iso_too_many_keywords.xml", "not read: iso-19115", ISO],
  ["valid_iso2_parent.xml", "not read: iso-19115", ISO],
  ["waf/USGSHydroCached.xml", "not read: fgdc-csdgm", FGDC],
  ["waf/USGSImageryOnly.xml", "not read: fgdc-csdgm", FGDC],
  ["waf/USGSImageryTopo.xml", "not read: fgdc-csdgm", FGDC],
  ["waf/USGSShadedReliefOnly.xml", "not read: fgdc-csdgm", FGDC],
  ["waf/browse/USGSHydroCached.xml", "not read: fgdc-csdgm", FGDC],
  ["waf/browse/more/USGSShadedReliefOnly.xml", "not read: fgdc-csdgm", FGDC],
  ["waf/other/USGSImageryOnly.xml", "not read: fgdc-csdgm", FGDC],
];
const taken = CASES.filter(([, outcome]) => outcome.includes(" taken"));

describe.skipIf(files.size === 0)(
  `cases of data.gov's harvester${files.size === 0 ? `, ${REAL_DATA_ABSENT}` : `, ${files.size} files`}`,
  () => {
    it("are all listed", () => {
      expect(files.size).toBe(39);
      expect(new Set(files.keys())).toEqual(new Set(CASES.map(([path]) => `${FOLDER}${path}`)));
    });

    test.each(CASES)("%s: %s, because %s", async (path, outcome) => {
      expect(await outcomeOf(bytesOf(path), path)).toBe(outcome);
    });

    test.each(taken)("%s (%s): no field of a taken row is lost", async (path) => {
      const bytes = bytesOf(path);
      const format = formatOf(bytes, path);
      const parsed = await format?.parse(bytes, sha256);
      if (format === undefined || parsed?.ok !== true) throw new Error("it is not read");
      const refused = new Set(parsed.findings.filter(({ severity }) => severity === "refused").map(({ row }) => row));
      const source = jsonOf(bytes);
      const datasets = (source.dataset ?? []).filter((_dataset, i) => !refused.has(i + 1));
      const { catalog } = parsed;
      const written = await format.write(parsed.records, { catalog, catalogs: [catalog], sha256 });
      expect(jsonOf(written)).toEqual({ ...source, dataset: datasets });
    });

    it("name the rows without a date by their identifiers, so that they are not retired", () => {
      const parsed = readTaken(bytesOf("dcatus/dcatus_with_none.json"));
      expect([parsed.refusedIds.size, parsed.refusedWithoutId]).toEqual([391, 0]);
      expect(parsed.findings.find((finding) => finding.severity === "refused")).toMatchObject({
        code: "FIELD_MISSING",
        path: "modified",
      });
    });

    it("say in both languages what a file is that is not read", () => {
      const { format } = guessFormat(bytesOf("iso_2_waf/valid_iso1.xml"), "valid_iso1.xml");
      expect(FORMAT_WORDS[format].en).toMatch(/one geographic dataset, ISO 19115/);
      expect(FORMAT_WORDS[format].zh).toMatch(/ISO 19115/);
    });
  },
);

function bytesOf(path: string): Uint8Array {
  return files.get(`${FOLDER}${path}`) ?? new Uint8Array();
}

function jsonOf(bytes: Uint8Array): { readonly dataset?: readonly unknown[] } {
  return JSON.parse(new TextDecoder().decode(bytes)) as { readonly dataset?: readonly unknown[] };
}

function formatOf(bytes: Uint8Array, path: string): CatalogFormat | undefined {
  return CATALOG_FORMATS.find(({ name }) => name === guessFormat(bytes, path).format);
}

async function outcomeOf(bytes: Uint8Array, path: string): Promise<string> {
  const format = formatOf(bytes, path);
  if (format === undefined) return `not read: ${guessFormat(bytes, path).format}`;
  const parsed = await format.parse(bytes, sha256);
  if (!parsed.ok) return parsed.code;
  const counts = new Map<string, number>();
  for (const { code } of parsed.findings) counts.set(code, (counts.get(code) ?? 0) + 1);
  const findings = [...counts]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([code, count]) => `${code} ${count}`);
  const rows = `${parsed.records.length} taken, ${parsed.rowsRefused} refused`;
  return findings.length === 0 ? rows : `${rows}: ${findings.join(", ")}`;
}
