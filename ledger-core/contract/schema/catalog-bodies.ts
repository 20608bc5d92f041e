/** Bodies of the catalogue's actions, in their newest versions; those of the first are in `catalog-first.ts`. */
import {
  contentDetails,
  CONTEST_GROUNDS,
  datasetReference,
  descriptionSchema,
  DUTIES,
  itemSchema,
  originSchema,
  parameterRow,
  purposeSchema,
  useActionSchema,
  useDetails,
  usePolicySchema,
} from "./catalog.ts";
import { bytes, choice, list, record, text, union } from "./schema.ts";
import type { Value } from "./schema.ts";
import { countSchema, hashSchema, reasonSchema, rowKeyOrNoneSchema, rowKeySchema, timeSchema } from "./units.ts";

export const createBody = record({ description: descriptionSchema });
export const publishBody = record({ dataset: datasetReference });
export const reviseBody = record({ dataset: datasetReference, description: descriptionSchema });
export const uploadBody = record(
  {
    dataset: datasetReference,
    contentHash: hashSchema,
    sizeBytes: countSchema,
    rowCount: countSchema,
    items: list(itemSchema, 2_000),
    /** The head's `versionHash`; 32 zero bytes before the first upload. */
    previousHash: hashSchema,
  },
  contentDetails,
);
export const withdrawVersionBody = record({ dataset: datasetReference, number: countSchema, reason: reasonSchema });
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
/** Terms that one side puts forward. */
const termsFields = { purpose: purposeSchema, useLimit: countSchema, expires: timeSchema };
/** The owner offers an agreement to a department that has not asked for it. */
export const offerAgreementBody = record({
  dataset: datasetReference,
  user: rowKeySchema,
  policy: usePolicySchema,
  ...termsFields,
  message: reasonSchema,
});
/** The owner answers a request by other terms; `agreementHash` is that of the terms it answers. */
export const counterOfferBody = record({
  agreement: rowKeySchema,
  agreementHash: hashSchema,
  policy: usePolicySchema,
  ...termsFields,
  message: reasonSchema,
});
/** The user answers an offer by asking for other terms under the same policy. */
export const counterRequestBody = record({
  agreement: rowKeySchema,
  agreementHash: hashSchema,
  ...termsFields,
  justification: reasonSchema,
});
export const agreementBody = record({ agreement: rowKeySchema, agreementHash: hashSchema });
export const useBody = record(
  {
    agreement: rowKeySchema,
    action: useActionSchema,
    purpose: purposeSchema,
    /** Hash of the query as asked: which question, without saying it. */
    fingerprint: hashSchema,
    rowCount: countSchema,
  },
  useDetails,
);
export const fulfilBody = record({ agreement: rowKeySchema, duty: choice(DUTIES), statement: reasonSchema });
export const contestBody = record({
  dataset: datasetReference,
  ground: choice(CONTEST_GROUNDS),
  other: rowKeyOrNoneSchema,
  statement: reasonSchema,
});
export const resolveBody = record({
  contest: rowKeySchema,
  outcome: choice(["dismissed", "upheld"]),
  /** Whose it is from now on, where that is not its present owner; 0 otherwise. */
  newOwner: rowKeyOrNoneSchema,
  reason: reasonSchema,
});
/** The parameter and its new value, as its row has them. */
export const setParameterBody = record({ parameter: parameterRow, reason: reasonSchema });
export const judgeLikenessBody = record({
  first: rowKeySchema,
  second: rowKeySchema,
  verdict: choice(["distinct", "same"]),
  reason: reasonSchema,
});
export const terminateBody = record({ agreement: rowKeySchema, reason: reasonSchema, orderNumber: text(100) });

/** One line of an import: a record that is new, changed, or gone at its source. */
export const importLine = union({
  put: record({ origin: originSchema, description: descriptionSchema }),
  retire: record({ origin: originSchema }),
});
/** A batch of one source; it applies whole or not at all. Its `bodyRoot` is the tree of its lines, so that one is proven alone. */
export const importBody = list(importLine, 1_000);

export type ImportLine = Value<typeof importLine>;
