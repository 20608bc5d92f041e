/** From an act that a window proposes to its sealed entry: prepared, read by the person, confirmed, signed, submitted. */
import type { Sentences } from "#ledger-core/contract/api/shared.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import { composeBody, composeSignedPart, signTransaction } from "./compose-transaction.ts";
import type { ComposedBody, EncodedBody } from "./compose-transaction.ts";
import { SigningDesk } from "./keystore/signing-desk.ts";
import type { ConfirmationProof } from "./keystore/signing-desk.ts";
import { personInSession } from "./moment.ts";
import { NodeError } from "./node-error.ts";
import type { OpenLedger } from "./open-ledger.ts";
import type { Moment } from "./moment.ts";

/** An act as its person would perform it now. */
export type ComposedAct = { readonly moment: Moment; readonly actor: Actor; readonly composed: ComposedBody };

/** Told of each act of several, once it is sealed or turned away; `false` stops before the next one. */
export type OnAnswer = (answer: Receipt | Turnaway) => boolean;

/** What the person reads before confirming, with the bodies that belong to what is signed: as bytes, for an import has many lines. */
type Shown = {
  readonly sentences: Sentences;
  readonly bodies: readonly Uint8Array[];
  readonly onAnswer: OnAnswer;
};

export class SigningService {
  readonly #ledger: OpenLedger;
  readonly #desk: SigningDesk<Shown>;

  constructor(ledger: OpenLedger) {
    this.#ledger = ledger;
    this.#desk = new SigningDesk(ledger.keystore);
  }

  /** Throws NOT_UNLOCKED, NOT_ENROLLED, UNKNOWN_KIND or BODY_INVALID. */
  compose(keystoreSession: string | undefined, kind: string, json: unknown): ComposedAct {
    const { moment, actor } = personInSession(this.#ledger, keystoreSession);
    return { moment, actor, composed: composeBody(moment, kind, json) };
  }

  /** Lays an act before the person. The digest is the id that its transaction will have. */
  prepare(keystoreSession: string, act: ComposedAct, sentences: Sentences): string {
    return this.prepareAll(keystoreSession, { ...act, composed: [act.composed] }, sentences, () => true);
  }

  /** Lays several acts before the person that one sentence speaks of, such as the batches of an import. */
  prepareAll(
    keystoreSession: string,
    acts: Omit<ComposedAct, "composed"> & { readonly composed: readonly EncodedBody[] },
    sentences: Sentences,
    onAnswer: OnAnswer,
  ): string {
    const person = this.#ledger.keystore.findSession(keystoreSession);
    if (person === undefined) throw new NodeError("NOT_UNLOCKED");
    const signer = { publicKey: person.publicKey, department: acts.actor.department };
    const { network } = this.#ledger;
    const { composed } = acts;
    const parts = composed.map((one) => composeSignedPart(one, { network, signer, now: acts.moment.time }));
    const bodies = composed.map(({ bodyBytes }) => bodyBytes);
    return this.#desk.prepare(keystoreSession, parts, { sentences, bodies, onAnswer }).digest;
  }

  /** What lies under a digest and which session laid it there. Throws SIGNING_ITEM_MISSING. */
  get(digest: string): { readonly session: string; readonly sentences: Sentences } {
    const { session, shown } = this.#desk.get(digest);
    return { session, sentences: shown.sentences };
  }

  /**
   * Signs what was prepared and submits it; answers when it is sealed or turned away. Of several acts each is submitted once the one
   * before is sealed, and the first that is refused or turned away is the last; the answer is that of the last one submitted.
   */
  async confirm(digest: string, proof: ConfirmationProof): Promise<Receipt | Turnaway> {
    const { signedParts, shown } = this.#desk.get(digest);
    const signatures = await this.#desk.confirm(digest, proof);
    let last: Receipt | Turnaway | undefined;
    for (const [place, bodyBytes] of shown.bodies.entries()) {
      const [signedPart, signature] = [signedParts[place], signatures[place]];
      if (signedPart === undefined || signature === undefined) throw new NodeError("INTERNAL", { digest });
      const wire = signTransaction({ bodyBytes }, signedPart, () => signature);
      [last] = await this.#ledger.engine.submit([wire]);
      if (last === undefined) throw new NodeError("INTERNAL", { digest });
      if (!shown.onAnswer(last) || last.code !== "") break;
    }
    if (last === undefined) throw new NodeError("INTERNAL", { digest });
    return last;
  }

  /** The person said no: nobody can confirm it any more. Withdrawing what is gone is no mistake. */
  withdraw(digest: string): void {
    this.#desk.withdraw(digest);
  }
}
