/**
 * What DCAT-AP 3.0 demands of each class, as its SHACL shapes have it (`releases/3.0.1/shacl/dcat-ap-SHACL.ttl`, and for datatypes of dates
 * `releases/3.0.0/html/shacl/shapes.ttl`): how many values a property has, whether they are texts, nodes or addresses, of which datatype,
 * and of which class a node among them is.
 */
import type { Graph } from "./graph.ts";
import { nameOf } from "./names.ts";
import { isAddress, isNode, LANG_STRING, XSD } from "./statements.ts";
import type { Literal, Node, Term } from "./statements.ts";
import type { DcatApFindingCode } from "./finding-codes.ts";

type Name = Parameters<typeof nameOf>[0];
export type Datatype = "date" | "decimal" | "duration" | "nonNegativeInteger" | "hexBinary";
export type Rule = {
  readonly name: Name;
  readonly kind: "node" | "address" | "text" | Datatype;
  readonly isMandatory: boolean;
  readonly isSingle: boolean;
  /** The class that a node among its values is of; undefined where it may be of any. */
  readonly valueClass: Name | undefined;
};
export type Fault = {
  readonly node: Node;
  readonly rule: Rule;
  readonly code: Extract<
    DcatApFindingCode,
    | "VALUE_MISSING"
    | "VALUE_NOT_A_NODE"
    | "VALUE_NOT_AN_ADDRESS"
    | "VALUE_NOT_A_TEXT"
    | "VALUE_DATATYPE"
    | "VALUES_TOO_MANY"
  >;
  /** The value that is wrong; undefined where there is none, or there are too many. */
  readonly term: Term | undefined;
};

/** `!` before a name: mandatory. `1` behind it: at most one. */
const TABLE: Readonly<Record<string, Readonly<Partial<Record<Rule["kind"], string>>>>> = {
  "foaf:Agent": { text: "!foaf:name", node: "dct:type1" },
  "dcat:Catalog": {
    text: "!dct:title !dct:description",
    node: "!dct:publisher1 dct:language dct:license1 dct:spatial dct:temporal dct:hasPart dct:rights1 dcat:record dcat:themeTaxonomy dcat:service dcat:catalog dct:creator1 dcat:dataset foaf:homepage1",
    address: "dcatap:applicableLegislation",
    date: "dct:issued1 dct:modified1",
  },
  "dcat:CatalogRecord": {
    date: "!dct:modified1 dct:issued1",
    node: "!foaf:primaryTopic1 adms:status1 dct:source1 dct:conformsTo dct:language",
    text: "dct:title dct:description",
  },
  "dcat:DataService": {
    text: "!dct:title dct:description dcat:keyword",
    node: "!dcat:endpointURL dcat:endpointDescription dct:accessRights1 dct:conformsTo dcat:contactPoint foaf:page dct:format dcat:landingPage dct:license1 dct:publisher1 dcat:servesDataset",
    address: "dcatap:applicableLegislation dcat:theme",
  },
  "dcat:Dataset": {
    text: "!dct:title !dct:description dct:identifier dcat:keyword adms:versionNotes dcat:version1",
    node: "dct:accessRights1 dct:conformsTo dcat:contactPoint dct:creator dcat:distribution foaf:page dct:accrualPeriodicity1 dct:spatial dcat:hasVersion dct:hasVersion dcat:inSeries dct:isReferencedBy dcat:landingPage dct:language adms:identifier dct:provenance dct:publisher1 prov:qualifiedAttribution dcat:qualifiedRelation dct:relation adms:sample dct:source dct:temporal dct:type prov:wasGeneratedBy",
    address: "dcatap:applicableLegislation dcat:theme",
    date: "dct:issued1 dct:modified1",
    decimal: "dcat:spatialResolutionInMeters1",
    duration: "dcat:temporalResolution1",
  },
  "dcat:DatasetSeries": {
    text: "!dct:title !dct:description",
    node: "dcat:contactPoint dct:accrualPeriodicity1 dct:spatial dct:publisher1 dct:temporal",
    address: "dcatap:applicableLegislation",
    date: "dct:issued1 dct:modified1",
  },
  "dcat:Distribution": {
    node: "!dcat:accessURL dcat:accessService dcatap:availability1 spdx:checksum1 dcat:compressFormat1 foaf:page dcat:downloadURL dct:format1 odrl:hasPolicy1 dct:language dct:license1 dct:conformsTo dcat:mediaType1 dcat:packageFormat1 dct:rights1 adms:status1",
    text: "dct:description dct:title",
    address: "dcatap:applicableLegislation",
    date: "dct:issued1 dct:modified1",
    decimal: "dcat:spatialResolutionInMeters1",
    duration: "dcat:temporalResolution1",
    nonNegativeInteger: "dcat:byteSize1",
  },
  "spdx:Checksum": { node: "!spdx:algorithm1", hexBinary: "!spdx:checksumValue1" },
  "skos:ConceptScheme": { text: "!dct:title" },
  "skos:Concept": { text: "!skos:prefLabel" },
  "adms:Identifier": { text: "!skos:notation1" },
  "dct:LicenseDocument": { node: "dct:type" },
  "dct:Location": { text: "dcat:bbox1 dcat:centroid1", node: "locn:geometry1" },
  "dct:PeriodOfTime": { date: "dcat:startDate1 dcat:endDate1", node: "time:hasBeginning1 time:hasEnd1" },
  "dcat:Relationship": { node: "!dct:relation !dcat:hadRole" },
};

/** The class of a property's values; `dcat:Dataset dct:source` is that of the property on things of one class. */
const CLASS_OF_VALUES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "adms:Identifier": "adms:identifier",
    "dcat:Catalog": "dcat:Catalog dct:hasPart, dcat:catalog",
    "dcat:CatalogRecord": "dcat:record, dcat:CatalogRecord dct:source",
    "dcat:DataService": "dcat:service, dcat:accessService",
    "dcat:Dataset": "dcat:dataset, dcat:servesDataset, dcat:hasVersion, dct:hasVersion, dcat:Dataset dct:source",
    "dcat:DatasetSeries": "dcat:inSeries",
    "dcat:Distribution": "dcat:distribution, adms:sample",
    "dcat:Relationship": "dcat:qualifiedRelation",
    "dcat:Resource": "foaf:primaryTopic",
    "dcat:Role": "dcat:hadRole",
    "dct:Frequency": "dct:accrualPeriodicity",
    "dct:LicenseDocument": "dct:license",
    "dct:LinguisticSystem": "dct:language",
    "dct:Location": "dct:spatial",
    "dct:MediaType": "dcat:mediaType, dcat:compressFormat, dcat:packageFormat",
    "dct:MediaTypeOrExtent": "dct:format",
    "dct:PeriodOfTime": "dct:temporal",
    "dct:ProvenanceStatement": "dct:provenance",
    "dct:RightsStatement": "dct:rights, dct:accessRights",
    "dct:Standard": "dct:conformsTo",
    "eli:LegalResource": "dcatap:applicableLegislation",
    "foaf:Agent": "dct:publisher, dct:creator",
    "foaf:Document": "foaf:homepage, foaf:page, dcat:landingPage",
    "locn:Geometry": "locn:geometry",
    "odrl:Policy": "odrl:hasPolicy",
    "prov:Activity": "prov:wasGeneratedBy",
    "prov:Attribution": "prov:qualifiedAttribution",
    "skos:Concept": "dcat:theme, dct:type, adms:status, dcatap:availability",
    "skos:ConceptScheme": "dcat:themeTaxonomy",
    "spdx:Checksum": "spdx:checksum",
    "spdx:ChecksumAlgorithm": "spdx:algorithm",
    "time:Instant": "time:hasBeginning, time:hasEnd",
    "vcard:Kind": "dcat:contactPoint",
  }).flatMap(([valueClass, names]) => names.split(", ").map((name) => [name, valueClass] as const)),
);

const SHAPES: ReadonlyMap<string, readonly Rule[]> = new Map(
  Object.entries(TABLE).map(([type, kinds]) => [
    fullName(type),
    Object.entries(kinds).flatMap(([kind, names]) => rulesOf(type, kind, names)),
  ]),
);

/** The rules of a class; none for a class that DCAT-AP says nothing of. */
export function rulesOfType(type: string): readonly Rule[] {
  return SHAPES.get(type) ?? [];
}

/** The rules of every class that the node is of; once, however often it says so. */
export function rulesFor(graph: Graph, node: Node): readonly Rule[] {
  return [...new Set(graph.nodes(node, nameOf("rdf:type")))].flatMap(rulesOfType);
}

/** What a node has that its classes do not allow, or lacks that they demand. */
export function findFaults(graph: Graph, node: Node): readonly Fault[] {
  return rulesFor(graph, node).flatMap((rule) => faultsOf(graph, node, rule));
}

export function faultsOf(graph: Graph, node: Node, rule: Rule): readonly Fault[] {
  const values = graph.values(node, nameOf(rule.name));
  const faults: Fault[] = [];
  for (const term of values) {
    const code = faultOfValue(term, rule.kind);
    if (code !== undefined) faults.push({ node, rule, code, term });
  }
  if (rule.isMandatory && values.length === 0) faults.push({ node, rule, code: "VALUE_MISSING", term: undefined });
  if (rule.isSingle && values.length > 1) faults.push({ node, rule, code: "VALUES_TOO_MANY", term: undefined });
  return faults;
}

/** The datatypes that are a point in time for DCAT-AP, with their forms. Source: XML Schema 1.1, part 2. */
const DATES: readonly (readonly [name: string, form: RegExp])[] = [
  ["date", /^-?(?:[1-9]\d{3,}|0\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?:Z|[+-]\d{2}:\d{2})?$/],
  [
    "dateTime",
    /^-?(?:[1-9]\d{3,}|0\d{3})-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-4]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})?$/,
  ],
  ["gYear", /^-?(?:[1-9]\d{3,}|0\d{3})(?:Z|[+-]\d{2}:\d{2})?$/],
  ["gYearMonth", /^-?(?:[1-9]\d{3,}|0\d{3})-(?:0[1-9]|1[0-2])(?:Z|[+-]\d{2}:\d{2})?$/],
];
const FORMS: Readonly<Record<Exclude<Datatype, "date">, RegExp>> = {
  decimal: /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)$/,
  duration: /^-?P(?=\d|T\d)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?$/,
  nonNegativeInteger: /^\+?\d+$/,
  hexBinary: /^(?:[0-9a-fA-F]{2})*$/,
};

/** The datatype whose form a text has, where it is one of those that the rule takes. */
export function datatypeOfText(text: string, datatype: Datatype): string | undefined {
  if (datatype !== "date") return FORMS[datatype].test(text) ? XSD + datatype : undefined;
  const found = DATES.find(([, form]) => form.test(text));
  return found === undefined ? undefined : XSD + found[0];
}

function faultOfValue(
  term: Term,
  kind: Rule["kind"],
): Exclude<Fault["code"], "VALUE_MISSING" | "VALUES_TOO_MANY"> | undefined {
  switch (kind) {
    case "node":
      return isNode(term) ? undefined : "VALUE_NOT_A_NODE";
    case "address":
      return isAddress(term) ? undefined : "VALUE_NOT_AN_ADDRESS";
    case "text":
      return isNode(term) ? "VALUE_NOT_A_TEXT" : undefined;
    case "date":
    case "decimal":
    case "duration":
    case "nonNegativeInteger":
    case "hexBinary":
      return isNode(term) || !isOfDatatype(term, kind) ? "VALUE_DATATYPE" : undefined;
  }
}

function isOfDatatype(literal: Literal, datatype: Datatype): boolean {
  if (literal.datatype === LANG_STRING) return false;
  if (datatype !== "date") return literal.datatype === XSD + datatype && FORMS[datatype].test(literal.value);
  return DATES.some(([name, form]) => literal.datatype === XSD + name && form.test(literal.value));
}

function rulesOf(type: string, kind: string, names: string): readonly Rule[] {
  return names.split(" ").map((word) => {
    const name = word.replace(/^!/, "").replace(/1$/, "");
    const valueClass = CLASS_OF_VALUES.get(`${type} ${name}`) ?? CLASS_OF_VALUES.get(name);
    return {
      name: shortOf(name),
      kind: kindOf(kind),
      isMandatory: word.startsWith("!"),
      isSingle: word.endsWith("1"),
      valueClass: valueClass === undefined ? undefined : shortOf(valueClass),
    };
  });
}

function kindOf(kind: string): Rule["kind"] {
  for (const known of [
    "node",
    "address",
    "text",
    "date",
    "decimal",
    "duration",
    "nonNegativeInteger",
    "hexBinary",
  ] as const)
    if (known === kind) return known;
  throw new Error(`${kind} is no kind of values`);
}

function shortOf(word: string): Name {
  if (isName(word)) return word;
  throw new Error(`${word} is no short name`);
}

function fullName(word: string): string {
  return nameOf(shortOf(word));
}

function isName(word: string): word is Name {
  return word.includes(":");
}
