import { afterAll, describe, expect, it } from "vitest";
import { decodeUtf8, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { all, functionSeat, need } from "#ledger-core/kernel/policy-terms.ts";
import { keyPairOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { logVkey } from "#ledger-core/node/log-key.ts";
import type { Check, CheckCode } from "#ledger-core/proof/check.ts";
import { parseTlogProof } from "#ledger-core/proof/tlog-proof.ts";
import { filesOf, makeCity, makeFork } from "./stored-ledger.testing.ts";
import type { Act } from "./stored-ledger.testing.ts";
import type { ProofFiles } from "#ledger-core/proof/proof-parts.ts";
import { verifyProofFiles } from "#ledger-core/judge/judged.testing.ts";
import type { JudgedRules } from "#ledger-core/judge/judged.ts";

const { ledger, entries } = makeCity();
afterAll(() => ledger.remove());
const rules: JudgedRules = { ruleset: ledger.ruleset, suite: nodeSuite, keys: [ledger.vkey] };
const PARTS = ["tlogProof", "entry", "transaction", "json"] as const;
/** Every byte in the long tests; else one in so many of those of which one is like another: hexadecimal, and what is only for reading. */
const STRIDE = process.env["LONG"] === undefined ? 23 : 1;

const filesFor = (act: Act, options: Parameters<typeof ledger.prove>[1] = {}): ProofFiles =>
  filesOf(ledger.prove(entries[act], options));
const check = (files: ProofFiles, changed: Partial<JudgedRules> = {}): readonly Check[] =>
  verifyProofFiles({ ...rules, ...changed }, files);
const firstFailure = (checks: readonly Check[]): CheckCode | undefined => checks.find(({ ok }) => !ok)?.code;
const jsonOf = (files: ProofFiles): Record<string, unknown> =>
  JSON.parse(decodeUtf8(files.json) ?? "") as Record<string, unknown>;

/** Places within the long runs of hexadecimal that evidence is made of, and those of the part that is only for reading. */
function alikeIn(bytes: Uint8Array): ReadonlySet<number> {
  const text = decodeUtf8(bytes) ?? "";
  const runs = [...text.matchAll(/[0-9a-f]{32,}/g)].map(({ index, 0: run }) => ({ index, length: run.length }));
  const all = [{ index: 0, length: text.indexOf('"basis": [') }, ...runs];
  return new Set(all.flatMap(({ index, length }) => Array.from({ length }, (_, i) => index + i)));
}

describe("an exported proof", () => {
  it.each([
    ["genesis", "TEXT_GENESIS", "AUTHORITY_NOT_NEEDED"],
    ["enrolment", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["single", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["batch", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["refused", "TEXT_SIGNED", "AUTHORITY_REFUSED"],
    ["proposed", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["firstVote", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["carried", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["byMost", "TEXT_SIGNED", "AUTHORITY_JUDGED"],
    ["due", "TEXT_SYSTEM", "AUTHORITY_NOT_NEEDED"],
    ["closing", "TEXT_SYSTEM", "AUTHORITY_NOT_NEEDED"],
  ] as const)("of %s passes every check", (act, text, authority) => {
    const checks = check(filesFor(act));
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.map(({ name }) => name)).toEqual([
      "files",
      "text",
      "signature",
      "authority",
      "entry",
      "changes",
      "inclusion",
      "checkpoint",
      "readable",
    ]);
    expect([checks[1]?.code, checks[3]?.code]).toEqual([text, authority]);
    expect(checks[3]?.how).toBe(authority === "AUTHORITY_JUDGED" ? "recomputed" : "vouched");
  });

  it("has four files named by its id", () => {
    const { id, index, files } = ledger.prove(entries.single);
    expect(id).toMatch(/^[0-9a-f]{64}$/);
    expect(index).toBe(entries.single);
    expect(files.map(({ name }) => name)).toEqual([`${id}.tlog-proof`, `${id}.entry`, `${id}.tx`, `${id}.json`]);
  });

  it("says in words of the ledger who did what, when, for which department, with which outcome", () => {
    expect(jsonOf(filesFor("carried"))).toMatchObject({
      kind: "proposal.vote",
      outcome: "OK",
      block: { height: ledger.entry(entries.carried).height, time: ledger.time - 61 },
      who: { handle: "officer-of-audit", department: { key: 3, name: "Audit" } },
      body: { choice: "approve" },
      proposal: { kind: "lamp.on-by-others", state: "executed", body: { lamp: 1 } },
    });
    const refused = jsonOf(filesFor("refused"));
    expect(refused).toMatchObject({ kind: "lamp.off", outcome: "ILLEGAL_MOVE", who: { handle: "officer-of-works" } });
    expect(refused["rows"]).toEqual([]);
    expect(jsonOf(filesFor("due"))).toMatchObject({ kind: "due", who: null, block: { time: ledger.time } });
    expect(jsonOf(filesFor("batch"))["body"]).toHaveLength(5);
    expect(jsonOf(filesFor("genesis"))).toMatchObject({ kind: "genesis", body: { name: "Test City" } });
  });

  it("says whose word it is where nobody gives a key, and is refused under a stranger's", () => {
    expect(check(filesFor("single"), { keys: [] }).find(({ name }) => name === "checkpoint")).toMatchObject({
      ok: true,
      how: "vouched",
      code: "CHECKPOINT_SELF_SIGNED",
    });
    const stranger = logVkey("stranger", keyPairOf("stranger").publicKey);
    expect(firstFailure(check(filesFor("single"), { keys: [stranger] }))).toBe("CHECKPOINT_KEY_UNKNOWN");
    expect(firstFailure(check(filesFor("single"), { keys: ["no key"] }))).toBe("KEY_MALFORMED");
    // A key that the proof offers must be the log's, also for those who do not need it.
    const first = { network: ledger.network, publicKey: keyPairOf("stranger").publicKey };
    const offered = filesOf(ledger.prove(entries.single, { first }));
    expect(firstFailure(check(offered))).toBe("CHECKPOINT_KEY_UNKNOWN");
  });

  it("stands against an older checkpoint of a block too, and only of a block", () => {
    const size = entries.single + 2;
    const files = filesFor("single", { size });
    expect(firstFailure(check(files))).toBeUndefined();
    expect(check(files).find(({ name }) => name === "inclusion")?.data["size"]).toBe(size);
    expect(() => ledger.prove(entries.single, { size: size - 1 })).toThrow(RangeError);
    expect(() => ledger.prove(entries.carried, { size })).toThrow(RangeError);
    expect(() => ledger.prove(9_999)).toThrow(RangeError);
  });

  it("is judged by what held then, not by what holds now", () => {
    const later = makeCity();
    const { officer, leader } = later.people;
    later.ledger.must(leader, "role.end", { person: officer.person, role: "officer", reason: "over" });
    later.ledger.must(leader, "person.leave", { person: officer.person, reason: "moved" });
    const cases = [need([all(functionSeat("court", ["leader"]))])];
    for (const kind of ["lamp.install", "lamp.on-by-others"])
      later.ledger.must(later.ledger.founder, "policy.set", { kind, cases });
    later.ledger.must(later.ledger.founder, "member.suspend", { member: 3, reason: "audit" });
    const codes = (["enrolment", "single", "proposed", "firstVote", "carried", "byMost"] as const).map(
      (act) => check(filesOf(later.ledger.prove(later.entries[act])))[3]?.code,
    );
    later.ledger.remove();
    expect(new Set(codes)).toEqual(new Set(["AUTHORITY_JUDGED"]));
  });

  it("is the same bytes each time", () => expect(ledger.prove(entries.carried)).toEqual(ledger.prove(entries.carried)));
});

describe("an exported proof with one byte changed", () => {
  it.each(["single", "carried", "refused", "due"] as const)("of %s is refused", (act) => {
    const files = filesFor(act, { since: 3 });
    expect(firstFailure(check(files))).toBeUndefined();
    for (const part of PARTS) {
      const bytes = files[part];
      const alike = part === "json" ? alikeIn(bytes) : new Set<number>();
      for (let place = 0; place < bytes.length; place++) {
        if (alike.has(place) && place % STRIDE !== 0) continue;
        const changed = bytes.slice();
        changed[place] = (changed[place] ?? 0) ^ (1 << (place % 8));
        if (firstFailure(check({ ...files, [part]: changed })) === undefined)
          throw new Error(`${act}: ${part} with byte ${place} changed is accepted`);
      }
      for (const other of [bytes.slice(0, -1), bytes.slice(1), new Uint8Array([...bytes, 0x0a]), new Uint8Array(0)])
        expect(firstFailure(check({ ...files, [part]: other }))).toBeDefined();
    }
  });

  it("is refused with the file of another, under another name, or with words of its own", () => {
    const files = filesFor("single");
    const other = filesFor("batch");
    for (const part of PARTS) expect(firstFailure(check({ ...files, [part]: other[part] }))).toBeDefined();
    expect(firstFailure(check({ ...files, name: other.name }))).toBe("TEXT_ID_DIFFERS");
    expect(firstFailure(check({ ...files, name: "proof (1)" }))).toBeUndefined();
    const text = decodeUtf8(files.json) ?? "";
    for (const [from, to] of [
      ['"Works"', '"Parks"'],
      ['"officer-of-works"', '"officer-of-parks"'],
      ['"height": ', '"height":  '],
      ['"time": 1', '"time": 2'],
      ['"watts": 40', '"watts": 41'],
      ['"outcome": "OK"', '"outcome": "ok"'],
      ["{\n", '{\n "note": "all is well",\n'],
    ] as const) {
      expect(text).toContain(from);
      const json = encodeUtf8(text.replace(from, to)) ?? new Uint8Array(0);
      expect(firstFailure(check({ ...files, json }))).toBe("READABLE_DIFFERS");
    }
  });
});

describe("growth", () => {
  const since = entries.single + 2;
  const grown = filesFor("carried", { since });
  const growth = (checks: readonly Check[]): Check | undefined => checks.find(({ name }) => name === "growth");
  const noteIn = (files: ProofFiles): string => parseTlogProof(decodeUtf8(files.tlogProof) ?? "")?.checkpoint ?? "";
  const noteOf = (size: number): string => noteIn(filesOf(ledger.prove(0, { size })));

  it("is shown by a proof that carries it", () => {
    expect(growth(check(grown))).toMatchObject({ ok: true, how: "recomputed", code: "GROWTH_HOLDS" });
    expect(growth(check(grown, { since: noteOf(since) }))).toMatchObject({ ok: true, code: "GROWTH_HOLDS" });
    expect(growth(check(grown, { keys: [] }))?.how).toBe("vouched");
  });

  it("is taken from a ledger where the proof carries none, and checked", () => {
    const plain = filesFor("carried");
    const older = noteOf(since);
    expect(growth(check(plain))).toBeUndefined();
    expect(growth(check(plain, { since: older }))?.code).toBe("GROWTH_NOT_SHOWN");
    const reader = ledger.writer.reader();
    const consistency = (oldSize: number, newSize: number): readonly Uint8Array[] =>
      reader.consistency(oldSize, newSize);
    expect(growth(check(plain, { since: older, consistency }))).toMatchObject({ ok: true, code: "GROWTH_HOLDS" });
    reader.close();
    expect(growth(check(plain, { since: older, consistency: () => [] }))?.code).toBe("GROWTH_FAILS");
    expect(growth(check(plain, { since: noteOf(ledger.entries.length) }))).toMatchObject({ ok: true });
    // A proof of before it was taken is of a log that it has to have grown from.
    expect(growth(check(filesFor("single", { size: since }), { since: noteOf(ledger.entries.length) }))?.code).toBe(
      "GROWTH_NOT_SHOWN",
    );
  });

  it("is refused from a log with another past", () => {
    const fork = makeFork();
    const theirs = filesOf(fork.ledger.prove(fork.entries.carried, { since }));
    const older = noteIn(filesOf(fork.ledger.prove(0, { size: since })));
    fork.ledger.remove();
    // Each of the two histories holds by itself; together they show that the log has two.
    expect(firstFailure(check(theirs))).toBeUndefined();
    expect(growth(check(grown, { since: older }))?.code).toBe("GROWTH_FAILS");
    expect(growth(check(theirs, { since: noteOf(since) }))?.code).toBe("GROWTH_FAILS");
    expect(growth(check(grown, { since: older.replace(/^tcc.*$/m, "tcc/0000000000000000") }))?.code).toBe(
      "ORIGIN_DIFFERS",
    );
  });

  it("is not made backwards or from a size without a checkpoint", () => {
    expect(() => ledger.prove(3, { since: since + 1 })).toThrow(RangeError);
    expect(() => ledger.prove(3, { size: since, since: since + 2 })).toThrow(RangeError);
  });
});
