/** Made-up datasets for the tests. */
import type { Json, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import type { DataJsonLimits } from "./limits.ts";
import type { ParsedDataJson } from "./parse-data-json.ts";
import { parseDataJson } from "./parse-data-json.ts";

/** A dataset with every field that the profile demands. */
export const DATASET: JsonObject = {
  "@type": "dcat:Dataset",
  identifier: "edu-001",
  title: "Schools of the city",
  description: "Name, address and pupils of each school.",
  keyword: ["school", "学校"],
  modified: "2025-02-01",
  publisher: { "@type": "org:Organization", name: "Education Bureau" },
  contactPoint: { "@type": "vcard:Contact", fn: "Data desk", hasEmail: "mailto:data@example.org" },
  accessLevel: "public",
};

export function dataJsonOf(
  datasets: Json,
  catalog: JsonObject = { conformsTo: "https://project-open-data.cio.gov/v1.1/schema" },
): Uint8Array {
  return bytesOf(JSON.stringify({ ...catalog, dataset: datasets }));
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export type ReadDataJson = Extract<ParsedDataJson, { readonly ok: true }>;

/** What a file gives that must be taken. */
export function readTaken(bytes: Uint8Array, limits?: DataJsonLimits): ReadDataJson {
  const parsed = parseDataJson(bytes, sha256, limits);
  if (!parsed.ok) throw new Error(`the file was refused: ${parsed.code} ${parsed.detail}`);
  return parsed;
}

/** The findings of one dataset made of `DATASET` with the changes: `refused FIELD_MISSING title`. */
export function findingsOf(changes: Readonly<Record<string, Json | undefined>>): readonly string[] {
  const dataset = JSON.parse(JSON.stringify({ ...DATASET, ...changes })) as Json;
  return readTaken(dataJsonOf([dataset])).findings.map(({ severity, code, path }) =>
    `${severity} ${code} ${path}`.trim(),
  );
}
