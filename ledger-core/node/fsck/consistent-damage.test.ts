/** Alterations by somebody who knows what hangs together in a ledger's file, and has no key. */
import { expect, it } from "vitest";
import { personTable } from "#ledger-core/kernel/governance/tables.ts";
import { newestSigner } from "#ledger-core/kernel/testing/handover.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { changesRoot, encodeChange } from "#ledger-core/proof/change.ts";
import { encodeEntry, parseEntry } from "#ledger-core/proof/entry.ts";
import { pack, unpack } from "#ledger-core/store/packed.ts";
import { copyOf, findings, makeLittleLedger, tamper } from "./little-ledger.testing.ts";

const little = await makeLittleLedger();
const { ledger, officer } = little.city;

it("a root that is not the one over the entries is named once, and every checkpoint that says another", async () => {
  const copy = copyOf(little.folder);
  tamper(copy, (connection) => connection.exec("UPDATE log_block SET root = zeroblob(32) WHERE height IN (7, 8)"));
  expect(await findings(copy)).toEqual([
    "block 7 ROOT_DIFFERS",
    "block 7 CHECKPOINT_DIFFERS",
    "block 8 CHECKPOINT_DIFFERS",
  ]);
});

it("a checkpoint of another block, which the log's key did sign, is found", async () => {
  const copy = copyOf(little.folder);
  const other = "(SELECT checkpoint FROM log_block WHERE height = 6)";
  tamper(copy, (connection) => connection.exec(`UPDATE log_block SET checkpoint = ${other} WHERE height = 7`));
  expect(await findings(copy)).toEqual(["block 7 CHECKPOINT_DIFFERS"]);
});

it("a root that is not the one over the entries is found under a checkpoint that the log's key has signed over it", async () => {
  const copy = copyOf(little.folder);
  const root = new Uint8Array(32);
  const size = ledger.entries.length;
  tamper(copy, (connection) =>
    connection
      .prepare("UPDATE log_block SET root = ?, checkpoint = ? WHERE height = ?")
      .run(root, newestSigner(ledger)(size, root), ledger.height),
  );
  expect(await findings(copy)).toEqual([`block ${ledger.height} ROOT_DIFFERS`]);
});

it("a block is named that cannot be executed, because an entry before it was altered together with its leaf", async () => {
  const copy = copyOf(little.folder);
  const acts = ledger.entries.filter(({ actor }) => actor?.person === officer.person);
  const [, second] = acts;
  if (second === undefined) throw new Error("the officer acts more than once");
  // The act in the block before. Whoever acts next is nobody any more, although the key is still known.
  const place = second.index - 2;
  const removal = encodeChange({ table: personTable.name, key: officer.person, row: undefined });
  tamper(copy, (connection) => {
    const find = connection.prepare<unknown[], [Buffer, Buffer]>("SELECT leaf, changes FROM log_entry WHERE place = ?");
    const [leaf, column] = find.raw().get(place) ?? [];
    const entry = parseEntry(new Uint8Array(leaf ?? []));
    if (entry === undefined || column === undefined) throw new Error("an act has a leaf");
    const changes = [...unpack(new Uint8Array(column)), removal];
    const altered = encodeEntry({ ...entry, changesRoot: changesRoot(nodeSuite, changes) });
    connection
      .prepare("UPDATE log_entry SET leaf = ?, changes = ? WHERE place = ?")
      .run(altered, pack(changes).bytes, place);
  });
  const found = await findings(copy);
  expect(found.slice(0, 2)).toEqual([`entry ${place} ENTRY_DIFFERS`, `block ${second.height - 1} ROOT_DIFFERS`]);
  const heights = acts.slice(1).map(({ height }) => `block ${height} BLOCK_NOT_EXECUTABLE`);
  expect(found.filter((finding) => finding.endsWith("BLOCK_NOT_EXECUTABLE"))).toEqual(heights);
});

it("a check that cannot go on says so, beside what it has found by then", async () => {
  const copy = copyOf(little.folder);
  // A vote on a proposal that there is not, under a number beyond those that this program counts with.
  tamper(copy, (connection) =>
    connection.exec(`CREATE TEMP TABLE copied AS SELECT * FROM kernel_vote LIMIT 1;
      UPDATE copied SET key = 1 << 60, proposal = 999; INSERT INTO kernel_vote SELECT * FROM copied`),
  );
  expect(await findings(copy)).toEqual([
    expect.stringMatching(/^kernel\.vote \d+ ROW_UNFOUNDED$/),
    "ledger.sqlite CHECK_BROKE_OFF",
  ]);
});
