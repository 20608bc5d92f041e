/** More proposals wait than are read at a time: the newest are in the inbox, and an import knows them, like the others. */
import { afterAll, beforeAll, expect, it } from "vitest";
import type { ImportLine } from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { all, need, partySeat, persons } from "#ledger-core/kernel/policy-terms.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import {
  composeSignedPart,
  composeValue,
  rulesInForce,
  signTransaction,
} from "#ledger-core/node/compose-transaction.ts";
import { proposedRecords } from "#ledger-core/node/importing/known-records.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";
import { closeAll, newFolder, newHost, newWindow } from "./windows.testing.ts";
import type { Client } from "./windows.testing.ts";

const PASSPHRASE = "correct horse battery";
const WAITING = 2_100;
let host: NodeHost;
let window: Client;

const DESCRIBED: Omit<Description, "code"> = {
  profile: "dcat-ap",
  title: "Wells",
  summary: "Where they are",
  publisher: "Bureau",
  providerCode: "",
  format: "",
  items: [],
  sharing: "unconditional",
  sharingCondition: "",
  sharingMethod: "",
  openness: "open",
  updateCycle: "",
  publishedDay: undefined,
  modifiedDay: undefined,
  relatedCodes: [],
  keywords: [],
  themes: [],
  languages: [],
  distributions: [],
  kept: undefined,
  classification: "",
  legalBasis: "",
  licence: "",
};

function lineOf(number: number): ImportLine {
  const origin = { source: "portal", sourceId: `d-${number}`, fingerprint: new Uint8Array(32).fill(7) };
  return { kind: "put", origin, description: { ...DESCRIBED, code: `d-${number}` } };
}

/** Signs all and submits them at once. */
async function perform(kind: string, bodies: readonly unknown[]): Promise<ReadonlySet<string>> {
  const { ledger } = host;
  const session = await ledger.keystore.unlock("keeper", PASSPHRASE);
  const { publicKey } = ledger.keystore.findSession(session) ?? { publicKey: new Uint8Array() };
  const context = { network: ledger.network, signer: { publicKey, department: 1 }, now: ledger.clock.wallSeconds() };
  const wires = bodies.map((body) => {
    const composed = composeValue(rulesInForce(ledger), kind, body);
    const part = composeSignedPart(composed, context);
    return signTransaction(composed, part, (message) => ledger.keystore.sign(session, message));
  });
  const answers = await ledger.engine.submit(wires);
  return new Set(answers.map((answer) => (isReceipt(answer) && answer.code === "" ? answer.state : answer.code)));
}

beforeAll(async () => {
  ({ host } = newHost(newFolder(), 1_795_147_200));
  window = newWindow(host);
  const department = { network: "City", department: "数据局", uscc: "11320100MB1000000Q", person: "keeper" };
  await window.setup.create({ ...department, passphrase: PASSPHRASE });
  await window.session.unlock({ handle: "keeper", passphrase: PASSPHRASE });
  const cases = [need([all(partySeat("owner", ["steward"], persons(2)))])];
  const put = await perform("policy.set", [{ kind: "catalog.import", cases }]);
  const proposed = await perform(
    "catalog.import",
    Array.from({ length: WAITING }, (_, i) => [lineOf(i)]),
  );
  const states = [...put, ...proposed].join();
  if (states !== "executed,proposed") throw new Error(states);
});
afterAll(closeAll);

it("all that somebody has started is counted", async () => {
  const started = await window.inbox.list({ box: "started", limit: 5 });
  expect([started.counts, started.items.length]).toEqual([{ mine: 0, started: WAITING, done: 0 }, 5]);
});

it("an import leaves to every one of them what it is about", () => {
  const proposed = proposedRecords(new Rows(host.ledger.reader.rows()), 1, "portal");
  expect([proposed.size, proposed.get(`d-${WAITING - 1}`)]).toEqual([WAITING, "07".repeat(32)]);
});
