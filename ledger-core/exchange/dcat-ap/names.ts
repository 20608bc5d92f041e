/** Names of the vocabularies that DCAT-AP 3.0 is made of, and how they are shortened for people. */

export const PREFIXES = {
  adms: "http://www.w3.org/ns/adms#",
  csvw: "http://www.w3.org/ns/csvw#",
  dcat: "http://www.w3.org/ns/dcat#",
  dcatap: "http://data.europa.eu/r5r/",
  dct: "http://purl.org/dc/terms/",
  eli: "http://data.europa.eu/eli/ontology#",
  foaf: "http://xmlns.com/foaf/0.1/",
  geo: "http://www.opengis.net/ont/geosparql#",
  locn: "http://www.w3.org/ns/locn#",
  odrl: "http://www.w3.org/ns/odrl/2/",
  owl: "http://www.w3.org/2002/07/owl#",
  prov: "http://www.w3.org/ns/prov#",
  rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  schema: "http://schema.org/",
  skos: "http://www.w3.org/2004/02/skos/core#",
  spdx: "http://spdx.org/rdf/terms#",
  time: "http://www.w3.org/2006/time#",
  vcard: "http://www.w3.org/2006/vcard/ns#",
  xsd: "http://www.w3.org/2001/XMLSchema#",
  /** Our own: statements about statements, and what of a record DCAT-AP cannot say. */
  tc: "urn:trusted-city:dcat-ap#",
} as const;
type Prefix = keyof typeof PREFIXES;

const NAMES = new Map<string, string>();

/** The full name of `dct:title`. */
export function nameOf(short: `${Prefix}:${string}`): string {
  const known = NAMES.get(short);
  if (known !== undefined) return known;
  const colon = short.indexOf(":");
  const [, start = ""] = Object.entries(PREFIXES).find(([prefix]) => prefix === short.slice(0, colon)) ?? [];
  const name = start + short.slice(colon + 1);
  NAMES.set(short, name);
  return name;
}

/** The prefixes that a file of these addresses may use: `time:now` would be read as a short name where `time` is a prefix. */
export function prefixesBeside(addresses: Iterable<string>): ReadonlyMap<string, string> {
  const left = new Map<string, string>(Object.entries(PREFIXES));
  for (const address of addresses) left.delete(address.slice(0, address.indexOf(":")));
  return left;
}

export const TYPE = nameOf("rdf:type");

const ALL: ReadonlyMap<string, string> = new Map(Object.entries(PREFIXES));

/** `dct:title` where the name is of one of the vocabularies, else the name as it is. */
export function shortName(name: string, prefixes = ALL): string {
  for (const [prefix, start] of prefixes)
    if (name.startsWith(start) && name.length > start.length) return `${prefix}:${name.slice(start.length)}`;
  return name;
}
