import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { instead } from "#ledger-core/sim/simulator/parts.testing.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { EngineBench } from "./engine.testing.ts";
import { HeldEngine } from "./held-engine.ts";
import { SoloEngine } from "./solo-engine.ts";

const HELD: Turnaway = { code: "NOT_SEALING", data: { reason: "held" } };

let bench: EngineBench;
let engine: HeldEngine;
/** Thrown by whoever asks the writer for rows. */
let failure: Error | undefined;
let prepare: () => void;
let resume: () => SoloEngine;

beforeEach(() => {
  bench = new EngineBench();
  failure = undefined;
  prepare = () => undefined;
  const { writer } = bench;
  const failing = instead(writer, {
    get rows() {
      if (failure !== undefined) throw failure;
      return writer.rows;
    },
  });
  const options = { ...bench.options, writer: failing };
  resume = () => new SoloEngine(options);
  const hold = { why: HELD, endedBy: "member.admit", prepare: () => prepare(), resume: () => resume() };
  engine = new HeldEngine(options, hold);
});
afterEach(() => bench.dispose());

const members = (): number => new Rows(bench.writer.rows).scan(memberTable, "key", { limit: 100 }).length;
const another = (): Uint8Array => bench.city.sign(bench.city.founder, "member.suspend", { member: 1, reason: "" });

describe("a ledger that is held", () => {
  it("takes the act that ends the hold and no other, and what comes behind it goes to the engine that follows", async () => {
    expect(await engine.submit([another()])).toEqual([HELD]);
    const told: number[] = [];
    engine.onBlock(({ height }) => told.push(height));
    const gone = engine.onBlock(({ height }) => {
      told.push(-height);
      gone();
    });
    const answers = await engine.submit([bench.admission(1), bench.admission(2)]);
    expect(answers).toMatchObject([{ state: "executed" }, { state: "executed" }]);
    expect(members()).toBe(3);
    expect(told).toEqual([1, -1, 2]);
    expect(engine.notSealing()).toBeUndefined();
  });

  it("answers where the disk does not give its rows, and takes the same act once it does", async () => {
    failure = new StoreError("DISK_FULL", { detail: "SQLITE_IOERR_READ" });
    const act = bench.admission(1);
    expect(await engine.submit([act])).toEqual([{ code: "NOT_SEALING", data: { reason: "DISK_FULL" } }]);
    expect(engine.notSealing()).toEqual(HELD);
    failure = undefined;
    expect(await engine.submit([act])).toMatchObject([{ state: "executed" }]);
    expect(members()).toBe(2);
  });

  it("goes on where those who listen run into a disk that fails", async () => {
    const end = engine.onBlock(() => {
      throw new StoreError("DISK_FULL", { detail: "SQLITE_IOERR_READ" });
    });
    expect(await engine.submit([bench.admission(1), bench.admission(2)])).toMatchObject([
      { state: "executed" },
      { state: "executed" },
    ]);
    end();
    expect(engine.notSealing()).toBeUndefined();
  });

  it("answers what is sealed as sealed where the disk fails right behind it, and goes on once it does not", async () => {
    engine.onBlock(() => {
      failure = new StoreError("DISK_FULL", { detail: "SQLITE_IOERR_READ" });
    });
    expect(await engine.submit([bench.admission(1)])).toMatchObject([{ state: "executed" }]);
    expect(members()).toBe(2);
    expect(await engine.submit([bench.admission(2)])).toEqual([{ code: "NOT_SEALING", data: { reason: "DISK_FULL" } }]);
    failure = undefined;
    expect(await engine.submit([bench.admission(2)])).toMatchObject([{ state: "executed" }]);
  });

  it("seals nothing where what has to come before cannot be done, and takes the same act once it can", async () => {
    prepare = () => {
      throw new StoreError("DISK_FULL", { detail: "EIO" });
    };
    const act = bench.admission(1);
    expect(await engine.submit([act])).toEqual([{ code: "NOT_SEALING", data: { reason: "DISK_FULL" } }]);
    expect([members(), engine.notSealing()]).toEqual([1, HELD]);
    prepare = () => undefined;
    expect(await engine.submit([act])).toMatchObject([{ state: "executed" }]);
  });

  it("hides no bug behind an answer", async () => {
    failure = new TypeError("a bug");
    await expect(engine.submit([bench.admission(1)])).rejects.toThrow("a bug");
    expect(engine.notSealing()).toEqual(HELD);
  });
});
