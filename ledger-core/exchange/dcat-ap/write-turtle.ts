/** Turtle 1.1; where a statement is in a graph of its own, TriG, which is Turtle with graphs. */
import { DataFactory, Writer } from "n3";
import type { Quad_Object } from "n3";
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { prefixesBeside } from "./names.ts";
import { addressesIn, isBlank, isNode, LANG_STRING } from "./statements.ts";
import type { Node, Statement, Term } from "./statements.ts";

/** A file of the statements: UTF-8, by subject, with prefixes. */
export function writeTurtle(statements: readonly Statement[]): Uint8Array {
  const format = statements.some(({ graph }) => graph !== "") ? "application/trig" : "text/turtle";
  const prefixes = Object.fromEntries(prefixesBeside(addressesIn(statements)));
  const writer = new Writer({ format, prefixes });
  for (const { subject, predicate, object, graph } of statements) {
    const inGraph = graph === "" ? DataFactory.defaultGraph() : nodeOf(graph);
    writer.addQuad(nodeOf(subject), DataFactory.namedNode(predicate), termOf(object), inGraph);
  }
  let text = "";
  writer.end((error, result: string) => {
    if (error) throw error;
    text = result;
  });
  return encodeUtf8(text.toWellFormed()) ?? new Uint8Array();
}

function nodeOf(node: Node) {
  return isBlank(node) ? DataFactory.blankNode(node.slice("_:".length)) : DataFactory.namedNode(node);
}

function termOf(term: Term): Quad_Object {
  if (isNode(term)) return nodeOf(term);
  if (term.datatype === LANG_STRING) return DataFactory.literal(term.value, term.language);
  return DataFactory.literal(term.value, DataFactory.namedNode(term.datatype));
}
