/** Shapes that several procedures share. Bytes cross as lower-case hexadecimal, times as unix seconds. */
import { oc } from "@orpc/contract";
import { z } from "zod";
import type { Json } from "#ledger-core/contract/schema/json.ts";

export const keySchema = z.int().min(1);
export const hexSchema = z.string().regex(/^([0-9a-f]{2})*$/);
export const timeSchema = z.int().min(0);
export const limitSchema = z.int().min(1).max(500);

/** The same words in both languages. */
export const wordsSchema = z.object({ zh: z.string(), en: z.string() });
export type Words = z.infer<typeof wordsSchema>;

/** A sentence whose strong parts are what varies. */
export const sentenceSchema = z.array(z.object({ text: z.string(), strong: z.boolean() }));
export const sentencesSchema = z.object({ zh: sentenceSchema, en: sentenceSchema });
export type Sentences = z.infer<typeof sentencesSchema>;

/** Why something was not done: a code that never changes, what it is about, the cause and the next step. */
export const problemSchema = z.object({
  code: z.string(),
  data: z.record(z.string(), z.union([z.string(), z.number()])),
  cause: wordsSchema,
  next: wordsSchema,
});
export type Problem = z.infer<typeof problemSchema>;

/** A procedure that may fail with a problem. */
export const procedure = oc.errors({ PROBLEM: { status: 422, data: problemSchema } });

export const departmentBrief = z.object({
  key: keySchema,
  name: wordsSchema,
  short: wordsSchema,
  functions: z.array(z.string()),
  state: z.enum(["active", "suspended"]),
});
export type DepartmentBrief = z.infer<typeof departmentBrief>;

/** A person by post and masked name. */
export const personBrief = z.object({
  key: keySchema,
  handle: z.string(),
  department: departmentBrief,
  title: wordsSchema,
  maskedName: z.string(),
  roles: z.array(z.string()),
  state: z.enum(["active", "left"]),
});
export type PersonBrief = z.infer<typeof personBrief>;

/** JSON of a row or body, in the form of `contract/schema/json.ts`. */
export const jsonSchema = z.json() as z.ZodType as z.ZodType<Json, Json>;

/** What the keys in a row stand for, by column: departments, people and records by name. */
const columnNames = z.record(z.string(), wordsSchema);

/** A row before and after; null where there is none. */
export const changeSchema = z.object({
  table: z.string(),
  key: z.int(),
  before: jsonSchema,
  after: jsonSchema,
  /** What the record is called; empty for one that has no name. */
  about: wordsSchema,
  names: z.object({ before: columnNames, after: columnNames }),
});
export type RowChange = z.infer<typeof changeSchema>;

/** An entry as lists show it. `person` and `department` are null for what nobody signed. */
export const entryBrief = z.object({
  index: z.int(),
  id: hexSchema,
  height: z.int(),
  time: timeSchema,
  kind: z.string(),
  label: wordsSchema,
  code: z.string().nullable(),
  state: z.enum(["executed", "proposed", "voted", "refused", "system"]),
  person: personBrief.nullable(),
  department: departmentBrief.nullable(),
});
export type EntryBrief = z.infer<typeof entryBrief>;
