/** Departments, people and the rules between them. */
import { z } from "zod";
import {
  departmentBrief,
  jsonSchema,
  keySchema,
  personBrief,
  procedure,
  sentencesSchema,
  timeSchema,
  wordsSchema,
} from "./shared.ts";

export const departmentDetail = departmentBrief.extend({
  uscc: z.string(),
  since: timeSchema,
  people: z.int(),
  datasets: z.int(),
  agreements: z.int(),
  /** Entry that changed its member row last. */
  entry: z.int(),
});
export type DepartmentDetail = z.infer<typeof departmentDetail>;

export const personDetail = personBrief.extend({
  since: timeSchema,
  /** Order within the department, 1 first; 0 for somebody without a post. */
  rank: z.int(),
  keys: z.array(
    z.object({ publicKey: z.string(), state: z.enum(["live", "revoked"]), since: timeSchema, entry: z.int() }),
  ),
  terms: z.array(z.object({ role: z.string(), from: timeSchema, until: timeSchema, entry: z.int() })),
  entry: z.int(),
});
export type PersonDetail = z.infer<typeof personDetail>;

export const policySchema = z.object({
  /** Of its row, for its history. */
  key: keySchema,
  kind: z.string(),
  label: wordsSchema,
  sentence: sentencesSchema,
  /** Its cases in JSON form, as a body of `policy.set` carries them. */
  cases: jsonSchema,
  /** True while a founding case lets one person decide. */
  founding: z.boolean(),
  entry: z.int(),
  time: timeSchema,
});
export type Policy = z.infer<typeof policySchema>;

export const consortiumContract = {
  departments: procedure.output(z.object({ height: z.int(), departments: z.array(departmentDetail) })),
  people: procedure
    .input(z.object({ department: keySchema.optional() }))
    .output(z.object({ height: z.int(), people: z.array(personDetail) })),
  policies: procedure.output(z.object({ height: z.int(), policies: z.array(policySchema) })),
};
