/**
 * Statements about statements, by which a file that had to be put right says what it was: those taken out are given as RDF reification
 * (RDF 1.1 Semantics, appendix D), as are those that were added, each under a class of its own. Reading takes both back.
 */
import { encodeHex, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import { repairAddress } from "./from-rdfjs.ts";
import type { Graph } from "./graph.ts";
import { nameOf, TYPE } from "./names.ts";
import { isBlank, isNode, isSameTerm, statementKey, statementsOfJson, textLiteral } from "./statements.ts";
import type { Node, Statement, Term } from "./statements.ts";

/** In the source and not here; here and not in the source; here outside the graph that the source had it in. */
type MarkClass = "tc:AsGiven" | "tc:Supplied" | "tc:InGraph";
const CLASSES: readonly MarkClass[] = ["tc:AsGiven", "tc:Supplied", "tc:InGraph"];
const EXACT = nameOf("tc:exactObject");
const IN_GRAPH = nameOf("tc:graph");
const LIMITS = { depthMax: 8, valuesMax: 100, notesMax: 100 };

/** The statements that describe one. With `exact`, its object is spelt in JSON beside it, for writers that cannot write its characters. */
export function markStatements(
  statement: Statement,
  options: { readonly as: MarkClass; readonly sha256: Sha256; readonly isExact?: boolean },
): readonly Statement[] {
  const { as, sha256, isExact = false } = options;
  const key = statementKey(statement);
  const mark = `_:m${encodeHex(sha256(encodeUtf8(`${as}\n${key}`.toWellFormed()) ?? new Uint8Array())).slice(0, 20)}`;
  const say = (predicate: string, object: Term): Statement => ({ subject: mark, predicate, object, graph: "" });
  const parts = [
    say(TYPE, nameOf("rdf:Statement")),
    say(TYPE, nameOf(as)),
    say(nameOf("rdf:subject"), statement.subject),
    say(nameOf("rdf:predicate"), statement.predicate),
    isExact ? say(EXACT, textLiteral(asciiOf(key))) : say(nameOf("rdf:object"), statement.object),
  ];
  return statement.graph === "" ? parts : [...parts, say(IN_GRAPH, statement.graph)];
}

/** A statement of a mark whose text a writer cannot write, with the text spelt in JSON; undefined for any other statement. */
export function exactMark(statement: Statement): Statement | undefined {
  if (statement.predicate !== nameOf("rdf:object")) return undefined;
  return { ...statement, predicate: EXACT, object: textLiteral(asciiOf(statementKey(statement))) };
}

/** Takes the marks out of a graph and undoes what they say, in time linear in its statements. */
export function restoreMarked(graph: Graph): void {
  const gone: Statement[] = [];
  for (const subject of [...graph.subjects()]) {
    const as = CLASSES.find((name) => graph.hasType(subject, nameOf(name)));
    if (as === undefined) continue;
    const marked = markedStatement(graph, subject);
    if (marked === undefined) continue;
    graph.removeSubject(subject);
    const isMoved = as === "tc:InGraph" && marked.graph !== "";
    if (isMoved || as === "tc:Supplied") gone.push({ ...marked, graph: "" });
    if (as !== "tc:Supplied") graph.add(marked);
  }
  // All at the end and together: what was supplied may itself have been a text that its file could give in a mark only.
  graph.removeAll(gone);
}

function markedStatement(graph: Graph, mark: Node): Statement | undefined {
  const [subject] = graph.nodes(mark, nameOf("rdf:subject"));
  const [predicate] = graph.nodes(mark, nameOf("rdf:predicate"));
  const [exact] = graph.literals(mark, EXACT);
  const [inGraph = ""] = graph.nodes(mark, IN_GRAPH);
  const object = exact === undefined ? graph.values(mark, nameOf("rdf:object"))[0] : exactObject(exact.value);
  if (subject === undefined || predicate === undefined || object === undefined) return undefined;
  // Anybody can write a mark. What no statement may be would make every file that holds it unreadable.
  if (isBlank(predicate)) return undefined;
  return { subject, predicate, object, graph: inGraph };
}

function exactObject(text: string): Term | undefined {
  const json = parseJsonText(text, LIMITS);
  const term = json.ok ? statementsOfJson([json.value])[0]?.object : undefined;
  if (term === undefined || isNode(term)) return undefined;
  const { value, datatype, language } = term;
  const isWritable =
    language === "" ? repairAddress(datatype) === datatype : /^[a-z]{1,8}(?:-[a-z0-9]{1,8})*$/.test(language);
  return isWritable ? { ...term, value: value.toWellFormed() } : undefined;
}

/** JSON with everything outside of printable ASCII as escapes. */
function asciiOf(json: string): string {
  return json.replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

/** True if the graph holds the very statement, in whatever graph it is. */
export function holds(graph: Graph, { subject, predicate, object }: Statement): boolean {
  return graph.values(subject, predicate).some((term) => isSameTerm(term, object));
}
