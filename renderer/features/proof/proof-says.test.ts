import { expect, test } from "vitest";
import type { EntryDetail } from "#ledger-core/contract/api/ledger.ts";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { clockRow, keyRow } from "#ledger-core/contract/schema/governance.ts";
import { encodeRowChange } from "#ledger-core/proof/change.ts";
import { encodeEntry, FORM_TRANSACTION } from "#ledger-core/proof/entry.ts";
import { isToldOtherwise, readProofSays } from "./proof-says.ts";

const TIME = 1_763_971_300;
const ID = "ab".repeat(32);
const words = { zh: "", en: "" };
const department = { key: 7, name: words, short: words, functions: [], state: "active" as const };
const person = { key: 3, handle: "", department, title: words, maskedName: "", roles: [], state: "active" as const };

const KEY = new Uint8Array(32).fill(5);
const SIGNED = {
  network: new Uint8Array(32),
  kind: "catalog.offer",
  version: 1,
  bodyRoot: new Uint8Array(32),
  actorKey: KEY,
  department: 7,
  claimedTime: TIME - 100,
  validUntil: TIME + 1_000,
  salt: new Uint8Array(16),
};

/** What the files of a proof say of an act of that place and height; of two blocks and two keys rows come along. */
function saysOf(index: number, height: number, code: string) {
  const hash = new Uint8Array(32);
  const leaf = encodeEntry({ form: FORM_TRANSACTION, transactionHash: hash, height, index, code, changesRoot: hash });
  const keys = [KEY, new Uint8Array(32)].map((publicKey, i) =>
    encodeRowChange("kernel.key", 9 - i, keyRow, { person: 3 + i, publicKey, state: "live", since: 0 }),
  );
  const clocks = [1, 3].map((at) => encodeRowChange("kernel.clock", 1, clockRow, { height: at, time: TIME + at }));
  const changes = [...keys, ...clocks].map((change) => ({ change, place: 0, count: 1, hashes: [] }));
  const basis = [{ what: "key", index: 1, hashes: [], entry: leaf, changes }];
  const says = readProofSays(leaf, SIGNED, { basis });
  if (says === undefined) throw new Error("the leaf parses");
  return says;
}

const ACT = saysOf(5, 3, "");
const REFUSAL = saysOf(2, 1, "NOT_ENTITLED");

function toldOf(index: number, height: number, code: string | null): EntryDetail {
  return {
    ...{ index, id: ID, height, time: TIME + height, kind: "catalog.offer", label: words, code, person, department },
    state: code === null ? "executed" : "refused",
    sentence: { zh: [], en: [] },
    ...{ body: null, problem: null, changes: [], place: 1, of: 2, policy: null, proposal: null },
    ...{ publicKey: encodeHex(KEY), claimedTime: TIME - 100 },
  };
}

test("what the node tells as it was signed and sealed is what its proof says, of an act and of a refusal", () => {
  expect(isToldOtherwise(toldOf(5, 3, null), { id: ID, index: 5 }, ACT)).toBe(false);
  expect(isToldOtherwise(toldOf(2, 1, "NOT_ENTITLED"), { id: ID, index: 2 }, REFUSAL)).toBe(false);
});

const others: readonly Partial<EntryDetail>[] = [
  { id: "cd".repeat(32) },
  { index: 2 },
  { height: 4 },
  { time: TIME },
  { kind: "catalog.retire" },
  { state: "refused" },
  { code: "NOT_ENTITLED" },
  { state: "system" },
  { publicKey: "cd".repeat(32) },
  { publicKey: null },
  { claimedTime: TIME },
  { person: { ...person, key: 4 } },
  { person: null },
  { department: { ...department, key: 8 } },
  { department: null },
];
test.each(others)("another %o beside the checks is noticed", (other) => {
  const told = { ...toldOf(5, 3, null), ...other };
  expect(isToldOtherwise(told, { id: ID, index: 5 }, ACT)).toBe(true);
});

test("so is a proof of another entry, and a signer or a time of which the proof says nothing", () => {
  const told = toldOf(5, 3, null);
  expect(isToldOtherwise(told, { id: ID, index: 2 }, REFUSAL)).toBe(true);
  for (const unsaid of [{ person: undefined }, { time: undefined }])
    expect(isToldOtherwise(told, { id: ID, index: 5 }, { ...ACT, ...unsaid })).toBe(true);
});

test("a leaf that is none says nothing", () => {
  expect(readProofSays(new Uint8Array(0), undefined, { basis: [] })).toBeUndefined();
});
