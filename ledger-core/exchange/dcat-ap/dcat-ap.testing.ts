/** Made-up catalogues for the tests, and ways to read, write, compare and validate them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Parser, Store } from "n3";
import SHACLValidator from "rdf-validate-shacl";
import type { CatalogFormat, TakenCatalog } from "#ledger-core/exchange/catalog-format.ts";
import type { DatasetRecord } from "#ledger-core/exchange/dataset-record.ts";
import { sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { labelBlankNodes } from "./blank-labels.ts";
import { DCAT_AP_FORMATS } from "./dcat-ap-formats.ts";
import { Graph } from "./graph.ts";
import { DCAT_AP_LIMITS } from "./limits.ts";
import { restoreMarked } from "./marks.ts";
import { readJsonLd } from "./read-jsonld.ts";
import { readRdfXml } from "./read-rdfxml.ts";
import { readTurtle } from "./read-turtle.ts";
import { statementKey } from "./statements.ts";
import type { Statement } from "./statements.ts";

type Syntax = "jsonld" | "turtle" | "rdfxml";
const READERS = { jsonld: readJsonLd, turtle: readTurtle, rdfxml: readRdfXml } as const;
export const SYNTAXES = ["jsonld", "turtle", "rdfxml"] as const;

export const PREFIXES = `
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix spdx: <http://spdx.org/rdf/terms#> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix eu: <http://publications.europa.eu/resource/authority/> .
@prefix e: <https://e.org/> .
`;

export function formatOf(syntax: Syntax): CatalogFormat {
  const format = DCAT_AP_FORMATS.find(({ name }) => name === `dcat-ap-${syntax}`);
  if (format === undefined) throw new Error(syntax);
  return format;
}

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** What a file gives that must be taken. */
export async function readTaken(bytes: Uint8Array, syntax: Syntax = "turtle"): Promise<TakenCatalog> {
  const parsed = await formatOf(syntax).parse(bytes, sha256);
  if (!parsed.ok) throw new Error(`the file was refused: ${parsed.code} ${parsed.detail}`);
  return parsed;
}

export async function codeOf(bytes: Uint8Array, syntax: Syntax = "turtle"): Promise<string> {
  const parsed = await formatOf(syntax).parse(bytes, sha256);
  return parsed.ok ? "" : parsed.code;
}

/** The file of a catalogue as it was read. */
export async function writeBack({ records, catalog }: TakenCatalog, syntax: Syntax = "turtle"): Promise<Uint8Array> {
  return await formatOf(syntax).write(records, { catalog, catalogs: [catalog], sha256 });
}

/** A file of records that came with no catalogue of this profile. */
export async function writeNew(records: readonly DatasetRecord[], syntax: Syntax = "turtle"): Promise<Uint8Array> {
  return await formatOf(syntax).write(records, { catalog: undefined, catalogs: [], sha256 });
}

/** The findings of a Turtle file: `warning VALUE_MISSING dct:title`. */
export async function findingsOf(turtle: string): Promise<readonly string[]> {
  const { findings } = await readTaken(bytesOf(PREFIXES + turtle));
  return findings.map(({ severity, code, path }) => `${severity} ${code} ${path}`.trim());
}

/** The statements of a file as a set of texts, with blank nodes named by what they say; changes made on writing are taken back. */
export async function graphIn(bytes: Uint8Array, syntax: Syntax = "turtle"): Promise<readonly string[]> {
  const read = await READERS[syntax](bytes, DCAT_AP_LIMITS);
  if (!read.ok) throw new Error(`the file was refused: ${read.code} ${read.detail}`);
  const graph = new Graph(read.statements);
  restoreMarked(graph);
  return keysOf([...graph.all()]);
}

export function keysOf(statements: readonly Statement[]): readonly string[] {
  return [...new Set(labelBlankNodes(statements, new Map(), sha256).map(statementKey))].toSorted();
}

type Shapes = "dcat-ap-3.0-shapes.ttl" | "dcat-ap-3.0-classes.ttl" | "dcat-ap-3.0-values.ttl";
/** Everything that the published shapes demand; the vocabularies are one more demand, on what is written new. */
export const SHAPES: readonly Shapes[] = ["dcat-ap-3.0-shapes.ttl", "dcat-ap-3.0-classes.ttl"];

const validators = new Map<string, SHACLValidator>();

/** What the shapes say against a Turtle file; empty where it conforms. */
export async function violationsOf(turtle: Uint8Array, ...files: readonly Shapes[]): Promise<readonly string[]> {
  const data = new Store(new Parser().parse(new TextDecoder().decode(turtle)));
  const report = await validatorOf(files).validate(data);
  const lines = report.results.map(
    ({ focusNode, path, sourceConstraintComponent, value }) =>
      `${String(focusNode?.value)} ${String(path?.value)} ${String(sourceConstraintComponent?.value)} ${String(value?.value)}`,
  );
  if (report.conforms !== (lines.length === 0)) throw new Error("a report that contradicts itself");
  return lines;
}

function validatorOf(files: readonly Shapes[]): SHACLValidator {
  const key = files.join(" ");
  const known = validators.get(key);
  if (known !== undefined) return known;
  const texts = files.map((file) => readFileSync(join(import.meta.dirname, "testdata", file), "utf8"));
  const made = new SHACLValidator(new Store(texts.flatMap((text) => new Parser().parse(text))));
  validators.set(key, made);
  return made;
}
