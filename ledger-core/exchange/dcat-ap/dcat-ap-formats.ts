/**
 * DCAT-AP 3.0 (SEMIC recommendation of 14 June 2024) in its three syntaxes: JSON-LD 1.1, Turtle 1.1 (N-Triples, TriG and N-Quads are read
 * as well) and RDF 1.1 XML. What is read in one can be written in another.
 */
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { fingerprintWhole } from "#ledger-core/exchange/catalog-format.ts";
import type { CatalogFormat, ParsedCatalog } from "#ledger-core/exchange/catalog-format.ts";
import { describeDcatAp } from "./finding-text.ts";
import type { ReadStatements } from "./from-rdfjs.ts";
import { DCAT_AP_LIMITS } from "./limits.ts";
import type { DcatApLimits } from "./limits.ts";
import { parseGraph } from "./parse-graph.ts";
import { readJsonLd } from "./read-jsonld.ts";
import { readRdfXml } from "./read-rdfxml.ts";
import { readTurtle } from "./read-turtle.ts";
import type { Statement } from "./statements.ts";
import { graphOfRecords } from "./write-graph.ts";
import { writeJsonLd } from "./write-jsonld.ts";
import { writeRdfXml } from "./write-rdfxml.ts";
import { writeTurtle } from "./write-turtle.ts";

type Syntax = {
  readonly name: CatalogFormat["name"];
  readonly read: (bytes: Uint8Array, limits: DcatApLimits) => ReadStatements | Promise<ReadStatements>;
  readonly write: (statements: readonly Statement[], sha256: Sha256) => Uint8Array;
};

/** Reads a file in a syntax. Never rejects, whatever the bytes. */
export async function parseDcatAp(
  read: Syntax["read"],
  bytes: Uint8Array,
  sha256: Sha256,
  limits: DcatApLimits = DCAT_AP_LIMITS,
): Promise<ParsedCatalog> {
  if (bytes.length === 0) return { ok: false, code: "FILE_EMPTY", detail: "" };
  if (bytes.length > limits.fileBytesMax)
    return { ok: false, code: "FILE_TOO_LARGE", detail: `${bytes.length} > ${limits.fileBytesMax}` };
  const statements = await read(bytes, limits);
  return statements.ok ? parseGraph(statements, sha256, limits) : statements;
}

function formatOf({ name, read, write }: Syntax): CatalogFormat {
  return {
    name,
    profile: "dcat-ap",
    fileBytesMax: DCAT_AP_LIMITS.fileBytesMax,
    parse: async (bytes, sha256) => await parseDcatAp(read, bytes, sha256),
    write: (records, writing) => write(graphOfRecords(records, writing), writing.sha256),
    fingerprint: fingerprintWhole,
    describeFinding: describeDcatAp,
  };
}

export const DCAT_AP_FORMATS: readonly CatalogFormat[] = [
  formatOf({ name: "dcat-ap-jsonld", read: readJsonLd, write: writeJsonLd }),
  formatOf({ name: "dcat-ap-turtle", read: readTurtle, write: writeTurtle }),
  formatOf({ name: "dcat-ap-rdfxml", read: readRdfXml, write: writeRdfXml }),
];
