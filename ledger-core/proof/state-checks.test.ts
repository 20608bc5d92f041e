/** Whatever is claimed of a state: the truth is proven, and nothing else is. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { integer, list, text } from "#ledger-core/contract/schema/schema.ts";
import { encodeHandover, handoverMessage } from "./handover.ts";
import { checkpointOf, entries, leafHashes, logKey, logVkey, witnessVkey } from "./proof.testing.ts";
import { parseStateJson, rangeText, writeStateJson } from "./state-json.ts";
import type { RangeClaim, StateEvidence } from "./state-json.ts";
import { verifyStateFile } from "./state-checks.ts";
import { encodeStateRow, encodeStatementHead, parseStatementHead, parseStateRow } from "./state-statement.ts";
import { forms, leafOf, stateRules, TestState, textVerdict, verdict } from "./state.testing.ts";
import type { TestRow } from "./state.testing.ts";
import { testKey, testSuite } from "./suite.testing.ts";
import { consistencyProof } from "./tree.ts";
import { encodeVerifierKey, verifierKey } from "./verifier-key.ts";

const number = (value: number): Uint8Array => encode(integer(0, 99_999), value);
const words = (value: string): Uint8Array => encode(text(20), value);
const lamp = { table: "city.lamp", number: 5 } as const;
const range = (from: readonly Uint8Array[], below?: readonly Uint8Array[]): RangeClaim => ({
  kind: "range",
  ...lamp,
  from,
  below,
});

const row = (table: number, key: number, owner: number, label: string, since = 0): TestRow => ({
  table,
  key,
  owner,
  label,
  since,
  note: undefined,
});
const LAMPS = [
  row(0, 1, 4, "b"),
  row(0, 2, 4, "a"),
  row(0, 3, 9, "a"),
  row(0, 9, 4, "ab"),
  row(0, 300, 4, "a"),
  row(1, 1, 1, "x"),
  row(1, 3, 1, "x"),
  row(2, 1, 1, "x", 8),
  row(2, 2, 1, "x"),
];
const state = TestState.of(LAMPS);

const rows = fc
  .uniqueArray(
    fc.tuple(
      fc.nat(2),
      fc.integer({ min: 1, max: 40 }),
      fc.nat(4),
      fc.constantFrom("", "a", "ab", "\u0000", "é"),
      fc.nat(2),
    ),
    { selector: ([table, key]) => table * 100 + key, maxLength: 60 },
  )
  .map((list) => list.map(([table, key, owner, label, since]) => row(table, key, owner, label, since)));

describe("the truth about a state", () => {
  it("is proven: every row, every complete range, and that there is none", () => {
    fc.assert(
      fc.property(
        rows,
        fc.nat(5),
        fc.constantFrom("", "a", "ab", "b"),
        fc.integer({ min: 1, max: 3 }),
        (list, owner, label, width) => {
          const any = TestState.of(list);
          for (const { table, key } of list.slice(0, 3)) {
            const named = [lamp, { table: "city.post", number: 7 }, { table: "city.sign", number: 300 }][table] ?? lamp;
            expect(verdict(any.prove({ kind: "row", ...named, key }))).toBe("STATE_ROW_SHOWN");
          }
          const owned = (from: number, below: number): number =>
            list.filter((one) => one.table === 0 && one.owner >= from && one.owner < below).length;
          const told = (count: number): string => (count === 0 ? "STATE_ROWS_ABSENT" : "STATE_ROWS_COMPLETE");
          const under = any.prove(range([number(owner)]));
          expect(verdict(under)).toBe(told(owned(owner, owner + 1)));
          const between = any.prove(range([number(owner)], [number(owner + width)]));
          expect(verdict(between)).toBe(told(owned(owner, owner + width)));
          const labelled = list.filter((one) => one.table === 0 && one.owner === owner && one.label === label).length;
          expect(verdict(any.prove(range([number(owner), words(label)])))).toBe(told(labelled));
          const all = list.filter((one) => one.table === 0).length;
          expect(verdict(any.prove(range([])))).toBe(all === 0 ? "STATE_TABLE_EMPTY" : "STATE_TABLE_COMPLETE");
          for (const without of [0, 1, ...list.map(({ key }) => key)]) {
            const isThere = list.some((one) => one.table === 0 && one.key === without);
            const found = verdict(any.prove({ ...range([]), without }));
            expect(found).toBe(isThere ? "STATE_ROWS_FAIL" : "STATE_KEY_ABSENT");
          }
        },
      ),
      { numRuns: 50 },
    );
  });

  it("is proven of a state without any row, at both ends, and of a table that there is nothing in", () => {
    expect(verdict(TestState.of([]).prove(range([])))).toBe("STATE_TABLE_EMPTY");
    const nothing = { kind: "range", table: "city.post", number: 7, from: [], below: undefined } as const;
    expect(verdict(TestState.of([row(0, 1, 1, "")]).prove(nothing))).toBe("STATE_TABLE_EMPTY");
    const last = { kind: "range", table: "city.sign", number: 300, from: [number(8)], below: undefined } as const;
    expect(verdict(state.prove(last))).toBe("STATE_ROWS_COMPLETE");
  });

  it("says of which columns the values of a range are", () => {
    const told = (claim: RangeClaim): unknown => {
      const bytes = new TextEncoder().encode(writeStateJson(forms, testSuite, state.prove(claim)) ?? "");
      const checks = verifyStateFile(stateRules, "x.state.json", bytes);
      return checks.find(({ name }) => name === "rows")?.data["range"];
    };
    expect(told(range([number(4)]))).toBe("owner [4]");
    expect(told(range([number(4)], [number(5), words("b"), number(1)]))).toBe('owner, label, key [4] ≤ … < [5,"b",1]');
  });

  it("rests on somebody's word where nobody signed, and where the table is not known; with trusted keys it is nothing", () => {
    const evidence = state.prove(range([number(4)]));
    const bytes = new TextEncoder().encode(writeStateJson(forms, testSuite, evidence) ?? "");
    const check = (rules: typeof stateRules): readonly string[] => verifyCodes(rules, bytes);
    expect(check({ ...stateRules, keys: [logVkey] })).toEqual([
      "STATE_FILE_READ recomputed",
      "STATEMENT_HOLDS recomputed",
      "STATE_ROWS_COMPLETE recomputed",
      "CHECKPOINT_SIGNED recomputed",
      "READABLE_HOLDS recomputed",
      "STATEMENT_NOT_SIGNED failed",
    ]);
    expect(check({ ...stateRules, forms: { ...forms, order: () => undefined } })).toEqual([
      "STATE_FILE_READ recomputed",
      "STATEMENT_HOLDS recomputed",
      "STATE_ROWS_COMPLETE vouched",
      "CHECKPOINT_SELF_SIGNED vouched",
      "READABLE_HOLDS recomputed",
      "STATEMENT_NOT_SIGNED vouched",
    ]);
    const named = { ...evidence, declared: "ab".repeat(32) };
    expect(verdict(named)).toBe("STATE_ROWS_COMPLETE");
    expect(verdict(named, { ...stateRules, keys: [logVkey] })).toBe("STATEMENT_SIGNATURE_ABSENT");
  });
});

describe("anything else", () => {
  const four = state.prove(range([number(4)]));
  const changed = (change: Partial<StateEvidence>): string => verdict({ ...four, ...change });

  it("is refused: any byte of a file changed in any way", () => {
    const file = writeStateJson(forms, testSuite, state.prove(range([number(4), words("a")]))) ?? "";
    expect(textVerdict(file)).toBe("STATE_ROWS_COMPLETE");
    const bytes = new TextEncoder().encode(file);
    for (let i = 0; i < bytes.length; i++) {
      const flipped = bytes.slice();
      flipped[i] = (flipped[i] ?? 0) ^ (1 << (i % 8));
      expect(
        verifyCodes(stateRules, flipped).every((code) => !code.endsWith(" failed")),
        `byte ${i}`,
      ).toBe(false);
    }
    for (const other of [file.slice(0, -1), `${file} `, file.replace("{", "{ "), "", "null", "[".repeat(100_000)])
      expect(textVerdict(other)).toMatch(/MALFORMED|DIFFERS/);
  });

  it("is refused: rows left out, swapped, doubled, moved, of another state", () => {
    const { leaves, first, hashes } = four;
    const [one, two] = [leaves[1] ?? leaves[0], leaves[2] ?? leaves[0]];
    if (one === undefined || two === undefined) throw new Error("four rows have two in the middle");
    expect(verdict(four)).toBe("STATE_ROWS_COMPLETE");
    expect(changed({ leaves: leaves.toSpliced(1, 1) })).toBe("STATEMENT_FAILS");
    expect(changed({ leaves: leaves.with(1, two).with(2, one) })).toBe("STATEMENT_FAILS");
    expect(changed({ leaves: leaves.toSpliced(1, 0, one) })).toBe("STATEMENT_FAILS");
    expect(changed({ first: first + 1 })).toBe("STATEMENT_FAILS");
    expect(changed({ hashes: hashes.toReversed() })).toBe("STATEMENT_FAILS");
    expect(changed({ root: new Uint8Array(32) })).toBe("STATEMENT_FAILS");
    const other = TestState.of([...LAMPS, row(0, 77, 4, "z")]);
    expect(changed({ head: other.head })).toBe("STATEMENT_FAILS");
    expect(changed({ root: other.root })).toBe("STATEMENT_FAILS");
  });

  it("is refused: a range whose end or beginning is not shown, and a row that stands for another", () => {
    const { first, leaves } = four;
    const end = first + leaves.length;
    for (const [from, to] of [
      [first + 1, end],
      [first, end - 1],
      [first, end - 2],
      [first, first + 1],
      [first + 2, first + 3],
    ] as const)
      expect(verdict(state.evidence(four.claim, from, to)), `${from} to ${to}`).toBe("STATE_ROWS_FAIL");
    expect(verdict(state.evidence({ kind: "row", ...lamp, key: 1 }, first + 1, first + 2))).toBe("STATE_ROWS_FAIL");
    expect(verdict(state.evidence({ kind: "row", ...lamp, key: 2 }, first + 1, first + 3))).toBe("STATE_ROWS_FAIL");
    expect(changed({ claim: range([number(9)]) })).toBe("STATE_ROWS_FAIL");
    expect(changed({ claim: range([number(4)], [number(10)]) })).toBe("STATE_ROWS_FAIL");
    expect(changed({ claim: range([]) })).toBe("STATE_ROWS_FAIL");
    // Of some rows of a table that none has a key would say nothing of the others.
    expect(changed({ claim: { ...range([]), without: 77 } })).toBe("STATE_ROWS_FAIL");
    expect(changed({ claim: { ...range([number(4)]), without: 77 } })).toBe("STATE_FILE_MALFORMED");
    expect(changed({ claim: { ...range([], [number(4)]), without: 77 } })).toBe("STATE_FILE_MALFORMED");
  });

  it("is refused: rows under another table's name or number", () => {
    expect(changed({ claim: { ...range([number(4)]), number: 7 } })).toBe("STATE_TABLE_DIFFERS");
    expect(changed({ claim: { ...range([number(4)]), table: "city.post" } })).toBe("STATE_TABLE_DIFFERS");
    expect(changed({ claim: { ...range([number(4)]), table: "city.lamps", number: 6 } })).toBe("STATE_TABLE_UNKNOWN");
    // A name that looks like the table's and is another one.
    const looksLikeIt: RangeClaim = {
      kind: "range",
      table: "city.l\u0430mp",
      number: 4_000,
      from: [],
      below: undefined,
    };
    expect(verdict(state.prove(looksLikeIt))).toBe("STATE_TABLE_UNKNOWN");
  });

  it("is refused: that there is nothing between a place and an earlier one, by any two neighbours", () => {
    for (const claim of [range([number(9)], [number(1)]), range([number(5)], [number(5)])])
      for (let first = 0; first < LAMPS.length; first++)
        expect(verdict(state.evidence(claim, first, first + 2))).toBe("STATE_RANGE_BACKWARDS");
  });

  it("is refused: that there is nothing where the table's columns leave room for nothing", () => {
    const post = { kind: "range", table: "city.post", number: 7, below: undefined } as const;
    const ones: readonly RangeClaim[] = [
      range([words("4")]),
      range([words("4")], [words("5")]),
      range([number(3)], [words("4")]),
      range([number(4), number(1)]),
      range([number(100)]),
      range([encode(integer(-9, -1), -4)]),
      range([encode(list(integer(0, 9), 2), [4])]),
      range([number(4), words("a"), words("1")]),
      range([number(4), words("a"), number(1), number(0)]),
      range([number(4)], [number(4), words("a"), number(1), number(0)]),
      { ...post, from: [words("1")] },
      { ...post, from: [number(1), number(0)] },
    ];
    for (const claim of ones) expect(verdict(state.prove(claim)), rangeText(claim)).toBe("STATE_VALUES_DIFFER");
    // What looks like it and is true: a text that nobody has, a number that nobody has.
    expect(verdict(state.prove(range([number(4), words("4")])))).toBe("STATE_ROWS_ABSENT");
    expect(verdict(state.prove({ ...post, from: [number(2)] }))).toBe("STATE_ROWS_ABSENT");
  });

  it("is refused: a dishonest statement that is out of order, hides a row elsewhere, or miscounts its tables", () => {
    const sorted = TestState.of(LAMPS).leaves.slice(1);
    const whole = range([]);
    const judged = (leaves: typeof sorted, counts: readonly number[], first: number, end: number): string =>
      verdict(new TestState(leaves, counts).evidence(whole, first, end));
    expect(judged(sorted, [5, 2, 2], 0, 7)).toBe("STATE_TABLE_COMPLETE");
    const [one, two, ...rest] = sorted;
    if (one === undefined || two === undefined) throw new Error("rows");
    expect(judged([two, one, ...rest], [5, 2, 2], 0, 7)).toBe("STATE_ROWS_FAIL");
    expect(judged([one, one, ...sorted.slice(2)], [5, 2, 2], 0, 7)).toBe("STATE_ROWS_FAIL");
    expect(judged(sorted, [4, 3, 2], 0, 7)).toBe("STATE_ROWS_FAIL");
    // A row that says of itself that another owns it would be missing where its owner's are looked for.
    const lying = parseStateRow(leafOf(row(0, 1, 4, "b")).bytes);
    if (lying === undefined) throw new Error("a row");
    const order = [number(3), words("b")];
    const hidden = encodeStateRow({ ...lying, order });
    const claim = range([number(3)]);
    const moved = new TestState([{ place: new Uint8Array([1]), bytes: hidden }, ...sorted.slice(1)], [5, 2, 2]);
    expect(verdict(moved.evidence(claim, 0, 3))).toBe("STATE_ORDER_FAILS");
  });

  it("is refused: another log, another size of it, keys that did not sign", () => {
    expect(changed({ checkpoint: checkpointOf(4) })).toBe("STATEMENT_LOG_DIFFERS");
    expect(changed({ checkpoint: checkpointOf(entries.length, "tcc/0000000000000000") })).toBe("ORIGIN_DIFFERS");
    expect(changed({ checkpoint: "no note" })).toBe("CHECKPOINT_MALFORMED");
    expect(verdict(four, { ...stateRules, keys: [witnessVkey.replace(/.$/, "A")] })).toMatch(/^(KEY_|CHECKPOINT_)/);
    expect(changed({ keys: [] })).toBe("CHECKPOINT_KEY_MISSING");
    expect(changed({ declared: "ab".repeat(32) })).toBe("STATE_ROWS_COMPLETE");
  });

  it("is refused: another text of the same proof", () => {
    const { checkpoint } = four;
    const [line = ""] = checkpoint.split("\n").filter((one) => one.includes("witness.example"));
    const stranger = `${checkpoint}${line.replace("witness", "stranger")}\n`;
    const theirs = encodeVerifierKey(verifierKey(testSuite, { ...logKey, publicKey: testKey(14).publicKey }));
    for (const keys of [[], [logVkey]]) {
      const rules = { ...stateRules, keys };
      expect(verdict({ ...four, checkpoint: stranger }, rules)).toBe("CHECKPOINT_KEY_UNKNOWN");
      expect(verdict({ ...four, checkpoint: `${checkpoint}${line}\n` }, rules)).toBe("CHECKPOINT_MALFORMED");
      expect(verdict({ ...four, keys: [logVkey] }, rules)).toBe("CHECKPOINT_KEY_UNKNOWN");
      expect(verdict({ ...four, keys: [...four.keys, theirs] }, rules)).toBe("CHECKPOINT_KEY_UNKNOWN");
      expect(verdict({ ...four, keys: [...four.keys, logVkey] }, rules)).toBe("STATE_FILE_MALFORMED");
      expect(verdict({ ...four, handovers: [handoverTo(14)] }, rules)).toBe("HANDOVER_FAILS");
    }
  });

  it("is no file: fields that are missing, too many, too long or of another kind", () => {
    const file = writeStateJson(forms, testSuite, four) ?? "";
    const json = JSON.parse(file) as Record<string, unknown>;
    for (const name of [
      "format",
      "claim",
      "statement",
      "first",
      "leaves",
      "hashes",
      "head",
      "headHashes",
      "checkpoint",
      "keys",
      "handovers",
    ])
      for (const value of [undefined, null, 1.5, {}, [1], Array.from({ length: 60_000 }, () => 0)])
        expect(
          parseStateJson(JSON.stringify({ ...json, [name]: value })),
          `${name} ${JSON.stringify(value)?.slice(0, 9)}`,
        ).toBe(undefined);
    expect(parseStateJson(file)).toEqual(four);
  });
});

describe("a state since an older checkpoint", () => {
  const evidence = state.prove(range([number(4)]));
  const { length } = entries;
  const consistency = (oldSize: number, newSize: number): readonly Uint8Array[] =>
    consistencyProof(testSuite, leafHashes.slice(0, newSize), oldSize);
  const grown = (since: string, rules: Partial<typeof stateRules> = {}): string =>
    verdict(evidence, { ...stateRules, keys: [], since, ...rules });

  it("grew from it where that can be shown", () => {
    expect(grown(checkpointOf(length))).toBe("STATE_ROWS_COMPLETE");
    expect(grown(checkpointOf(4), { consistency })).toBe("STATE_ROWS_COMPLETE");
    const bytes = new TextEncoder().encode(writeStateJson(forms, testSuite, evidence) ?? "");
    const codes = verifyCodes({ ...stateRules, since: checkpointOf(4), consistency }, bytes);
    expect(codes).toContain("GROWTH_HOLDS vouched");
  });

  it("is refused where it cannot, whatever is trusted", () => {
    for (const keys of [[], [logVkey]]) {
      expect(grown(checkpointOf(4), { keys })).toBe("GROWTH_NOT_SHOWN");
      expect(grown(checkpointOf(4), { keys, consistency: () => undefined })).toBe("GROWTH_NOT_SHOWN");
      expect(grown(checkpointOf(4), { keys, consistency: () => [] })).toBe("GROWTH_FAILS");
      expect(grown(checkpointOf(length, "tcc/0000000000000000"), { keys })).toBe("ORIGIN_DIFFERS");
      expect(grown("no note", { keys })).toBe("CHECKPOINT_MALFORMED");
    }
  });
});

describe("a state of an earlier height", () => {
  const { length } = entries;
  const early = TestState.of(LAMPS, 3).prove(range([number(4)]));

  it("is vouched for by a later checkpoint, with what the log has grown by since", () => {
    expect(early.grown.length).toBeGreaterThan(0);
    expect(verdict(early)).toBe("STATE_ROWS_COMPLETE");
    // Who trusts a key is told first that nobody signed the statement, and nothing else is wrong with it.
    expect(verdict(early, { ...stateRules, keys: [logVkey] })).toBe("STATEMENT_NOT_SIGNED");
    expect(parseStateJson(writeStateJson(forms, testSuite, early) ?? "")).toEqual(early);
    // From the statement's own size on the file shows the growth itself, from another one it does not.
    expect(verdict(early, { ...stateRules, since: checkpointOf(3) })).toBe("STATE_ROWS_COMPLETE");
    expect(verdict(early, { ...stateRules, since: checkpointOf(length) })).toBe("STATE_ROWS_COMPLETE");
    expect(verdict(early, { ...stateRules, since: checkpointOf(4) })).toBe("GROWTH_NOT_SHOWN");
  });

  it("is refused where the log did not grow from it, or not by these hashes", () => {
    const { grown } = early;
    const other = testSuite.sha256(new Uint8Array([1]));
    for (const wrong of [[], grown.slice(1), [...grown, other], grown.with(0, other), grown.toReversed()])
      expect(verdict({ ...early, grown: wrong })).toBe("STATEMENT_LOG_DIFFERS");
    for (const size of [1, 2, 4])
      expect(verdict({ ...early, checkpoint: checkpointOf(size) })).toBe("STATEMENT_LOG_DIFFERS");
    // Its own checkpoint needs no hashes, and has none.
    expect(verdict({ ...early, checkpoint: checkpointOf(3) })).toBe("STATEMENT_LOG_DIFFERS");
    expect(verdict({ ...early, checkpoint: checkpointOf(3), grown: [] })).toBe("STATE_ROWS_COMPLETE");
    const file = writeStateJson(forms, testSuite, { ...early, checkpoint: checkpointOf(3), grown: [] }) ?? "";
    expect(file).not.toContain("grown");
    for (const value of [null, 1.5, {}, [1], ["ab"], Array.from({ length: 100 }, () => "ab".repeat(32))])
      expect(parseStateJson(JSON.stringify({ ...(JSON.parse(file) as object), grown: value }))).toBe(undefined);
  });
});

it("reads a first leaf only in its one form", () => {
  const head = parseStatementHead(state.head);
  if (head === undefined) throw new Error("a head");
  expect(encodeStatementHead(head)).toEqual(state.head);
  const { tables } = head;
  const broken = [
    { ...head, tables: tables.toReversed() },
    { ...head, tables: [...tables, { number: 400, name: "city.none", rows: 0 }] },
    { ...head, tables: tables.map((table) => ({ ...table, name: "same" })) },
    { ...head, network: new Uint8Array(31) },
  ];
  for (const one of broken) expect(parseStatementHead(encodeStatementHead(one))).toBe(undefined);
  expect(parseStatementHead(new Uint8Array([...state.head, 0]))).toBe(undefined);
});

/** The log's key hands over to another one, as if it had gone on after the checkpoint. */
function handoverTo(seed: number): string {
  const [log, next] = [testKey(12), testKey(seed)];
  const to = verifierKey(testSuite, { ...logKey, publicKey: next.publicKey });
  const handover = { from: logKey, to, size: entries.length, root: new Uint8Array(32) };
  const message = handoverMessage(handover);
  return encodeHandover(handover, { from: log.sign(message), to: next.sign(message) });
}

function verifyCodes(rules: typeof stateRules, bytes: Uint8Array): readonly string[] {
  return verifyStateFile(rules, "a.state.json", bytes).map(({ ok, how, code }) => `${code} ${ok ? how : "failed"}`);
}
