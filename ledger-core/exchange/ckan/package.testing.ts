/** Made-up packages for the tests. */
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { parsePackages } from "./parse-packages.ts";

/** A package as the API shows it, with every field that has a home and some that have none. */
export const PACKAGE: JsonObject = {
  id: "0b9e6f0a-5d1c-4f7a-9d8e-5f6b7a8c9d0e",
  name: "schools",
  title: "Schools of the city",
  notes: "Name, address and pupils of each school.",
  private: false,
  state: "active",
  type: "dataset",
  owner_org: "org-1",
  organization: { id: "org-1", name: "education", title: "Education Bureau" },
  author: "Somebody",
  author_email: "somebody@example.org",
  maintainer: null,
  license_id: "cc-by",
  license_title: "Creative Commons Attribution",
  license_url: "http://www.opendefinition.org/licenses/cc-by",
  url: "https://example.org/schools",
  version: "2",
  metadata_created: "2024-01-02T03:04:05.678901",
  metadata_modified: "2025-02-03T03:04:05.678901",
  num_resources: 1,
  tags: [{ id: "t1", name: "school", display_name: "school", state: "active", vocabulary_id: null }],
  groups: [{ id: "g1", name: "education", title: "Education" }],
  extras: [
    { key: "issued", value: "2023-05-06" },
    { key: "frequency", value: "http://publications.europa.eu/resource/authority/frequency/ANNUAL" },
    { key: "language", value: '["zh", "en"]' },
    { key: "spatial", value: '{"type":"Point","coordinates":[118.8,32.06]}' },
  ],
  resources: [
    {
      id: "r1",
      name: "Table",
      url: "https://example.org/schools.csv",
      format: "CSV",
      mimetype: "text/csv",
      hash: "c0ffee",
      size: 1234,
      created: "2024-01-02T03:04:05",
      last_modified: "2025-02-03T00:00:00",
    },
  ],
  relationships_as_subject: [{ subject: "schools", type: "child_of", object: "city", comment: "" }],
  relationships_as_object: [],
};

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function listOf(...packages: readonly Json[]): Uint8Array {
  return bytesOf(JSON.stringify(packages));
}

export function linesOf(...packages: readonly Json[]): Uint8Array {
  return bytesOf(packages.map((each) => `${JSON.stringify(each)}\n`).join(""));
}

/** What a file gives that must be taken. */
export function readTaken(bytes: Uint8Array) {
  const parsed = parsePackages(bytes, sha256);
  if (!parsed.ok) throw new Error(`the file was refused: ${parsed.code} ${parsed.detail}`);
  return parsed;
}

/** The record of one package made of `PACKAGE` with the changes; it must be taken. */
export function recordOf(changes: Readonly<Record<string, Json | undefined>> = {}) {
  const [record] = readTaken(listOf(changed(changes))).records;
  if (record === undefined) throw new Error("the package was refused");
  return record;
}

/** The findings of one package made of `PACKAGE` with the changes: `refused FIELD_MISSING name`. */
export function findingsOf(changes: Readonly<Record<string, Json | undefined>>): readonly string[] {
  return readTaken(listOf(changed(changes))).findings.map(({ severity, code, path }) =>
    `${severity} ${code} ${path}`.trim(),
  );
}

function changed(changes: Readonly<Record<string, Json | undefined>>): Json {
  return JSON.parse(JSON.stringify({ ...PACKAGE, ...changes })) as Json;
}
