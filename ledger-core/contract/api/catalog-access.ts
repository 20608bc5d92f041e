/** Who could open a dataset on a day, and since when: what a supervisor asks years later. */
import { z } from "zod";
import { SHARING, USE_ACTIONS } from "#ledger-core/contract/schema/catalog.ts";
import { departmentBrief, keySchema, personBrief, procedure, timeSchema } from "./shared.ts";

/** An agreement that was in force at some time. */
export const accessSchema = z.object({
  agreement: keySchema,
  department: departmentBrief,
  purpose: z.string(),
  /** What it permits for its own purpose, and whether that opens the content: a query is answered by the owner. */
  actions: z.array(z.enum(USE_ACTIONS)),
  opens: z.boolean(),
  /** It came into force at `from`, and is in force no longer from `until` on. */
  from: timeSchema,
  until: timeSchema,
  /** Whether it was in force at the time asked about. */
  isInForce: z.boolean(),
  /** People of the department who could have used it then, by their roles and those lent to them. */
  people: z.int(),
  /** Who put it in force, and the entry of that; nobody where a rule did. */
  grantedBy: personBrief.nullable(),
  entry: z.int(),
});
export type Access = z.infer<typeof accessSchema>;

/** Who could open a dataset at a time: by agreements in force then, and by the roles of people as they stood then. */
export const catalogAccess = procedure.input(z.object({ dataset: keySchema, time: timeSchema })).output(
  z.object({
    height: z.int(),
    /** The time asked about, or the present one if that lies ahead. */
    time: timeSchema,
    /** How it was shared then: without conditions every department could see it. Null before it was published. */
    sharing: z.enum(SHARING).nullable(),
    /** Whether a contest was open then: nobody uses contested data, whatever agreement is in force. */
    isContested: z.boolean(),
    /** Agreements that came into force before that time, the newest first; at most 500, and then `isCut`. */
    isCut: z.boolean(),
    agreements: z.array(accessSchema),
    /** Those who could open the content by an agreement, and their departments. */
    people: z.int(),
    departments: z.int(),
    /** Whose it was then, with the people who could look into it without a record; null before it was there. */
    owner: z.object({ department: departmentBrief, people: z.int() }).nullable(),
  }),
);
