/** JSON-LD 1.1: a flat list of nodes with a context that only shortens names, so that it reads back as the same statements. */
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Json } from "#ledger-core/exchange/dataset-record.ts";
import { prefixesBeside, shortName, TYPE } from "./names.ts";
import { addressesIn, isNode, LANG_STRING, XSD } from "./statements.ts";
import type { Node, Statement, Term } from "./statements.ts";

type NodeObject = Record<string, Json[] | string>;
type Prefixes = ReadonlyMap<string, string>;

/** A file of the statements: UTF-8, indented, one object for each subject, graphs with a name behind the others. */
export function writeJsonLd(statements: readonly Statement[]): Uint8Array {
  const prefixes = prefixesBeside(addressesIn(statements));
  const graphs = Map.groupBy(statements, ({ graph }) => graph);
  const nodes: Json[] = [...nodesOf(graphs.get("") ?? [], prefixes)];
  for (const [graph, list] of graphs)
    if (graph !== "") nodes.push({ "@id": graph, "@graph": [...nodesOf(list, prefixes)] });
  const text = JSON.stringify({ "@context": Object.fromEntries(prefixes), "@graph": nodes }, undefined, 2);
  // ECMAScript escapes lone surrogates, so the text always has UTF-8.
  return encodeUtf8(`${text}\n`) ?? new Uint8Array();
}

function nodesOf(statements: readonly Statement[], prefixes: Prefixes): Iterable<NodeObject> {
  const bySubject = new Map<Node, NodeObject>();
  for (const { subject, predicate, object } of statements) {
    const node = bySubject.get(subject) ?? { "@id": subject };
    bySubject.set(subject, node);
    const isType = predicate === TYPE && isNode(object);
    const key = isType ? "@type" : keyOf(predicate, prefixes);
    const value = isType ? keyOf(object, prefixes) : valueOf(object, prefixes);
    const list = node[key];
    if (Array.isArray(list)) list.push(value);
    else node[key] = [value];
  }
  return bySubject.values();
}

/** The short name where it cannot be taken for anything else. */
function keyOf(name: string, prefixes: Prefixes): string {
  const short = shortName(name, prefixes);
  return /^[a-z]+:[A-Za-z][\w-]*$/.test(short) ? short : name;
}

function valueOf(term: Term, prefixes: Prefixes): Json {
  if (isNode(term)) return { "@id": term };
  if (term.datatype === LANG_STRING) return { "@value": term.value, "@language": term.language };
  return term.datatype === `${XSD}string`
    ? term.value
    : { "@value": term.value, "@type": keyOf(term.datatype, prefixes) };
}
