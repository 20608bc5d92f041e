/**
 * Puts a graph right by the shapes of DCAT-AP 3.0 without losing anything: a value of a wrong kind gets the form that is demanded, one too
 * many is left out, what is missing is supplied where it can be said honestly, and a thing that lacks what its class demands is no longer
 * called one of that class. Every such change is marked (`marks.ts`), and reading takes it back. A graph that conforms is left as it is.
 */
import { compareText } from "#ledger-core/contract/schema/bytes.ts";
import type { Sha256 } from "#ledger-core/exchange/canonical-json.ts";
import { formatDocumentDay, parseDocumentDate } from "#ledger-core/exchange/document-date.ts";
import { isAbsoluteAddress, madeNode } from "./addresses.ts";
import type { Graph } from "./graph.ts";
import { holds, markStatements } from "./marks.ts";
import { nameOf, TYPE } from "./names.ts";
import { datatypeOfText, faultsOf, rulesFor, rulesOfType } from "./shapes.ts";
import type { Datatype, Rule } from "./shapes.ts";
import { isBlank, isNode, statementKey, termKey, textLiteral, typedLiteral, XSD } from "./statements.ts";
import type { Node, Statement, Term } from "./statements.ts";
import { fileTypeAddress, frequencyAddress, languageAddress, mediaTypeAddress } from "./vocabularies.ts";

type Name = Parameters<typeof nameOf>[0];

/** Classes whose things are kept by supplying what is missing; any other incomplete thing loses its class. */
const SUPPLIED: ReadonlySet<string> = new Set(
  (["dcat:Catalog", "dcat:Dataset", "dcat:DatasetSeries", "dcat:Distribution"] as const).map((name) => nameOf(name)),
);
const DCAT_RESOURCES = (["dcat:Catalog", "dcat:Dataset", "dcat:DataService", "dcat:DatasetSeries"] as const).map(
  (name) => nameOf(name),
);

/** The class of a node that is made where a text stands for one, and the property that says the text. */
const STAND_INS: Readonly<Record<string, readonly [Name, Name]>> = {
  "dct:publisher": ["foaf:Agent", "foaf:name"],
  "dct:creator": ["foaf:Agent", "foaf:name"],
  "dcat:contactPoint": ["vcard:Kind", "vcard:fn"],
  "dct:spatial": ["dct:Location", "rdfs:label"],
  "dct:license": ["dct:LicenseDocument", "rdfs:label"],
  "dct:rights": ["dct:RightsStatement", "rdfs:label"],
  "dct:accessRights": ["dct:RightsStatement", "rdfs:label"],
  "dct:provenance": ["dct:ProvenanceStatement", "rdfs:label"],
  "dct:conformsTo": ["dct:Standard", "rdfs:label"],
};

/** Changes the graph so that every thing in it conforms, and adds the marks. */
export function conform(graph: Graph, sha256: Sha256): void {
  const work = new Conforming(graph, sha256);
  // A value that is made may be of a class itself, so what is made is looked at too.
  for (const node of [...graph.subjects()]) work.values(node);
  for (const node of [...graph.subjects()]) work.mandatory(node);
  for (const node of [...graph.subjects()]) work.records(node);
  work.finish();
}

class Conforming {
  readonly #graph: Graph;
  readonly #sha256: Sha256;
  readonly #removed = new Map<string, Statement>();
  readonly #added = new Map<string, Statement>();

  constructor(graph: Graph, sha256: Sha256) {
    this.#graph = graph;
    this.#sha256 = sha256;
  }

  /** Kinds and datatypes first, then how many. */
  values(node: Node): void {
    for (const rule of rulesFor(this.#graph, node)) {
      const wrong = faultsOf(this.#graph, node, rule).flatMap(({ term }) => (term === undefined ? [] : [term]));
      if (wrong.length > 0) this.#replace(node, rule, wrong);
      if (rule.isSingle) this.#leaveOne(node, rule);
    }
  }

  /** Class by class: what is missing is supplied where that is the way of the class, and a class whose demands are not met goes. */
  mandatory(node: Node): void {
    for (const type of this.#graph.nodes(node, TYPE)) {
      const missing = (): readonly Rule[] =>
        rulesOfType(type).filter(
          (rule) => rule.isMandatory && this.#graph.values(node, nameOf(rule.name)).length === 0,
        );
      if (SUPPLIED.has(type)) for (const rule of missing()) this.#supply(node, rule);
      if (missing().length > 0) this.#remove(statementOf(node, TYPE, type));
    }
  }

  /** A record of the catalogue is about something that is in one. */
  records(node: Node): void {
    if (!this.#graph.hasType(node, nameOf("dcat:CatalogRecord"))) return;
    const [topic] = this.#graph.values(node, nameOf("foaf:primaryTopic"));
    const isResource =
      topic !== undefined && isNode(topic) && DCAT_RESOURCES.some((type) => this.#graph.hasType(topic, type));
    if (!isResource) this.#remove(statementOf(node, TYPE, nameOf("dcat:CatalogRecord")));
  }

  finish(): void {
    const sha256 = this.#sha256;
    for (const statement of this.#removed.values())
      for (const mark of markStatements(statement, { as: "tc:AsGiven", sha256 })) this.#graph.add(mark);
    for (const statement of this.#added.values())
      for (const mark of markStatements(statement, { as: "tc:Supplied", sha256 })) this.#graph.add(mark);
  }

  /** All values of one property together, so that many of them take no time by their square. */
  #replace(node: Node, rule: Rule, wrong: readonly Term[]): void {
    const predicate = nameOf(rule.name);
    this.#removeAll(node, predicate, wrong);
    const left = new Set(this.#graph.values(node, predicate).map(termKey));
    for (const term of wrong) {
      const better = this.#betterTerm(node, rule, term);
      if (better === undefined || left.has(termKey(better))) continue;
      left.add(termKey(better));
      this.#put(statementOf(node, predicate, better));
    }
  }

  #betterTerm(node: Node, rule: Rule, term: Term): Term | undefined {
    switch (rule.kind) {
      case "text":
        return isNode(term) ? this.#textOfNode(term) : term;
      case "node":
      case "address":
        return isNode(term) ? undefined : this.#nodeOfText(node, rule, term.value);
      case "any":
        return term;
      case "date":
      case "decimal":
      case "duration":
      case "nonNegativeInteger":
      case "hexBinary":
        return isNode(term) ? undefined : literalOf(term.value.trim(), rule.kind);
    }
  }

  #textOfNode(node: Node): Term | undefined {
    const label = this.#graph.label(node, "rdfs:label", "skos:prefLabel", "foaf:name", "rdf:value", "skos:notation");
    if (label !== "") return textLiteral(label);
    return isBlank(node) ? undefined : textLiteral(node);
  }

  #nodeOfText(node: Node, rule: Rule, text: string): Node | undefined {
    const trimmed = text.trim();
    if (trimmed === "") return undefined;
    const known = vocabularyNode(rule.name, trimmed);
    if (known !== undefined) return known;
    if (isAbsoluteAddress(trimmed)) return trimmed;
    if (rule.kind === "address" && rule.name !== "dcat:theme") return undefined;
    const [type, label] =
      rule.name === "dcat:theme"
        ? (["skos:Concept", "skos:prefLabel"] as const)
        : (STAND_INS[rule.name] ?? [undefined, "rdfs:label" as const]);
    const made =
      rule.kind === "address"
        ? madeNode("theme", trimmed, this.#sha256)
        : this.#blank(`${node}\n${rule.name}\n${text}`);
    if (type !== undefined) this.#add(statementOf(made, TYPE, nameOf(type)));
    this.#add(statementOf(made, nameOf(label), textLiteral(text)));
    return made;
  }

  /** The first in order of code points stays, an address before a blank node. */
  #leaveOne(node: Node, rule: Rule): void {
    const predicate = nameOf(rule.name);
    const distinct = new Map(this.#graph.values(node, predicate).map((term) => [termKey(term), term]));
    const [, ...others] = [...distinct].toSorted(
      ([left, a], [right, b]) => Number(isBlank(a)) - Number(isBlank(b)) || compareText(left, right),
    );
    if (others.length > 0)
      this.#removeAll(
        node,
        predicate,
        others.map(([, term]) => term),
      );
  }

  #supply(node: Node, rule: Rule): void {
    const predicate = nameOf(rule.name);
    const value = this.#suppliedValue(node, rule.name);
    if (value !== undefined) this.#add(statementOf(node, predicate, value));
  }

  #suppliedValue(node: Node, name: Name): Term | undefined {
    const graph = this.#graph;
    switch (name) {
      case "dct:title": {
        const label = graph.label(
          node,
          "rdfs:label",
          "skos:prefLabel",
          "foaf:name",
          "dct:identifier",
          "dct:description",
        );
        if (label !== "") return textLiteral(label);
        return isBlank(node) ? undefined : textLiteral(node);
      }
      case "dct:description": {
        const label = graph.label(node, "rdfs:comment", "dct:title");
        return label === "" ? undefined : textLiteral(label);
      }
      case "dct:publisher": {
        const agent = this.#blank(`${node}\npublisher`);
        const title = graph.label(node, "dct:title");
        this.#add(statementOf(agent, TYPE, nameOf("foaf:Agent")));
        this.#add(statementOf(agent, nameOf("foaf:name"), textLiteral(title === "" ? node : title)));
        return agent;
      }
      case "dcat:accessURL":
        return graph.nodes(node, nameOf("dcat:downloadURL"))[0];
      default:
        return undefined;
    }
  }

  #blank(name: string): Node {
    const made = madeNode("stand-in", name, this.#sha256);
    return `_:s${made.slice("urn:uuid:".length).replaceAll("-", "")}`;
  }

  #remove({ subject, predicate, object }: Statement): void {
    this.#removeAll(subject, predicate, [object]);
  }

  #removeAll(subject: Node, predicate: string, objects: readonly Term[]): void {
    for (const gone of this.#graph.removeObjects(subject, predicate, objects)) {
      const key = statementKey(gone);
      // What was supplied here and is not wanted after all was never in the source.
      if (!this.#added.delete(key)) this.#removed.set(key, gone);
    }
  }

  #add(statement: Statement): void {
    if (!holds(this.#graph, statement)) this.#put(statement);
  }

  #put(statement: Statement): void {
    this.#graph.add(statement);
    this.#added.set(statementKey(statement), statement);
  }
}

function statementOf(subject: Node, predicate: string, object: Term): Statement {
  return { subject, predicate, object, graph: "" };
}

/** The address that a vocabulary has for a word. */
function vocabularyNode(name: Name, word: string): Node | undefined {
  if (name === "dct:language") return languageAddress(word);
  if (name === "dcat:mediaType" || name === "dcat:compressFormat" || name === "dcat:packageFormat")
    return mediaTypeAddress(word);
  if (name === "dct:format") return fileTypeAddress(word) ?? fileTypeAddress(word.slice(word.lastIndexOf("/") + 1));
  if (name !== "dct:accrualPeriodicity") return undefined;
  const frequency = frequencyAddress(word);
  return frequency === frequencyAddress("") ? undefined : frequency;
}

/** The text as a value of the datatype; a date in another form as its day. */
function literalOf(text: string, datatype: Datatype): Term | undefined {
  const whole = datatype === "nonNegativeInteger" ? text.replace(/\.0*$/, "") : text;
  const found = datatypeOfText(whole, datatype);
  if (found !== undefined) return typedLiteral(whole, found);
  if (datatype !== "date") return undefined;
  const date = parseDocumentDate(text);
  return date.kind === "day" ? typedLiteral(formatDocumentDay(date.day), `${XSD}date`) : undefined;
}
