/** Two kinds of acts that come one by one: a use of data under an agreement, which is small, and a dataset described at length. */
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { agreementTable } from "#ledger-core/modules/catalog/tables.ts";
import { generateKeyPair, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { benchDescription, sealActs } from "./bench-ledger.ts";
import type { BenchLedger, BenchSigner, SignedAct } from "./bench-ledger.ts";

/** Makes the act of a number, signed; no two are the same. */
export type DraftAct = (number: number) => SignedAct;
/** Prepares a ledger for acts of a kind. */
export type ActsOf = (bench: BenchLedger) => Promise<DraftAct>;

/** `use`: small, a use of data under an agreement; `create`: a dataset with its whole description, found by full text. */
export const KINDS_OF_ACTS = {
  use: (bench) => useActs(bench),
  create: (bench) => Promise.resolve(createActs(bench)),
} satisfies Readonly<Record<string, ActsOf>>;

const WORDS = ["traffic", "water", "health", "school", "交通", "水务", "医疗", "教育"];
const CODE = "BENCH-USED";
const USES_MAX = 1_000_000_000;
const DAY_SECONDS = 86_400;
const HASH_BYTES = 32;

/** A dataset with a description as catalogues have them, about 1 KB. */
export function createActs({ sign }: BenchLedger): DraftAct {
  return (number) => sign("catalog.create", { description: benchDescription(number, WORDS) });
}

/** Uses by a second department of what the first one shares: 255 bytes each, or so many as are asked for, which is some more. */
export async function useActs(bench: BenchLedger, actBytes?: number): Promise<DraftAct> {
  const { ledger, sign } = bench;
  const user = await enrolUser(bench);
  const dataset = { kind: "code", code: CODE };
  const description = { ...benchDescription(0, WORDS), code: CODE, sharing: "unconditional", sharingCondition: "" };
  await sealActs(bench, [sign("catalog.create", { description }).wire]);
  await sealActs(bench, [sign("catalog.publish", { dataset }).wire]);
  const permission = { actions: ["query"], constraints: [], duties: [], groups: [] };
  await sealActs(bench, [
    sign("catalog.offer", { dataset, policy: { permissions: [permission], prohibitions: [] } }).wire,
  ]);
  const request = {
    dataset,
    offer: 0,
    offerHash: new Uint8Array(0),
    purpose: "eligibility",
    justification: "bench",
    useLimit: USES_MAX,
    expires: machineClock.wallSeconds() + 30 * DAY_SECONDS,
  };
  await sealActs(bench, [sign("catalog.request", request, user).wire]);
  const agreement = new Rows(ledger.reader.rows()).scan(agreementTable, "key", { limit: 1 })[0]?.key ?? 0;
  const draft = (number: number, reference: string): SignedAct => {
    const fingerprint = new Uint8Array(HASH_BYTES);
    new DataView(fingerprint.buffer).setUint32(0, number);
    const body = { agreement, action: "query", purpose: "eligibility", fingerprint, rowCount: 1 };
    return sign("catalog.use", { ...body, reference, spatial: "" }, user);
  };
  if (actBytes === undefined) return (number) => draft(number, "");
  const filler = "r".repeat(actBytes - draft(0, "").wire.length);
  // What is longer says its length in more bytes as well.
  const reference = filler.slice(draft(0, filler).wire.length - actBytes);
  if (draft(0, reference).wire.length !== actBytes) throw new Error(`a use cannot have ${actBytes} bytes`);
  return (number) => draft(number, reference);
}

async function enrolUser(bench: BenchLedger): Promise<BenchSigner> {
  const { ledger, sign } = bench;
  const uscc = makeUnifiedSocialCreditCode("11320100MB7654321");
  await sealActs(bench, [sign("member.admit", { uscc, name: "User", functions: [] }).wire]);
  const department = new Rows(ledger.reader.rows()).find(memberTable, "uscc", uscc)?.key ?? 0;
  const keyPair = generateKeyPair();
  const { publicKey } = keyPair;
  const handle = "user";
  const proof = signEd25519(keyPair.secretKey, keyStatement(ledger.network, handle, publicKey));
  const roles = [{ role: "officer", until: 0 }];
  await sealActs(bench, [sign("person.enrol", { department, handle, publicKey, proof, roles }).wire]);
  return { keyPair, department };
}
