/** The log: entries, blocks, proofs, and whether all of it holds. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import {
  changeSchema,
  entryBrief,
  hexSchema,
  jsonSchema,
  keySchema,
  limitSchema,
  problemSchema,
  procedure,
  sentencesSchema,
  timeSchema,
  wordsSchema,
} from "./shared.ts";

export const blockSchema = z.object({
  height: z.int(),
  time: timeSchema,
  firstIndex: z.int(),
  count: z.int(),
  /** Base64. */
  root: z.string(),
  checkpoint: z.string(),
});

export const entryDetail = entryBrief.extend({
  sentence: sentencesSchema,
  body: jsonSchema,
  problem: problemSchema.nullable(),
  changes: z.array(changeSchema),
  /** Place in its block, from 1, of how many. */
  place: z.int(),
  of: z.int(),
  publicKey: hexSchema.nullable(),
  claimedTime: timeSchema.nullable(),
  policy: sentencesSchema.nullable(),
  proposal: keySchema.nullable(),
});
export type EntryDetail = z.infer<typeof entryDetail>;

/** A proof as the window checks it itself and as it is taken away: base64 of each file. */
export const proofBundle = z.object({
  id: hexSchema,
  index: z.int(),
  height: z.int(),
  size: z.int(),
  vkey: z.string(),
  files: z.array(z.object({ name: z.string(), base64: z.string() })),
});
export type ProofBundle = z.infer<typeof proofBundle>;

export const checkProgress = z.object({
  done: z.int(),
  total: z.int(),
  finished: z.boolean(),
  ok: z.boolean(),
  /** `where` is the same in every language; `message` is the English of `words`. */
  problems: z.array(z.object({ where: z.string(), code: z.string(), message: z.string(), words: wordsSchema })),
});

const entriesAnswer = z.object({
  height: z.int(),
  entries: z.array(entryBrief.extend({ actor: z.string().nullable() })),
});

export const ledgerContract = {
  /** Newest first. */
  entries: procedure
    .input(
      z.object({
        limit: limitSchema.default(50),
        before: z.int().optional(),
        kind: z.string().optional(),
        department: z.union([keySchema, z.string()]).optional(),
      }),
    )
    .output(entriesAnswer),
  /** Newest first, without the entries that close a block; `skip` leaves out so many of the newest. */
  acts: procedure
    .input(z.object({ limit: limitSchema.default(50), skip: z.int().min(0).default(0) }))
    .output(entriesAnswer.extend({ total: z.int() })),
  entry: procedure
    .input(z.union([z.object({ index: z.int().min(0) }), z.object({ id: hexSchema })]))
    .output(entryDetail),
  blocks: procedure
    .input(z.object({ limit: limitSchema.default(50), before: z.int().optional() }))
    .output(z.object({ height: z.int(), blocks: z.array(blockSchema) })),
  /**
   * Rows of any table in the order of their keys, now or as they were after the block at height `at`; `next` is the key to go on `from`,
   * also where fewer rows than asked for came: of a time that is past no more than some hundred keys are looked at, and rows may have been gone by then.
   * A time before the table was there has no rows.
   */
  rows: procedure
    .input(
      z.object({
        table: z.string(),
        at: z.int().min(0).optional(),
        from: z.int().min(0).default(0),
        limit: limitSchema.default(50),
      }),
    )
    .output(
      z.object({
        height: z.int(),
        at: z.int(),
        /** `entry`: index of the entry that wrote the row. */
        rows: z.array(z.object({ key: z.int(), entry: z.int(), row: jsonSchema })),
        next: z.int().nullable(),
      }),
    ),
  /** Every kind of act that is in force, with the JSON Schema of its body and who has to sign it. */
  kinds: procedure.output(
    z.object({
      height: z.int(),
      kinds: z.array(
        z.object({
          kind: z.string(),
          version: z.int(),
          name: wordsSchema,
          /** The body is a list of lines, each proven alone. */
          batch: z.boolean(),
          body: jsonSchema,
          /** Null for an act on a proposal, which is for whoever the proposal waits for. */
          policy: sentencesSchema.nullable(),
        }),
      ),
    }),
  ),
  history: procedure.input(z.object({ table: z.string(), key: z.int().min(0), limit: limitSchema.default(50) })).output(
    z.object({
      height: z.int(),
      changes: z.array(entryBrief.extend({ before: jsonSchema, after: jsonSchema })),
    }),
  ),
  proof: procedure
    .input(z.union([z.object({ index: z.int().min(0) }), z.object({ id: hexSchema })]))
    .output(proofBundle),
  /** Whether the log has only grown since a checkpoint that somebody holds. */
  compare: procedure.input(z.object({ checkpoint: z.string().max(10_000) })).output(
    z.object({
      verdict: z.enum(["same", "grew", "ahead", "forked", "other-log", "unreadable", "unsigned"]),
      size: z.int(),
      words: wordsSchema,
    }),
  ),
  /** Proves the whole folder from the first byte while the node runs. */
  verify: procedure.output(eventIterator(checkProgress)),
};
