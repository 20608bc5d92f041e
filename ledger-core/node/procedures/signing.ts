/** Acts are laid before the person, confirmed and sealed. */
import type { Receipt as AnsweredReceipt } from "#ledger-core/contract/api/session.ts";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import type { ConfirmationProof } from "#ledger-core/node/keystore/signing-desk.ts";
import { askedAt } from "#ledger-core/node/asked.ts";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { previewOf } from "#ledger-core/node/preview-answer.ts";
import { problemOf } from "#ledger-core/node/problem.ts";
import { actSentences } from "#ledger-core/node/sentences.ts";
import { problemError, procedures, requireSession } from "./base.ts";

export const signingProcedures = {
  preview: procedures.signing.preview.handler(({ context, input }) => {
    const act = context.host.signing.compose(requireSession(context), input.kind, input.body);
    return previewOf(askedAt(act.moment), act.actor, act.composed);
  }),
  prepare: procedures.signing.prepare.handler(({ context, input }) => {
    const session = requireSession(context);
    const act = context.host.signing.compose(session, input.kind, input.body);
    const asked = askedAt(act.moment);
    const sentence = actSentences(asked, input.kind, act.composed.body);
    const digest = context.host.signing.prepare(session, act, sentence);
    return { digest, sentence, preview: previewOf(asked, act.actor, act.composed) };
  }),
  confirm: procedures.signing.confirm.handler(async ({ context, input }) => {
    const session = requireSession(context);
    const { signing } = context.host;
    // What one window laid down no other window signs.
    if (signing.get(input.digest).session !== session) throw new NodeError("NOT_UNLOCKED");
    const answer = await signing.confirm(input.digest, proofOf(context, input.passphrase));
    if (!isReceipt(answer)) throw problemError(problemOf(answer.code, answer.data));
    return receiptAnswer(answer);
  }),
  method: procedures.signing.method.handler(({ context }) => ({ method: methodOf(context) })),
};

function methodOf({ host, door }: NodeContext): "passphrase" | "click" | "shell" {
  if (door === "shell") return "shell";
  return host.ledger.genesis.purpose === "demo" ? "click" : "passphrase";
}

/** In the desktop app a window cannot confirm at all: the shell does, in a window of its own. */
function proofOf(context: NodeContext, passphrase: string | undefined): ConfirmationProof {
  switch (methodOf(context)) {
    case "shell":
      throw new NodeError("SHELL_CONFIRMS");
    case "click":
      return { shell: true };
    case "passphrase":
      return { passphrase: passphrase ?? "" };
  }
}

/** A receipt in the words of the contract: `sealed`, `proposed` or `refused`. */
export function receiptAnswer(receipt: Receipt): AnsweredReceipt {
  const refused = receipt.state === "refused";
  const problem = refused ? problemOf(receipt.code, receipt.data) : null;
  return {
    id: encodeHex(receipt.id),
    state: refused ? "refused" : receipt.state === "proposed" ? "proposed" : "sealed",
    code: receipt.code === "" ? null : receipt.code,
    height: receipt.height,
    index: receipt.index,
    proposal: receipt.proposal ?? null,
    message: problem?.cause ?? null,
    problem,
  };
}
