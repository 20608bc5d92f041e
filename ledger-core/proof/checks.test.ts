import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { failed, recomputed } from "./check.ts";
import type { Check, CheckCode } from "./check.ts";
import { verifyGrowth } from "./checkpoint-check.ts";
import { encodeCheckpoint } from "./checkpoint.ts";
import { verifyEntryProof } from "./checks.ts";
import type { ProofInput, ProofVerdict } from "./checks.ts";
import { evidenceJson, parseEvidence } from "./evidence.ts";
import type { BasisEntry } from "./evidence.ts";
import { encodeNote, noteSignatureMessage } from "./note.ts";
import {
  checkpointOf,
  entries,
  leafHashes,
  leaves,
  logVkey,
  origin,
  personKey,
  soundBasis,
  soundProof,
  witnessVkey,
} from "./proof.testing.ts";
import { testKey, testSuite } from "./suite.testing.ts";
import { encodeTlogProof, parseTlogProof } from "./tlog-proof.ts";
import { encodeTransaction, parseTransaction } from "./transaction.ts";
import { consistencyProof, inclusionProof, treeRoot } from "./tree.ts";
import { ALGORITHM_ED25519, encodeVerifierKey, verifierKey } from "./verifier-key.ts";

const strangerVkey = encodeVerifierKey(
  verifierKey(testSuite, { name: "stranger.example", algorithm: ALGORITHM_ED25519, publicKey: testKey(99).publicKey }),
);

function verify(changed: Partial<ProofInput> = {}, index = 5): ProofVerdict {
  return verifyEntryProof(testSuite, { ...soundProof(index), ...changed });
}

function codes({ checks }: ProofVerdict): readonly CheckCode[] {
  return checks.map(({ code }) => code);
}

/** The finding of the first check that is not ok; every later one must say that it was not run. */
function refusal(verdict: ProofVerdict): CheckCode | undefined {
  const place = verdict.checks.findIndex(({ ok }) => !ok);
  expect(verdict.valid).toBe(place < 0);
  if (place < 0) return undefined;
  expect(verdict.checks.slice(place + 1).every(({ ok, code }) => !ok && code === "NOT_RUN")).toBe(true);
  return verdict.checks[place]?.code;
}

describe("a sound proof", () => {
  it("passes every check and says what each rests on", () => {
    const { valid, checks } = verify();
    expect(valid).toBe(true);
    expect(checks.map(({ name, how, code }) => [name, how, code])).toEqual([
      ["text", "recomputed", "TEXT_SIGNED"],
      ["signature", "recomputed", "SIGNATURE_HOLDS"],
      ["authority", "vouched", "AUTHORITY_NOT_SHOWN"],
      ["entry", "recomputed", "ENTRY_BINDS"],
      ["changes", "recomputed", "CHANGES_HOLD"],
      ["inclusion", "recomputed", "INCLUSION_HOLDS"],
      ["checkpoint", "recomputed", "CHECKPOINT_SIGNED"],
    ]);
    expect(checks.map(({ data }) => data)).toMatchObject([
      { kind: "catalog.offer", version: 1, department: 7 },
      { key: personKey },
      {},
      { height: 3, index: 5, outcome: "OK" },
      { count: 2 },
      { index: 5, size: 7, origin },
      { signers: origin, count: 1 },
    ]);
  });

  it.each(entries.map((_, index) => index))("passes at place %i", (index) =>
    expect(verify({}, index).valid).toBe(true),
  );

  it("shows a refusal as a refusal", () => {
    expect(verify({}, 2).checks[2]).toMatchObject({ how: "vouched", code: "AUTHORITY_REFUSED" });
    expect(verify({}, 2).checks[3]?.data).toMatchObject({ outcome: "NOT_ENTITLED" });
  });

  it("needs no signature for what the ledger wrote by itself", () => {
    expect(codes(verify({}, 6)).slice(0, 3)).toEqual(["TEXT_SYSTEM", "SIGNATURE_NOT_NEEDED", "AUTHORITY_NOT_NEEDED"]);
    expect(codes(verify({}, 0)).slice(0, 3)).toEqual(["TEXT_GENESIS", "SIGNATURE_NOT_NEEDED", "AUTHORITY_NOT_NEEDED"]);
  });

  it("says that the changes did not come along", () => {
    expect(verify({ changes: undefined }).checks[4]).toMatchObject({
      ok: true,
      how: "vouched",
      code: "CHANGES_NOT_SHOWN",
    });
  });

  it("is the one that was asked for", () => {
    const id = Buffer.from(String(verify().checks[0]?.data["id"]), "hex");
    expect(verify({ id }).valid).toBe(true);
    expect(refusal(verify({ id: new Uint8Array(32) }))).toBe("TEXT_ID_DIFFERS");
  });
});

describe("whose word was taken", () => {
  const last = (changed: Partial<ProofInput>): Check | undefined => verify(changed).checks.at(-1);

  it("is the trusted keys', of the log, of a witness or of both", () => {
    expect(last({ keys: [witnessVkey] })).toMatchObject({
      ok: true,
      how: "recomputed",
      data: { signers: "witness.example" },
    });
    expect(last({ keys: [logVkey, witnessVkey, strangerVkey] })).toMatchObject({ ok: true, data: { count: 2 } });
  });

  it("is the prover's own, if no key is given", () => {
    expect(last({ keys: [], offeredKeys: [logVkey] })).toMatchObject({
      ok: true,
      how: "vouched",
      code: "CHECKPOINT_SELF_SIGNED",
      data: { signers: origin },
    });
  });

  it("is nobody's without any key, with a stranger's, or with a text that is no key", () => {
    expect(last({ keys: [] })).toMatchObject({ ok: false, code: "CHECKPOINT_KEY_MISSING" });
    expect(last({ keys: [strangerVkey], offeredKeys: [logVkey] })).toMatchObject({
      ok: false,
      code: "CHECKPOINT_KEY_UNKNOWN",
    });
    expect(last({ keys: [logVkey, "nonsense"] })).toMatchObject({ ok: false, code: "KEY_MALFORMED" });
  });

  it("is not that of another log, although its key is trusted as well", () => {
    const key = testKey(98);
    const name = "tcc/0123456789abcdef";
    const otherKey = verifierKey(testSuite, { name, algorithm: ALGORITHM_ED25519, publicKey: key.publicKey });
    const text = encodeCheckpoint({ origin, size: 7, root: treeRoot(testSuite, leafHashes), extensions: [] });
    const signature = key.sign(noteSignatureMessage({ text, algorithm: ALGORITHM_ED25519 }));
    const checkpoint = encodeNote({ text, signatures: [{ ...otherKey, signature }] });
    const proof = encodeTlogProof({ index: 5, hashes: inclusionProof(testSuite, leafHashes, 5), checkpoint });
    const keys = [logVkey, encodeVerifierKey(otherKey)];
    expect(refusal(verify({ proof, keys }))).toBe("CHECKPOINT_KEY_UNKNOWN");
    expect(refusal(verify({ proof, keys: [], offeredKeys: keys }))).toBe("CHECKPOINT_KEY_UNKNOWN");
  });

  it("is refused if one trusted signature fails, although another holds", () => {
    const checkpoint = checkpointOf(7).replace(/(witness\.example .{30})./, "$1A");
    const parsed = parseTlogProof(soundProof().proof);
    if (parsed === undefined) throw new Error("not a proof");
    const proof = encodeTlogProof({ ...parsed, checkpoint });
    expect(last({ proof })).toMatchObject({ ok: true });
    expect(last({ proof, keys: [logVkey, witnessVkey] })).toMatchObject({
      ok: false,
      code: "CHECKPOINT_SIGNATURE_FAILS",
    });
  });
});

describe("a proof that does not hold", () => {
  const sound = soundProof();

  it("names the first thing that is wrong", () => {
    expect(refusal(verify({ transaction: new Uint8Array(0) }))).toBe("TEXT_MALFORMED");
    expect(refusal(verify({ transaction: soundProof(4).transaction }))).toBe("ENTRY_DIFFERS");
    expect(refusal(verify({ entry: soundProof(4).entry }))).toBe("ENTRY_DIFFERS");
    expect(refusal(verify({ entry: new Uint8Array(0) }))).toBe("ENTRY_MALFORMED");
    expect(refusal(verify({ changes: [] }))).toBe("CHANGES_DIFFER");
    expect(refusal(verify({ changes: [...(sound.changes ?? [])].reverse() }))).toBe("CHANGES_DIFFER");
    expect(refusal(verify({ proof: "" }))).toBe("PROOF_MALFORMED");
    expect(refusal(verify({ proof: soundProof(4).proof }))).toBe("INDEX_DIFFERS");
  });

  it("names a signature of another key, and a body that was exchanged", () => {
    const parsed = parseTransaction(testSuite, sound.transaction, sound.limits);
    if (!parsed.ok) throw new Error("not a transaction");
    const { signedPart, body } = parsed.transaction;
    const forged = encodeTransaction({ signedPart, body, signature: testKey(99).sign(signedPart) });
    expect(refusal(verify({ transaction: forged }))).toBe("SIGNATURE_FAILS");
    const exchanged = encodeTransaction({ ...parsed.transaction, body: Uint8Array.of(0x80) });
    expect(refusal(verify({ transaction: exchanged }))).toBe("TEXT_BODY_DIFFERS");
  });

  it("names another place, another size, another log and another root", () => {
    const proofWith = (checkpoint: string, hashes = inclusionProof(testSuite, leafHashes, 5)): string =>
      encodeTlogProof({ index: 5, hashes, checkpoint });
    expect(refusal(verify({ proof: proofWith(checkpointOf(6)) }))).toBe("INCLUSION_FAILS");
    expect(refusal(verify({ proof: proofWith(checkpointOf(7), []) }))).toBe("INCLUSION_FAILS");
    expect(refusal(verify({ proof: proofWith(checkpointOf(7, "tcc/0000000000000000")) }))).toBe("ORIGIN_DIFFERS");
    expect(refusal(verify({ proof: proofWith(checkpointOf(7, `${origin}0`)) }))).toBe("ORIGIN_DIFFERS");
    // A log goes on under another name only by a handover.
    expect(refusal(verify({ proof: proofWith(checkpointOf(7, `${origin}/2`)) }))).toBe("CHECKPOINT_KEY_UNKNOWN");
    expect(refusal(verify({ proof: proofWith("no note") }))).toBe("CHECKPOINT_MALFORMED");
    const moved = checkpointOf(7).replace("\n7\n", "\n8\n");
    expect(["INCLUSION_FAILS", "CHECKPOINT_SIGNATURE_FAILS"]).toContain(refusal(verify({ proof: proofWith(moved) })));
  });

  it("is not accepted with any one bit changed, and never throws", () => {
    const parts = ["transaction", "entry", "proof", "change"] as const;
    // Signed by the log alone: a line that is damaged until it is nobody's is ignored, as the specification demands, while another holds.
    const strict = { ...sound, proof: sound.proof.replace(/\u2014 witness.*\n$/, "") };
    expect(verifyEntryProof(testSuite, strict).valid).toBe(true);
    fc.assert(
      fc.property(fc.constantFrom(...parts), fc.nat(), fc.nat(7), (part, place, bit) => {
        expect(verifyEntryProof(testSuite, changed(strict, { part, place, bit })).valid).toBe(false);
      }),
      { numRuns: 400 },
    );
  });

  it("never throws for noise", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), fc.string({ maxLength: 300, unit: "binary" }), (bytes, text) => {
        const header = "c2sp.org/tlog-proof@v1\nindex 5\n\n";
        for (const proof of [text, header + text])
          for (const noise of [
            { transaction: bytes },
            { entry: bytes },
            { changes: [bytes] },
            { keys: [text] },
            { proof },
          ])
            expect(verifyEntryProof(testSuite, { ...sound, ...noise }).valid).toBe(false);
      }),
      { numRuns: 50 },
    );
  });
});

describe("the basis", () => {
  const authority = (changed: Partial<ProofInput>): Check | undefined => verify(changed).checks[2];

  it("is shown to be in the log, and judged by who knows the rows", () => {
    expect(authority({ basis: [soundBasis()] })).toMatchObject({ ok: true, how: "vouched", code: "AUTHORITY_IN_LOG" });
    const judged = authority({
      basis: [soundBasis()],
      judge: ({ basis, transaction, entry }) => {
        expect(basis[0]).toMatchObject({ what: "key", changes: [{ table: "kernel.key", key: 1 }] });
        expect(encodeHex(transaction.signed.actorKey)).toBe(personKey);
        expect(entry.index).toBe(5);
        return recomputed("AUTHORITY_JUDGED");
      },
    });
    expect(judged).toMatchObject({ ok: true, how: "recomputed", code: "AUTHORITY_JUDGED" });
    expect(refusal(verify({ basis: [soundBasis()], judge: () => failed("AUTHORITY_REFUTED") }))).toBe(
      "AUTHORITY_REFUTED",
    );
  });

  it("fails if it is not in the log, not earlier, or not what its entry changed", () => {
    const basis = soundBasis();
    const [change] = basis.changes;
    if (change === undefined) throw new Error("no change");
    const broken = [
      { ...basis, hashes: [] },
      { ...basis, index: 2 },
      { ...basis, entry: leaves[2] ?? basis.entry },
      { ...basis, entry: new Uint8Array(0) },
      { ...basis, changes: [{ ...change, place: 0 }] },
      { ...basis, changes: [{ ...change, change: entries[0]?.changes[0] ?? change.change }] },
      soundBasis(5, 0),
    ];
    for (const claim of broken) expect(refusal(verify({ basis: [claim] }))).toBe("BASIS_FAILS");
  });

  it("may be the entry that closes the block, which carries its time, and nothing else that came later", () => {
    const later = (index: number): BasisEntry => ({
      what: "time",
      index,
      hashes: inclusionProof(testSuite, leafHashes, index),
      entry: leaves[index] ?? new Uint8Array(0),
      changes: [],
    });
    expect(authority({ basis: [later(6)] })).toMatchObject({ code: "AUTHORITY_IN_LOG" });
    // Place 4 is a signed action of the same block as place 3; place 6 closes another block.
    expect(refusal(verify({ basis: [later(4)] }, 3))).toBe("BASIS_FAILS");
    expect(refusal(verify({ basis: [later(6)] }, 3))).toBe("BASIS_FAILS");
  });

  it("is checked also where nobody's authority is needed, for what came along is shown", () => {
    for (const index of [2, 6]) {
      expect(verify({ basis: [soundBasis()] }, index).valid).toBe(true);
      expect(refusal(verify({ basis: [{ ...soundBasis(), hashes: [] }] }, index))).toBe("BASIS_FAILS");
      expect(refusal(verify({ basis: [soundBasis()], proof: "" }, index))).toBe("PROOF_MALFORMED");
    }
  });

  it("brings what was ordered there, if it is the same to the byte", () => {
    const bytes = entries[1]?.bytes ?? new Uint8Array(0);
    const seen: unknown[] = [];
    const judged = verify({
      basis: [{ ...soundBasis(), transaction: bytes }],
      judge: ({ basis }) => {
        seen.push(basis[0]?.transaction);
        return recomputed("AUTHORITY_JUDGED");
      },
    });
    expect([judged.valid, seen]).toEqual([true, [bytes]]);
    const other = entries[2]?.bytes ?? new Uint8Array(0);
    expect(refusal(verify({ basis: [{ ...soundBasis(), transaction: other }] }))).toBe("BASIS_FAILS");
  });

  it("travels as JSON among fields for reading", () => {
    const evidence = { changes: soundProof().changes ?? [], basis: [soundBasis()], keys: [logVkey] };
    const text = JSON.stringify({ readable: "anything", ...evidenceJson(evidence) });
    expect(parseEvidence(text)).toEqual(evidence);
    const signed = { ...soundBasis(), transaction: Uint8Array.of(1, 2) };
    const growth = { checkpoint: checkpointOf(3), hashes: consistencyProof(testSuite, leafHashes, 3) };
    const whole = { ...evidence, basis: [soundBasis(), { ...signed, index: signed.index + 1 }], growth };
    expect(parseEvidence(JSON.stringify(evidenceJson(whole)))).toEqual(whole);
    const { changes: _changes, ...rest } = evidence;
    expect(parseEvidence(JSON.stringify(evidenceJson(rest)))).toEqual(rest);
  });

  it.each(["", "null", "[]", "{}", '{"format":"tcc-evidence@1"}', '{"format":"tcc-evidence@2","basis":[],"keys":[]}'])(
    "is not read from %j",
    (text) => expect(parseEvidence(text)).toBeUndefined(),
  );

  it("is not read where any value is of another kind", () => {
    const growth = { checkpoint: "note", hashes: [] };
    const signed = { ...soundBasis(), transaction: Uint8Array.of(1) };
    const json = evidenceJson({ changes: [], basis: [signed], growth, keys: [logVkey] });
    const text = JSON.stringify(json);
    for (const [from, to] of [
      ['"index":1', '"index":-1'],
      ['"index":1', '"index":"1"'],
      ['"place":1', '"place":1.5'],
      ['"what":"key"', '"what":7'],
      ['"keys":["', '"keys":[7,"'],
      ['"changes":[]', '"changes":["0"]'],
      ['"changes":[]', '"changes":{}'],
      ['"hashes":["', '"hashes":["00'],
      ['"transaction":"01"', '"transaction":"1"'],
      ['"transaction":"01"', '"transaction":null'],
      ['"checkpoint":"note"', '"checkpoint":7'],
      ['"checkpoint":"note","hashes":[]', '"checkpoint":"note","hashes":["00"]'],
      ['"growth":{', '"growth":[],"grown":{'],
    ] as const) {
      expect(text).toContain(from);
      expect(parseEvidence(text.replace(from, to))).toBeUndefined();
    }
  });
});

describe("growth", () => {
  const keys = { keys: [logVkey], offeredKeys: [] };
  const claim = {
    older: checkpointOf(3),
    newer: checkpointOf(7),
    hashes: consistencyProof(testSuite, leafHashes, 3),
    ...keys,
  };

  it("holds between two checkpoints of one log", () => {
    expect(verifyGrowth(testSuite, claim)).toMatchObject({
      name: "growth",
      ok: true,
      how: "recomputed",
      code: "GROWTH_HOLDS",
      data: { oldSize: 3, newSize: 7 },
    });
    expect(verifyGrowth(testSuite, { ...claim, older: claim.newer, hashes: [] }).ok).toBe(true);
    expect(verifyGrowth(testSuite, { ...claim, keys: [], offeredKeys: [logVkey] }).how).toBe("vouched");
  });

  it("does not hold backwards, without its proof, across logs or unsigned", () => {
    const code = (changed: Partial<typeof claim>): CheckCode => verifyGrowth(testSuite, { ...claim, ...changed }).code;
    expect(code({ older: claim.newer, newer: claim.older })).toBe("GROWTH_FAILS");
    expect(code({ hashes: [] })).toBe("GROWTH_FAILS");
    expect(code({ older: checkpointOf(3, "tcc/0000000000000000") })).toBe("ORIGIN_DIFFERS");
    expect(code({ older: claim.older.replace("\n3\n", "\n2\n") })).toBe("CHECKPOINT_SIGNATURE_FAILS");
    expect(code({ keys: [strangerVkey] })).toBe("CHECKPOINT_KEY_UNKNOWN");
    expect(code({ older: "" })).toBe("CHECKPOINT_MALFORMED");
  });
});

type Place = {
  readonly part: "transaction" | "entry" | "proof" | "change";
  readonly place: number;
  readonly bit: number;
};

/** The input with one bit of one of its parts turned over. */
function changed(input: ProofInput, { part, place, bit }: Place): ProofInput {
  const flip = (bytes: Uint8Array): Uint8Array => {
    const other = bytes.slice();
    other[place % other.length] = (other[place % other.length] ?? 0) ^ (1 << bit);
    return other;
  };
  if (part === "proof") return { ...input, proof: Buffer.from(flip(Buffer.from(input.proof))).toString("utf8") };
  if (part === "change")
    return { ...input, changes: (input.changes ?? []).map((change, i) => (i === 0 ? flip(change) : change)) };
  return { ...input, [part]: flip(input[part]) };
}
