/** Departments, people and the rules between them. */
import { z } from "zod";
import { inboxItem } from "./inbox.ts";
import {
  departmentBrief,
  jsonSchema,
  keySchema,
  limitSchema,
  personBrief,
  procedure,
  sentencesSchema,
  timeSchema,
  wordsSchema,
} from "./shared.ts";

/** A civil day as days since 1970-01-01, of the years 1970 to 9999. */
const daySchema = z.int().min(0).max(2_932_896);

export const departmentDetail = departmentBrief.extend({
  uscc: z.string(),
  since: timeSchema,
  people: z.int(),
  datasets: z.int(),
  agreements: z.int(),
  /** False once nobody keeps its people and can sign: then the other departments can give it a new administrator. */
  hasAdministrator: z.boolean(),
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
  /** Roles of the person's own, with their terms; `until` 0 for no end. */
  terms: z.array(z.object({ role: z.string(), from: timeSchema, until: timeSchema, entry: z.int() })),
  /** Roles that colleagues have lent to the person and that hold now. */
  lent: z.array(z.object({ delegation: keySchema, role: z.string(), giver: wordsSchema, until: timeSchema })),
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

/**
 * Whether the receiver holds the role by it now, and if not why: `later` before its term, `over` after it, `ended` by a signed act,
 * `giver-lost` while the giver does not hold the role, `left` when one of the two has left, `suspended` with their department.
 */
export const DELEGATION_STANDINGS = ["in-force", "later", "giver-lost", "suspended", "left", "over", "ended"] as const;

export const delegationSchema = z.object({
  key: keySchema,
  role: z.string(),
  giver: personBrief,
  receiver: personBrief,
  from: timeSchema,
  until: timeSchema,
  reason: z.string(),
  standing: z.enum(DELEGATION_STANDINGS),
  /** Whether the person in session may end it. */
  mayEnd: z.boolean(),
  /** Entry that changed it last. */
  entry: z.int(),
});
export type Delegation = z.infer<typeof delegationSchema>;

export const voteSchema = inboxItem.omit({ progress: true }).extend({
  /** What is counted: departments, or persons in their seats. */
  counts: z.enum(["departments", "persons"]),
  approved: z.int(),
  rejected: z.int(),
  abstained: z.int(),
  /** What is needed, and of how many; null once it is decided, for who could vote then is not who can now. */
  needed: z.int().nullable(),
  electorate: z.int().nullable(),
  /** Of the present round, oldest first; the proposer's own signature is an approval. */
  voted: z.array(
    z.object({
      department: departmentBrief,
      person: personBrief,
      choice: z.enum(["approve", "reject", "return", "abstain"]),
      reason: z.string(),
      time: timeSchema,
    }),
  ),
  /** Departments that may still vote and have not; empty once it is decided. */
  waiting: z.array(departmentBrief),
  /** What the department in session has said; `open` if it has not and may, `none` if it has no say. */
  mine: z.enum(["approve", "reject", "return", "abstain", "open", "none"]),
  /** Whether the person in session may vote now. */
  mayVote: z.boolean(),
  /** Time and entry of what happened last: a vote, an amendment, the decision. */
  changed: timeSchema,
  entry: z.int(),
});
export type Vote = z.infer<typeof voteSchema>;

const month = z.object({ month: z.int().min(1).max(12), days: z.int(), working: z.int() });

export const calendarSchema = z.object({
  height: z.int(),
  year: z.int(),
  /** False where no calendar of the year was signed: then Monday to Friday count. */
  isSet: z.boolean(),
  /** The notice that says so. */
  source: z.string(),
  daysOff: z.array(daySchema),
  daysWorked: z.array(daySchema),
  months: z.array(month),
  working: z.int(),
  /** Years that have a calendar, ascending. */
  years: z.array(z.int()),
  /** Entry that set it, and when; null where none did. */
  set: z.object({ entry: z.int(), time: timeSchema }).nullable(),
});
export type Calendar = z.infer<typeof calendarSchema>;

export const consortiumContract = {
  departments: procedure.output(z.object({ height: z.int(), departments: z.array(departmentDetail) })),
  people: procedure
    .input(z.object({ department: keySchema.optional() }))
    .output(z.object({ height: z.int(), people: z.array(personDetail) })),
  policies: procedure.output(z.object({ height: z.int(), policies: z.array(policySchema) })),
  /**
   * Delegations, newest first. `now`: those whose term has not ended and that nobody ended, whether they hold or not; `past`: the
   * others. `person`: given or received by them.
   */
  delegations: procedure
    .input(
      z.object({
        show: z.enum(["now", "past", "all"]).default("all"),
        person: keySchema.optional(),
        department: keySchema.optional(),
        limit: limitSchema.default(200),
      }),
    )
    .output(
      z.object({
        height: z.int(),
        counts: z.object({ now: z.int(), past: z.int() }),
        delegations: z.array(delegationSchema),
      }),
    ),
  /** What is still open of somebody who leaves, and who of the department could take it over. */
  leaving: procedure.input(z.object({ person: keySchema })).output(
    z.object({
      height: z.int(),
      /** Proposals that they began and that are not over, nearest deadline first; at most 100 of `total`. */
      proposals: z.array(inboxItem.pick({ proposal: true, label: true, about: true, state: true, deadline: true })),
      total: z.int(),
      keys: z.int(),
      roles: z.array(z.string()),
      delegations: z.object({ given: z.int(), received: z.int() }),
      successors: z.array(personBrief),
    }),
  ),
  /** What the end of the founding period still waits for. */
  founding: procedure.output(
    z.object({
      height: z.int(),
      isFounding: z.boolean(),
      /** Functions that policies count on, with the active departments and people that have them. */
      functions: z.array(z.object({ name: z.string(), departments: z.int(), people: z.int(), needed: z.int() })),
      /** Whether those who are there could still change a policy afterwards. */
      isChangeable: z.boolean(),
      isReady: z.boolean(),
    }),
  ),
  /** Proposals that need several departments: those still open by nearest deadline, or the decided ones, newest first. */
  votes: procedure.input(z.object({ box: z.enum(["open", "decided"]), limit: limitSchema.default(100) })).output(
    z.object({
      height: z.int(),
      votes: z.array(voteSchema),
      hasMore: z.boolean(),
      /** Open ones, and those of them on which the department in session has not voted and may. */
      counts: z.object({ open: z.int(), mine: z.int() }),
    }),
  ),
  calendar: procedure.input(z.object({ year: z.int().min(1970).max(9_999) })).output(calendarSchema),
  /** The day that lies `count` working days after `from`, by the calendars that are set. */
  workingDays: procedure.input(z.object({ from: daySchema, count: z.int().min(0).max(2_000) })).output(
    z.object({
      height: z.int(),
      day: daySchema,
      /** Calendar days from `from` to `day`, and those of them that were passed over as not worked. */
      calendarDays: z.int(),
      skipped: z.int(),
      /** Years on the way for which no calendar is set, so that only the week counted. */
      unset: z.array(z.int()),
    }),
  ),
};
