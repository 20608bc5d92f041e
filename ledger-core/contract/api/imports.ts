/** Catalogues of the outside world, in and out: a file is sent, looked at, and signed for as a whole. Bytes cross as base64. */
import { z } from "zod";
import { hexSchema, keySchema, problemSchema, procedure, sentencesSchema, timeSchema, wordsSchema } from "./shared.ts";

const PIECE_CHARACTERS_MAX = 1_500_000;

const countsSchema = z.object({
  read: z.int(),
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  retired: z.int(),
  /** Left as they are: their row was refused, or agreements are in force. */
  held: z.int(),
  /** Part of a proposal that waits for others already. */
  waiting: z.int(),
  refused: z.int(),
});
export type ImportCounts = z.infer<typeof countsSchema>;

const findingSchema = z.object({
  /** Counted from 1 in the order of the file; 0 is the file as a whole. */
  row: z.int(),
  path: z.string(),
  value: z.string(),
  sourceId: z.string(),
  severity: z.enum(["refused", "warning"]),
  code: z.string(),
  message: wordsSchema,
  advice: wordsSchema,
});
export type ImportFinding = z.infer<typeof findingSchema>;

const recordSchema = z.object({
  sourceId: z.string(),
  title: z.string(),
  publisher: z.string(),
  becomes: z.enum(["added", "changed", "retired"]),
});
export type ImportRecord = z.infer<typeof recordSchema>;

export const importPlanSchema = z.object({
  fileName: z.string(),
  format: z.string(),
  formatWords: wordsSchema,
  /** True if the bytes say what the file is. */
  formatSure: z.boolean(),
  source: z.string(),
  counts: countsSchema,
  /** The first of them, refused ones first; `findingsTotal` counts all. */
  findings: z.array(findingSchema),
  findingsTotal: z.int(),
  /** The first of what would be written. */
  records: z.array(recordSchema),
  recordsTotal: z.int(),
  /** So much would be retired that somebody has to agree to it. */
  needsConsent: z.boolean(),
  fieldsKept: z.int(),
  /** What the national profile would still ask of the records, most often missing first. */
  missingForNational: z.array(z.object({ element: z.string(), count: z.int() })),
  batches: z.int(),
});
export type ImportPlanAnswer = z.infer<typeof importPlanSchema>;

/** A file that cannot be imported as it is: what it seems to be, why not, and what to do. */
const refusedFileSchema = z.object({ fileName: z.string(), formatWords: wordsSchema, problem: problemSchema });
const planAnswer = z.union([
  z.object({ ok: z.literal(true), plan: importPlanSchema }),
  z.object({ ok: z.literal(false), refused: refusedFileSchema }),
]);

const runSchema = z.object({
  state: z.enum(["planned", "prepared", "running", "done", "stopped"]),
  batchesDone: z.int(),
  batches: z.int(),
  recordsDone: z.int(),
  records: z.int(),
  /** Proposals that wait for others. */
  proposals: z.array(keySchema),
  problem: problemSchema.nullable(),
});

const scheduleFields = {
  name: z.string().trim().min(1).max(200),
  /** A folder's file on this machine, or an address. */
  from: z.string().trim().min(1).max(2_000),
  format: z.string().max(40).default(""),
  source: z.string().max(200).default(""),
  everyHours: z.int().min(1).max(8_784),
};
export const scheduleSchema = z.object({
  /** Also the name of a file: whoever hands a folder over must not name another place with it. */
  id: z.uuid(),
  ...scheduleFields,
  /** Handle of the person who set it up, and whose department it imports for. */
  person: z.string(),
  nextRun: timeSchema,
  last: z
    .object({
      time: timeSchema,
      /** `same`: there is nothing in it to sign for now; `waiting`: somebody has to look at it and sign. */
      outcome: z.enum(["same", "waiting", "imported", "failed"]),
      counts: countsSchema.nullable(),
      problem: problemSchema.nullable(),
    })
    .nullable(),
});
export type ImportSchedule = z.infer<typeof scheduleSchema>;
/** As a node keeps them, with the place of the folder in which somebody set them up; by an older program without it. */
export const keptSchedulesSchema = z.union([
  z.object({ place: z.string(), schedules: z.array(scheduleSchema) }),
  z.array(scheduleSchema).transform((schedules) => ({ place: "", schedules })),
]);
export type KeptSchedules = z.infer<typeof keptSchedulesSchema>;

const id = z.object({ id: z.string() });

/** How many records of an export its standard's readers will refuse, and for which fields. */
const unfitSchema = z.object({ records: z.int(), fields: z.array(z.string()) });

export const importsContract = {
  /** Formats that are read and written, with what each standard demands of a dataset. */
  formats: procedure.output(
    z.array(
      z.object({
        name: z.string(),
        words: wordsSchema,
        profile: z.string(),
        mandatory: z.array(z.string()),
        /** True for a format that people fill in: `template` gives its empty file. */
        hasTemplate: z.boolean(),
      }),
    ),
  ),
  begin: procedure.input(z.object({ name: z.string().max(400), sizeBytes: z.int().min(0) })).output(id),
  append: procedure
    .input(id.extend({ base64: z.string().max(PIECE_CHARACTERS_MAX) }))
    .output(z.object({ receivedBytes: z.int() })),
  /** Reads the file as one of the formats and compares it with the ledger; signs nothing. */
  plan: procedure
    .input(id.extend({ format: z.string().max(40).default(""), source: z.string().max(200).default("") }))
    .output(planAnswer),
  /** Lays the whole import before the person: one sentence, one confirmation (`signing.confirm`), all batches. */
  prepare: procedure.input(id).output(z.object({ digest: hexSchema, sentence: sentencesSchema })),
  progress: procedure.input(id).output(runSchema),
  /** Stops after the batch that is under way. What is sealed stays; a new plan of the same file holds just the rest. */
  cancel: procedure.input(id).output(z.object({})),
  discard: procedure.input(id).output(z.object({})),
  schedules: procedure.output(z.object({ schedules: z.array(scheduleSchema) })),
  saveSchedule: procedure.input(z.object({ id: z.string().optional(), ...scheduleFields })).output(id),
  removeSchedule: procedure.input(id).output(z.object({})),
  /** Fetches now and compares; the answer is in `schedules`. */
  runSchedule: procedure.input(id).output(scheduleSchema),
  /** The file that was fetched last, as an import to look at and sign. */
  openSchedule: procedure.input(id).output(id),
  /**
   * The catalogue, one department's, or the record of one dataset in whatever state it is, in one of the formats: as of the block at `height`,
   * whose signed `checkpoint` goes with the file.
   */
  export: procedure
    .input(z.object({ format: z.string().max(40), department: keySchema.optional(), dataset: keySchema.optional() }))
    .output(
      z.object({
        name: z.string(),
        base64: z.string(),
        records: z.int(),
        unfit: unfitSchema,
        height: z.int(),
        checkpoint: z.string(),
      }),
    ),
  /** The empty file of a format that people fill in, the same for every ledger. */
  template: procedure
    .input(z.object({ format: z.string().max(40) }))
    .output(z.object({ name: z.string(), base64: z.string() })),
};
