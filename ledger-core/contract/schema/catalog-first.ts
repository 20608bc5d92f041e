/**
 * Bodies of the first versions of the catalogue's actions, frozen: ledgers hold entries in them. What has grown since is written out
 * here as it was; everything else is shared.
 */
import {
  constraintSchema,
  datasetCodeSchema,
  datasetReference,
  distributionSchema,
  dutySchema,
  originSchema,
  SHARING,
  USE_ACTIONS,
  useActionSchema,
  purposeSchema,
} from "./catalog.ts";
import { POLICY_SEATS_MAX } from "./limits.ts";
import { choice, list, optional, record, text, union } from "./schema.ts";
import { countSchema, daySchema, hashSchema, rowKeySchema } from "./units.ts";

const item = record({
  name: text(200, 1),
  dataType: text(100),
  sensitivity: choice(["open", "internal", "sensitive", "personal"]),
  rule: text(400),
});

const description = record({
  code: datasetCodeSchema,
  profile: choice(["national", "dcat-us", "dcat-ap", "ckan"]),
  title: text(2_000, 1),
  summary: text(60_000),
  publisher: text(600),
  providerCode: text(64),
  format: text(200),
  items: list(item, 2_000),
  sharing: choice(SHARING),
  sharingCondition: text(4_000),
  sharingMethod: text(400),
  openness: choice(["closed", "conditional", "open"]),
  updateCycle: text(100),
  publishedDay: optional(daySchema),
  modifiedDay: optional(daySchema),
  relatedCodes: list(text(512), 200),
  keywords: list(text(400), 1_000),
  themes: list(text(400), 200),
  languages: list(text(64), 50),
  distributions: list(distributionSchema, 2_000),
  kept: optional(hashSchema),
});

const rule = record({
  actions: list(useActionSchema, USE_ACTIONS.length),
  constraints: list(constraintSchema, 16),
  duties: list(dutySchema, 8),
});

export const createBodyFirst = record({ description });
export const reviseBodyFirst = record({ dataset: datasetReference, description });
export const uploadBodyFirst = record({
  dataset: datasetReference,
  contentHash: hashSchema,
  sizeBytes: countSchema,
  rowCount: countSchema,
  items: list(item, 2_000),
  previousHash: hashSchema,
});
export const offerBodyFirst = record({
  dataset: datasetReference,
  policy: record({ permissions: list(rule, POLICY_SEATS_MAX), prohibitions: list(rule, POLICY_SEATS_MAX) }),
});
export const useBodyFirst = record({
  agreement: rowKeySchema,
  action: useActionSchema,
  purpose: purposeSchema,
  fingerprint: hashSchema,
  rowCount: countSchema,
});
export const importBodyFirst = list(
  union({ put: record({ origin: originSchema, description }), retire: record({ origin: originSchema }) }),
  1_000,
);
