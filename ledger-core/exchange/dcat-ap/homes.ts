/**
 * What a dataset's statements say in the fields of the ledger. `readHomes` takes any graph and never fails: what is not understood reads
 * as empty, and everything is kept anyway. Source of the mapping: DCAT-AP 3.0.0; where a catalogue follows an older or a national
 * profile, the forms that those use are read as well.
 */
import { compareText } from "#ledger-core/contract/schema/bytes.ts";
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { formatsOf, opennessOf } from "#ledger-core/exchange/dcat-us/homes.ts";
import { parseDocumentDate } from "#ledger-core/exchange/document-date.ts";
import { shortenText } from "#ledger-core/exchange/fit-text.ts";
import { preferred } from "./graph.ts";
import type { Graph } from "./graph.ts";
import { readItems } from "./items.ts";
import { nameOf } from "./names.ts";
import { isBlank, isLiteral, isNode } from "./statements.ts";
import type { Node, Term } from "./statements.ts";
import {
  cycleOfAddress,
  dataThemeOf,
  fileTypeAddress,
  fileTypeOf,
  languageTag,
  mediaTypeOf,
  sharingOf,
} from "./vocabularies.ts";

/** The fields of a description that statements can say. */
export type Homes = Omit<Description, "code" | "profile" | "kept">;
type Distribution = Description["distributions"][number];
type Name = Parameters<typeof nameOf>[0];

const SUMMARY_BYTES_MAX = 60_000;
const CONDITION_BYTES_MAX = 4_000;
const FORMAT_BYTES_MAX = 200;

/** What the statements about a dataset say. Lists are in order of code points, because statements have no order. */
export function readHomes(graph: Graph, dataset: Node): Homes {
  const sharing = readSharing(graph, dataset);
  const distributions = readDistributions(graph, dataset).map(({ distribution }) => distribution);
  return {
    title: textOf(graph, dataset, "dct:title"),
    summary: shortenText(textOf(graph, dataset, "dct:description"), SUMMARY_BYTES_MAX),
    ...readPublisher(graph, dataset),
    format: shortenText(formatsOf(distributions).join(", "), FORMAT_BYTES_MAX),
    items: readItems(graph, dataset),
    sharing,
    sharingCondition:
      sharing === "unconditional" ? "" : shortenText(readCondition(graph, dataset), CONDITION_BYTES_MAX),
    sharingMethod: "",
    openness: opennessOf(sharing),
    updateCycle: readCycle(graph, dataset),
    publishedDay: dayOf(graph, dataset, "dct:issued"),
    modifiedDay: dayOf(graph, dataset, "dct:modified"),
    relatedCodes: sorted(graph.nodes(dataset, nameOf("dct:relation")).filter((node) => !isBlank(node))),
    keywords: sorted(graph.literals(dataset, nameOf("dcat:keyword")).map(({ value }) => value)),
    themes: sorted(graph.values(dataset, nameOf("dcat:theme")).map((theme) => readTheme(graph, theme))),
    languages: sorted(graph.values(dataset, nameOf("dct:language")).map((term) => languageOf(graph, term))),
    distributions,
    classification: "",
    legalBasis: "",
    licence: readLicence(graph, dataset),
  };
}

/** True where the dataset says in a way that is understood who may have it; otherwise it is read as shared on conditions. */
export function statesAccess(graph: Graph, dataset: Node): boolean {
  return graph.values(dataset, nameOf("dct:accessRights")).some((term) => accessOf(graph, term) !== undefined);
}

/** The distributions and the nodes that they are of, in order of their addresses. */
export function readDistributions(graph: Graph, dataset: Node) {
  return graph
    .nodes(dataset, nameOf("dcat:distribution"))
    .filter((node, i, all) => all.indexOf(node) === i)
    .map((node) => ({ node, distribution: readDistribution(graph, node) }))
    .toSorted((left, right) => compareText(orderOf(left.distribution), orderOf(right.distribution)));
}

/** Whether two lists of distributions hold the same, in whatever order. */
export function distributionOrder(distributions: readonly Distribution[]): readonly Distribution[] {
  return distributions.toSorted((left, right) => compareText(orderOf(left), orderOf(right)));
}

function orderOf({ url, title, format, mediaType }: Distribution): string {
  return [url, title, format, mediaType].join("\n");
}

function readDistribution(graph: Graph, node: Node): Distribution {
  const url = ["dcat:downloadURL", "dcat:accessURL"] as const;
  return {
    title: textOf(graph, node, "dct:title"),
    url: url.map((name) => addressOf(graph, node, name)).find((address) => address !== "") ?? "",
    mediaType: firstOf(graph.values(node, nameOf("dcat:mediaType")), (term) =>
      isLiteral(term) ? term.value : isBlank(term) ? graph.label(term, "rdf:value", "rdfs:label") : mediaTypeOf(term),
    ),
    format: readFormat(graph, node),
  };
}

/** The file type, in the distribution's own spelling of it where it gives both. */
function readFormat(graph: Graph, node: Node): string {
  const types = graph.values(node, nameOf("dct:format"));
  const words = graph.literals(node, nameOf("schema:encodingFormat")).map(({ value }) => value);
  const spelling = words.find((word) => types.length === 0 || types.includes(fileTypeAddress(word) ?? ""));
  if (spelling !== undefined) return spelling;
  return firstOf(types, (term) => {
    if (isLiteral(term)) return term.value;
    return isBlank(term) ? graph.label(term, "rdfs:label", "rdf:value") : fileTypeOf(term);
  });
}

function readPublisher(graph: Graph, dataset: Node): Pick<Homes, "publisher" | "providerCode"> {
  const [term] = graph.values(dataset, nameOf("dct:publisher"));
  if (term === undefined) return { publisher: "", providerCode: "" };
  if (isLiteral(term)) return { publisher: term.value, providerCode: "" };
  const name = graph.label(term, "foaf:name", "vcard:fn", "rdfs:label", "skos:prefLabel", "dct:title");
  const [code] = graph.literals(term, nameOf("dct:identifier"));
  const isCode = code !== undefined && /^[0-9A-Z]{18}$/.test(code.value);
  return { publisher: name === "" && !isBlank(term) ? term : name, providerCode: isCode ? code.value : "" };
}

function readSharing(graph: Graph, dataset: Node): Homes["sharing"] {
  for (const term of graph.values(dataset, nameOf("dct:accessRights"))) {
    const sharing = accessOf(graph, term);
    if (sharing !== undefined) return sharing;
  }
  return "conditional";
}

function accessOf(graph: Graph, term: Term): Homes["sharing"] | undefined {
  if (!isBlank(term)) return sharingOf(term);
  const label = preferred(graph.literals(term, nameOf("rdfs:label")));
  return label === undefined ? undefined : sharingOf(label);
}

function readCondition(graph: Graph, dataset: Node): string {
  for (const name of ["dct:rights", "dct:accessRights"] as const) {
    const values = graph.values(dataset, nameOf(name));
    const literal = preferred(values.filter(isLiteral));
    const text =
      literal?.value ??
      values
        .filter(isNode)
        .map((node) => graph.label(node, "rdfs:label", "dct:description"))
        .find((label) => label !== "");
    if (text !== undefined && sharingOf({ value: text, datatype: "", language: "" }) === undefined) return text;
  }
  return "";
}

function readCycle(graph: Graph, dataset: Node): string {
  return firstOf(graph.values(dataset, nameOf("dct:accrualPeriodicity")), (term) => {
    if (isLiteral(term)) return term.value;
    return isBlank(term) ? graph.label(term, "rdfs:label", "rdf:value", "skos:prefLabel") : cycleOfAddress(term);
  });
}

function readTheme(graph: Graph, theme: Term): string {
  if (isLiteral(theme)) return theme.value;
  const code = dataThemeOf(theme);
  if (code !== undefined) return code;
  const label = graph.label(theme, "skos:prefLabel", "rdfs:label");
  return label === "" && !isBlank(theme) ? theme : label;
}

function languageOf(graph: Graph, term: Term): string {
  return isBlank(term) ? graph.label(term, "rdf:value", "rdfs:label", "skos:prefLabel") : languageTag(term);
}

/** The dataset's own licence, else the one that all its distributions have. */
function readLicence(graph: Graph, dataset: Node): string {
  const own = graph.values(dataset, nameOf("dct:license"));
  const nodes = new Set(graph.nodes(dataset, nameOf("dcat:distribution")));
  const shared = [...nodes].flatMap((node) => graph.values(node, nameOf("dct:license")));
  // All distributions may share one node that has many texts.
  const terms = new Set(own.length > 0 ? own : shared);
  const texts = new Set([...terms].map((term) => licenceText(graph, term)));
  const [only = ""] = texts;
  return texts.size === 1 ? only : "";
}

function licenceText(graph: Graph, term: Term): string {
  if (isLiteral(term)) return term.value;
  return isBlank(term) ? graph.label(term, "rdfs:label", "dct:title", "dct:identifier") : term;
}

function dayOf(graph: Graph, dataset: Node, name: Name): number | undefined {
  const [literal] = graph.literals(dataset, nameOf(name));
  // XML Schema allows a time zone behind a day.
  const date = parseDocumentDate((literal?.value ?? "").replace(/^(\d{4}-\d{2}-\d{2})(?:Z|[+-]\d{2}:\d{2})$/, "$1"));
  return date.kind === "day" ? date.day : undefined;
}

function textOf(graph: Graph, node: Node, name: Name): string {
  return preferred(graph.literals(node, nameOf(name)))?.value ?? "";
}

function addressOf(graph: Graph, node: Node, name: Name): string {
  return firstOf(graph.values(node, nameOf(name)), (term) =>
    isLiteral(term) ? term.value : isBlank(term) ? "" : term,
  );
}

/** The first value in order of code points that reads as something. */
function firstOf(terms: readonly Term[], read: (term: Term) => string): string {
  return sorted(terms.map(read))[0] ?? "";
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].filter((text) => text !== "").toSorted(compareText);
}
