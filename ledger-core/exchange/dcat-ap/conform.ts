/**
 * Puts a graph right by the shapes of DCAT-AP 3.0 without losing anything: a value of a wrong kind gets the form that is demanded, one too
 * many is left out, what is missing is supplied where it can be said honestly, a value is said to be of the class that its property demands,
 * and a thing that lacks what its class demands is no longer called one of that class, nor is it a value where the class is demanded.
 * Every such change is marked (`marks.ts`), and reading takes it back. A graph that conforms is left as it is.
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
import type { Literal, Node, Statement, Term } from "./statements.ts";
import { fileTypeAddress, frequencyAddress, languageAddress, mediaTypeAddress, wordOfAddress } from "./vocabularies.ts";

type Name = Parameters<typeof nameOf>[0];

const DCAT_RESOURCES = (["dcat:Catalog", "dcat:Dataset", "dcat:DataService", "dcat:DatasetSeries"] as const).map(
  (name) => nameOf(name),
);
const RECORD = nameOf("dcat:CatalogRecord");
const TOPIC = nameOf("foaf:primaryTopic");

/** Nothing is said to be one of these but by its own file: a dataset that is only referred to would become an entry of the catalogue. */
const NEVER_SUPPLIED: ReadonlySet<string> = new Set([...DCAT_RESOURCES, RECORD]);

/** The property by which a thing of the class has its name. */
const LABEL_OF_CLASS: Readonly<Partial<Record<Name, Name>>> = {
  "adms:Identifier": "skos:notation",
  "foaf:Agent": "foaf:name",
  "skos:Concept": "skos:prefLabel",
  "skos:ConceptScheme": "dct:title",
  "vcard:Kind": "vcard:fn",
};

/** Changes the graph so that every thing in it conforms, and adds the marks. */
export function conform(graph: Graph, sha256: Sha256): void {
  const work = new Conforming(graph, sha256);
  work.settle();
  work.finish();
}

class Conforming {
  readonly #graph: Graph;
  readonly #sha256: Sha256;
  readonly #removed = new Map<string, Statement>();
  readonly #added = new Map<string, Statement>();
  /** What is still to be looked at; a node is looked at again when it or a value of it has changed. */
  readonly #open: Set<Node>;
  readonly #referring = new Map<Node, Set<Node>>();
  /** Classes that were taken from a node and are not given to it again, as `node class`; so this comes to an end. */
  readonly #refused = new Set<string>();

  constructor(graph: Graph, sha256: Sha256) {
    this.#graph = graph;
    this.#sha256 = sha256;
    this.#open = new Set(graph.subjects());
    for (const statement of graph.all()) this.#refer(statement);
  }

  settle(): void {
    for (const node of this.#open) {
      this.#open.delete(node);
      this.#values(node);
      this.#mandatory(node);
      this.#record(node);
      this.#classes(node);
    }
  }

  /** Kinds and datatypes first, then how many. */
  #values(node: Node): void {
    for (const rule of rulesFor(this.#graph, node)) {
      const wrong = faultsOf(this.#graph, node, rule).flatMap(({ term }) => (term === undefined ? [] : [term]));
      if (wrong.length > 0) this.#replace(node, rule, wrong);
      if (rule.isSingle) this.#leaveOne(node, rule);
    }
  }

  /** Class by class: what is missing is supplied where it can be, and a class whose demands are not met goes. */
  #mandatory(node: Node): void {
    for (const type of new Set(this.#graph.nodes(node, TYPE))) {
      const missing = (): readonly Rule[] =>
        rulesOfType(type).filter(
          (rule) => rule.isMandatory && this.#graph.values(node, nameOf(rule.name)).length === 0,
        );
      for (const rule of missing()) this.#supply(node, rule);
      if (missing().length > 0) this.#refuse(node, type);
    }
  }

  /** A record of the catalogue is about something that is in one. */
  #record(node: Node): void {
    if (!this.#graph.hasType(node, RECORD)) return;
    const [topic] = this.#graph.values(node, TOPIC);
    const isResource =
      topic !== undefined && isNode(topic) && DCAT_RESOURCES.some((type) => this.#graph.hasType(topic, type));
    if (!isResource) this.#refuse(node, RECORD);
  }

  /** Values say the class that is demanded of them; those that cannot be of it are no values here. */
  #classes(node: Node): void {
    for (const { name, valueClass } of rulesFor(this.#graph, node)) {
      if (valueClass === undefined) continue;
      const type = nameOf(valueClass);
      const others: Node[] = [];
      for (const value of this.#graph.nodes(node, nameOf(name))) {
        if (this.#graph.hasType(value, type)) continue;
        if (NEVER_SUPPLIED.has(type) || this.#refused.has(`${value} ${type}`)) others.push(value);
        else this.#add(statementOf(value, TYPE, type));
      }
      if (others.length > 0) this.#removeAll(node, nameOf(name), others);
    }
  }

  #refuse(node: Node, type: Node): void {
    this.#refused.add(`${node} ${type}`);
    this.#removeAll(node, TYPE, [type]);
    for (const referring of this.#referring.get(node) ?? []) this.#open.add(referring);
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
        return isNode(term) ? undefined : this.#nodeOfText(node, rule, term);
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

  #nodeOfText(node: Node, rule: Rule, literal: Literal): Node | undefined {
    const trimmed = literal.value.trim();
    if (trimmed === "") return undefined;
    const known = vocabularyNode(rule.name, trimmed);
    if (known !== undefined) return known;
    if (isAbsoluteAddress(trimmed)) return trimmed;
    if (rule.kind === "address" && rule.name !== "dcat:theme") return undefined;
    const { valueClass } = rule;
    const made =
      rule.kind === "address"
        ? madeNode("theme", trimmed, this.#sha256)
        : this.#blank(`${node}\n${rule.name}\n${literal.value}`);
    const label = (valueClass === undefined ? undefined : LABEL_OF_CLASS[valueClass]) ?? "rdfs:label";
    if (valueClass === "locn:Geometry") this.#add(statementOf(made, nameOf(geometryName(literal)), literal));
    else this.#add(statementOf(made, nameOf(label), textLiteral(literal.value)));
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
      case "dct:title":
      case "foaf:name":
      case "skos:prefLabel":
      case "skos:notation": {
        const label = graph.label(node, ...LABELS);
        if (label !== "") return textLiteral(label);
        return isBlank(node) ? undefined : textLiteral(wordOfAddress(node));
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

  #removeAll(subject: Node, predicate: string, objects: readonly Term[]): void {
    this.#open.add(subject);
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
    this.#refer(statement);
    this.#open.add(statement.subject);
  }

  #refer({ subject, object }: Statement): void {
    if (!isNode(object)) return;
    const known = this.#referring.get(object);
    if (known === undefined) this.#referring.set(object, new Set([subject]));
    else known.add(subject);
  }
}

function statementOf(subject: Node, predicate: string, object: Term): Statement {
  return { subject, predicate, object, graph: "" };
}

/** What a thing is called, where its class demands another property for it. */
const LABELS = [
  "rdfs:label",
  "skos:prefLabel",
  "foaf:name",
  "vcard:fn",
  "dct:title",
  "dct:identifier",
  "skos:notation",
  "rdf:value",
  "dct:description",
] as const;

/** How a geometry that is a text is said of a node. Source: GeoSPARQL 1.1, chapter 8. */
function geometryName({ value, datatype }: Literal): Name {
  if (datatype === nameOf("geo:geoJSONLiteral") || value.trimStart().startsWith("{")) return "geo:asGeoJSON";
  if (datatype === nameOf("geo:gmlLiteral") || value.trimStart().startsWith("<")) return "geo:asGML";
  return "geo:asWKT";
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
