import { expect, it, test } from "vitest";
import type { DatasetRecord } from "#ledger-core/exchange/dataset-record.ts";
import { parseDataJson } from "#ledger-core/exchange/dcat-us/parse-data-json.ts";
import {
  describeRealData,
  hasRealData,
  readRealArchive,
  readRealData,
  sha256,
} from "#ledger-core/testdata/real-data.testing.ts";
import {
  formatOf,
  graphIn,
  readTaken,
  SHAPES,
  SYNTAXES,
  violationsOf,
  writeBack,
  writeNew,
} from "./dcat-ap.testing.ts";
import { changedFields } from "./ledger-words.ts";

const ARCHIVE = "catalog/ckanext-dcat-examples.tar.gz";
const files = hasRealData(ARCHIVE) ? readRealArchive(ARCHIVE, "examples/dcat") : new Map<string, Uint8Array>();
const bytesOf = (name: string): Uint8Array => files.get(name) ?? new Uint8Array();

function syntaxOf(name: string): (typeof SYNTAXES)[number] {
  if (name.endsWith(".rdf")) return "rdfxml";
  return name.endsWith(".ttl") ? "turtle" : "jsonld";
}

/** Datasets that are taken, then each finding's code with how often; or why the file is refused. */
const EXAMPLES = [
  ["catalog.rdf", "2 taken: ACCESS_UNSTATED 2, VALUE_MISSING 4, VALUE_NOT_A_NODE 9"],
  ["catalog_datasets_list.rdf", "2 taken: ACCESS_UNSTATED 2, VALUE_MISSING 4, VALUE_NOT_A_NODE 7"],
  ["catalog_pod.jsonld", "1 taken: VALUE_DATATYPE 2, VALUE_MISSING 3, VALUE_NOT_AN_ADDRESS 1, VALUE_NOT_A_NODE 14"],
  ["catalog_with_at_graph.jsonld", "1 taken: ACCESS_UNSTATED 1"],
  ["dataset.rdf", "1 taken: VALUE_DATATYPE 1, VALUE_NOT_AN_ADDRESS 1, VALUE_NOT_A_NODE 18"],
  ["dataset.ttl", "TURTLE_SYNTAX"],
  ["dataset_afs.ttl", "1 taken: ACCESS_UNSTATED 1, VALUE_DATATYPE 2, VALUE_MISSING 1, VALUE_NOT_A_NODE 5"],
  ["dataset_deri.ttl", "1 taken: ACCESS_UNSTATED 1, DATE_INVALID 1, VALUE_DATATYPE 1, VALUE_NOT_A_NODE 2"],
  ["dataset_gob_es.ttl", "1 taken: ACCESS_UNSTATED 1, VALUE_DATATYPE 1, VALUE_NOT_A_NODE 2"],
  ["dataset_gov_de.rdf", "1 taken: VALUES_TOO_MANY 1, VALUE_DATATYPE 5, VALUE_NOT_A_NODE 12"],
  ["dataset_health.ttl", "1 taken"],
  ["dataset_health_multilingual.ttl", "1 taken: ACCESS_UNSTATED 1, VALUE_MISSING 1"],
  ["dataset_health_no_blank.ttl", "1 taken: VALUE_NOT_A_NODE 2, VALUE_NOT_A_TEXT 1"],
  ["dataset_multilingual.ttl", "1 taken: ACCESS_UNSTATED 1, VALUE_NOT_A_NODE 7"],
  ["dataset_sweden.rdf", "1 taken: ACCESS_UNSTATED 1, VALUES_TOO_MANY 1, VALUE_DATATYPE 2, VALUE_NOT_A_NODE 2"],
] as const;
const TAKEN = EXAMPLES.map(([name]) => name).filter((name) => name !== "dataset.ttl");

describeRealData("examples of national profiles", ARCHIVE, () => {
  it("are all listed here", () => {
    expect([...files.keys()]).toEqual(EXAMPLES.map(([name]) => name as string).toSorted());
  });

  test.each(EXAMPLES)("%s: %s", async (name, expected) => {
    const parsed = await formatOf(syntaxOf(name)).parse(bytesOf(name), sha256);
    if (!parsed.ok) return expect(parsed.code).toBe(expected);
    const counts = new Map<string, number>();
    for (const { code, severity } of parsed.findings) {
      expect(severity).toBe("warning");
      counts.set(code, (counts.get(code) ?? 0) + 1);
    }
    const findings = [...counts].map(([code, count]) => `${code} ${count}`).toSorted();
    const taken = `${parsed.records.length} taken`;
    expect(findings.length === 0 ? taken : `${taken}: ${findings.join(", ")}`).toBe(expected);
  });

  test.each(TAKEN)("%s comes out of every syntax as the statements that went in, and they conform", async (name) => {
    const taken = await readTaken(bytesOf(name), syntaxOf(name));
    const source = await graphIn(bytesOf(name), syntaxOf(name));
    for (const syntax of SYNTAXES) {
      const written = await writeBack(taken, syntax);
      expect(await graphIn(written, syntax)).toEqual(source);
      const again = await readTaken(written, syntax);
      expect([again.records, again.catalog]).toEqual([taken.records, taken.catalog]);
    }
    expect(await violationsOf(await writeBack(taken), ...SHAPES)).toEqual([]);
  });

  it("does not conform by itself, so that the shapes are known to find something", async () => {
    const found = await violationsOf(bytesOf("dataset_afs.ttl"), ...SHAPES);
    expect(found.length).toBeGreaterThan(5);
  });
});

describeRealData("catalogues of agencies of the United States, as DCAT-AP", "catalog/us-datajson-gsa.json.gz", () => {
  test.each(["dhs", "dol", "energy", "gsa"])("every twentieth dataset of %s", async (agency) => {
    const parsed = parseDataJson(readRealData(`catalog/us-datajson-${agency}.json.gz`), sha256);
    if (!parsed.ok) throw new Error(parsed.code);
    const records = parsed.records.filter((_record, i) => i % 20 === 0);
    const turtle = await writeNew(records);
    // What is written new is held to the controlled vocabularies too.
    expect(await violationsOf(turtle, ...SHAPES, "dcat-ap-3.0-values.ttl")).toEqual([]);
    for (const syntax of SYNTAXES) {
      const back = await readTaken(syntax === "turtle" ? turtle : await writeNew(records, syntax), syntax);
      expect(back.rowsRefused).toBe(0);
      const byId = new Map(back.records.map((record) => [record.sourceId, record]));
      for (const record of records) expect(differences(byId.get(record.sourceId), record)).toEqual([]);
    }
  });
});

/** The signed fields in which two records differ; lists have no order among statements. */
function differences(read: DatasetRecord | undefined, record: DatasetRecord): readonly string[] {
  if (read === undefined) return ["all"];
  return [...changedFields(read, record), ...(read.code === record.code ? [] : ["code"])];
}
