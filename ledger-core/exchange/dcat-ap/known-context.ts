/**
 * The JSON-LD context of DCAT-AP 3.0, written out from its terms, so that a file which only names it can be read without asking the
 * network. Source of the terms: DCAT-AP 3.0.0, `context/dcat-ap.jsonld`. A term means what its class says, as there.
 */
import { nameOf } from "./names.ts";

type Name = Parameters<typeof nameOf>[0];
/** `>` an address or node, otherwise a text; `:decimal` and the like is its datatype. */
type Terms = Readonly<Record<string, `>${Name}` | Name | `${Name} ${string}`>>;

const DESCRIBED: Terms = { title: "dct:title", description: "dct:description" };
const DATED: Terms = { modificationDate: "dct:modified", releaseDate: "dct:issued" };
const SERIES_AND_DATASET: Terms = {
  ...DESCRIBED,
  ...DATED,
  contactPoint: ">dcat:contactPoint",
  frequency: ">dct:accrualPeriodicity",
  geographicalCoverage: ">dct:spatial",
  publisher: ">dct:publisher",
  temporalCoverage: ">dct:temporal",
  applicableLegislation: ">dcatap:applicableLegislation",
};

const CLASSES: Readonly<Record<string, readonly [Name, Terms]>> = {
  Activity: ["prov:Activity", {}],
  Agent: ["foaf:Agent", { name: "foaf:name", type: ">dct:type" }],
  Attribution: ["prov:Attribution", {}],
  Catalogue: [
    "dcat:Catalog",
    {
      ...DESCRIBED,
      ...DATED,
      applicableLegislation: ">dcatap:applicableLegislation",
      catalogue: ">dcat:catalog",
      creator: ">dct:creator",
      dataset: ">dcat:dataset",
      geographicalCoverage: ">dct:spatial",
      hasPart: ">dct:hasPart",
      homepage: ">foaf:homepage",
      isPartOf: ">dct:isPartOf",
      language: ">dct:language",
      licence: ">dct:license",
      publisher: ">dct:publisher",
      record: ">dcat:record",
      rights: ">dct:rights",
      service: ">dcat:service",
      temporalCoverage: ">dct:temporal",
      themes: ">dcat:themeTaxonomy",
    },
  ],
  CatalogueRecord: [
    "dcat:CatalogRecord",
    {
      ...DESCRIBED,
      applicationProfile: ">dct:conformsTo",
      changeType: ">adms:status",
      language: ">dct:language",
      listingDate: "dct:issued",
      modificationDate: "dct:modified",
      primaryTopic: ">foaf:primaryTopic",
      sourceMetadata: ">dct:source",
    },
  ],
  CataloguedResource: ["dcat:Resource", {}],
  Checksum: ["spdx:Checksum", { algorithm: ">spdx:algorithm", checksumValue: "spdx:checksumValue hexBinary" }],
  ChecksumAlgorithm: ["spdx:ChecksumAlgorithm", {}],
  Concept: ["skos:Concept", { preferredLabel: "skos:prefLabel" }],
  Conceptscheme: ["skos:ConceptScheme", { title: "dct:title" }],
  DataService: [
    "dcat:DataService",
    {
      ...DESCRIBED,
      accessRights: ">dct:accessRights",
      endpointDescription: ">dcat:endpointDescription",
      endpointUrl: ">dcat:endpointURL",
      format: ">dct:format",
      licence: ">dct:license",
      servesDataset: ">dcat:servesDataset",
    },
  ],
  Dataset: [
    "dcat:Dataset",
    {
      ...SERIES_AND_DATASET,
      accessRights: ">dct:accessRights",
      conformsTo: ">dct:conformsTo",
      creator: ">dct:creator",
      datasetDistribution: ">dcat:distribution",
      documentation: ">foaf:page",
      hasVersion: ">dcat:hasVersion",
      identifier: "dct:identifier",
      inSeries: ">dcat:inSeries",
      isReferencedBy: ">dct:isReferencedBy",
      isVersionOf: ">dcat:isVersionOf",
      keyword: "dcat:keyword",
      landingPage: ">dcat:landingPage",
      language: ">dct:language",
      next: ">dcat:next",
      otherIdentifier: ">adms:identifier",
      previous: ">dcat:prev",
      provenance: ">dct:provenance",
      qualifiedAttribution: ">prov:qualifiedAttribution",
      qualifiedRelation: ">dcat:qualifiedRelation",
      relatedResource: ">dct:relation",
      sample: ">adms:sample",
      source: ">dct:source",
      spatialResolution: "dcat:spatialResolutionInMeters decimal",
      temporalResolution: "dcat:temporalResolution duration",
      theme: ">dcat:theme",
      type: ">dct:type",
      version: "dcat:version",
      versionNotes: "adms:versionNotes",
      wasGeneratedBy: ">prov:wasGeneratedBy",
    },
  ],
  DatasetSeries: [
    "dcat:DatasetSeries",
    { ...SERIES_AND_DATASET, first: ">dcat:first", last: ">dcat:last", seriesMember: ">dcat:seriesMember" },
  ],
  Distribution: [
    "dcat:Distribution",
    {
      ...DESCRIBED,
      ...DATED,
      accessService: ">dcat:accessService",
      accessUrl: ">dcat:accessURL",
      applicableLegislation: ">dcatap:applicableLegislation",
      availability: ">dcatap:availability",
      byteSize: "dcat:byteSize nonNegativeInteger",
      checksum: ">spdx:checksum",
      compressionFormat: ">dcat:compressFormat",
      documentation: ">foaf:page",
      downloadUrl: ">dcat:downloadURL",
      format: ">dct:format",
      hasPolicy: ">odrl:hasPolicy",
      language: ">dct:language",
      licence: ">dct:license",
      linkedSchemas: ">dct:conformsTo",
      mediaType: ">dcat:mediaType",
      packagingFormat: ">dcat:packageFormat",
      rights: ">dct:rights",
      spatialResolution: "dcat:spatialResolutionInMeters decimal",
      status: ">adms:status",
      temporalResolution: "dcat:temporalResolution duration",
    },
  ],
  Document: ["foaf:Document", {}],
  Frequency: ["dct:Frequency", {}],
  Identifier: ["adms:Identifier", { notation: "skos:notation" }],
  Kind: ["vcard:Kind", { email: ">vcard:hasEmail", contactPage: ">vcard:hasURL" }],
  LicenceDocument: ["dct:LicenseDocument", { type: ">dct:type" }],
  LinguisticSystem: ["dct:LinguisticSystem", {}],
  Location: ["dct:Location", { bbox: "dcat:bbox", centroid: "dcat:centroid", geometry: "locn:geometry" }],
  MediaType: ["dct:MediaType", {}],
  MediaTypeOrExtent: ["dct:MediaTypeOrExtent", {}],
  PeriodOfTime: [
    "dct:PeriodOfTime",
    { startDate: "dcat:startDate", endDate: "dcat:endDate", beginning: ">time:hasBeginning", end: ">time:hasEnd" },
  ],
  Policy: ["odrl:Policy", {}],
  ProvenanceStatement: ["dct:ProvenanceStatement", {}],
  Relationship: ["dcat:Relationship", { hadRole: ">dcat:hadRole", relation: ">dct:relation" }],
  RightsStatement: ["dct:RightsStatement", {}],
  Role: ["dcat:Role", {}],
  Standard: ["dct:Standard", {}],
};

const ADDRESS =
  /^https?:\/\/(?:semiceu\.github\.io|raw\.githubusercontent\.com\/SEMICeu)\/DCAT-AP\/(?:.*\/)?releases\/3\.\d+\.\d+\/context\/dcat-ap\.jsonld$/;

type ContextEntry = string | { readonly [key: string]: ContextEntry };

/** The context that an address stands for; undefined for every address but that of DCAT-AP 3. */
export function knownContext(address: string): Record<string, ContextEntry> | undefined {
  if (!ADDRESS.test(address)) return undefined;
  const context: Record<string, ContextEntry> = { id: "@id" };
  for (const [term, [name, terms]] of Object.entries(CLASSES)) {
    const inside = Object.entries(terms).map(([key, meaning]) => [key, meaningOf(meaning)] as const);
    context[term] = { "@id": nameOf(name), "@context": Object.fromEntries(inside) };
  }
  return context;
}

function meaningOf(meaning: string): ContextEntry {
  const [short = "", datatype] = meaning.replace(/^>/, "").split(" ");
  const id = fullName(short);
  if (meaning.startsWith(">")) return { "@id": id, "@type": "@id" };
  return datatype === undefined ? { "@id": id } : { "@id": id, "@type": nameOf(`xsd:${datatype}`) };
}

function fullName(short: string): string {
  return isName(short) ? nameOf(short) : short;
}

function isName(short: string): short is Name {
  return short.includes(":");
}
