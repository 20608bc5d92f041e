/** The data catalogue as windows and scripts read it. */
import { z } from "zod";
import { AGREEMENT_STATES, SHARING } from "#ledger-core/contract/schema/catalog.ts";
import { catalogAccess } from "./catalog-access.ts";
import { catalogSearch, DATASET_STATES } from "./catalog-search.ts";
import {
  departmentBrief,
  hexSchema,
  jsonSchema,
  keySchema,
  limitSchema,
  personBrief,
  procedure,
  sentencesSchema,
  timeSchema,
  wordsSchema,
} from "./shared.ts";

export const itemSchema = z.object({
  name: z.string(),
  dataType: z.string(),
  sensitivity: z.enum(["open", "internal", "sensitive", "personal"]),
  rule: z.string(),
  code: z.string(),
});

/** How a published dataset keeps its update cycle; `due`: the cycle has passed, the grace has not. */
export const freshnessWord = z.enum(["overdue", "never", "due", "fresh", "unscheduled"]);

/** Whether a version still rests on what stands. */
export const standingSchema = z.enum(["current", "outdated", "stale", "withdrawn"]);

export const versionSchema = z.object({
  number: z.int(),
  time: timeSchema,
  rowCount: z.int(),
  /** Rows of the version before; null for the first. */
  rowsBefore: z.int().nullable(),
  sizeBytes: z.int(),
  contentHash: hexSchema,
  versionHash: hexSchema,
  change: z.enum(["first", "data", "minor", "major"]),
  added: z.int(),
  removed: z.int(),
  changed: z.int(),
  mediaType: z.string(),
  /** How many versions it was made from. */
  parents: z.int(),
  /** Whether it still rests on what stands: see `lineage`. */
  standing: standingSchema,
  withdrawReason: z.string(),
  /** Whether this node holds its content, and whether that is sealed. */
  content: z.enum(["none", "open", "sealed"]),
  /** Entry that uploaded it. */
  entry: z.int(),
});
export type DatasetVersion = z.infer<typeof versionSchema>;

export const agreementSchema = z.object({
  key: keySchema,
  dataset: z.object({ key: keySchema, code: z.string(), title: z.string() }),
  owner: departmentBrief,
  user: departmentBrief,
  state: z.enum(AGREEMENT_STATES),
  purpose: z.string(),
  justification: z.string(),
  uses: z.int(),
  useLimit: z.int(),
  expires: timeSchema,
  requested: timeSchema,
  actions: z.array(z.string()),
  /** Codes of the places that its terms name, in or out; where there are any, a use should say which place it is about. */
  places: z.array(z.string()),
  ended: z.string(),
  endReason: z.string(),
  agreementHash: hexSchema,
  entry: z.int(),
});
export type Agreement = z.infer<typeof agreementSchema>;

export const offerSchema = z.object({
  key: keySchema,
  offerHash: hexSchema,
  policy: jsonSchema,
  sentence: sentencesSchema,
  time: timeSchema,
  entry: z.int(),
});

export const datasetDetail = z.object({
  height: z.int(),
  key: keySchema,
  owner: departmentBrief,
  /** The row as it stands, in JSON form. */
  row: jsonSchema,
  code: z.string(),
  title: z.string(),
  state: z.enum(DATASET_STATES),
  suspended: z.boolean(),
  sharing: z.enum(SHARING),
  items: z.array(itemSchema),
  /** Newest first, at most 50; `versions` has the others. */
  versions: z.array(versionSchema),
  freshness: z.object({
    /** Null while it is not published: nothing is due from it then. */
    word: freshnessWord.nullable(),
    /** When the next upload is, or was, due; null where nothing is. */
    due: timeSchema.nullable(),
    /** Whether the newest upload came in time after the one before; null where nothing was due. */
    lastKept: z.boolean().nullable(),
  }),
  offers: z.array(offerSchema),
  /** Who may use it, and how. */
  rights: sentencesSchema,
  /** Elements that its own profile, and the national one, still miss. */
  missing: z.array(z.string()),
  missingForNational: z.array(z.string()),
  agreements: z.object({ inForce: z.int(), live: z.int(), total: z.int() }),
  /** Uses and refusals since the first of this month. */
  month: z.object({ uses: z.int(), refused: z.int(), from: timeSchema }),
  /** Agreements of the department in session that have not ended. */
  mine: z.array(agreementSchema),
  entry: z.int(),
  /** The contest that is open about it. */
  contest: keySchema.nullable(),
  may: z.object({
    request: z.boolean(),
    /** Whether uses can be recorded, given an agreement in force. */
    use: z.boolean(),
    upload: z.boolean(),
    revise: z.boolean(),
    offer: z.boolean(),
    withdrawOffer: z.boolean(),
    retire: z.boolean(),
    offerAgreement: z.boolean(),
    contest: z.boolean(),
  }),
});
export type DatasetDetail = z.infer<typeof datasetDetail>;

export const usageSchema = z.object({
  entry: z.int(),
  time: timeSchema,
  agreement: z.int(),
  department: departmentBrief.nullable(),
  person: personBrief.nullable(),
  action: z.string(),
  purpose: z.string(),
  rowCount: z.int(),
  reference: z.string(),
  /** Null if it was permitted. */
  code: z.string().nullable(),
  message: wordsSchema.nullable(),
});
export type Usage = z.infer<typeof usageSchema>;

export const catalogContract = {
  search: catalogSearch,
  access: catalogAccess,
  dataset: procedure
    .input(z.union([z.object({ key: keySchema }), z.object({ code: z.string() })]))
    .output(datasetDetail),
  /** Versions of a dataset with numbers below one, newest first; `total` counts all. */
  versions: procedure
    .input(z.object({ dataset: keySchema, below: z.int().min(1).optional(), limit: limitSchema.default(50) }))
    .output(z.object({ height: z.int(), total: z.int(), versions: z.array(versionSchema) })),
  compare: procedure.input(z.object({ dataset: keySchema, from: z.int().min(1), to: z.int().min(1) })).output(
    z.object({
      height: z.int(),
      rows: z.object({ from: z.int(), to: z.int() }),
      items: z.array(
        z.object({
          name: z.string(),
          change: z.enum(["added", "removed", "retyped", "edited", "unchanged"]),
          before: itemSchema.nullable(),
          after: itemSchema.nullable(),
        }),
      ),
    }),
  ),
  /** Agreements about a dataset, or those of the department in session, newest first. */
  agreements: procedure
    .input(z.object({ dataset: keySchema.optional(), mine: z.boolean().optional(), limit: limitSchema.default(100) }))
    .output(z.object({ height: z.int(), agreements: z.array(agreementSchema) })),
  /** Uses and refusals of a dataset day by day: the last so many civil days, days without any among them. */
  usageByDay: procedure.input(z.object({ dataset: keySchema, days: z.int().min(1).max(366).default(30) })).output(
    z.object({
      height: z.int(),
      /** Oldest first; `day` counts from 1970-01-01. */
      days: z.array(z.object({ day: z.int(), permitted: z.int(), refused: z.int() })),
    }),
  ),
  /** Every use of a dataset, newest first, refused ones among them; `before` is an entry. */
  usage: procedure
    .input(
      z.object({
        dataset: keySchema,
        filter: z.enum(["all", "refused", "mine"]).default("all"),
        /** Only those from this time on, and only those under one agreement; the counts are of the same. */
        since: timeSchema.default(0),
        agreement: keySchema.optional(),
        before: z.int().optional(),
        limit: limitSchema.default(50),
      }),
    )
    .output(
      z.object({
        height: z.int(),
        uses: z.array(usageSchema),
        counts: z.object({ all: z.int(), refused: z.int(), mine: z.int() }),
      }),
    ),
};
