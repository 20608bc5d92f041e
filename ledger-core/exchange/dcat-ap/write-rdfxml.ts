/**
 * RDF 1.1 XML. It has no graphs, no predicates whose names do not end in letters, and no control characters: such statements are given
 * as marks beside the others (`marks.ts`), which reading takes back.
 */
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { exactMark, markStatements } from "./marks.ts";
import { PREFIXES } from "./names.ts";
import { isBlank, isNode, LANG_STRING, statementKey, XSD } from "./statements.ts";
import type { Node, Statement } from "./statements.ts";

/** Characters of the end of a name that can be an element's, as a part of what XML allows, and those that one begins with. */
const NAME_CHARACTER = /[A-Za-z0-9_.-]/;
const NAME_START = /[A-Za-z_]/;
/** Predicates that RDF/XML reads as something else. */
const RESERVED = /^(?:RDF|ID|about|parseType|resource|nodeID|datatype|Description|aboutEach|aboutEachPrefix|bagID|li)$/;
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/;

/** A file of the statements: UTF-8, one description for each subject. */
export function writeRdfXml(statements: readonly Statement[], sha256: Sha256): Uint8Array {
  const inNoGraph = new Set(statements.filter(({ graph }) => graph === "").map(statementKey));
  const plain = statements.flatMap((statement) => {
    const isTwice = statement.graph !== "" && inNoGraph.has(statementKey({ ...statement, graph: "" }));
    return expressible(statement, { isTwice, sha256 });
  });
  const prefixes = new Prefixes();
  const bySubject = new Map<Node, string[]>();
  for (const statement of plain) {
    const line = propertyOf(statement, prefixes);
    const lines = bySubject.get(statement.subject);
    if (lines === undefined) bySubject.set(statement.subject, [line]);
    else lines.push(line);
  }
  const parts = ['<?xml version="1.0" encoding="UTF-8"?>\n', `<rdf:RDF${prefixes.declarations()}>\n`];
  for (const [subject, lines] of bySubject)
    parts.push(`  <rdf:Description ${nodeAttribute(subject, "rdf:about")}>\n`, ...lines, "  </rdf:Description>\n");
  parts.push("</rdf:RDF>\n");
  return encodeUtf8(parts.join("").toWellFormed()) ?? new Uint8Array();
}

/**
 * The statement, where XML can say it; else the marks that do, with the statement outside its graph where that is all. `isTwice`: the
 * same stands outside of any graph as well.
 */
function expressible(
  statement: Statement,
  { isTwice, sha256 }: { readonly isTwice: boolean; readonly sha256: Sha256 },
): readonly Statement[] {
  const isText = !isNode(statement.object) && NOT_XML.test(statement.object.value);
  const exact = isText ? exactMark(statement) : undefined;
  if (exact !== undefined) return [exact];
  if (isText || isTwice || splitName(statement.predicate) === undefined)
    return markStatements(statement, { as: "tc:AsGiven", sha256, isExact: isText });
  if (statement.graph === "") return [statement];
  return [{ ...statement, graph: "" }, ...markStatements(statement, { as: "tc:InGraph", sha256 })];
}

function splitName(name: string): readonly [namespace: string, local: string] | undefined {
  // From the end, one by one: a pattern would begin anew at each character of a name that is not one.
  let end = name.length;
  while (end > 0 && NAME_CHARACTER.test(name.charAt(end - 1))) end--;
  const start = name.slice(end).search(NAME_START);
  if (start < 0) return undefined;
  const namespace = name.slice(0, end + start);
  const local = name.slice(end + start);
  if (namespace === "" || (namespace === PREFIXES.rdf && RESERVED.test(local))) return undefined;
  // Readers take white space off the ends of a declared namespace, a zero width one among it.
  if (namespace.trim() !== namespace) return undefined;
  return [namespace, local];
}

class Prefixes {
  readonly #byNamespace = new Map<string, string>(Object.entries(PREFIXES).map(([prefix, name]) => [name, prefix]));
  readonly #used = new Map<string, string>([[PREFIXES.rdf, "rdf"]]);

  /** The predicate as an element's name. */
  element(name: string): string {
    const [namespace, local] = splitName(name) ?? [name, ""];
    const prefix = this.#byNamespace.get(namespace) ?? `ns${this.#byNamespace.size}`;
    this.#byNamespace.set(namespace, prefix);
    this.#used.set(namespace, prefix);
    return `${prefix}:${local}`;
  }

  declarations(): string {
    return [...this.#used].map(([namespace, prefix]) => `\n  xmlns:${prefix}="${escaped(namespace)}"`).join("");
  }
}

function propertyOf({ predicate, object }: Statement, prefixes: Prefixes): string {
  const element = prefixes.element(predicate);
  if (isNode(object)) return `    <${element} ${nodeAttribute(object, "rdf:resource")}/>\n`;
  const { value, datatype, language } = object;
  const attribute =
    datatype === LANG_STRING
      ? ` xml:lang="${escaped(language)}"`
      : datatype === `${XSD}string`
        ? ""
        : ` rdf:datatype="${escaped(datatype)}"`;
  return `    <${element}${attribute}>${escaped(value)}</${element}>\n`;
}

/** The labels that are made here begin with a letter and hold letters and digits only. */
function nodeAttribute(node: Node, attribute: "rdf:about" | "rdf:resource"): string {
  return isBlank(node) ? `rdf:nodeID="${escaped(node.slice("_:".length))}"` : `${attribute}="${escaped(node)}"`;
}

/** Carriage returns and, in attributes, line ends would be read as other white space. */
function escaped(text: string): string {
  return text
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/[\r\n\t\u0085\u2028]/g, (mark) => (mark === "\n" ? "\n" : `&#${mark.charCodeAt(0)};`));
}
