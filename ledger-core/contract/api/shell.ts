/** What the desktop shell and its node say to each other, over the one channel that no window of the console holds. */
import { z } from "zod";
import { receiptSchema } from "./session.ts";
import { hexSchema, personBrief, problemSchema, sentencesSchema } from "./shared.ts";
import type { Problem } from "./shared.ts";

const digestSchema = hexSchema.length(64);
const windowSchema = z.string().min(1).max(64);
const passphraseSchema = z.string().max(1_024);

/** What the shell asks. `window` is the shell's own name of a window, which no window knows. */
export const shellRequestSchema = z.discriminatedUnion("kind", [
  /** The act that a window laid down: what the person is to read, and how it is confirmed. */
  z.object({ kind: z.literal("describe"), window: windowSchema, digest: digestSchema }),
  /** The person confirmed it in the shell's own window; the passphrase is missing only where `describe` said `click`. */
  z.object({
    kind: z.literal("confirm"),
    window: windowSchema,
    digest: digestSchema,
    passphrase: passphraseSchema.optional(),
  }),
  /** The person said no. */
  z.object({ kind: z.literal("withdraw"), window: windowSchema, digest: digestSchema }),
  /** Unlocks a person's key for a window that never sees the passphrase. */
  z.object({
    kind: z.literal("unlock"),
    window: windowSchema,
    handle: z.string().max(64),
    passphrase: passphraseSchema,
  }),
]);
export type ShellRequest = z.infer<typeof shellRequestSchema>;

/** An act in the words of the node. `network` and `handle` name the key that will sign; `signer` is who that is on the ledger. */
export const describedActSchema = z.object({
  network: z.string(),
  handle: z.string(),
  signer: personBrief.nullable(),
  sentence: sentencesSchema,
  method: z.enum(["passphrase", "click"]),
});
export type DescribedAct = z.infer<typeof describedActSchema>;

/** What each request is answered with. */
export const shellAnswers = {
  describe: describedActSchema,
  confirm: receiptSchema,
  withdraw: z.null(),
  unlock: z.object({ network: z.string() }),
} satisfies Record<ShellRequest["kind"], z.ZodType>;
export type ShellAnswer<Kind extends ShellRequest["kind"]> = z.infer<(typeof shellAnswers)[Kind]>;

/** From the shell to its node. The port of a window travels beside its message. */
export const messageToNodeSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("window"), window: windowSchema }),
  z.object({ kind: z.literal("forget"), window: windowSchema }),
  z.object({ kind: z.literal("ask"), id: z.int(), request: shellRequestSchema }),
  z.object({ kind: z.literal("stop") }),
]);
export type MessageToNode = z.infer<typeof messageToNodeSchema>;

/** From the node to its shell. */
export const messageToShellSchema = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("ready") }),
  /** The folder cannot be opened; the process ends after this. */
  z.object({ kind: z.literal("failed"), problem: problemSchema }),
  z.object({ kind: z.literal("answer"), id: z.int(), value: z.unknown() }),
  z.object({ kind: z.literal("refusal"), id: z.int(), problem: problemSchema }),
]);
export type MessageToShell = z.infer<typeof messageToShellSchema>;

/** What a window gets back from the shell, once the person has answered in the shell's own sheet. */
export type ShellOutcome<Result> =
  | { readonly state: "done"; readonly result: Result }
  | { readonly state: "withdrawn" }
  | { readonly state: "refused"; readonly problem: Problem };
