/** Terms of use for people and for other programs: rule by rule, as ODRL out and in, and why a use is not permitted. */
import { z } from "zod";
import { PURPOSES, USE_ACTIONS } from "#ledger-core/contract/schema/catalog.ts";
import {
  departmentBrief,
  jsonSchema,
  keySchema,
  problemSchema,
  procedure,
  sentencesSchema,
  timeSchema,
  wordsSchema,
} from "./shared.ts";

const DOCUMENT_CHARACTERS_MAX = 1_500_000;

const rowSchema = z.object({
  kind: z.enum(["permitted", "forbidden"]),
  who: sentencesSchema,
  actions: sentencesSchema,
  purpose: sentencesSchema,
  count: sentencesSchema,
  time: sentencesSchema,
  area: sentencesSchema,
  /** Limits joined by a logical operator; nothing where there are none. */
  conditions: sentencesSchema,
  duties: z.array(sentencesSchema),
});
export type TermsRow = z.infer<typeof rowSchema>;

const readSchema = z.object({
  uid: z.string(),
  /** Address of the dataset that the terms are about; empty where the document names none. */
  target: z.string(),
  /** The only department that the terms are for; null where they are for everybody. */
  assignee: z.object({ code: z.string(), department: departmentBrief.nullable() }).nullable(),
  /** What an agreement says of itself as a whole; null where it says nothing. */
  purpose: z.enum(PURPOSES).nullable(),
  useLimit: z.int().nullable(),
  expires: timeSchema.nullable(),
  policy: jsonSchema,
  sentence: sentencesSchema,
});
export type ReadTerms = z.infer<typeof readSchema>;

const findingSchema = z.object({
  /** The policy's number in the document, from 1; 0 is the document as a whole. */
  policy: z.int(),
  path: z.string(),
  value: z.string(),
  severity: z.enum(["refused", "warning"]),
  message: wordsSchema,
  advice: wordsSchema,
});
export type TermsFinding = z.infer<typeof findingSchema>;

export const termsContract = {
  /** An agreement's terms as a table, one row for each rule. */
  rows: procedure
    .input(z.object({ agreement: keySchema }))
    .output(z.object({ height: z.int(), rows: z.array(rowSchema) })),
  /** An offer or agreement as an ODRL 2.2 document. */
  document: procedure
    .input(z.object({ of: z.enum(["offer", "agreement"]), key: keySchema, form: z.enum(["jsonld", "turtle"]) }))
    .output(z.object({ height: z.int(), name: z.string(), text: z.string() })),
  /** Terms from an ODRL document, JSON-LD or Turtle in base64. They never permit more than the document does; the findings say what was left out. */
  read: procedure.input(z.object({ base64: z.string().max(DOCUMENT_CHARACTERS_MAX) })).output(
    z.discriminatedUnion("ok", [
      z.object({
        ok: z.literal(true),
        policies: z.int(),
        terms: z.array(readSchema),
        findings: z.array(findingSchema),
        findingsTotal: z.int(),
      }),
      z.object({ ok: z.literal(false), problem: problemSchema }),
    ]),
  ),
  /** What the agreement's policy would say of its next use by its user, now. It records nothing. */
  explain: procedure
    .input(
      z.object({
        agreement: keySchema,
        action: z.enum(USE_ACTIONS),
        purpose: z.enum(PURPOSES),
        /** Code of the place that the use is about; empty where it says none. */
        spatial: z.string().max(100).default(""),
      }),
    )
    .output(z.object({ height: z.int(), permitted: z.boolean(), reasons: z.array(sentencesSchema) })),
};
