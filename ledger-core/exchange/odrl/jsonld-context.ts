/** The JSON-LD context under which ODRL policies are written, so that no document is fetched to read one. */
import { CITY, DCT, ODRL, RDF, XSD } from "./namespaces.ts";

/** Addresses under which the context of ODRL is named. */
export const ODRL_CONTEXTS: readonly string[] = [
  "http://www.w3.org/ns/odrl.jsonld",
  "https://www.w3.org/ns/odrl.jsonld",
  "http://www.w3.org/ns/odrl/2/ODRL22.jsonld",
  "https://www.w3.org/ns/odrl/2/ODRL22.jsonld",
];

/** Properties whose values are nodes. */
const NODES = [
  ...["permission", "prohibition", "obligation", "duty", "remedy", "consequence", "failure"],
  ...["target", "relation", "output", "hasPolicy", "assigner", "assignee", "function", "assignerOf", "assigneeOf"],
  ...["attributedParty", "attributingParty", "compensatedParty", "compensatingParty", "consentedParty"],
  ...["consentingParty", "contractedParty", "contractingParty", "informedParty", "informingParty"],
  ...["trackedParty", "trackingParty", "partOf", "source", "scope", "profile", "inheritFrom", "inheritAllowed"],
  ...["constraint", "refinement", "and", "or", "xone", "andSequence", "operand", "unit", "status"],
  ...["rightOperandReference", "dataType", "includedIn", "implies"],
];
/** Properties whose values are words of the vocabulary. */
const WORDS = ["action", "leftOperand", "operator", "conflict"];
const CLASSES = [
  ...["Policy", "Set", "Offer", "Agreement", "Assertion", "Privacy", "Request", "Ticket", "Rule", "Permission"],
  ...["Prohibition", "Duty", "Asset", "AssetCollection", "Party", "PartyCollection", "Action", "Constraint"],
  ...["LogicalConstraint", "LeftOperand", "RightOperand", "Operator", "ConflictTerm"],
];
const ACTIONS = [
  ...["use", "transfer", "acceptTracking", "aggregate", "annotate", "anonymize", "archive", "attribute", "append"],
  ...["appendTo", "attachPolicy", "attachSource", "commercialize", "compensate", "concurrentUse", "copy", "delete"],
  ...["derive", "digitize", "display", "distribute", "ensureExclusivity", "execute", "export", "extract", "give"],
  ...["grantUse", "include", "index", "inform", "install", "license", "modify", "move", "nextPolicy"],
  ...["obtainConsent", "pay", "play", "present", "print", "read", "reproduce", "reviewPolicy", "sell", "share"],
  ...["shareAlike", "stream", "synchronize", "textToSpeech", "transform", "translate", "uninstall", "watermark"],
  ...["write", "writeTo"],
];
const OPERANDS = [
  ...["absolutePosition", "absoluteSize", "absoluteSpatialPosition", "absoluteTemporalPosition", "count"],
  ...["dateTime", "delayPeriod", "deliveryChannel", "elapsedTime", "event", "fileFormat", "industry", "language"],
  ...["media", "meteredTime", "payAmount", "percentage", "product", "purpose", "recipient", "relativePosition"],
  ...["relativeSize", "relativeSpatialPosition", "relativeTemporalPosition", "resolution", "spatial"],
  ...["spatialCoordinates", "systemDevice", "timeInterval", "unitOfCount", "version", "virtualLocation"],
];
const OPERATORS = [
  ...["eq", "neq", "lt", "lteq", "gt", "gteq", "isA", "hasPart", "isPartOf", "isAllOf", "isAnyOf", "isNoneOf"],
];
const CONFLICTS = ["perm", "prohibit", "invalid"];

const plainTerms = [...CLASSES, ...ACTIONS, ...OPERANDS, ...OPERATORS, ...CONFLICTS, "policyUsage"];

/** Terms of ODRL 2.2 for JSON-LD. Our own list of its vocabulary; as in the published one, `uid` is the address and `type` the class. */
export const ODRL_CONTEXT: Readonly<Record<string, string | Readonly<Record<string, string>>>> = {
  odrl: ODRL,
  rdf: RDF,
  xsd: XSD,
  dct: DCT,
  dcterms: DCT,
  cc: "http://creativecommons.org/ns#",
  foaf: "http://xmlns.com/foaf/0.1/",
  owl: "http://www.w3.org/2002/07/owl#",
  rdfs: "http://www.w3.org/2000/01/rdf-schema#",
  schema: "http://schema.org/",
  skos: "http://www.w3.org/2004/02/skos/core#",
  vcard: "http://www.w3.org/2006/vcard/ns#",
  city: CITY,
  uid: "@id",
  type: "@type",
  ...Object.fromEntries(plainTerms.map((name) => [name, ODRL + name])),
  rightOperand: `${ODRL}rightOperand`,
  ...Object.fromEntries(NODES.map((name) => [name, { "@id": ODRL + name, "@type": "@id" }])),
  ...Object.fromEntries(WORDS.map((name) => [name, { "@id": ODRL + name, "@type": "@vocab" }])),
};
