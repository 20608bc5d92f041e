import { expect, it } from "vitest";
import { checkLedger } from "./check-ledger.ts";
import { copyOf, makeLittleLedger, tamper } from "./little-ledger.testing.ts";

const little = await makeLittleLedger({ datasets: 1_200 });
const { ordered } = little.city.ledger;
const entries = little.city.ledger.entries.length;

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
