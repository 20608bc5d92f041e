/** Content of datasets: sent to this node, kept open or sealed, and opened under an agreement. Bytes cross as base64. */
import { z } from "zod";
import { hexSchema, keySchema, procedure } from "./shared.ts";

/** Longest piece of a file in one call, as base64: 1 MiB and what base64 adds. */
const PIECE_CHARACTERS_MAX = 1_500_000;

/** False where content is so long that only part of it was read: whether it is what the ledger recorded shows at its end. */
const isVerified = z.boolean();
const cell = z.string().nullable();
/** Part of a table: rows from a place on, each with a cell for each column. */
const tablePart = z.object({
  kind: z.literal("table"),
  columns: z.array(z.string()),
  rows: z.array(z.array(cell)),
  from: z.int(),
  /** Null while the end has not been seen. */
  total: z.int().nullable(),
  /** True if there is more than a preview goes into. */
  isCut: z.boolean(),
  isVerified,
});
const textPart = z.object({ kind: z.literal("text"), text: z.string(), isCut: z.boolean(), isVerified });
/** Of content that was verified: what is too long for that is shown as text. */
const mapPart = z.object({
  kind: z.literal("map"),
  features: z.array(
    z.object({
      /** Lines of longitude and latitude in degrees; a point is a line of one, an area is closed. */
      lines: z.array(z.array(z.tuple([z.number(), z.number()]))),
      shape: z.enum(["point", "line", "area"]),
      properties: z.record(z.string(), z.string()),
    }),
  ),
  columns: z.array(z.string()),
  total: z.int(),
  isCut: z.boolean(),
});
const binaryPart = z.object({ kind: z.literal("binary"), mediaType: z.string() });

export const previewSchema = z.discriminatedUnion("kind", [tablePart, textPart, mapPart, binaryPart]);
export type Preview = z.infer<typeof previewSchema>;
export type TablePart = z.infer<typeof tablePart>;
export type MapPart = z.infer<typeof mapPart>;

export const contentContract = {
  /** Begins to take in a file for a dataset's next version; `sealed` where the dataset is not shared unconditionally. */
  begin: procedure
    .input(z.object({ dataset: keySchema, name: z.string().max(400), sizeBytes: z.int().min(0) }))
    .output(z.object({ upload: z.string(), sealed: z.boolean() })),
  /** The next piece; answers how much has arrived. */
  append: procedure
    .input(z.object({ upload: z.string(), base64: z.string().max(PIECE_CHARACTERS_MAX) }))
    .output(z.object({ receivedBytes: z.int() })),
  /** Ends the file: it is durable, and these are the values for the act that uploads it. */
  finish: procedure
    .input(z.object({ upload: z.string() }))
    .output(
      z.object({ contentHash: hexSchema, sizeBytes: z.int(), mediaType: z.string(), sealedHash: hexSchema.nullable() }),
    ),
  abandon: procedure.input(z.object({ upload: z.string() })).output(z.object({})),
  /** Whether the person in session may see a version's content now, and if not, what would open it. */
  access: procedure.input(z.object({ dataset: keySchema, version: z.int().min(1) })).output(
    z.object({
      held: z.enum(["none", "open", "sealed"]),
      may: z.boolean(),
      /** `open` to all, `owner`'s own, `session` of a recorded use; null where it is closed. */
      why: z.enum(["open", "owner", "session"]).nullable(),
      /** Why nobody but the owner's own people may for now; null where nothing stands in the way. */
      closed: z.enum(["contested", "retired", "withdrawn"]).nullable(),
      /** When the session ends, unix seconds. */
      until: z.int().nullable(),
      /** Agreements in force of the department in session that permit reading. */
      agreements: z.array(keySchema),
      sizeBytes: z.int(),
      mediaType: z.string(),
    }),
  ),
  /** The content as one looks into it. Throws CONTENT_CLOSED without an open session. */
  preview: procedure
    .input(
      z.object({
        dataset: keySchema,
        version: z.int().min(1),
        from: z.int().min(0).default(0),
        limit: z.int().min(1).max(500).default(200),
      }),
    )
    .output(previewSchema),
  /** A piece of the content, to save it; `next` is null at the end. */
  read: procedure
    .input(z.object({ dataset: keySchema, version: z.int().min(1), cursor: z.string().optional() }))
    .output(z.object({ base64: z.string(), next: z.string().nullable(), name: z.string() })),
};
