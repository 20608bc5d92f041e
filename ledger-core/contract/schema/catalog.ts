/** Rows and bodies of the data catalogue: datasets, versions, offers, agreements, uses. Source: domains page 1, DSP 2025-1, ODRL 2.2. */
import { POLICY_SEATS_MAX } from "./limits.ts";
import { bytes, choice, integer, list, optional, record, text, union } from "./schema.ts";
import type { Value } from "./schema.ts";
import {
  countSchema,
  daySchema,
  hashSchema,
  reasonSchema,
  rowKeyOrNoneSchema,
  rowKeySchema,
  timeSchema,
} from "./units.ts";

export const PROFILES = ["national", "dcat-us", "dcat-ap", "ckan"] as const;
export const SHARING = ["unconditional", "conditional", "not-shared"] as const;
/** What a use is for. Appended only. */
export const PURPOSES = [
  "eligibility", // checking what a person or household is entitled to
  "service", // handling a matter that somebody applied for
  "supervision",
  "statistics",
  "planning",
  "emergency",
  "enforcement",
  "research",
  "judicial",
] as const;
export const USE_ACTIONS = ["read", "query", "aggregate", "derive", "distribute"] as const;
export const DUTIES = ["inform", "delete", "attribute", "obtainConsent"] as const;

export type Purpose = (typeof PURPOSES)[number];
export type UseAction = (typeof USE_ACTIONS)[number];

export const purposeSchema = choice(PURPOSES);
export const useActionSchema = choice(USE_ACTIONS);
/** A dataset's code within the network: the national code, or the identifier of its source. */
export const datasetCodeSchema = text(512, 1);

/** A dataset named by its key, or by its code so that dependent acts can be prepared without waiting. */
export const datasetReference = union({
  key: record({ key: rowKeySchema }),
  code: record({ code: datasetCodeSchema }),
});

export const itemSchema = record({
  name: text(200, 1),
  dataType: text(100),
  sensitivity: choice(["open", "internal", "sensitive", "personal"]),
  rule: text(400),
});
export const distributionSchema = record({
  title: text(400),
  url: text(2_000),
  mediaType: text(200),
  format: text(200),
});

const descriptionFields = {
  code: datasetCodeSchema,
  profile: choice(PROFILES),
  title: text(2_000, 1),
  summary: text(60_000),
  /** The publishing organisation as its source names it. */
  publisher: text(600),
  /** Code of the provider: a department's Unified Social Credit Code; may be empty outside the national profile. */
  providerCode: text(64),
  format: text(200),
  items: list(itemSchema, 2_000),
  sharing: choice(SHARING),
  sharingCondition: text(4_000),
  sharingMethod: text(400),
  openness: choice(["closed", "conditional", "open"]),
  /** ISO 8601 duration or repeating interval, or the source's own words. */
  updateCycle: text(100),
  publishedDay: optional(daySchema),
  modifiedDay: optional(daySchema),
  relatedCodes: list(text(512), 200),
  keywords: list(text(400), 1_000),
  themes: list(text(400), 200),
  languages: list(text(64), 50),
  distributions: list(distributionSchema, 2_000),
  /** Salted hash of the fields that have no home of their own, kept verbatim in a blob. */
  kept: optional(hashSchema),
};

export const descriptionSchema = record(descriptionFields);

/** Where a record was imported from: a source key, the identifier there, and the fingerprint by which a second import finds it unchanged. */
export const originSchema = record({ source: text(512, 1), sourceId: text(2_000, 1), fingerprint: hashSchema });

// Rows

export const datasetRow = record({
  owner: rowKeySchema,
  state: choice(["draft", "published", "retired"]),
  /** Contested: no use until resolved. */
  suspended: choice(["no", "yes"]),
  /** Number of the newest version, 0 before the first upload. */
  headVersion: countSchema,
  /** Agreements that have not ended, and those of them that permit uses. */
  agreementsLive: countSchema,
  agreementsInForce: countSchema,
  source: text(512),
  sourceId: text(2_000),
  fingerprint: optional(hashSchema),
  ...descriptionFields,
});

export const versionRow = record({
  dataset: rowKeySchema,
  number: countSchema,
  contentHash: hashSchema,
  sizeBytes: countSchema,
  rowCount: countSchema,
  /** Hash of this version's fields with the previous version's hash: the chain. */
  versionHash: hashSchema,
  previousHash: hashSchema,
  items: list(itemSchema, 2_000),
  /** By rule from the items: `major` if one was removed or retyped, `minor` if one was added, `data` otherwise. */
  change: choice(["first", "data", "minor", "major"]),
  time: timeSchema,
});

/** What an operand may be compared with: whole numbers (seconds, counts) or words (purposes, department codes, region codes). */
const operandSchema = union({
  number: record({ value: integer(0, Number.MAX_SAFE_INTEGER) }),
  word: record({ value: text(200) }),
});
export const constraintSchema = record({
  left: choice(["dateTime", "purpose", "recipient", "count", "spatial"]),
  operator: choice(["eq", "neq", "lt", "lteq", "gt", "gteq", "isAnyOf", "isNoneOf"]),
  right: list(operandSchema, 64),
});
/** A duty with the days within which it is owed (0 where it has no term). */
export const dutySchema = record({ duty: choice(DUTIES), withinDays: integer(0, 36_500) });
/** Holds where all its constraints hold. */
export const ruleSchema = record({
  actions: list(useActionSchema, USE_ACTIONS.length),
  constraints: list(constraintSchema, 16),
  duties: list(dutySchema, 8),
});
/** The subset of ODRL 2.2 that the ledger enforces. What no permission allows is prohibited; a prohibition that holds wins. */
export const usePolicySchema = record({
  permissions: list(ruleSchema, POLICY_SEATS_MAX),
  prohibitions: list(ruleSchema, POLICY_SEATS_MAX),
});

export const offerRow = record({
  dataset: rowKeySchema,
  owner: rowKeySchema,
  policy: usePolicySchema,
  offerHash: hashSchema,
  state: choice(["open", "withdrawn"]),
  time: timeSchema,
});

export const AGREEMENT_STATES = [
  "REQUESTED",
  "OFFERED",
  "ACCEPTED",
  "AGREED",
  "VERIFIED",
  "FINALIZED",
  "TERMINATED",
] as const;

export const agreementRow = record({
  dataset: rowKeySchema,
  offer: rowKeySchema,
  owner: rowKeySchema,
  user: rowKeySchema,
  state: choice(AGREEMENT_STATES),
  purpose: purposeSchema,
  justification: reasonSchema,
  /** Block time from which no use is permitted. */
  expires: timeSchema,
  useLimit: countSchema,
  uses: countSchema,
  policy: usePolicySchema,
  /** Hash of parties, dataset, purpose, limit, expiry and policy: what both sides agree on. */
  agreementHash: hashSchema,
  requested: timeSchema,
  requester: rowKeySchema,
  /** Why it ended; empty while it has not. */
  ended: choice(["", "rejected", "withdrawn", "lapsed", "expired", "terminated"]),
  endReason: reasonSchema,
});

export const useRow = record({
  agreement: rowKeySchema,
  dataset: rowKeySchema,
  user: rowKeySchema,
  person: rowKeySchema,
  action: useActionSchema,
  purpose: purposeSchema,
  fingerprint: hashSchema,
  rowCount: countSchema,
  number: countSchema,
  time: timeSchema,
});

// Bodies

export const createBody = record({ description: descriptionSchema });
export const publishBody = record({ dataset: datasetReference });
export const reviseBody = record({ dataset: datasetReference, description: descriptionSchema });
export const uploadBody = record({
  dataset: datasetReference,
  contentHash: hashSchema,
  sizeBytes: countSchema,
  rowCount: countSchema,
  items: list(itemSchema, 2_000),
  /** The head's `versionHash`; 32 zero bytes before the first upload. */
  previousHash: hashSchema,
});
export const retireBody = record({ dataset: datasetReference, reason: reasonSchema });
export const offerBody = record({ dataset: datasetReference, policy: usePolicySchema });
export const withdrawOfferBody = record({ offer: rowKeySchema, reason: reasonSchema });
export const requestBody = record({
  dataset: datasetReference,
  /** The offer asked for and its hash as it was shown; key 0 takes the dataset's open offer. */
  offer: rowKeyOrNoneSchema,
  offerHash: bytes(32, 0),
  purpose: purposeSchema,
  justification: reasonSchema,
  useLimit: countSchema,
  expires: timeSchema,
});
export const agreementBody = record({ agreement: rowKeySchema, agreementHash: hashSchema });
export const useBody = record({
  agreement: rowKeySchema,
  action: useActionSchema,
  purpose: purposeSchema,
  /** Hash of the query as asked: which question, without saying it. */
  fingerprint: hashSchema,
  rowCount: countSchema,
});
export const terminateBody = record({ agreement: rowKeySchema, reason: reasonSchema, orderNumber: text(100) });

/** One line of an import: a record that is new, changed, or gone at its source. */
export const importLine = union({
  put: record({ origin: originSchema, description: descriptionSchema }),
  retire: record({ origin: originSchema }),
});
/** A batch of one source; it applies whole or not at all. Its `bodyRoot` is the tree of its lines, so that one is proven alone. */
export const importBody = list(importLine, 1_000);

export type Item = Value<typeof itemSchema>;
export type Description = Value<typeof descriptionSchema>;
export type DatasetReference = Value<typeof datasetReference>;
export type DatasetRow = Value<typeof datasetRow>;
export type VersionRow = Value<typeof versionRow>;
export type UsePolicy = Value<typeof usePolicySchema>;
export type UseRule = Value<typeof ruleSchema>;
export type Constraint = Value<typeof constraintSchema>;
export type OfferRow = Value<typeof offerRow>;
export type AgreementRow = Value<typeof agreementRow>;
/** @internal Part of the language: every table's row has its type. */
export type UseRow = Value<typeof useRow>;
export type ImportLine = Value<typeof importLine>;
