import { expect, it } from "vitest";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import { checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { newestSigner } from "#ledger-core/kernel/testing/handover.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { checkLedger } from "./check-ledger.ts";
import { copyOf, makeLittleLedger, tamper } from "./little-ledger.testing.ts";
import type { LittleLedger } from "./little-ledger.testing.ts";

const little = await makeLittleLedger({ datasets: 1_200 });
const { ordered } = little.city.ledger;
const entries = little.city.ledger.entries.length;
const short = await makeLittleLedger();

/** Where and as what a ledger is found to be wrong by the check as it is run, in all its threads. */
async function found(folder: string): Promise<readonly string[]> {
  const { problems } = await checkLedger({ folder });
  return problems.map(({ where, code }) => `${where} ${code}`);
}

/** A ledger that goes on with an act that nobody signed, or under a checkpoint that nobody did. */
function goneOn({ city, folder }: LittleLedger, what: "act" | "checkpoint"): string {
  const { ledger, officer } = city;
  const copy = copyOf(folder);
  const suite = { ...nodeSuite, verifyEd25519: () => true };
  const unsigned = what === "act" ? { signature: new Uint8Array(64) } : {};
  const sound = checkSound(
    cityRuleset,
    suite,
    ledger.network,
    ledger.sign(officer, "catalog.use", city.useBody(1), unsigned),
  );
  if (isTurnaway(sound)) throw new Error(sound.code);
  const writer = openWriter({ folder: copy, ruleset: cityRuleset, suite: nodeSuite });
  const { height = 0, size: firstIndex = 0 } = writer.head() ?? {};
  const replay = ReplayGuard.fromRows(new Rows(writer.rows));
  const at = { height: height + 1, time: ledger.time, firstIndex, transactions: [sound] };
  const block = executeBlock({ ruleset: cityRuleset, suite: nodeSuite, base: writer.rows, replay, ...at });
  if (block === undefined) throw new Error("a block with an act is not empty");
  const sign = newestSigner(ledger);
  // The last letters of a note are the end of its signature.
  const forge = (note: string): string =>
    note.replace(/(.)(.{6})\n$/u, (_, one, end) => `${one === "A" ? "B" : "A"}${end}\n`);
  writer.commit(block, (...given) => (what === "act" ? sign(...given) : forge(sign(...given))));
  writer.close();
  return copy;
}

it("checks in a thread of its own, tells how far it is, and leaves the event loop alone", async () => {
  const told: number[] = [];
  let ticks = 0;
  const ticking = setInterval(() => ticks++, 1);
  const { folder, checkpoints } = little;
  const checkpoint = checkpoints.at(-1);
  const result = await checkLedger({
    folder,
    checkpoint: checkpoints[3],
    progress: (done, total) => told.push(done, total),
  });
  clearInterval(ticking);
  const blocks = ordered.length + 1;
  expect(result).toMatchObject({ ok: true, entries, blocks, checkpoint, problems: [], isCut: false });
  expect(result.seconds).toBeGreaterThan(0);
  expect(told.at(-1)).toBe(entries);
  expect(told.length).toBeGreaterThan(2);
  expect(ticks).toBeGreaterThan(10);
});

it("says what is wrong in the language that was asked for, and in both", async () => {
  const folder = copyOf(little.folder);
  tamper(folder, (connection) => connection.exec("UPDATE kernel_member SET name = 'x' WHERE key = 2"));
  const { ok, problems, checkpoint, isCut } = await checkLedger({ folder, language: "zh" });
  expect([ok, checkpoint, isCut]).toEqual([false, null, false]);
  expect(problems).toEqual([
    {
      where: "kernel.member 2",
      code: "ROW_DIFFERS",
      message: "记录与账本产生的不一致（部门，编号 2）。不同之处：名称。",
      words: {
        zh: "记录与账本产生的不一致（部门，编号 2）。不同之处：名称。",
        en: "The record is not what the log made of it (department, number 2). What differs: Name.",
      },
    },
  ]);
});

it("finds an act and a checkpoint that nobody signed, also where few signatures or more than a thousand wait to be checked", async () => {
  for (const ledger of [short, little]) {
    const { entries: sealed, ordered: blocks } = ledger.city.ledger;
    expect(await found(ledger.folder)).toEqual([]);
    expect(await found(goneOn(ledger, "act"))).toEqual([`entry ${sealed.length} ENTRY_SIGNATURE_INVALID`]);
    expect(await found(goneOn(ledger, "checkpoint"))).toEqual([
      `block ${blocks.length + 1} CHECKPOINT_SIGNATURE_INVALID`,
    ]);
  }
});

it.each([
  ["ledger.sqlite", "catalog_dataset", "title", "catalog.dataset"],
  ["projections.sqlite", "catalog_search_row", "title_order", undefined],
])("finds a row that is altered, gone or added far behind the first, in %s", async (file, table, column, name) => {
  const keys = rowKeys(file, table);
  expect(keys.length).toBeGreaterThan(1_200);
  const [altered = 0, gone = 0, moved = 0] = [keys[256], keys[700], keys.at(-1)];
  for (const [sql, codes] of [
    [`UPDATE ${table} SET ${column} = 'x' WHERE key = ${altered}`, [`${altered} ROW_DIFFERS`]],
    [`DELETE FROM ${table} WHERE key = ${gone}`, [`${gone} ROW_MISSING`]],
    [`UPDATE ${table} SET key = 99999 WHERE key = ${moved}`, [`${moved} ROW_MISSING`, "99999 ROW_UNFOUNDED"]],
  ] as const) {
    const folder = copyOf(little.folder);
    tamper(folder, (connection) => connection.exec(sql), file);
    const expected =
      name === undefined ? ["catalog_search PROJECTION_DIFFERS"] : codes.map((code) => `${name} ${code}`);
    expect(await found(folder), sql).toEqual(expect.arrayContaining(expected));
  }
});

it("finds nothing in a ledger whose tiles and indexes were lost or altered once they are made anew from its entries", async () => {
  const folder = copyOf(little.folder);
  tamper(folder, (connection) =>
    connection.exec(`DELETE FROM log_history; UPDATE log_tile SET root = zeroblob(32); DELETE FROM log_id_part;
      DROP INDEX log_entry_by_kind; CREATE INDEX planted ON log_entry (code)`),
  );
  const codes = new Set((await found(folder)).map((finding) => finding.split(" ").at(-1)));
  for (const code of ["SCHEMA_DIFFERS", "HISTORY_MISSING"]) expect(codes).toContain(code);
  const writer = openWriter({ folder, ruleset: cityRuleset, suite: nodeSuite, isRebuilding: true });
  await writer.rebuildDerived(() => undefined, new AbortController().signal);
  writer.close();
  expect(await found(folder)).toEqual([]);
});

function rowKeys(file: string, table: string): readonly number[] {
  const keys: number[] = [];
  tamper(
    copyOf(little.folder),
    (connection) => {
      keys.push(...(connection.prepare(`SELECT key FROM ${table} ORDER BY key`).pluck().all() as number[]));
    },
    file,
  );
  return keys;
}

it("lists no more than a hundred problems, and says that there may be more", async () => {
  const folder = copyOf(little.folder);
  tamper(folder, (connection) => connection.exec("UPDATE log_entry SET person = person + 1"));
  const { problems, isCut } = await checkLedger({ folder });
  expect([problems.length, isCut]).toEqual([100, true]);
});

it("stops when it is asked to, before it begins and on its way", async () => {
  const { folder } = little;
  await expect(checkLedger({ folder, signal: AbortSignal.abort(new Error("no longer")) })).rejects.toThrow("no longer");
  const stop = new AbortController();
  const checking = checkLedger({ folder, signal: stop.signal, progress: () => stop.abort(new Error("enough")) });
  await expect(checking).rejects.toThrow("enough");
});
