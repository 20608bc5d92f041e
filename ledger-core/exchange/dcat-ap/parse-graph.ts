/** Statements of a whole file to records and findings, whatever syntax they were written in. */
import { compareText, encodeHex, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import type { ParsedCatalog } from "#ledger-core/exchange/catalog-format.ts";
import type { DatasetRecord, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { codeOfIdentifier } from "#ledger-core/exchange/fit-text.ts";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import { TakenRows } from "#ledger-core/exchange/taken-rows.ts";
import { datasetNode, madeNode } from "./addresses.ts";
import { labelBlankNodes } from "./blank-labels.ts";
import { checkDataset } from "./check-dataset.ts";
import type { DatasetFinding } from "./check-texts.ts";
import type { DcatApRefusal } from "./finding-codes.ts";
import { BASE } from "./from-rdfjs.ts";
import type { ReadStatements } from "./from-rdfjs.ts";
import { Graph } from "./graph.ts";
import { fitDescription, readFields } from "./ledger-words.ts";
import type { DcatApLimits } from "./limits.ts";
import { keptOf } from "./map-dataset.ts";
import { restoreMarked } from "./marks.ts";
import { nameOf } from "./names.ts";
import { PREDICATES_OF_FIELD } from "./plain-fields.ts";
import { datasetNodes, splitGraph } from "./split-graph.ts";
import type { DatasetPart, SplitGraph } from "./split-graph.ts";
import { inOneOrder, isBlank, isNode, statementsToJson } from "./statements.ts";
import type { Node, Statement, Term } from "./statements.ts";

type Read = Extract<ReadStatements, { readonly ok: true }>;

const CODE_BYTES_MAX = 512;
const SOURCE_ID_BYTES_MAX = 2_000;
const PREDICATES_WITH_HOME: ReadonlySet<string> = new Set(
  Object.values(PREDICATES_OF_FIELD).flatMap((names) => names.map((name) => nameOf(name))),
);

/** The records of a file. Never throws; a refused dataset never stops the others. */
export function parseGraph(read: Read, sha256: Sha256, limits: DcatApLimits): ParsedCatalog {
  const graph = new Graph(read.statements);
  restoreMarked(graph);
  const nodes = datasetNodes(graph);
  if (nodes.size === 0) return refuse("NO_DATASET");
  if (nodes.size > limits.rowsMax) return refuse("TOO_MANY_ROWS", `${nodes.size} > ${limits.rowsMax}`);
  const found = splitGraph(graph, limits);
  if (found === "too large") return refuse("SHARED_TOO_LARGE", `> ${limits.keptCharactersMax}`);
  if (found.restCharacters > limits.catalogCharactersMax)
    return refuse("REST_TOO_LARGE", `${found.restCharacters} > ${limits.catalogCharactersMax}`);
  const first = nameBlankNodes(graph, found, new Set(), sha256);
  let { split, nameOfNode } = first;
  let rows = takeRows(read, split.datasets, sha256, limits);
  // What is refused is not written, so that nothing that is kept may be named by it: read again, it would get another name.
  if (isSharedWith(found, rows.refused)) {
    ({ split, nameOfNode } = nameBlankNodes(graph, found, rows.refused, sha256));
    const datasets = split.datasets.map((part, i) => (rows.refused.has(i) ? (first.split.datasets[i] ?? part) : part));
    rows = takeRows(read, datasets, sha256, limits);
  }
  const catalogs = [...graph.subjects()].filter((node) => graph.hasType(node, nameOf("dcat:Catalog")));
  const catalog: JsonObject = {
    catalogs: catalogs.map(nameOfNode).toSorted(compareText),
    statements: statementsToJson(inOneOrder(split.rest)),
  };
  return { ok: true, catalog, about: aboutOf(graph, catalogs), rows: split.datasets.length, ...rows.result() };
}

function takeRows(read: Read, datasets: readonly DatasetPart[], sha256: Sha256, limits: DcatApLimits): Rows {
  const rows = new Rows(sha256, limits);
  for (const address of read.repaired)
    rows.noteFile({ path: "", code: "ADDRESS_REPAIRED", severity: "warning", value: excerpt(address) });
  const relative = read.statements.find(({ subject, object }) => [subject, object].some(isRelative));
  if (relative !== undefined)
    rows.noteFile({ path: "", code: "ADDRESS_RELATIVE", severity: "warning", value: excerpt(relative.subject) });
  datasets.forEach((part, i) => rows.take(i + 1, part));
  return rows;
}

/** Whether one of the datasets, by their places, has a blank node that something else has as well. */
function isSharedWith({ datasets, rest }: SplitGraph, places: ReadonlySet<number>): boolean {
  const blank = new Set<Term>();
  for (const place of places) {
    const { node, statements = [] } = datasets[place] ?? {};
    for (const term of [node, ...statements.flatMap(termsOf)]) if (term !== undefined && isBlank(term)) blank.add(term);
  }
  if (blank.size === 0) return false;
  const others = [rest, ...datasets.flatMap(({ statements }, i) => (places.has(i) ? [] : [statements]))];
  return others.some((statements) =>
    statements.some((statement) => termsOf(statement).some((term) => blank.has(term))),
  );
}

/**
 * The same parts with names for their blank nodes that last. Only what is kept is named: in what is not, there may be any number of them.
 * `refused`: places of datasets by which nothing else is to be named.
 */
function nameBlankNodes(graph: Graph, found: SplitGraph, refused: ReadonlySet<number>, sha256: Sha256) {
  const isOut = ({ isTooLarge }: DatasetPart, place: number): boolean => isTooLarge || refused.has(place);
  const parts = [
    found.rest,
    ...found.datasets.filter((part, i) => !isOut(part, i)).map(({ statements }) => statements),
  ];
  const isNamed = !parts.some((statements) => statements.some(hasBlank));
  if (isNamed) return { split: found, nameOfNode: (node: Node): Node => node };
  const isKept = new Set(parts.flat());
  const kept = [...graph.all()].filter((statement) => isKept.has(statement));
  const isRefused = new Set([...refused].map((place) => found.datasets[place]?.node));
  const datasetsNamed = [...datasetNodes(graph)].filter((node) => !isRefused.has(node));
  const fixed = fixedNames(graph, datasetsNamed, sha256);
  const named = new Map(labelBlankNodes(kept, fixed, sha256).map((statement, i) => [kept[i], statement]));
  const rename = (statement: Statement): Statement => named.get(statement) ?? statement;
  const nameOfNode = (node: Node): Node => fixed.get(node) ?? node;
  const datasets = found.datasets.map(({ node, statements, isTooLarge }) => ({
    node: nameOfNode(node),
    statements: statements.map(rename),
    isTooLarge,
  }));
  return { split: { datasets, rest: found.rest.map(rename) }, nameOfNode };
}

function isRelative(term: Statement["object"]): boolean {
  return isNode(term) && term.startsWith(BASE);
}

function hasBlank(statement: Statement): boolean {
  return termsOf(statement).some(isBlank);
}

function termsOf({ subject, object, graph }: Statement): readonly Term[] {
  return [subject, object, graph];
}

/** Names of blank nodes that must not depend on all that hangs on them: datasets and catalogs. */
function fixedNames(graph: Graph, datasets: readonly Node[], sha256: Sha256): ReadonlyMap<Node, string> {
  const names = new Map<Node, string>();
  const taken = new Map<string, number>();
  const fix = (node: Node, letter: string, by: string): void => {
    if (!isBlank(node)) return;
    const name = `_:${letter}${encodeHex(sha256(encodeUtf8(by.toWellFormed()) ?? new Uint8Array())).slice(0, 20)}`;
    const before = taken.get(name) ?? 0;
    taken.set(name, before + 1);
    names.set(node, before === 0 ? name : `${name}n${before}`);
  };
  for (const node of datasets) fix(node, "d", identifierOf(graph, node, sha256) ?? "");
  for (const node of graph.subjects())
    if (graph.hasType(node, nameOf("dcat:Catalog"))) fix(node, "c", graph.label(node, "dct:title"));
  return names;
}

/** Its address; for one that was made of an identifier, and for a blank node, that identifier; else one made of the title. */
function identifierOf(graph: Graph, node: Node, sha256: Sha256): string | undefined {
  const given = graph.values(node, nameOf("dct:identifier")).map((term) => (isNode(term) ? term : term.value));
  const own = given.filter((text) => text.trim() !== "" && !text.startsWith("_:")).toSorted(compareText);
  if (!isBlank(node)) return own.find((text) => datasetNode(text, sha256) === node) ?? node;
  if (own[0] !== undefined) return own[0];
  const title = graph.label(node, "dct:title");
  return title === "" ? undefined : madeNode("title", title, sha256);
}

function aboutOf(graph: Graph, catalogs: readonly Node[]): { readonly id?: string; readonly publisher?: string } {
  const [catalog] = catalogs;
  if (catalog === undefined) return {};
  const [agent] = graph.nodes(catalog, nameOf("dct:publisher"));
  const publisher = agent === undefined ? "" : graph.label(agent, "foaf:name");
  const isNamed = !isBlank(catalog) && !catalog.startsWith(BASE);
  return { ...(isNamed ? { id: catalog } : {}), ...(publisher === "" ? {} : { publisher }) };
}

class Rows {
  /** Places of those that were left out, from 0 on. */
  readonly refused = new Set<number>();
  readonly #sha256: Sha256;
  readonly #taken: TakenRows<DatasetFinding["code"]>;

  constructor(sha256: Sha256, limits: DcatApLimits) {
    this.#sha256 = sha256;
    this.#taken = new TakenRows(limits);
  }

  take(row: number, part: DatasetPart): void {
    const graph = new Graph(part.statements);
    const { node } = part;
    const sourceId = identifierOf(graph, node, this.#sha256);
    const findings: DatasetFinding[] = [];
    if (part.isTooLarge) findings.push({ path: "", code: "ROW_TOO_LARGE", severity: "refused" });
    else findings.push(...checkDataset(graph, node));
    if (sourceId !== undefined && this.#taken.has(sourceId))
      findings.unshift({
        path: "dct:identifier",
        code: "IDENTIFIER_TWICE",
        severity: "refused",
        value: excerpt(sourceId),
      });
    if (sourceId !== undefined && (encodeUtf8(sourceId.toWellFormed())?.length ?? 0) > SOURCE_ID_BYTES_MAX)
      findings.unshift({ path: "", code: "FIELD_TOO_LONG", severity: "refused", value: excerpt(sourceId) });
    const isMade = isBlank(node) && graph.values(node, nameOf("dct:identifier")).length === 0;
    if (isMade) findings.push({ path: "dct:identifier", code: "IDENTIFIER_MADE", severity: "warning" });
    const record = this.#recordOf(part, sourceId, findings);
    if (record === undefined) {
      this.#taken.refuse(sourceId);
      this.refused.add(row - 1);
    } else this.#taken.accept(row, record, fieldsKept(graph, node));
    this.#taken.noteRow(
      findings.map((finding) => ({ row, ...finding, ...(sourceId === undefined ? {} : { sourceId }) })),
    );
  }

  noteFile(finding: DatasetFinding): void {
    this.#taken.noteFile(finding);
  }

  result() {
    return this.#taken.result();
  }

  /** The record, unless the row is refused or does not fit; then why not is added to the findings. */
  #recordOf(part: DatasetPart, sourceId: string | undefined, findings: DatasetFinding[]): DatasetRecord | undefined {
    if (sourceId === undefined || findings.some(({ severity }) => severity === "refused")) return undefined;
    const { node } = part;
    // Of several values some fields have one: in the order in which they are kept, it is the same one when they are read again.
    const statements = inOneOrder(part.statements);
    const graph = new Graph(statements);
    const code = codeOfIdentifier(codeTextOf(graph, node) ?? sourceId, this.#sha256, CODE_BYTES_MAX);
    const fitted = fitDescription({ ...readFields(graph, node), code, profile: "dcat-ap" });
    if (fitted.ok) {
      const { summary } = fitted.description;
      const isWhole = graph.literals(node, nameOf("dct:description")).some(({ value }) => value === summary);
      if (!isWhole) findings.push({ path: "dct:description", code: "TEXT_SHORTENED", severity: "warning" });
      return { ...fitted.description, sourceId, kept: keptOf(node, statements) };
    }
    const field = fitted.path.split(/[.[]/, 1)[0] ?? "";
    const isList =
      fitted.path === field &&
      ["keywords", "themes", "languages", "distributions", "relatedCodes", "items"].includes(field);
    findings.unshift({
      path: fieldName(field),
      code: isList ? "LIST_TOO_LONG" : "FIELD_TOO_LONG",
      severity: "refused",
    });
    return undefined;
  }
}

/** How many properties of the dataset have no home in a record. */
function fieldsKept(graph: Graph, node: Node): number {
  const predicates = new Set(graph.of(node).map(({ predicate }) => predicate));
  return [...predicates].filter((predicate) => !PREDICATES_WITH_HOME.has(predicate)).length;
}

/** The identifier that the dataset gives itself, as a code. */
function codeTextOf(graph: Graph, node: Node): string | undefined {
  return graph
    .literals(node, nameOf("dct:identifier"))
    .map(({ value }) => value)
    .filter((text) => text.trim() !== "")
    .toSorted(compareText)[0];
}

/** The property that a field of the record is read from, for the eyes of who has the file. */
function fieldName(field: string): string {
  for (const [name, predicates] of Object.entries(PREDICATES_OF_FIELD))
    if (name === field) return predicates[0] ?? field;
  return field;
}

function refuse(code: DcatApRefusal, detail = ""): ParsedCatalog {
  return { ok: false, code, detail };
}
