/** A ledger of one department for benchmarks, with acts of one person signed beforehand. */
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import {
  composeSignedPart,
  composeValue,
  rulesInForce,
  signTransaction,
} from "#ledger-core/node/compose-transaction.ts";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import type { NewNetwork } from "#ledger-core/node/create-network.ts";
import { generateKeyPair, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import type { KeyPair } from "#ledger-core/node/crypto-suite.ts";
import { openLedger } from "#ledger-core/node/open-ledger.ts";
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";

/** An act that is ready to be submitted. */
export type SignedAct = { readonly wire: Uint8Array; readonly message: Uint8Array; readonly signature: Uint8Array };

/** Who signs an act: a key of somebody in a department. */
export type BenchSigner = { readonly keyPair: KeyPair; readonly department: number };

export type BenchLedger = {
  readonly ledger: OpenLedger;
  readonly keyPair: KeyPair;
  /** Signs as the founder, unless somebody else is named. */
  readonly sign: (kind: string, body: unknown, signer?: BenchSigner) => SignedAct;
};

/** The person who founds it. */
export const BENCH_PERSON = "bench";

/** Founds a network of one department in the folder: with a key that is at hand, or with one in a key file under the passphrase. */
export async function foundBenchNetwork(
  folder: string,
  founder: Pick<NewNetwork, "keyPair"> | Pick<NewNetwork, "passphrase">,
): Promise<void> {
  await createNetwork({
    folder,
    ruleset: cityRuleset,
    name: "Bench",
    // In a demo a click confirms: stretching a passphrase again for each act is meant to take long.
    purpose: "demo",
    time: machineClock.wallSeconds(),
    department: { name: "Bench", uscc: makeUnifiedSocialCreditCode("11320100MB1234567"), functions: ["bureau"] },
    person: BENCH_PERSON,
    ...founder,
  });
}

/** Founds a network in the folder and opens it. The caller closes the ledger. */
export async function foundBenchLedger(folder: string): Promise<BenchLedger> {
  const keyPair = generateKeyPair();
  await foundBenchNetwork(folder, { keyPair });
  const ledger = openLedger({ folder });
  const sign = (kind: string, body: unknown, by: BenchSigner = { keyPair, department: 1 }): SignedAct => {
    const composed = composeValue(rulesInForce(ledger), kind, body);
    const signer = { publicKey: by.keyPair.publicKey, department: by.department };
    const message = composeSignedPart(composed, { network: ledger.network, signer, now: machineClock.wallSeconds() });
    const signature = signEd25519(by.keyPair.secretKey, message);
    return { wire: signTransaction(composed, message, () => signature), message, signature };
  };
  return { ledger, keyPair, sign };
}

/** Has the acts sealed together. Throws unless each was executed: what is refused costs something else. */
export async function sealActs({ ledger }: BenchLedger, wires: readonly Uint8Array[]): Promise<void> {
  const answers = await ledger.engine.submit(wires);
  const refused = answers.find((answer) => !isReceipt(answer) || answer.state !== "executed");
  if (refused !== undefined) throw new Error(`the benchmark's act was refused: ${JSON.stringify(refused)}`);
}

/** A description of the length that catalogues have, different for each number. */
export function benchDescription(number: number, words: readonly string[]): Description {
  const word = (place: number): string => words[(number * 31 + place * 17) % words.length] ?? "data";
  const text = Array.from({ length: 40 }, (_, place) => word(place)).join(" ");
  return {
    code: `BENCH-${number}`,
    profile: "dcat-us",
    title: `${word(1)} ${word(2)} ${number}`,
    summary: text,
    publisher: "Bench",
    providerCode: "",
    format: "csv",
    items: [],
    sharing: number % 3 === 0 ? "conditional" : "unconditional",
    sharingCondition: number % 3 === 0 ? "on request" : "",
    sharingMethod: "",
    openness: "open",
    updateCycle: "R/P1M",
    publishedDay: 20_000,
    modifiedDay: 20_100,
    relatedCodes: [],
    keywords: [word(3), word(4)],
    themes: [],
    languages: ["en"],
    distributions: [],
    kept: undefined,
    classification: "",
    legalBasis: "",
    licence: "",
  };
}
