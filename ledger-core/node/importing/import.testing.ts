/** A ledger of one department in a temporary folder, into which tests import. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import type { JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import {
  composeSignedPart,
  composeValue,
  rulesInForce,
  signTransaction,
} from "#ledger-core/node/compose-transaction.ts";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import { generateKeyPair, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { openLedger } from "#ledger-core/node/open-ledger.ts";
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { planImport } from "./plan-import.ts";
import type { ImportPlan, ImportRequest, RefusedFile } from "./plan-import.ts";
import { runImport } from "./run-import.ts";
import type { ImportOutcome, RunImport } from "./run-import.ts";

export class ImportLedger {
  readonly folder = mkdtempSync(join(tmpdir(), "import-test-"));
  readonly #keyPair = generateKeyPair();
  #ledger: OpenLedger | undefined;

  static async found(): Promise<ImportLedger> {
    const made = new ImportLedger();
    await createNetwork({
      folder: made.folder,
      ruleset: cityRuleset,
      name: "Imports",
      purpose: "real",
      time: machineClock.wallSeconds(),
      department: {
        name: "Data Bureau",
        uscc: makeUnifiedSocialCreditCode("11320100MB1234567"),
        functions: ["bureau"],
      },
      person: "anna",
      keyPair: made.#keyPair,
    });
    made.#ledger = openLedger({ folder: made.folder });
    return made;
  }

  /** Closes the ledger and opens it again. */
  async reopen(): Promise<void> {
    await this.ledger.close();
    this.#ledger = openLedger({ folder: this.folder });
  }

  get ledger(): OpenLedger {
    if (this.#ledger === undefined) throw new Error("the ledger is not founded");
    return this.#ledger;
  }

  get rows(): Rows {
    return new Rows(this.ledger.reader.rows());
  }

  async perform(kind: string, body: unknown): Promise<Receipt | Turnaway> {
    const composed = composeValue(rulesInForce(this.ledger), kind, body);
    const signer = { publicKey: this.#keyPair.publicKey, department: 1 };
    const now = Math.max(this.ledger.reader.head()?.time ?? 0, machineClock.wallSeconds());
    const part = composeSignedPart(composed, { network: this.ledger.network, signer, now });
    const wire = signTransaction(composed, part, (message) => signEd25519(this.#keyPair.secretKey, message));
    const [answer] = await this.ledger.engine.submit([wire]);
    if (answer === undefined) throw new Error("no answer");
    return answer;
  }

  async plan(request: Partial<ImportRequest> & Pick<ImportRequest, "bytes">): Promise<ImportPlan | RefusedFile> {
    const { rows, ledger } = this;
    return await planImport({ fileName: "city.json", department: 1, ...request }, { rows, blobs: ledger.reader.blobs });
  }

  async run(plan: ImportPlan, other: Partial<RunImport> = {}): Promise<ImportOutcome> {
    return await runImport(plan, {
      blobs: this.ledger.reader.blobs,
      logSize: () => this.ledger.reader.head()?.size ?? 0,
      perform: (kind, body) => this.perform(kind, body),
      onBatch: () => {},
      signal: new AbortController().signal,
      ...other,
    });
  }

  /** Plans and runs; the plan must not be a refusal. */
  async import(catalog: JsonObject, request: Partial<ImportRequest> = {}): Promise<ImportPlan> {
    const plan = await this.plan({ bytes: bytesOf(catalog), ...request });
    if (!plan.ok) throw new Error(plan.code);
    const { stopped } = await this.run({ ...plan, puts: [...plan.puts] });
    if (stopped !== undefined) throw new Error(JSON.stringify(stopped));
    return plan;
  }

  async close(): Promise<void> {
    await this.#ledger?.close();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A catalogue of so many made-up datasets, each with a field that the ledger has no home for. */
export function madeCatalog(count: number, change: (number: number) => JsonObject = () => ({})): JsonObject {
  const dataset = Array.from({ length: count }, (_, i) => ({
    "@type": "dcat:Dataset",
    identifier: `made-${i}`,
    title: `Dataset ${i}`,
    description: `What dataset ${i} holds`,
    keyword: ["made", `k${i}`],
    modified: "2025-01-02",
    publisher: { "@type": "org:Organization", name: "Made" },
    contactPoint: { "@type": "vcard:Contact", fn: "Somebody", hasEmail: "mailto:somebody@example.org" },
    accessLevel: "public",
    spatial: `place ${i}`,
    ...change(i),
  }));
  return { conformsTo: "https://project-open-data.cio.gov/v1.1/schema", dataset };
}

export function bytesOf(catalog: JsonObject): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(catalog));
}
