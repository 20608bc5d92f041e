/** RDF as plain values: what the readers give, what is kept of a dataset, and what the writers take. Source: RDF 1.1 Concepts. */
import { compareText } from "#ledger-core/contract/schema/bytes.ts";
import { canonicalJson, isJsonList } from "#ledger-core/exchange/canonical-json.ts";
import type { Json } from "#ledger-core/exchange/dataset-record.ts";

/** An address (IRI), or a blank node as `_:label`. No address begins with an underscore. */
export type Node = string;
/** `language` is in lower case and empty for a text without one; with it the datatype is `rdf:langString`. */
export type Literal = { readonly value: string; readonly datatype: string; readonly language: string };
export type Term = Node | Literal;
/** `graph` is empty in the default graph. */
export type Statement = {
  readonly subject: Node;
  readonly predicate: string;
  readonly object: Term;
  readonly graph: Node;
};

export const XSD = "http://www.w3.org/2001/XMLSchema#";
const XSD_STRING = `${XSD}string`;
export const LANG_STRING = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";

export function isNode(term: Term): term is Node {
  return typeof term === "string";
}

export function isLiteral(term: Term): term is Literal {
  return typeof term !== "string";
}

export function isBlank(term: Term): term is `_:${string}` {
  return typeof term === "string" && term.startsWith("_:");
}

export function isAddress(term: Term): term is Node {
  return typeof term === "string" && !term.startsWith("_:");
}

/** A text without language. */
export function textLiteral(value: string): Literal {
  return { value, datatype: XSD_STRING, language: "" };
}

export function typedLiteral(value: string, datatype: string): Literal {
  return { value, datatype, language: "" };
}

export function languageLiteral(value: string, language: string): Literal {
  return { value, datatype: LANG_STRING, language: language.toLowerCase() };
}

export function isSameTerm(left: Term, right: Term): boolean {
  if (isNode(left) || isNode(right)) return left === right;
  return left.value === right.value && left.datatype === right.datatype && left.language === right.language;
}

/** `[subject, predicate, object]`, with the graph behind where it has one; an object that is a text is a list with its language or datatype. */
function statementToJson({ subject, predicate, object, graph }: Statement): Json {
  return graph === "" ? [subject, predicate, termToJson(object)] : [subject, predicate, termToJson(object), graph];
}

/** One text for one term. */
export function termKey(term: Term): string {
  return isNode(term) ? term : `"${term.value}"${term.language}^${term.datatype}`;
}

/** One text for one statement. */
export function statementKey(statement: Statement): string {
  return canonicalJson(statementToJson(statement));
}

/** The statements, each once, in order of code points of their keys. */
export function inOneOrder(statements: Iterable<Statement>): readonly Statement[] {
  const byKey = new Map<string, Statement>();
  for (const statement of statements) byKey.set(statementKey(statement), statement);
  return [...byKey].toSorted(([left], [right]) => compareText(left, right)).map(([, item]) => item);
}

/** The statements in the order given. */
export function statementsToJson(statements: readonly Statement[]): readonly Json[] {
  return statements.map(statementToJson);
}

/** What `statementsToJson` wrote; anything else in the list is left out. */
export function statementsOfJson(value: Json | undefined): readonly Statement[] {
  if (!isJsonList(value)) return [];
  return value.map(statementOfJson).filter((statement) => statement !== undefined);
}

function statementOfJson(value: Json): Statement | undefined {
  if (!isJsonList(value)) return undefined;
  const [subject, predicate, objectJson, graph = ""] = value;
  const object = termOfJson(objectJson);
  if (typeof subject !== "string" || typeof predicate !== "string" || typeof graph !== "string") return undefined;
  return object === undefined ? undefined : { subject, predicate, object, graph };
}

function termToJson(term: Term): Json {
  if (isNode(term)) return term;
  if (term.language !== "") return [term.value, `@${term.language}`];
  return term.datatype === XSD_STRING ? [term.value] : [term.value, term.datatype];
}

function termOfJson(value: Json | undefined): Term | undefined {
  if (typeof value === "string") return value;
  if (!isJsonList(value)) return undefined;
  const [text, kind] = value;
  if (typeof text !== "string") return undefined;
  if (typeof kind !== "string") return textLiteral(text);
  return kind.startsWith("@") ? languageLiteral(text, kind.slice(1)) : typedLiteral(text, kind);
}

/** Every address in the statements, those of datatypes among them. */
export function* addressesIn(statements: Iterable<Statement>): Generator<string> {
  for (const { subject, predicate, object, graph } of statements) {
    yield predicate;
    for (const term of [subject, object, graph]) yield isNode(term) ? term : term.datatype;
  }
}
