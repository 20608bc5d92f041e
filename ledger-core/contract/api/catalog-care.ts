/** What keeps the catalogue true: freshness, lineage, likeness, contests, both sides of a negotiation, how rights are used. */
import { z } from "zod";
import { CONTEST_GROUNDS, DUTIES } from "#ledger-core/contract/schema/catalog.ts";
import { agreementSchema, freshnessWord, standingSchema } from "./catalog.ts";
import {
  departmentBrief,
  jsonSchema,
  keySchema,
  limitSchema,
  personBrief,
  procedure,
  sentencesSchema,
  timeSchema,
} from "./shared.ts";

const datasetName = z.object({ key: keySchema, code: z.string(), title: z.string() });

export const datasetFreshness = z.object({
  dataset: datasetName,
  owner: departmentBrief,
  updateCycle: z.string(),
  version: z.int(),
  /** Null before the first upload. */
  lastUpload: timeSchema.nullable(),
  /** When the next upload is due; null where nothing is. */
  due: timeSchema.nullable(),
  freshness: freshnessWord,
  /** Seconds since it became overdue. */
  lateSeconds: z.int(),
});
export type DatasetFreshness = z.infer<typeof datasetFreshness>;

export const departmentScore = z.object({
  department: departmentBrief,
  datasets: z.int(),
  overdue: z.int(),
  never: z.int(),
  dueUploads: z.int(),
  onTimeUploads: z.int(),
  /** On time of a thousand due; null while nothing was due. */
  permille: z.int().nullable(),
});
export type DepartmentScore = z.infer<typeof departmentScore>;

const likeDataset = datasetName.extend({ owner: departmentBrief, items: z.int(), agreementsInForce: z.int() });
export const likePair = z.object({
  first: likeDataset,
  second: likeDataset,
  sameName: z.boolean(),
  /** Items in common, in percent of the items of both. */
  percent: z.int(),
  verdict: z.enum(["distinct", "same"]).nullable(),
  reason: z.string(),
});
export type LikePair = z.infer<typeof likePair>;

export const contestSchema = z.object({
  key: keySchema,
  dataset: datasetName,
  owner: departmentBrief,
  claimant: departmentBrief,
  person: personBrief,
  ground: z.enum(CONTEST_GROUNDS),
  /** The claimant's own dataset that is meant. */
  other: datasetName.nullable(),
  statement: z.string(),
  state: z.enum(["open", "upheld", "dismissed"]),
  decision: z.string(),
  newOwner: departmentBrief.nullable(),
  opened: timeSchema,
  decided: timeSchema.nullable(),
  entry: z.int(),
});
export type Contest = z.infer<typeof contestSchema>;

export const lineageNode = z.object({
  version: keySchema,
  dataset: datasetName,
  owner: departmentBrief,
  number: z.int(),
  /** Number of the newest version of the same dataset. */
  newest: z.int(),
  versionHash: z.string(),
  time: timeSchema,
  rowCount: z.int(),
  standing: standingSchema,
  /** Steps from the version asked about: below 0 for what it was made from, above 0 for what was made from it. */
  distance: z.int(),
});
export type LineageNode = z.infer<typeof lineageNode>;

const termsSchema = z.object({
  purpose: z.string(),
  useLimit: z.int(),
  expires: timeSchema,
  policy: jsonSchema,
  sentence: sentencesSchema,
});
export type NegotiationTerms = z.infer<typeof termsSchema>;

const sideSchema = z.enum(["owner", "user", "other"]);

/** One move of either side, with the terms as they stood after it. */
export const negotiationStep = z.object({
  entry: z.int(),
  time: timeSchema,
  kind: z.string(),
  side: sideSchema,
  department: departmentBrief.nullable(),
  person: personBrief.nullable(),
  state: agreementSchema.shape.state,
  terms: termsSchema,
  /** What was written with it: the user's justification, the owner's message, why it ended. */
  message: z.string(),
});
export type NegotiationStep = z.infer<typeof negotiationStep>;

export const dutySchema = z.object({
  duty: z.enum(DUTIES),
  withinDays: z.int(),
  /** `standing`: kept with each use; `given`: by the owner's signature under the agreement; `later`: owed once it has ended. */
  state: z.enum(["standing", "given", "later", "owed", "overdue", "fulfilled"]),
  by: timeSchema.nullable(),
  statement: z.string(),
});
export type Duty = z.infer<typeof dutySchema>;

const negotiationMay = z.object({
  accept: z.boolean(),
  counterRequest: z.boolean(),
  counterOffer: z.boolean(),
  terminate: z.boolean(),
  /** The data bureau ends what others agreed, with the number of an order. */
  terminateByOrder: z.boolean(),
  use: z.boolean(),
  fulfil: z.boolean(),
});

export const careContract = {
  /** Published datasets by how they keep their update cycle, the latest first. */
  freshness: procedure
    .input(
      z.object({
        department: keySchema.optional(),
        freshness: z.array(freshnessWord).default([]),
        offset: z.int().min(0).default(0),
        limit: limitSchema.default(100),
      }),
    )
    .output(
      z.object({
        height: z.int(),
        time: timeSchema,
        overduePercent: z.int(),
        counts: z.object({ overdue: z.int(), never: z.int(), due: z.int(), fresh: z.int(), unscheduled: z.int() }),
        total: z.int(),
        rows: z.array(datasetFreshness),
      }),
    ),
  /** Departments by the share of their uploads that came on time, the worst first. */
  scores: procedure.output(z.object({ height: z.int(), time: timeSchema, departments: z.array(departmentScore) })),
  /** Pairs of datasets that look alike: those that wait for the data bureau, or those that it has judged. */
  likenesses: procedure
    .input(z.object({ judged: z.boolean().default(false), limit: limitSchema.default(100) }))
    .output(z.object({ height: z.int(), percent: z.int(), may: z.boolean(), pairs: z.array(likePair) })),
  contests: procedure
    .input(
      z.object({
        dataset: keySchema.optional(),
        state: z.enum(["open", "all"]).default("all"),
        limit: limitSchema.default(100),
      }),
    )
    .output(z.object({ height: z.int(), contests: z.array(contestSchema) })),
  /** The newest version of a dataset with what it was made from and what was made from it. */
  lineage: procedure.input(z.object({ dataset: keySchema, limit: limitSchema.default(200) })).output(
    z.object({
      height: z.int(),
      nodes: z.array(lineageNode),
      /** Keys of versions: `to` was made from `from`. */
      edges: z.array(z.object({ from: keySchema, to: keySchema })),
      isCut: z.boolean(),
    }),
  ),
  /** Newest versions that the department in session may have made something from: its own, and those it has an agreement for. */
  sources: procedure.output(
    z.object({
      height: z.int(),
      sources: z.array(
        z.object({ dataset: datasetName, owner: departmentBrief, number: z.int(), versionHash: z.string() }),
      ),
    }),
  ),
  /** One agreement as both sides see it: the terms, every move, the duties, and what the person in session may do next. */
  negotiation: procedure.input(z.object({ agreement: keySchema })).output(
    z.object({
      height: z.int(),
      agreement: agreementSchema,
      terms: termsSchema,
      message: z.string(),
      /** Oldest first. */
      steps: z.array(negotiationStep),
      duties: z.array(dutySchema),
      /** The open proposal about it, for the inbox. */
      proposal: keySchema.nullable(),
      side: sideSchema,
      may: negotiationMay,
    }),
  ),
  /** How rights are used: each agreement in force or with refusals, and departments whose refused uses pile up. */
  audit: procedure.input(z.object({ limit: limitSchema.default(200) })).output(
    z.object({
      height: z.int(),
      agreements: z.array(
        z.object({
          agreement: keySchema,
          dataset: datasetName,
          user: departmentBrief,
          uses: z.int(),
          useLimit: z.int(),
          outsidePurpose: z.int(),
          afterExpiry: z.int(),
          refused: z.int(),
        }),
      ),
      /** Within 24 hours, at least as many as the consortium's parameter says. */
      denied: z.array(z.object({ department: departmentBrief, refused: z.int() })),
      deniedPerDay: z.int(),
    }),
  ),
  parameters: procedure.output(
    z.object({
      height: z.int(),
      parameters: z.array(z.object({ name: z.string(), value: z.int(), isDefault: z.boolean() })),
    }),
  ),
};
