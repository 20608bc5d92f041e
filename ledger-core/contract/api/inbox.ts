/** What waits for a signature. */
import { z } from "zod";
import {
  changeSchema,
  departmentBrief,
  hexSchema,
  jsonSchema,
  keySchema,
  limitSchema,
  personBrief,
  problemSchema,
  procedure,
  sentencesSchema,
  timeSchema,
  wordsSchema,
} from "./shared.ts";
import { previewSchema } from "./session.ts";

const STATES = ["open", "returned", "blocked", "executed", "rejected", "withdrawn", "expired", "superseded"] as const;

export const inboxItem = z.object({
  proposal: keySchema,
  kind: z.string(),
  label: wordsSchema,
  /** The act in one sentence. */
  sentence: sentencesSchema,
  /** Name of the record that it is about; empty where it is about none. */
  about: wordsSchema,
  proposer: personBrief,
  department: departmentBrief,
  opened: timeSchema,
  deadline: timeSchema,
  state: z.enum(STATES),
  round: z.int(),
  progress: z.object({ filled: z.int(), needed: z.int() }),
});
export type InboxItem = z.infer<typeof inboxItem>;

export const signatureSchema = z.object({
  person: personBrief,
  choice: z.enum(["propose", "approve", "reject", "return", "abstain"]),
  reason: z.string(),
  time: timeSchema,
  /** Index of the entry that holds it. */
  entry: z.int(),
  /** The round it was given in; what is of a round before an amendment has lapsed. */
  round: z.int(),
  /** False if the person no longer holds the role that it needs, or if it has lapsed. */
  counts: z.boolean(),
});

export const inboxDetail = inboxItem.extend({
  body: jsonSchema,
  bodyRoot: hexSchema,
  /** What a vote has to name so that it is void if the record changes meanwhile. */
  subjectRevision: z.int(),
  subjectTable: z.string(),
  subjectKey: z.int(),
  policy: sentencesSchema,
  /** Entry that set the policy. */
  policyEntry: z.int(),
  signatures: z.array(signatureSchema),
  /** People who may still sign, at most 50. */
  waiting: z.array(personBrief),
  /** What happens if the person in session approves now. */
  preview: previewSchema.nullable(),
  /** Whether a rejection by the person in session would end it at once; null where they have no vote. */
  rejectionEnds: z.boolean().nullable(),
  /** What the act itself does once all have signed who must, as things stand now; null when the proposal is over. */
  effect: z.object({ problem: problemSchema.nullable(), changes: z.array(changeSchema) }).nullable(),
  /** Entry that brought it to where it is: the last vote, amendment, withdrawal or the end of its time. */
  lastEntry: z.int(),
  /** Why execution was refused, while blocked. */
  blocked: wordsSchema.nullable(),
  may: z.object({ vote: z.boolean(), withdraw: z.boolean(), amend: z.boolean(), retry: z.boolean() }),
  /** Entry that opened it. */
  entry: z.int(),
  height: z.int(),
});
export type InboxDetail = z.infer<typeof inboxDetail>;

/** Terms that an owner has offered to the department in session, which waits to accept or answer them: no proposal, but a move all the same. */
export const offeredTerms = z.object({
  agreement: keySchema,
  title: z.string(),
  owner: departmentBrief,
  /** When what was offered lapses. */
  until: timeSchema,
});
export type OfferedTerms = z.infer<typeof offeredTerms>;

export const inboxContract = {
  /** `mine`: waits for my signature; `started`: I proposed it and it is not over; `done`: I signed or proposed and it is over. */
  list: procedure.input(z.object({ box: z.enum(["mine", "started", "done"]), limit: limitSchema })).output(
    z.object({
      height: z.int(),
      items: z.array(inboxItem),
      /** In `mine` alone, and counted there: at most 50. */
      offered: z.array(offeredTerms),
      counts: z.object({ mine: z.int(), started: z.int(), done: z.int() }),
    }),
  ),
  item: procedure.input(z.object({ proposal: keySchema })).output(inboxDetail),
};
