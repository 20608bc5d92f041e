/** Who sits in front of the window, and what they sign. */
import { z } from "zod";
import {
  changeSchema,
  hexSchema,
  jsonSchema,
  keySchema,
  personBrief,
  problemSchema,
  procedure,
  sentencesSchema,
  timeSchema,
  wordsSchema,
} from "./shared.ts";

export const meSchema = z.object({
  person: personBrief,
  /** When the session locks if nothing is done. */
  locksAt: timeSchema,
  /** Other people that a demo lets one act as. */
  demoPeople: z.array(personBrief),
});
export type Me = z.infer<typeof meSchema>;

export const receiptSchema = z.object({
  id: hexSchema,
  state: z.enum(["sealed", "proposed", "refused"]),
  code: z.string().nullable(),
  height: z.int(),
  index: z.int(),
  proposal: keySchema.nullable(),
  message: wordsSchema.nullable(),
  problem: problemSchema.nullable(),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** A person with a key file on this machine. */
const keyHolder = z.object({ handle: z.string(), person: personBrief.nullable(), problem: problemSchema.nullable() });

/** A key that was made here and that the ledger does not know yet, with the request to enrol it. */
const keyRequest = z.object({
  handle: z.string(),
  /** Who it is for; null for a handle that the ledger does not know yet. */
  person: personBrief.nullable(),
  publicKey: hexSchema,
  made: timeSchema,
  /** The request as the file that is handed over; it holds no secret. */
  file: z.object({ name: z.string(), content: z.string() }),
  /** How far its enrolment has come; null while nobody has begun it. */
  proposal: z.object({ proposal: keySchema, filled: z.int(), needed: z.int(), deadline: timeSchema }).nullable(),
  /** People of the department who may sign it, at most 12. */
  signers: z.array(personBrief),
});
export type WaitingKeyRequest = z.infer<typeof keyRequest>;

export const sessionContract = {
  me: procedure.output(meSchema.nullable()),
  people: procedure.output(z.array(keyHolder)),
  unlock: procedure.input(z.object({ handle: z.string(), passphrase: z.string() })).output(meSchema),
  lock: procedure.output(z.null()),
  /** Demo networks only: become one of the people of the switcher. */
  actAs: procedure.input(z.object({ handle: z.string() })).output(meSchema),
  changePassphrase: procedure.input(z.object({ old: z.string(), new: z.string() })).output(z.null()),
  /** Changes the key of the person in session for a new one under the same passphrase; the receipt is of the act that says so. */
  rotateKey: procedure
    .input(z.object({ passphrase: z.string() }))
    .output(z.object({ receipt: receiptSchema, me: meSchema.nullable() })),
  /** Writes a person's key file anew from a recovery kit, under a new passphrase; answers with the handle to unlock. */
  restore: procedure
    .input(z.object({ kit: z.string().max(20_000), code: z.string().max(200), passphrase: z.string() }))
    .output(z.object({ handle: z.string() })),
  /** Requests for new keys that wait in this node's folder. */
  keyRequests: procedure.output(z.array(keyRequest)),
  /** Makes a new key for a handle under a passphrase of its own, and the request to enrol it; `replace` gives up an earlier one. */
  requestKey: procedure
    .input(
      z.object({ handle: z.string().max(64), passphrase: z.string().max(1_024), replace: z.boolean().default(false) }),
    )
    .output(keyRequest),
  /** A new recovery kit of the person in session; shown once. */
  recoveryKit: procedure
    .input(z.object({ passphrase: z.string() }))
    .output(z.object({ kit: z.string(), code: z.string() })),
};

/** What will become of an act if it is signed now, at the height that is named; nothing promises that it stays so. */
export const previewSchema = z.object({
  height: z.int(),
  state: z.enum(["executed", "proposed", "voted", "refused"]),
  problem: problemSchema.nullable(),
  changes: z.array(changeSchema),
  /** Who must sign, as the policy says. */
  policy: sentencesSchema,
  /** Signatures (or departments) that there will be, of how many. */
  progress: z.object({ filled: z.int(), needed: z.int() }).nullable(),
});
export type Preview = z.infer<typeof previewSchema>;

export const preparedSchema = z.object({ digest: hexSchema, sentence: sentencesSchema, preview: previewSchema });
/** What every procedure answers has its type. */
export type Prepared = z.infer<typeof preparedSchema>;

const kindAndBody = z.object({ kind: z.string(), body: jsonSchema });

export const signingContract = {
  /** What would happen, without preparing anything: forms ask it while they are filled in. */
  preview: procedure.input(kindAndBody).output(previewSchema),
  /** Lays an act before the person; it can be confirmed once, for five minutes. */
  prepare: procedure.input(kindAndBody).output(preparedSchema),
  /** Signs what was prepared. In a browser with the passphrase each time; in the desktop app the shell's own window confirms. */
  confirm: procedure.input(z.object({ digest: hexSchema, passphrase: z.string().optional() })).output(receiptSchema),
  /** Whether confirming asks for the passphrase (a browser; not in a demo, whose keys protect nothing). */
  method: procedure.output(z.object({ method: z.enum(["passphrase", "click", "shell"]) })),
};
