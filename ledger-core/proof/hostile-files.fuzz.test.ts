/** Decoders of what a stranger hands over: whatever the bytes, an answer of their own kind, and nothing taken for what was not signed. */
import { describe, expect, it } from "vitest";
import { decodeUtf8, encodeUtf8, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { mutateCbor } from "#ledger-core/kernel/testing/hostile-cbor.testing.ts";
import {
  casesOf,
  damageBytes,
  fuzz,
  JSON_GRAMMAR,
  LINE_GRAMMAR,
  looseUtf8,
  mutateText,
  mutations,
} from "#ledger-core/kernel/testing/hostile.testing.ts";
import { watchPeak } from "#ledger-core/kernel/testing/peak-memory.testing.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import { encodeChange, parseChange } from "./change.ts";
import { CHECK_CODES } from "./check.ts";
import { parseSignedCheckpoint, verifyGrowth } from "./checkpoint-check.ts";
import { encodeCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { verifyEntryProof } from "./checks.ts";
import { encodeEntry, parseEntry } from "./entry.ts";
import { EVIDENCE_FORMAT, evidenceJson, parseEvidence } from "./evidence.ts";
import { encodeNote, parseNote, verifyNote } from "./note.ts";
import {
  checkpointOf,
  entries,
  leaves,
  logKey,
  logVkey,
  soundBasis,
  soundProof,
  witnessKey,
  witnessVkey,
} from "./proof.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { encodeSystemEntry, parseSystemEntry } from "./system-entry.ts";
import { encodeBundle, parseBundle } from "./tiles.ts";
import { encodeTlogProof, parseTlogProof } from "./tlog-proof.ts";
import { encodeVerifierKey, parseVerifierKey } from "./verifier-key.ts";

watchPeak(casesOf({ short: 512, long: 1_024 }));

const CASES = casesOf({ short: 1_500, long: 100_000 });
const checkCodes = new Set<string>(CHECK_CODES);

const note = checkpointOf(leaves.length);
const otherNote = checkpointOf(4);
const text = note.slice(0, note.lastIndexOf("\n\n") + 1);

/** The note with some of its lines doubled, swapped, taken from another note or ended otherwise. */
function mutateNote(random: Random, whole: string): string {
  const lines = whole.split("\n");
  const foreign = otherNote.split("\n");
  const at = random.below(lines.length);
  switch (random.below(8)) {
    case 0:
      return lines.toSpliced(at, 0, lines[at] ?? "").join("\n");
    case 1:
      return lines.toSpliced(at, 1, random.pick(lines)).join("\n");
    case 2:
      return lines.toSpliced(at, 1, random.pick(foreign)).join("\n");
    case 3:
      return whole.replaceAll("\n", random.pick(["\r\n", "\r", "\n\n", "\u2028"]));
    case 4:
      return whole.replace(
        random.pick(["tcc/", "witness.example"]),
        random.pick(["", "tcc", "other ", "a+b", "Ｔcc/", "tcc//"]),
      );
    case 5:
      return whole.replace("—", random.pick(["-", "–", "— —", "\u2015"]));
    default: {
      let mutated = whole;
      for (let left = mutations(random); left > 0; left--) mutated = mutateText(random, mutated, LINE_GRAMMAR);
      return mutated;
    }
  }
}

describe("a signed note", () => {
  it(`of anybody parses to what it says or to nothing, and only the signed text is vouched for (${CASES} mutations)`, async () => {
    let accepted = 0;
    await fuzz(CASES, (random) => {
      const whole = mutateNote(random, note);
      const parsed = parseNote(whole);
      if (parsed === undefined) return;
      expect(encodeNote(parsed)).toBe(whole);
      const checkpoint = parseCheckpoint(parsed.text);
      if (checkpoint !== undefined) expect(encodeCheckpoint(checkpoint)).toBe(parsed.text);
      const verdict = verifyNote(nodeSuite, parsed, [logKey, witnessKey]);
      if (!verdict.accepted) return;
      accepted++;
      expect([text, otherNote.slice(0, otherNote.lastIndexOf("\n\n") + 1)]).toContain(parsed.text);
    });
    expect(accepted).toBeGreaterThan(0);
  });

  it("of another log, size or root is no growth of this one", async () => {
    const claim = { older: otherNote, newer: note, hashes: [], keys: [logVkey, witnessVkey], offeredKeys: [] };
    await fuzz(CASES / 3, (random) => {
      const [older, newer] = random.once(2)
        ? [mutateNote(random, otherNote), note]
        : [otherNote, mutateNote(random, note)];
      const check = verifyGrowth(nodeSuite, { ...claim, older, newer });
      expect(checkCodes.has(check.code)).toBe(true);
      const same = parseSignedCheckpoint(older)?.checkpoint.size === parseSignedCheckpoint(newer)?.checkpoint.size;
      expect(check.ok && !same).toBe(false);
    });
  });
});

describe("a verifier key", () => {
  it("has one spelling", async () => {
    await fuzz(CASES, (random) => {
      const spelt = mutateText(random, random.pick([logVkey, witnessVkey]), {
        ...LINE_GRAMMAR,
        tokens: /[^+]{1,6}|[^]/g,
      });
      const key = parseVerifierKey(nodeSuite, spelt);
      if (key !== undefined) expect(encodeVerifierKey(key)).toBe(spelt);
    });
  });
});

describe("bytes of the log", () => {
  const kinds = [
    { sound: leaves, again: (bytes: Uint8Array) => back(parseEntry(bytes), encodeEntry) },
    {
      sound: entries.flatMap(({ changes }) => changes),
      again: (bytes: Uint8Array) => back(parseChange(bytes), encodeChange),
    },
    {
      sound: [encodeSystemEntry({ name: "block", body: Uint8Array.of(0x83, 1, 2, 3) })],
      again: (bytes: Uint8Array) => back(parseSystemEntry(bytes), encodeSystemEntry),
    },
  ];

  it(`are the one encoding of an entry, a change or a system entry, or nothing (${CASES} mutations)`, async () => {
    await fuzz(CASES, (random) => {
      const { sound, again } = random.pick(kinds);
      let bytes = random.pick(sound);
      for (let left = mutations(random); left > 0; left--) bytes = mutateCbor(random, bytes);
      const written = again(bytes);
      if (written !== undefined) expect(equalBytes(written, bytes)).toBe(true);
    });
  });

  it("are whole entries of a bundle, or none", async () => {
    const bundle = encodeBundle(leaves);
    await fuzz(CASES, (random) => {
      let bytes = bundle;
      for (let left = mutations(random); left > 0; left--) bytes = damageBytes(random, bytes);
      const parsed = parseBundle(bytes, leaves.length);
      if (parsed !== undefined) expect(equalBytes(encodeBundle(parsed), bytes)).toBe(true);
    });
  });
});

function back<T>(parsed: T | undefined, encode: (value: T) => Uint8Array): Uint8Array | undefined {
  return parsed === undefined ? undefined : encode(parsed);
}

describe("a proof", () => {
  const sound = soundProof();
  const evidence = JSON.stringify(
    evidenceJson({ changes: sound.changes ?? [], basis: [soundBasis()], keys: [logVkey] }),
  );

  it(`whose files were mutated is refused by a named check, or is the same proof (${CASES} mutations)`, async () => {
    const seen = new Set<string>();
    await fuzz(CASES / 2, (random) => {
      const mutated = mutateProof(random, sound);
      const { checks } = verifyEntryProof(nodeSuite, mutated);
      for (const { code } of checks) expect(checkCodes.has(code)).toBe(true);
      for (const { ok, code } of checks) if (!ok) seen.add(code);
      if (!checks.every(({ ok }) => ok)) return;
      // Nothing of what it proves may have changed: the entry, what was ordered, what it did, and the log that it is in.
      expect(equalBytes(mutated.entry, sound.entry)).toBe(true);
      expect(equalBytes(mutated.transaction, sound.transaction)).toBe(true);
      expect(mutated.changes).toEqual(sound.changes);
      expect(parseNote(parseTlogProof(mutated.proof)?.checkpoint ?? "")?.text).toBe(text);
    });
    expect(seen.size).toBeGreaterThan(8);
  });

  it("in its text form parses to what is written, or to nothing", async () => {
    await fuzz(CASES, (random) => {
      const mutated = mutateNote(random, sound.proof);
      const parsed = parseTlogProof(mutated);
      if (parsed !== undefined) expect(encodeTlogProof(parsed)).toBe(mutated);
    });
  });

  it("keeps within the limits of its evidence, whatever the JSON", async () => {
    let parsedCount = 0;
    await fuzz(CASES, (random) => {
      let mutated = evidence;
      for (let left = mutations(random); left > 0; left--) mutated = mutateText(random, mutated, JSON_GRAMMAR);
      const parsed = parseEvidence(mutated);
      if (parsed === undefined) return;
      parsedCount++;
      // As text, in which a place of minus zero is what it is everywhere else: zero.
      const written = JSON.stringify(evidenceJson(parsed));
      const again = parseEvidence(written);
      expect(again === undefined ? undefined : JSON.stringify(evidenceJson(again))).toBe(written);
    });
    expect(parsedCount).toBeGreaterThan(0);
  });

  it("opens no bomb: lists within lists, a million of them, and numbers that are none", () => {
    const before = `{"format":"${EVIDENCE_FORMAT}","keys":[],"basis":`;
    for (const basis of [
      "[".repeat(1_000_000),
      `${"[".repeat(129)}${"]".repeat(129)}`,
      `[${"[],".repeat(1_000_000)}[]]`,
      "1e999",
      "{}",
    ])
      expect(parseEvidence(`${before}${basis}}`)).toBeUndefined();
  });
});

type Proof = ReturnType<typeof soundProof>;

function mutateProof(random: Random, proof: Proof): Proof {
  const other = soundProof(random.pick([1, 2, 3, 4]));
  switch (random.below(7)) {
    case 0:
      return { ...proof, entry: mutateCbor(random, proof.entry) };
    case 1:
      return { ...proof, transaction: mutateCbor(random, proof.transaction) };
    case 2: {
      const changes = proof.changes ?? [];
      const at = random.below(changes.length);
      const swapped = [changes.toReversed(), changes.slice(1), [...changes, ...changes], other.changes ?? []];
      return {
        ...proof,
        changes: random.once(2)
          ? random.pick(swapped)
          : changes.map((one, i) => (i === at ? mutateCbor(random, one) : one)),
      };
    }
    case 3:
      return { ...proof, ...partOf(random, other) };
    case 4: {
      const bytes = damageBytes(random, encodeUtf8(proof.proof) ?? new Uint8Array());
      return { ...proof, proof: decodeUtf8(bytes) ?? "" };
    }
    case 5: {
      const basis = soundBasis();
      const broken = { ...basis, entry: mutateCbor(random, basis.entry), index: random.below(9) };
      return { ...proof, basis: [random.once(2) ? broken : { ...basis, hashes: basis.hashes.slice(1) }] };
    }
    default:
      return { ...proof, proof: decodeUtf8(looseUtf8(mutateNote(random, proof.proof))) ?? "" };
  }
}

/** One part of another entry's proof in the place of this one's. */
function partOf(random: Random, other: Proof): Partial<Proof> {
  return random.pick([
    { proof: other.proof },
    { entry: other.entry },
    { transaction: other.transaction },
    { changes: other.changes },
    { entry: other.entry, transaction: other.transaction },
  ]);
}
