/** Names that ODRL documents use, and our own for what ODRL 2.2 has no word for. Source: ODRL Vocabulary & Expression 2.2 (W3C, 2018-02-15). */

export const ODRL = "http://www.w3.org/ns/odrl/2/";
export const RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";
export const XSD = "http://www.w3.org/2001/XMLSchema#";
export const DCT = "http://purl.org/dc/terms/";
/** Our profile of ODRL: the action `query`, and names for purposes, departments and areas. Frozen: documents that went out hold it. */
export const CITY = "urn:trusted-city:odrl:";

/** What a relative address in a document is resolved against; no such host can exist (RFC 2606). */
export const BASE = "https://policy.invalid/";

/** Namespaces whose properties describe and never change what a rule means; `odrl:` itself is not among them. */
export const DESCRIBING = [
  DCT,
  "http://purl.org/dc/elements/1.1/",
  "http://www.w3.org/2000/01/rdf-schema#",
  "http://www.w3.org/2004/02/skos/core#",
  "http://www.w3.org/2006/vcard/ns#",
  "http://xmlns.com/foaf/0.1/",
  "http://schema.org/",
  "https://schema.org/",
  "http://www.w3.org/ns/prov#",
];

const PREFIXES: readonly (readonly [prefix: string, namespace: string])[] = [
  ["odrl", ODRL],
  ["city", CITY],
  ["dct", DCT],
  ["rdf", RDF],
  ["xsd", XSD],
];

/** An address as a person reads it: `odrl:read`, or what the document wrote before it was resolved. */
export function shortName(iri: string): string {
  if (iri.startsWith(BASE)) return iri.slice(BASE.length);
  const known = PREFIXES.find(([, namespace]) => iri.startsWith(namespace));
  return known === undefined ? iri : `${known[0]}:${iri.slice(known[1].length)}`;
}
