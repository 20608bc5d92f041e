/** The node itself: what it is, what it sees happen, how it was set up. */
import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { problemSchema, procedure, timeSchema } from "./shared.ts";

export const statusSchema = z.object({
  network: z.string(),
  name: z.string(),
  origin: z.string(),
  vkey: z.string(),
  /** A solo network is sealed by one authority: no n of m anywhere. */
  mode: z.literal("solo"),
  engine: z.literal("solo"),
  purpose: z.enum(["real", "demo"]),
  founding: z.boolean(),
  height: z.int(),
  entries: z.int(),
  /** Time of the newest block. */
  time: timeSchema,
  /** Base64. */
  root: z.string(),
  /** The signed note. */
  checkpoint: z.string(),
  departments: z.int(),
  version: z.string(),
  /** Why nothing can be sealed now; null while it can. */
  notSealing: problemSchema.nullable(),
  /** Why search and counts no longer follow the ledger, as a full disk may do; null while they do. */
  notFollowing: problemSchema.nullable(),
  /** The last check of the whole folder by this process; null before the first. */
  selfCheck: z.object({ time: timeSchema, height: z.int(), ok: z.boolean(), problems: z.int() }).nullable(),
});

/** What changed with a block: rows by table and key, or a table alone where very many of its rows changed (keys empty). */
export const changeEvent = z.object({
  height: z.int(),
  changed: z.array(z.object({ table: z.string(), keys: z.array(z.int()) })),
});

export const systemContract = {
  status: procedure.route({ method: "GET", path: "/status" }).output(statusSchema),
  /** The person in session says that the machine's clock is right: sealing goes on. */
  acceptClock: procedure.output(z.null()),
  /** One event a quarter second at most; missed ones are folded together. */
  events: procedure.output(eventIterator(changeEvent)),
};

export const setupContract = {
  /** Whether the folder holds a ledger, and whether it is a demo. */
  state: procedure.output(z.object({ ledger: z.enum(["none", "real", "demo"]), folder: z.string() })),
  /** Creates a solo network with its first department and person, and answers with the recovery kit, which is shown once. */
  create: procedure
    .input(
      z.object({
        network: z.string().min(1).max(60),
        department: z.string().min(1).max(60),
        uscc: z.string(),
        person: z.string().min(1).max(48),
        passphrase: z.string(),
      }),
    )
    .output(z.object({ network: z.string(), kit: z.string(), code: z.string() })),
  /** Builds the demo city here; events say how far it is. */
  demo: procedure.output(eventIterator(z.object({ done: z.int(), total: z.int() }))),
};
