/** Rows and bodies of the data catalogue: datasets, versions, offers, agreements, uses. Source: domains page 1, DSP 2025-1, ODRL 2.2. */
import { POLICY_SEATS_MAX } from "./limits.ts";
import { choice, integer, list, optional, record, text, union } from "./schema.ts";
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

/** Versions that one version may be derived from. */
const PARENTS_MAX = 64;
/** Appended only. */
export const PROFILES = ["national", "dcat-us", "dcat-ap", "ckan", "registry"] as const;
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

export const itemSchema = record(
  {
    name: text(200, 1),
    dataType: text(100),
    sensitivity: choice(["open", "internal", "sensitive", "personal"]),
    rule: text(400),
  },
  {
    /** Code of the item in its source or in a code list of the city. */
    code: text(100),
  },
);
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

const appendedDescriptionFields = {
  /** Where it stands in the national catalogue: names of 类, 项, 目 and 细目, joined by `/`. */
  classification: text(400),
  /** The law under which data is not shared, or only under conditions. */
  legalBasis: text(2_000),
  /** Identifier or address of the licence. */
  licence: text(400),
};

export const descriptionSchema = record(descriptionFields, appendedDescriptionFields);

/** Where a record was imported from: a source key, the identifier there, and the fingerprint by which a second import finds it unchanged. */
export const originSchema = record({ source: text(512, 1), sourceId: text(2_000, 1), fingerprint: hashSchema });

export const datasetRow = record(
  {
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
  },
  {
    ...appendedDescriptionFields,
    /** The contest that is open about it; 0 for none. */
    contest: rowKeyOrNoneSchema,
  },
);

/** What an upload says of its content beyond hash and size. */
export const contentDetails = {
  /** `versionHash` of each version that this one was derived from. */
  parents: list(hashSchema, PARENTS_MAX),
  mediaType: text(200),
  /** Hash of the sealed content, where a node keeps it under a key of its own; nothing where content is open or kept elsewhere. */
  sealedHash: optional(hashSchema),
};

export const versionRow = record(
  {
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
  },
  {
    ...contentDetails,
    /** Withdrawn by its owner: what was derived from it is stale, and stays. */
    withdrawn: choice(["no", "yes"]),
    withdrawReason: reasonSchema,
  },
);

/** What a use says of itself beyond its purpose. */
export const useDetails = {
  /** Code of the place that it is about, as a `spatial` constraint names it. */
  spatial: text(100),
  /** The matter that it is for, by its number or in words; every member can read it, so it names no person. */
  reference: text(200),
};

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
/** Constraints joined by a logical operator: all hold, at least one, exactly one. They do not nest. */
export const constraintGroupSchema = record({
  operator: choice(["and", "or", "xone"]),
  constraints: list(constraintSchema, 16),
});
/** Holds where all its constraints and groups hold. */
export const ruleSchema = record(
  {
    actions: list(useActionSchema, USE_ACTIONS.length),
    constraints: list(constraintSchema, 16),
    duties: list(dutySchema, 8),
  },
  { groups: list(constraintGroupSchema, 8) },
);
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

export const agreementRow = record(
  {
    dataset: rowKeySchema,
    /** The open offer that was asked for; 0 where the owner offered first. */
    offer: rowKeyOrNoneSchema,
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
    ended: choice(["", "rejected", "withdrawn", "lapsed", "expired", "terminated", "owner-changed"]),
    endReason: reasonSchema,
  },
  {
    /** `yes` once the owner has signed the terms as they stand: in an offer to this department, or an answer to its request. */
    offered: choice(["no", "yes"]),
    /** What the owner wrote with its last offer. */
    message: reasonSchema,
    /** How often terms were put forward, by either side; 0 for the request alone. */
    round: countSchema,
  },
);

/** A duty of the user that was fulfilled. */
export const fulfilmentRow = record({
  agreement: rowKeySchema,
  duty: choice(DUTIES),
  statement: reasonSchema,
  person: rowKeySchema,
  time: timeSchema,
});

export const CONTEST_GROUNDS = ["duplicate", "ownership", "accuracy", "legality"] as const;

/** Somebody else's claim on a dataset; both claims are kept, however it ends. */
export const contestRow = record({
  dataset: rowKeySchema,
  owner: rowKeySchema,
  claimant: rowKeySchema,
  person: rowKeySchema,
  ground: choice(CONTEST_GROUNDS),
  /** The claimant's own dataset that is meant; 0 for none. */
  other: rowKeyOrNoneSchema,
  statement: reasonSchema,
  state: choice(["open", "upheld", "dismissed"]),
  decision: reasonSchema,
  /** Who owns it by the decision; 0 where that did not change. */
  newOwner: rowKeyOrNoneSchema,
  opened: timeSchema,
  decided: timeSchema,
});

/** What the data bureau found about two datasets that look alike; `first` is the smaller key. */
export const likenessRow = record({
  first: rowKeySchema,
  second: rowKeySchema,
  verdict: choice(["distinct", "same"]),
  reason: reasonSchema,
  person: rowKeySchema,
  time: timeSchema,
});

/** Numbers by which the catalogue judges, set by a signed act; `DEFAULTS` of the module hold until then. Appended only. */
export const PARAMETERS = [
  "overdue-percent", // of the update cycle, after which an upload is overdue
  "likeness-percent", // of items in common, from which two datasets are laid before the data bureau
  "denied-per-day", // refused uses of a department within 24 hours, from which somebody should look
] as const;

/** Keyed by the parameter's place in the list, from 1. */
export const parameterRow = record({ name: choice(PARAMETERS), value: integer(1, 10_000) });

export const useRow = record(
  {
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
  },
  useDetails,
);

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
export type ContestRow = Value<typeof contestRow>;
export type Parameter = (typeof PARAMETERS)[number];
export type ConstraintGroup = Value<typeof constraintGroupSchema>;
