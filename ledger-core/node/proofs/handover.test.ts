/** Who trusts the log's first key trusts what is signed with later ones, by the handovers that come along, and nothing else. */
import { afterAll, expect, it } from "vitest";
import { handoverBody } from "#ledger-core/kernel/testing/handover.testing.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { checkpointSigner, logVkey } from "#ledger-core/node/log-key.ts";
import { logIdentity } from "#ledger-core/node/log-signer.ts";
import type { Check } from "#ledger-core/proof/check.ts";
import { checkSignatures, parseSignedCheckpoint, verifyGrowth } from "#ledger-core/proof/checkpoint-check.ts";
import { networkOrigin } from "#ledger-core/proof/checkpoint.ts";
import {
  encodeHandover,
  followHandovers,
  HandoverChain,
  handoverMessage,
  parseHandover,
} from "#ledger-core/proof/handover.ts";
import type { Handover } from "#ledger-core/proof/handover.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { parseTlogProof } from "#ledger-core/proof/tlog-proof.ts";
import { parseVerifierKey, verifierKey } from "#ledger-core/proof/verifier-key.ts";
import { verifyProofFiles } from "#ledger-core/judge/judged.testing.ts";
import { filesOf, StoredLedger } from "./stored-ledger.testing.ts";

const ledger = new StoredLedger();
afterAll(() => ledger.remove());
const before = ledger.admit("before", []);
const sizeBefore = ledger.entries.length;
ledger.must(ledger.founder, "log.rotate", handoverBody(ledger, { from: "log", to: "log two" }, "changed"));
const rotated = ledger.entries.length - 2;
ledger.admit("between", []);
const between = ledger.entries.length - 2;
const sizeBetween = ledger.entries.length;
const body = handoverBody(ledger, { from: "log two", to: "log three" }, "recovered");
ledger.must(ledger.founder, "log.recover", { ...body, seen: 0, reason: "restored" });
const recovered = ledger.entries.length - 2;
ledger.admit("after", []);
const after = ledger.entries.length - 2;

const vkeys = {
  one: ledger.vkey,
  two: logVkey(networkOrigin(ledger.network), keyPairOf("log two").publicKey),
  three: logVkey(networkOrigin(ledger.network, 2), keyPairOf("log three").publicKey),
  stranger: logVkey(networkOrigin(ledger.network), keyPairOf("stranger").publicKey),
};

type Key = keyof typeof vkeys;

function checks(
  index: number,
  keys: readonly Key[],
  options: { readonly size?: number; readonly since?: number } = {},
) {
  const rules = { ruleset: ledger.ruleset, suite: nodeSuite, keys: keys.map((key) => vkeys[key]) };
  return verifyProofFiles(rules, filesOf(ledger.prove(index, options)));
}

function outcome(found: readonly Check[]): string {
  const failed = found.find(({ ok }) => !ok);
  return failed?.code ?? found.find(({ name }) => name === "checkpoint")?.code ?? "";
}

it("is proven to who trusts any key of the log, and to nobody else", () => {
  expect(before).toBeGreaterThan(0);
  for (const index of [rotated, between, recovered, after]) {
    expect(outcome(checks(index, ["one"]))).toBe("CHECKPOINT_HANDED_OVER");
    expect(outcome(checks(index, ["two"]))).toBe("CHECKPOINT_HANDED_OVER");
    expect(outcome(checks(index, ["three"]))).toBe("CHECKPOINT_SIGNED");
    expect(outcome(checks(index, []))).toBe("CHECKPOINT_SELF_SIGNED");
    expect(outcome(checks(index, ["stranger"]))).toBe("CHECKPOINT_KEY_UNKNOWN");
  }
});

it("has of the handovers those that came before its checkpoint", () => {
  const handedOver = rotated + 2;
  // The block of a change is signed with the key that ends, that of a recovery with the one that begins.
  expect(outcome(checks(rotated, ["one"], { size: handedOver }))).toBe("CHECKPOINT_SIGNED");
  expect(outcome(checks(rotated, ["two"], { size: handedOver }))).toBe("CHECKPOINT_KEY_UNKNOWN");
  expect(outcome(checks(between, ["one"], { size: sizeBetween }))).toBe("CHECKPOINT_HANDED_OVER");
  expect(outcome(checks(between, ["two"], { size: sizeBetween }))).toBe("CHECKPOINT_SIGNED");
  expect(outcome(checks(recovered, ["three"], { size: recovered + 2 }))).toBe("CHECKPOINT_SIGNED");
});

it("is not of a shorter log than the one that was handed over, nor of another of that size", () => {
  const { handovers } = logIdentityNow();
  const one = parseHandover(nodeSuite, handovers[0] ?? "");
  if (one === undefined) throw new Error("the first handover is one");
  const signedByTwo = (size: number, root: Uint8Array): string => {
    const note = checkpointSigner(networkOrigin(ledger.network), keyPairOf("log two"))(size, root);
    const signed = parseSignedCheckpoint(note);
    if (signed === undefined) throw new Error("a checkpoint");
    const given = { keys: [vkeys.one], offeredKeys: [], handovers: chainOf(handovers.slice(0, 1)) };
    return checkSignatures(nodeSuite, signed, given).code;
  };
  const other = new Uint8Array(32);
  expect(signedByTwo(one.size, one.root)).toBe("CHECKPOINT_HANDED_OVER");
  expect(signedByTwo(one.size + 1, other)).toBe("CHECKPOINT_HANDED_OVER");
  expect(signedByTwo(one.size, other)).toBe("CHECKPOINT_KEY_UNKNOWN");
  expect(signedByTwo(one.size - 1, one.root)).toBe("CHECKPOINT_KEY_UNKNOWN");
});

it("shows that the log only grew, from before the handovers to after them", () => {
  for (const keys of [["one"], ["two"], ["three"], []] as const)
    for (const since of [sizeBefore, sizeBetween])
      expect(outcome(checks(after, keys, { since }))).not.toMatch(/FAIL|DIFFERS|UNKNOWN/);
  expect(outcome(checks(after, ["stranger"], { since: sizeBefore }))).toBe("CHECKPOINT_KEY_UNKNOWN");
});

it("leads from whoever signed the older checkpoint to whoever signed the newer one, where no key is trusted", () => {
  const { handovers } = logIdentityNow();
  const origin = networkOrigin(ledger.network);
  const root = new Uint8Array(32);
  const signed = (seed: string, size: number): string => checkpointSigner(origin, keyPairOf(seed))(size, root);
  const size = parseHandover(nodeSuite, handovers[0] ?? "")?.size ?? 0;
  const growth = (by: { readonly older: string; readonly newer: string; readonly offered: Key }): string =>
    verifyGrowth(nodeSuite, {
      older: signed(by.older, size + 1),
      newer: signed(by.newer, size + 1),
      hashes: [],
      keys: [],
      offeredKeys: [vkeys[by.offered]],
      handovers: chainOf(handovers),
    }).code;
  expect(growth({ older: "log", newer: "log two", offered: "two" })).toBe("GROWTH_HOLDS");
  expect(growth({ older: "log", newer: "log", offered: "one" })).toBe("GROWTH_HOLDS");
  // A stranger who shows the genuine handovers beside a key of their own.
  for (const older of ["log", "log two"])
    expect(growth({ older, newer: "stranger", offered: "stranger" })).toBe("CHECKPOINT_KEY_UNKNOWN");
  expect(growth({ older: "stranger", newer: "log two", offered: "stranger" })).toBe("CHECKPOINT_KEY_UNKNOWN");
  // Nobody hands a log back.
  expect(growth({ older: "log two", newer: "log", offered: "one" })).toBe("CHECKPOINT_KEY_UNKNOWN");
});

it("does not hold with a handover altered, left out, or put in another's place", () => {
  const files = filesOf(ledger.prove(after));
  const text = new TextDecoder().decode(files.json);
  const { handovers } = JSON.parse(text) as { handovers: readonly string[] };
  expect(handovers).toHaveLength(2);
  const rules = { ruleset: ledger.ruleset, suite: nodeSuite, keys: [vkeys.one] };
  const withHandovers = (changed: readonly string[]): string => {
    const json = `${JSON.stringify({ ...JSON.parse(text), handovers: changed }, null, 1)}\n`;
    return outcome(verifyProofFiles(rules, { ...files, json: new TextEncoder().encode(json) }));
  };
  const [one = "", two = ""] = handovers;
  expect(withHandovers([two])).toBe("CHECKPOINT_KEY_UNKNOWN");
  expect(withHandovers([one])).toBe("CHECKPOINT_KEY_UNKNOWN");
  expect(withHandovers([two, one])).toBe("HANDOVER_FAILS");
  expect(withHandovers([one, one, two])).toBe("HANDOVER_FAILS");
  for (let i = 0; i < one.length; i++) {
    const other = one.slice(0, i) + (one[i] === "A" ? "B" : "A") + one.slice(i + 1);
    expect(parseHandover(nodeSuite, other)).toBeUndefined();
    if (i % 16 === 0) expect(withHandovers([other, two])).toBe("HANDOVER_FAILS");
  }
});

it("is verified once, however many checks of a file ask for it", () => {
  const messages: string[] = [];
  const suite: Suite = {
    ...nodeSuite,
    verifyEd25519: (publicKey, message, signature) => {
      messages.push(new TextDecoder().decode(message));
      return nodeSuite.verifyEd25519(publicKey, message, signature);
    },
  };
  const files = filesOf(ledger.prove(after, { since: sizeBefore }));
  const since = parseTlogProof(new TextDecoder().decode(filesOf(ledger.prove(0, { size: sizeBefore })).tlogProof));
  for (const keys of [[vkeys.one], []]) {
    messages.length = 0;
    const found = verifyProofFiles({ ruleset: ledger.ruleset, suite, keys, since: since?.checkpoint }, files);
    expect(found.find(({ name }) => name === "growth")?.code).toBe("GROWTH_HOLDS");
    // Two handovers, each signed by two keys.
    expect(messages.filter((text) => text.includes("log key handover"))).toHaveLength(4);
  }
});

it("is no handover unless both keys signed it", () => {
  const { handovers } = logIdentityNow();
  const first = parseHandover(nodeSuite, handovers[0] ?? "");
  if (first === undefined) throw new Error("the first handover is one");
  const thief = keyPairOf("stranger");
  const stolen: Handover = { ...first, to: keyOf(vkeys.stranger) };
  const message = handoverMessage(stolen);
  const signatures = { from: signEd25519(thief.secretKey, message), to: signEd25519(thief.secretKey, message) };
  expect(parseHandover(nodeSuite, encodeHandover(stolen, signatures))).toBeUndefined();
  const signed = { ...signatures, from: signEd25519(keyPairOf("log").secretKey, message) };
  expect(parseHandover(nodeSuite, encodeHandover(stolen, signed))).toBeDefined();
  // Nobody hands over a log that is not theirs, however well it is signed.
  for (const name of ["tcc/0000000000000000", `${first.from.name}/3`, `${first.from.name}/2/2`, "another-log"]) {
    const to = verifierKey(nodeSuite, { ...stolen.to, name });
    const text = handoverMessage({ ...stolen, to });
    const both = { from: signEd25519(keyPairOf("log").secretKey, text), to: signEd25519(thief.secretKey, text) };
    expect(parseHandover(nodeSuite, encodeHandover({ ...stolen, to }, both))).toBeUndefined();
  }
  expect(followHandovers(chainOf(handovers), [keyOf(vkeys.stranger)])).toEqual([]);
});

function logIdentityNow() {
  const reader = ledger.writer.reader();
  try {
    return logIdentity({ reader, first: ledger.first });
  } finally {
    reader.close();
  }
}

function chainOf(notes: readonly string[]): HandoverChain {
  return new HandoverChain(nodeSuite, notes);
}

function keyOf(vkey: string) {
  const key = parseVerifierKey(nodeSuite, vkey);
  if (key === undefined) throw new Error("a vkey");
  return key;
}
