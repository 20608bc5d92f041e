/** What is stored beside an entry is held against the entry before anybody is shown it. */
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { openReader } from "#ledger-core/store/store.ts";
import { nodeSuite } from "./crypto-suite.ts";
import { makeLittleLedger } from "./fsck/little-ledger.testing.ts";
import { closeAll, newFolder, newHost, newWindow, problemOf } from "./procedures/windows.testing.ts";
import type { Client } from "./procedures/windows.testing.ts";
import { cityRuleset } from "./rules.ts";
import { verifyEntry } from "./verify-entry.ts";

const PASSPHRASE = "seven quiet herons";

const folder = newFolder();
const { host, clock } = newHost(folder, 1_790_000_000);
const window: Client = newWindow(host);

afterAll(closeAll);

/** An act in the entry 1, closed by the entry 2, and a refused one in the entry 3. */
beforeAll(async () => {
  const names = { network: "City", department: "Data", uscc: "11320100MB1000000Q", person: "leader" };
  await window.setup.create({ ...names, passphrase: PASSPHRASE });
  await window.session.unlock({ handle: "leader", passphrase: PASSPHRASE });
  const body = { uscc: "11320100MB1007919B", name: "审计局", functions: ["audit"] };
  for (const state of ["sealed", "refused"]) {
    const { digest } = await window.signing.prepare({ kind: "member.admit", body });
    const receipt = await window.signing.confirm({ digest, passphrase: PASSPHRASE });
    if (receipt.state !== state) throw new Error(`${receipt.state}, not ${state}`);
    clock.pass(60);
  }
}, 30_000);

/** Does something while the file says other than it did. */
async function whileAltered(table: string, where: string, change: string, use: () => Promise<void>): Promise<void> {
  const file = new Database(join(folder, "ledger.sqlite"));
  try {
    const column = change.split(" ")[0] ?? "";
    const stood = file.prepare(`SELECT ${column} FROM ${table} WHERE ${where}`).pluck().get();
    file.prepare(`UPDATE ${table} SET ${change} WHERE ${where}`).run();
    try {
      await use();
    } finally {
      file.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(stood);
    }
  } finally {
    file.close();
  }
}

it.each([
  ["log_entry", "place", "person = 7", "person"],
  ["log_entry", "place", "department = 2", "department"],
  ["log_entry", "place", "kind = 'member.reinstate'", "kind"],
  ["log_entry", "place", "state = 'refused'", "state"],
  ["log_entry", "place", "code = 'NO_SUCH_ROLE'", "code"],
  ["log_entry", "place", "id = zeroblob(32)", "id"],
  ["log_entry", "place", "changes = (SELECT changes FROM log_entry WHERE place = 2)", "changes"],
  ["log_block", "height", "time = time + 1", "time"],
  ["log_block", "height", "count = count + 1", "count"],
  ["log_block", "height", "first_place = first_place - 1", "first"],
  ["kernel_key", "key", "person = 7", "person"],
])("%s with another %s %s is not shown as it was signed", async (table, key, change, part) => {
  const entry = await window.ledger.entry({ index: 1 });
  expect(entry).toMatchObject({ state: "executed", person: { handle: "leader" }, place: 1, of: 2 });
  await whileAltered(table, `${key} = 1`, change, async () => {
    const problem = await problemOf(window.ledger.entry({ index: 1 }));
    expect(problem.code).toBe("LEDGER_DAMAGED");
    expect(problem.data["detail"]).toMatch(new RegExp(`^entry 1: .*\\b${part}\\b`));
  });
  expect(await window.ledger.entry({ index: 1 })).toEqual(entry);
});

it("a refusal is not shown as an act that was carried out", async () => {
  expect(await window.ledger.entry({ index: 3 })).toMatchObject({ state: "refused", code: "ALREADY_EXISTS" });
  await whileAltered("log_entry", "place = 3", "state = 'executed'", async () => {
    expect((await problemOf(window.ledger.entry({ index: 3 }))).code).toBe("LEDGER_DAMAGED");
  });
});

it("every entry of a ledger with all that there can be in one says what is stored of it", async () => {
  const little = await makeLittleLedger();
  const reader = openReader({ folder: little.folder, ruleset: cityRuleset, suite: nodeSuite });
  const rows = new Rows(reader.rows());
  const size = reader.head()?.size ?? 0;
  const forms = new Set<number>();
  for (let index = 0; index < size; index++) {
    const entry = reader.entry(index);
    if (entry === undefined) throw new Error(`there is no entry ${index}`);
    forms.add(entry.form);
    expect(verifyEntry({ reader, ruleset: cityRuleset, rows }, entry).height).toBe(entry.height);
  }
  reader.close();
  expect([size > 60, forms.size]).toEqual([true, 3]);
});
