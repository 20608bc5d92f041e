/**
 * A record to statements. One that came from a DCAT-AP file and is unchanged gives back the statements that it was made of; what was changed
 * on the ledger is changed in them, and all the rest is as it was. Any other record is written from its fields.
 */
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { ownKept } from "#ledger-core/exchange/catalog-format.ts";
import type { DatasetRecord, JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { datasetNode } from "./addresses.ts";
import { writeForeignFields } from "./foreign-fields.ts";
import { Graph, preferred } from "./graph.ts";
import { readDistributions } from "./homes.ts";
import type { Homes } from "./homes.ts";
import { changedFields, readFields, writeWords } from "./ledger-words.ts";
import { nameOf } from "./names.ts";
import { PlainWriter, PREDICATES_OF_FIELD } from "./plain-fields.ts";
import { isBlank, isNode, isSameTerm, statementsOfJson, statementsToJson, textLiteral } from "./statements.ts";
import type { Node, Statement } from "./statements.ts";

export type WrittenDataset = {
  readonly node: Node;
  readonly statements: Iterable<Statement>;
  /** True if it is written as it came, with the links to it that its file had. */
  readonly isFromFile: boolean;
};

/** What is kept of a dataset: its node, and every statement about it and what hangs on it, in one order. */
export function keptOf(node: Node, statements: readonly Statement[]): JsonObject {
  return { node, statements: statementsToJson(statements) };
}

/** The statements that a record stands for. */
export function recordToStatements(record: DatasetRecord, sha256: Sha256): WrittenDataset {
  const { node: keptNode, statements: keptStatements } = ownKept(record, "dcat-ap");
  if (typeof keptNode !== "string") {
    const node = datasetNode(record.sourceId, sha256);
    return { node, statements: plainStatements(record, node, sha256), isFromFile: false };
  }
  const statements = statementsOfJson(keptStatements);
  const graph = new Graph(statements);
  const changed = changedFields(readFields(graph, keptNode), record);
  if (changed.length === 0) return { node: keptNode, statements, isFromFile: true };
  const rewriting = new Rewriting(graph, keptNode, sha256);
  for (const field of changed) rewriting.field(field, record);
  writeWords(graph, keptNode, record);
  return { node: keptNode, statements: graph.all(), isFromFile: true };
}

function plainStatements(record: DatasetRecord, node: Node, sha256: Sha256): Iterable<Statement> {
  const writer = new PlainWriter(node, sha256);
  writer.type(node, "dcat:Dataset");
  writer.say(node, "dct:identifier", textLiteral(record.sourceId));
  writer.all(record);
  writeForeignFields(writer, node, record);
  const graph = new Graph(writer.statements);
  writeWords(graph, node, record);
  return graph.all();
}

class Rewriting {
  readonly #graph: Graph;
  readonly #dataset: Node;
  readonly #sha256: Sha256;

  constructor(graph: Graph, dataset: Node, sha256: Sha256) {
    this.#graph = graph;
    this.#dataset = dataset;
    this.#sha256 = sha256;
  }

  field(field: keyof Homes, homes: Homes): void {
    if (field === "title" || field === "summary") return this.#text(field, homes);
    if (field === "distributions") return this.#distributions(homes);
    if (field === "licence") return this.#licence(homes.licence);
    const predicates = (PREDICATES_OF_FIELD[field] ?? []).map((name) => nameOf(name));
    for (const statement of this.#graph.of(this.#dataset))
      if (predicates.includes(statement.predicate)) this.#remove(statement);
    const writer = this.#writer();
    writer.field(field, homes);
    this.#addAll(writer.statements);
  }

  /** Only the text that is read here changes; those of other languages stay. */
  #text(field: "title" | "summary", homes: Homes): void {
    const predicate = nameOf(field === "title" ? "dct:title" : "dct:description");
    const before = preferred(this.#graph.literals(this.#dataset, predicate));
    if (before !== undefined) this.#graph.remove({ subject: this.#dataset, predicate, object: before });
    const text = homes[field] === "" ? homes.title : homes[field];
    const object = { ...(before ?? textLiteral("")), value: text };
    this.#graph.add({ subject: this.#dataset, predicate, object, graph: "" });
  }

  /** Matched by address; a distribution that the record no longer has goes, with what hangs on it alone. */
  #distributions(homes: Homes): void {
    const left = [...readDistributions(this.#graph, this.#dataset)];
    homes.distributions.forEach((distribution, i) => {
      const place = left.findIndex((entry) => entry.distribution.url === distribution.url);
      const known = place < 0 ? undefined : left.splice(place, 1)[0];
      const writer = this.#writer();
      if (known === undefined) writer.distribution(distribution, i, homes.licence);
      else {
        const { node, distribution: was } = known;
        if (was.title !== distribution.title) {
          this.#removeValues(node, nameOf("dct:title"));
          writer.say(node, "dct:title", textLiteral(distribution.title));
        }
        if (was.mediaType !== distribution.mediaType || was.format !== distribution.format) {
          for (const name of ["dcat:mediaType", "dct:format", "schema:encodingFormat"] as const)
            this.#removeValues(node, nameOf(name));
          writer.formats(node, distribution);
        }
      }
      this.#addAll(writer.statements);
    });
    for (const { node } of left)
      for (const statement of this.#graph.of(this.#dataset))
        if (statement.object === node && statement.predicate === nameOf("dcat:distribution")) this.#remove(statement);
  }

  #licence(licence: string): void {
    const distributions = this.#graph.nodes(this.#dataset, nameOf("dcat:distribution"));
    for (const subject of [this.#dataset, ...distributions]) this.#removeValues(subject, nameOf("dct:license"));
    const writer = this.#writer();
    for (const subject of distributions.length === 0 ? [this.#dataset] : distributions)
      writer.licence(subject, licence);
    this.#addAll(writer.statements);
  }

  #writer(): PlainWriter {
    return new PlainWriter(this.#dataset, this.#sha256);
  }

  #removeValues(subject: Node, predicate: string): void {
    for (const statement of this.#graph.of(subject)) if (statement.predicate === predicate) this.#remove(statement);
  }

  /** Takes a statement out, and everything about blank nodes that nothing refers to any more. */
  #remove(statement: Statement): void {
    this.#graph.remove(statement);
    const { object } = statement;
    if (!isNode(object) || this.#isReferred(object)) return;
    const isOwn = isBlank(object) || statement.predicate === nameOf("dcat:distribution");
    if (!isOwn) return;
    for (const inner of this.#graph.of(object)) this.#remove(inner);
  }

  #isReferred(node: Node): boolean {
    for (const { object } of this.#graph.all()) if (object === node) return true;
    return false;
  }

  #addAll(statements: readonly Statement[]): void {
    for (const statement of statements) {
      const known = this.#graph.of(statement.subject);
      const isThere = known.some(
        (item) => item.predicate === statement.predicate && isSameTerm(item.object, statement.object),
      );
      if (!isThere) this.#graph.add(statement);
    }
  }
}
