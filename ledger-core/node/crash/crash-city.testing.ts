/** The people of a small city as clients of an open node: they sign, write down what they are about to submit, and what they were told. */
import { writeSync } from "node:fs";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import type { TestClock } from "#ledger-core/engine/engine.testing.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { CatalogCity } from "#ledger-core/modules/catalog/catalog.testing.ts";
import { composeSignedPart, composeValue, signTransaction } from "#ledger-core/node/compose-transaction.ts";
import { ContentDesk } from "#ledger-core/node/content/content-desk.ts";
import { nodeSuite, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import type { Intent, Notebook } from "./promises.testing.ts";

const STDOUT = 1;

/** Tells the driver how far the process is; it may kill at any of these words. */
export function say(word: string): void {
  writeSync(STDOUT, `${word}\n`);
}

export class CrashCity {
  readonly ledger: OpenLedger;
  readonly clock: TestClock;
  readonly random: Random;
  readonly desk: ContentDesk;
  /** Its people and keys are those of the ledger in the folder; its own ledger stays as it was founded. */
  readonly people = new CatalogCity();
  readonly round: number;
  /** Acts of this and of earlier lives of the process, some of which nobody knows the end of. */
  readonly submitted: Intent[];
  readonly #notebook: Notebook;
  #named = 0;

  constructor(given: {
    readonly ledger: OpenLedger;
    readonly clock: TestClock;
    readonly random: Random;
    readonly round: number;
    readonly notebook: Notebook;
    readonly earlier: readonly Intent[];
  }) {
    this.ledger = given.ledger;
    this.clock = given.clock;
    this.random = given.random;
    this.round = given.round;
    this.desk = new ContentDesk(given.ledger);
    this.submitted = [...given.earlier];
    this.#notebook = given.notebook;
  }

  get rows(): Rows {
    return new Rows(this.ledger.writer.rows);
  }

  get time(): number {
    return Math.max(this.ledger.writer.head()?.time ?? 0, this.clock.wallSeconds());
  }

  /** A code that no dataset has yet. */
  newCode(): string {
    return `r${this.round}-${this.#named++}`;
  }

  keysOf(sql: string, ...values: readonly (number | string)[]): readonly number[] {
    return this.ledger.reader.sql.all<{ readonly key: number }>(sql, ...values).map(({ key }) => key);
  }

  sign({ keys, department }: TestPerson, kind: string, body: unknown): Intent {
    const { ruleset, writer, network } = this.ledger;
    const composed = composeValue({ ruleset, rows: writer.rows, height: (writer.head()?.height ?? 0) + 1 }, kind, body);
    const signer = { publicKey: keys.publicKey, department };
    const salt = this.random.bytes(16);
    const part = composeSignedPart(composed, { network, signer, now: this.time, salt });
    const wire = signTransaction(composed, part, (message) => signEd25519(keys.secretKey, message));
    return { id: encodeHex(nodeSuite.sha256(part)), kind, wire: Buffer.from(wire).toString("base64") };
  }

  /** Written down, submitted, and written down again once it is answered. */
  async submit(intents: readonly Intent[]): Promise<readonly (Receipt | Turnaway)[]> {
    this.#notebook.intend(intents);
    this.submitted.push(...intents);
    const wires = intents.map(({ wire }) => new Uint8Array(Buffer.from(wire, "base64")));
    const answers = await this.ledger.engine.submit(wires);
    for (const [place, { id }] of intents.entries()) {
      const answer = answers[place];
      if (answer === undefined) throw new Error("an act was not answered");
      this.#note(id, answer);
    }
    say("told");
    return answers;
  }

  async act(person: TestPerson, kind: string, body: unknown): Promise<Receipt | Turnaway> {
    const [answer] = await this.submit([this.sign(person, kind, body)]);
    if (answer === undefined) throw new Error("an act was not answered");
    return answer;
  }

  #note(id: string, answer: Receipt | Turnaway): void {
    if (!isReceipt(answer)) {
      const { code } = answer;
      if (code === "NOT_SEALING") throw new Error(`the node stopped sealing: ${JSON.stringify(answer.data)}`);
      return this.#notebook.answered({ id, state: "turned-away", code, index: -1, height: -1 });
    }
    const { state, code, index, height } = answer;
    if (encodeHex(answer.id) !== id) throw new Error("an act was answered with another's receipt");
    this.#notebook.answered({ id, state, code, index, height });
  }
}
