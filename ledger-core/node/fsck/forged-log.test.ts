/** Logs that their own key has signed and that the rules would never have made: nothing in them contradicts itself. */
import { newestSigner } from "#ledger-core/kernel/testing/handover.testing.ts";
import { expect, it } from "vitest";
import { encode } from "#ledger-core/contract/schema/codec.ts";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import type { Block, SealedEntry } from "#ledger-core/kernel/block.ts";
import type { Sound } from "#ledger-core/kernel/door.ts";
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import { agreementTable } from "#ledger-core/modules/catalog/tables.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { changesRoot, encodeRowChange } from "#ledger-core/proof/change.ts";
import { encodeEntry, FORM_SYSTEM, parseEntry } from "#ledger-core/proof/entry.ts";
import { encodeSystemEntry } from "#ledger-core/proof/system-entry.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { check, copyOf, makeLittleLedger } from "./little-ledger.testing.ts";

const little = await makeLittleLedger();
/** Entries of the honest log: the first forged one stands in this place. */
const size = little.city.ledger.entries.length;
const { city } = little;
const { ledger, officer } = city;
const use = ledger.sign(officer, "catalog.use", city.useBody(1));

type Forgery = {
  readonly transactions?: readonly Sound[];
  /** Whether acts that are in force already may come once more. */
  readonly forgetful?: boolean;
  readonly time?: number;
  readonly change?: (block: Block) => Block;
};

/** What is found in a ledger that goes on with a block of the forger's making, and then with an honest one. */
async function foundAfter({
  transactions = [ledger.check(use)],
  forgetful = false,
  time = ledger.time,
  change,
}: Forgery): Promise<readonly string[]> {
  const folder = copyOf(little.folder);
  const writer = openWriter({ folder, ruleset: cityRuleset, suite: nodeSuite });
  const common = { ruleset: cityRuleset, suite: nodeSuite, base: writer.rows };
  const add = (sounds: readonly Sound[], forge: (block: Block) => Block, replay: ReplayGuard): void => {
    const head = writer.head();
    if (head === undefined) throw new Error("a ledger has a head");
    const at = { height: head.height + 1, time, firstIndex: head.size };
    const block = executeBlock({ ...common, ...at, replay, transactions: sounds });
    if (block !== undefined) writer.commit(forge(block), newestSigner(ledger));
  };
  const replay = ReplayGuard.fromRows(new Rows(writer.rows));
  add(transactions, change ?? ((block) => block), forgetful ? new ReplayGuard() : replay);
  const honest = ledger.check(ledger.sign(officer, "catalog.use", city.useBody(1, { rowCount: 2 })));
  add([honest], (block) => block, replay);
  writer.close();
  const { problems } = await check(folder);
  return problems.map(({ where, code }) => `${where} ${code}`);
}

/** An entry with other parts, and the leaf that goes with them. */
function resealed(entry: SealedEntry, parts: Partial<SealedEntry>): SealedEntry {
  const made = { ...entry, ...parts };
  const { form, height, index, code } = made;
  const transactionHash = nodeSuite.sha256(made.bytes);
  return {
    ...made,
    entry: encodeEntry({
      form,
      transactionHash,
      height,
      index,
      code,
      changesRoot: changesRoot(nodeSuite, made.changes),
    }),
  };
}

it("takes an honest continuation for what it is", async () => {
  expect(await foundAfter({})).toEqual([]);
});

it("finds a change that no act made, and judges what comes after it by itself", async () => {
  const found = await foundAfter({
    change: (block) => ({
      ...block,
      entries: block.entries.map((entry, i) => (i === 0 ? withMoreUses(entry) : entry)),
    }),
  });
  expect(found).toEqual([`entry ${size} ENTRY_DIFFERS`]);
});

function withMoreUses(entry: SealedEntry): SealedEntry {
  const writes = entry.writes.map((write) => {
    if (write.table.name !== agreementTable.name || write.row === undefined) return write;
    const row = { ...write.row, useLimit: 1_000_000 };
    return { ...write, row, change: encodeRowChange(write.table.name, write.key, write.table.row, row) };
  });
  const changes = writes.map(({ change }) => change);
  return resealed(entry, { writes, changes });
}

it("finds an outcome that was turned around", async () => {
  const refuse = (entry: SealedEntry): SealedEntry =>
    resealed(entry, { code: "USE_NOT_PERMITTED", state: "refused", changes: [], writes: [] });
  const change = (block: Block): Block => ({
    ...block,
    entries: block.entries.map((entry, i) => (i === 0 ? refuse(entry) : entry)),
  });
  expect(await foundAfter({ change })).toEqual([`entry ${size} ENTRY_DIFFERS`]);
});

it("finds an act that nobody signed", async () => {
  const believing = { ...nodeSuite, verifyEd25519: () => true };
  const wire = ledger.sign(officer, "catalog.use", city.useBody(1), { signature: new Uint8Array(64) });
  const sound = checkSound(cityRuleset, believing, ledger.network, wire);
  if (isTurnaway(sound)) throw new Error(sound.code);
  expect(await foundAfter({ transactions: [sound] })).toEqual([`entry ${size} ENTRY_SIGNATURE_INVALID`]);
});

it("finds an act that was sealed twice", async () => {
  const again = ledger.ordered.flatMap(({ wires }) => wires).at(-1) ?? use;
  const found = await foundAfter({ transactions: [ledger.check(again)], forgetful: true });
  expect(found[0]).toBe(`entry ${size} ENTRY_TURNED_AWAY`);
});

it("finds a system entry that was invented, and a due action that was left out", async () => {
  const bytes = encodeSystemEntry({
    name: "gift",
    body: encode(agreementTable.row.fields[0]?.[1] ?? { kind: "bytes", lengthMin: 0, lengthMax: 1 }, 1),
  });
  const invent = (block: Block): Block => {
    const [first, closing] = block.entries;
    if (first === undefined || closing === undefined) throw new Error("an act and the closing entry");
    const gift = resealed(first, {
      form: FORM_SYSTEM,
      id: nodeSuite.sha256(bytes),
      bytes,
      kind: "gift",
      state: "system",
      actor: undefined,
    });
    const moved = resealed(closing, { index: closing.index + 1 });
    return {
      ...block,
      entries: [first, { ...gift, index: closing.index, entry: movedLeaf(gift, closing.index) }, moved],
    };
  };
  expect((await foundAfter({ change: invent }))[0]).toBe(`entry ${size + 1} ENTRY_UNFOUNDED`);
  const inventFirst = (block: Block): Block => {
    const [first, gift, closing] = invent(block).entries;
    if (first === undefined || gift === undefined || closing === undefined) throw new Error("three entries");
    const placed = [gift, first].map((entry, i) => {
      const index = block.firstIndex + i;
      return { ...entry, index, entry: movedLeaf(entry, index) };
    });
    return { ...block, entries: [...placed, closing] };
  };
  expect((await foundAfter({ change: inventFirst }))[0]).toBe(`entry ${size} ENTRY_UNFOUNDED`);
  const leaveOut = (block: Block): Block => {
    const closing = block.entries.at(-1);
    if (closing === undefined || block.entries.length < 2) throw new Error("something is due");
    return { ...block, entries: [resealed(closing, { index: block.firstIndex })] };
  };
  const later = ledger.time + 40 * 86_400;
  expect((await foundAfter({ transactions: [], time: later, change: leaveOut }))[0]).toBe(
    `entry ${size} ENTRY_LACKING`,
  );
});

function movedLeaf(entry: SealedEntry, index: number): Uint8Array {
  const leaf = parseEntry(entry.entry);
  if (leaf === undefined) throw new Error("a leaf");
  return encodeEntry({ ...leaf, index });
}
