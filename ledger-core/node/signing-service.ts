/** From an act that a window proposes to its sealed entry: prepared, read by the person, confirmed, signed, submitted. */
import type { Sentences } from "#ledger-core/contract/api/shared.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import type { Actor } from "#ledger-core/kernel/module.ts";
import { composeBody, composeSignedPart, signTransaction } from "./compose-transaction.ts";
import type { ComposedBody } from "./compose-transaction.ts";
import { SigningDesk } from "./keystore/signing-desk.ts";
import type { ConfirmationProof } from "./keystore/signing-desk.ts";
import { actorOfKey, currentMoment } from "./moment.ts";
import { NodeError } from "./node-error.ts";
import type { OpenLedger } from "./open-ledger.ts";
import type { Moment } from "./moment.ts";

/** An act as its person would perform it now. */
export type ComposedAct = { readonly moment: Moment; readonly actor: Actor; readonly composed: ComposedBody };

/** What the person reads before confirming, with the body that belongs to what is signed. */
type Shown = { readonly sentences: Sentences; readonly composed: ComposedBody };

export class SigningService {
  readonly #ledger: OpenLedger;
  readonly #desk: SigningDesk<Shown>;

  constructor(ledger: OpenLedger) {
    this.#ledger = ledger;
    this.#desk = new SigningDesk(ledger.keystore);
  }

  /** Throws NOT_UNLOCKED, NOT_ENROLLED, UNKNOWN_KIND or BODY_INVALID. */
  compose(keystoreSession: string | undefined, kind: string, json: unknown): ComposedAct {
    const person = keystoreSession === undefined ? undefined : this.#ledger.keystore.findSession(keystoreSession);
    if (person === undefined) throw new NodeError("NOT_UNLOCKED");
    const moment = currentMoment(this.#ledger, this.#ledger.clock);
    const actor = actorOfKey(moment, person.publicKey, person.handle);
    return { moment, actor, composed: composeBody(moment, kind, json) };
  }

  /** Lays an act before the person. The digest is the id that its transaction will have. */
  prepare(keystoreSession: string, act: ComposedAct, sentences: Sentences): string {
    const person = this.#ledger.keystore.findSession(keystoreSession);
    if (person === undefined) throw new NodeError("NOT_UNLOCKED");
    const signer = { publicKey: person.publicKey, department: act.actor.department };
    const { network } = this.#ledger;
    const signedPart = composeSignedPart(act.composed, { network, signer, now: act.moment.time });
    return this.#desk.prepare(keystoreSession, signedPart, { sentences, composed: act.composed }).digest;
  }

  /** What lies under a digest and which session laid it there. Throws SIGNING_ITEM_MISSING. */
  get(digest: string): { readonly session: string; readonly sentences: Sentences } {
    const { session, shown } = this.#desk.get(digest);
    return { session, sentences: shown.sentences };
  }

  /** Signs what was prepared and submits it; answers when it is sealed or turned away. */
  async confirm(digest: string, proof: ConfirmationProof): Promise<Receipt | Turnaway> {
    const { signedPart, shown } = this.#desk.get(digest);
    const signature = await this.#desk.confirm(digest, proof);
    const wire = signTransaction(shown.composed, signedPart, () => signature);
    const [answer] = await this.#ledger.engine.submit([wire]);
    if (answer === undefined) throw new NodeError("INTERNAL", { digest });
    return answer;
  }

  /** The person said no: nobody can confirm it any more. Withdrawing what is gone is no mistake. */
  withdraw(digest: string): void {
    this.#desk.withdraw(digest);
  }
}
