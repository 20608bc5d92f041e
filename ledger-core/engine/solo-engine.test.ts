import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import {
  CLOCK_STEP_SECONDS_MAX,
  QUEUE_TRANSACTIONS_MAX,
  REFUSALS_PER_KEY_HOUR_MAX,
  VALIDITY_SECONDS_MAX,
} from "#ledger-core/contract/schema/limits.ts";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { usccOf } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { Random } from "#ledger-core/sim/random.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { EngineBench, TestClock } from "./engine.testing.ts";
import type { BlockEvent } from "./engine.ts";
import { openOutbox } from "./outbox.ts";
import { SoloEngine } from "./solo-engine.ts";

let bench: EngineBench;

beforeEach(() => {
  bench = new EngineBench();
});

afterEach(() => {
  bench.dispose();
});

function members(): number {
  return new Rows(bench.writer.rows).scan(memberTable, "key", { limit: 100_000 }).length;
}

describe("sealing", () => {
  it("is at once for what comes alone: accepted, then sealed in a block of its own", async () => {
    const accepted: number[] = [];
    const [receipt] = await bench.engine.submit([bench.admission(1)], (place) => accepted.push(place));
    expect(accepted).toEqual([0]);
    expect(receipt).toMatchObject({ height: 1, index: 1, state: "executed", code: "" });
    expect(bench.writer.head()).toMatchObject({ height: 1, size: 3, checkpoint: "checkpoint of 3\n" });
  });

  it("is in groups under load, in the order of submission, and every answer is that of its transaction", async () => {
    const wires = Array.from({ length: 1_200 }, (_, i) => bench.admission(i));
    const receipts = await Promise.all(wires.map((wire) => bench.engine.submit([wire])));
    const heights = receipts.map(([receipt]) => (receipt !== undefined && "height" in receipt ? receipt.height : -1));
    expect(heights.filter((height) => height === 1)).toHaveLength(500);
    expect(new Set(heights).size).toBeLessThanOrEqual(4);
    expect(heights).toEqual(heights.toSorted((left, right) => left - right));
    expect(members()).toBe(1_201);
  });

  it("tells of each block which rows it changed", async () => {
    const events: BlockEvent[] = [];
    const end = bench.engine.onBlock((event) => events.push(event));
    await bench.engine.submit([bench.admission(1), bench.admission(2)]);
    end();
    await bench.engine.submit([bench.admission(3)]);
    expect(events).toHaveLength(1);
    expect(events[0]?.changed.get("kernel.member")).toEqual([2, 3]);
  });

  it("is answered as sealed though those who listen run into a disk that fails, and told to the others", async () => {
    const told: number[] = [];
    bench.engine.onBlock(() => {
      throw new StoreError("DISK_FULL", { detail: "SQLITE_IOERR_READ" });
    });
    bench.engine.onBlock(({ height }) => told.push(height));
    expect(await bench.engine.submit([bench.admission(1)])).toMatchObject([{ state: "executed" }]);
    expect(await bench.engine.submit([bench.admission(2)])).toMatchObject([{ state: "executed" }]);
    expect([told, bench.engine.notSealing()]).toEqual([[1, 2], undefined]);
  });

  it("is answered as sealed also where listening has a bug, and then ends", async () => {
    bench.engine.onBlock(() => {
      throw new Error("a bug");
    });
    expect(await bench.engine.submit([bench.admission(1)])).toMatchObject([{ state: "executed" }]);
    expect(await bench.engine.submit([bench.admission(2)])).toEqual([
      { code: "NOT_SEALING", data: { reason: "a bug" } },
    ]);
    expect(members()).toBe(2);
  });

  it("records a refusal as an entry, and turns away what is none", async () => {
    const refused = bench.city.sign(bench.city.founder, "member.admit", {
      uscc: "X".repeat(18),
      name: "x",
      functions: [],
    });
    const stale = bench.city.sign(bench.city.founder, "founding.end", { reason: "" }, { validUntil: 5 });
    const [first, second, third] = await bench.engine.submit([refused, stale, new Uint8Array([1, 2, 3])]);
    expect(first).toMatchObject({ state: "refused", code: "USCC_INVALID", index: 1 });
    expect(second).toMatchObject({ code: "EXPIRED" });
    expect(third).toMatchObject({ code: "MALFORMED" });
    expect(bench.writer.head()?.size).toBe(3);
  });

  it("takes no more into a block than its changes fit into memory: what is left comes first in the next, in its order", async () => {
    await bench.engine.close();
    bench.engine = new SoloEngine({ ...bench.options, blockChangesBytes: 600 });
    const before = bench.writer.head()?.height ?? 0;
    const kept: number[] = [];
    bench.engine.onBlock(() => kept.push(openOutbox(bench.folder).load().length));
    const wires = Array.from({ length: 40 }, (_, i) => bench.admission(i));
    const [many, later] = await Promise.all([bench.engine.submit(wires), bench.engine.submit([bench.admission(99)])]);
    const answers = [...many, ...later];
    expect(answers.map((answer) => ("index" in answer ? answer.state : answer.code))).toEqual(
      answers.map(() => "executed"),
    );
    const indexes = answers.flatMap((answer) => ("index" in answer ? [answer.index] : []));
    expect(indexes).toEqual(indexes.toSorted((left, right) => left - right));
    expect((bench.writer.head()?.height ?? 0) - before).toBeGreaterThan(5);
    // Whatever the first block has left waits where a crash does not reach it.
    expect(kept[0]).toBeGreaterThan(30);
    expect(members()).toBe(42);
  });

  it("seals the same act once, in one block or in two, before and after the engine is opened again", async () => {
    const wire = bench.admission(1);
    const [first, second] = await bench.engine.submit([wire, wire]);
    expect(first).toMatchObject({ state: "executed" });
    expect(second).toMatchObject({ code: "ALREADY_SEEN" });
    bench.reopen();
    expect(await bench.engine.submit([wire])).toMatchObject([{ code: "ALREADY_SEEN" }]);
    expect(members()).toBe(2);
  });
});

describe("the outbox", () => {
  it("keeps what waits for a later block through a crash, and empties once it is sealed", async () => {
    const wires = Array.from({ length: 600 }, (_, i) => bench.admission(i));
    openOutbox(bench.folder).save(wires.slice(500));
    await bench.engine.submit(wires.slice(0, 500));
    bench.reopen();
    await expect.poll(members).toBe(601);
    await expect.poll(() => existsSync(join(bench.folder, "outbox"))).toBe(false);
  });

  it("holds what the next block does not take", async () => {
    const wires = Array.from({ length: 700 }, (_, i) => bench.admission(i));
    let kept = -1;
    bench.engine.onBlock(({ height }) => {
      if (height === 1) kept = openOutbox(bench.folder).load().length;
    });
    await bench.engine.submit(wires);
    expect(kept).toBe(200);
    expect(openOutbox(bench.folder).load()).toEqual([]);
  });

  it("is emptied by a block of all that waits once it has become long", async () => {
    const sizes: number[] = [];
    const engine = new SoloEngine({ ...bench.options, outboxBytes: 1 });
    engine.onBlock(({ size }) => sizes.push(size));
    await engine.submit(Array.from({ length: 1_700 }, (_, i) => bench.admission(i)));
    expect(sizes).toEqual([502, 1_703]);
    expect(existsSync(join(bench.folder, "outbox"))).toBe(false);
  });
});

describe("what the node itself objects to", () => {
  it("is not in the outbox any more once that is told, though others still wait", async () => {
    const wires = Array.from({ length: 1_100 }, (_, i) => bench.admission(i));
    const objected = nodeSuite.sha256(wires[600] ?? new Uint8Array(0));
    const objection = { code: "LOG_HANDOVER_REFUSED", data: {} } as const;
    const engine = new SoloEngine({
      ...bench.options,
      objection: (entry) => (equalBytes(nodeSuite.sha256(entry.bytes), objected) ? objection : undefined),
    });
    const kept = new Map<number, readonly string[]>();
    engine.onBlock(({ height }) => kept.set(height, openOutbox(bench.folder).load().map(encodeHex)));
    const answers = await engine.submit(wires);
    expect([answers[599], answers[600], answers[601]]).toMatchObject([{ height: 2 }, objection, { height: 2 }]);
    const wire = encodeHex(wires[600] ?? new Uint8Array(0));
    expect([kept.get(1)?.includes(wire), kept.get(2)?.includes(wire)]).toEqual([true, false]);
    // Those that still wait have not lost their place in it.
    expect(kept.get(2)).toEqual(wires.slice(1_000).map(encodeHex));
  });
});

describe("the outbox of an engine that does not seal", () => {
  const outboxFile = (): string => join(bench.folder, "outbox");

  it("is kept while the clock is not believed, and sealed once a person accepts it", async () => {
    await bench.engine.submit([bench.admission(1)]);
    openOutbox(bench.folder).save([bench.admission(2), bench.admission(3)]);
    bench.clock.set = -CLOCK_STEP_SECONDS_MAX - 10;
    bench.reopen();
    expect([bench.engine.notSealing()?.code, openOutbox(bench.folder).load().length]).toEqual(["CLOCK_STEPPED", 2]);
    bench.engine.acceptClock();
    await expect.poll(members).toBe(4);
    expect(existsSync(outboxFile())).toBe(false);
  });

  it("holds nothing that was turned away: that is not sealed behind its signer's back", async () => {
    const wires = Array.from({ length: 501 }, (_, i) => bench.admission(i));
    const end = bench.engine.onBlock(() => (bench.clock.set = CLOCK_STEP_SECONDS_MAX + 60));
    const answers = await bench.engine.submit(wires);
    end();
    expect(answers.at(-1)).toMatchObject({ code: "CLOCK_STEPPED" });
    expect(existsSync(outboxFile())).toBe(false);
    bench.reopen();
    bench.engine.acceptClock();
    expect(await bench.engine.submit([bench.admission(600)])).toMatchObject([{ state: "executed" }]);
    expect(members()).toBe(502);
  });

  it("that cannot be written is said to the block during which others would wait, and keeps no other from being sealed", async () => {
    mkdirSync(outboxFile());
    const answers = await bench.engine.submit(Array.from({ length: 501 }, (_, i) => bench.admission(i)));
    const refused = { code: "NOT_SEALING", data: { reason: "NOT_A_LEDGER" } };
    expect(answers.slice(0, 500)).toEqual(Array.from({ length: 500 }, () => refused));
    expect(answers[500]).toMatchObject({ state: "executed" });
    expect(members()).toBe(2);
  });

  it("begins behind what was written whole", () => {
    const outbox = openOutbox(bench.folder);
    outbox.save([bench.admission(1)]);
    // A part of a transaction, as a full disk leaves it where it is not taken back.
    const whole = readFileSync(outboxFile());
    writeFileSync(outboxFile(), whole.subarray(0, whole.length - 1));
    expect(outbox.load()).toEqual([]);
  });
});

describe("a clock that steps", () => {
  it.each([CLOCK_STEP_SECONDS_MAX + 60, -CLOCK_STEP_SECONDS_MAX - 60])(
    "by %i seconds stops the sealing until a person accepts it",
    async (step) => {
      await bench.engine.submit([bench.admission(1)]);
      bench.clock.set = step;
      expect(await bench.engine.submit([bench.admission(2)])).toMatchObject([{ code: "CLOCK_STEPPED" }]);
      expect(bench.engine.notSealing()).toMatchObject({ code: "CLOCK_STEPPED", data: { seconds: step } });
      bench.engine.acceptClock();
      expect(await bench.engine.submit([bench.admission(3)])).toMatchObject([{ state: "executed" }]);
    },
  );

  it("may drift by less, and block time never runs back", async () => {
    bench.clock.set = 120;
    await bench.engine.submit([bench.admission(1)]);
    const before = bench.writer.head()?.time ?? 0;
    bench.clock.set = -120;
    expect(await bench.engine.submit([bench.admission(2)])).toMatchObject([{ state: "executed" }]);
    expect(bench.writer.head()?.time).toBe(before);
  });

  it("may tell another time at each look: what a block turns away is told why, and sealing goes on", async () => {
    const clock = new TestClock(bench.clock.seconds);
    const random = new Random(1);
    clock.wallSeconds = () => clock.seconds - random.below(3);
    const engine = new SoloEngine({ ...bench.options, clock });
    const codes = new Set<string>();
    for (let i = 0; i < 100; i++) {
      clock.seconds += 60;
      const body = { uscc: usccOf(i + 100), name: `department ${i}`, functions: [] };
      // One that not every look takes to be valid for no longer than it may be.
      const validUntil = clock.seconds + VALIDITY_SECONDS_MAX - (i % 3);
      const [answer] = await engine.submit([bench.city.sign(bench.city.founder, "member.admit", body, { validUntil })]);
      codes.add(answer?.code ?? "none");
    }
    expect([...codes].toSorted()).toEqual(["", "VALIDITY_TOO_LONG"]);
    expect(engine.notSealing()).toBeUndefined();
  });

  it("has not stepped where the machine slept, but has where it was set before or after", async () => {
    bench.clock.suspend(900);
    expect(await bench.engine.submit([bench.admission(1)])).toMatchObject([{ state: "executed" }]);
    bench.clock.pass(60);
    expect(bench.engine.notSealing()).toBeUndefined();
    bench.clock.suspend(8 * 3_600);
    bench.clock.set = 1_800;
    const step = { code: "CLOCK_STEPPED", data: { seconds: 1_800 } };
    expect(await bench.engine.submit([bench.admission(2)])).toMatchObject([step]);
    bench.engine.acceptClock();
    bench.clock.suspend(3_600);
    expect(bench.engine.notSealing()).toBeUndefined();
  });

  it("is noticed at the start if it lies far before the last block", async () => {
    await bench.engine.submit([bench.admission(1)]);
    bench.clock.set = -CLOCK_STEP_SECONDS_MAX - 10;
    bench.reopen();
    expect(bench.engine.notSealing()?.code).toBe("CLOCK_STEPPED");
  });
});

describe("limits", () => {
  it("turn away a key that was refused too often in an hour, and let it in again in the next", async () => {
    const { city, engine, clock } = bench;
    const refused = (): Uint8Array =>
      city.sign(city.founder, "member.admit", { uscc: "X".repeat(18), name: "x", functions: [] });
    await engine.submit(Array.from({ length: REFUSALS_PER_KEY_HOUR_MAX }, refused));
    expect(await engine.submit([bench.admission(1)])).toMatchObject([{ code: "TOO_MANY_REFUSALS" }]);
    clock.pass(3_600);
    city.time = clock.seconds;
    expect(await engine.submit([bench.admission(2)])).toMatchObject([{ state: "executed" }]);
  });

  it("count only the refusals that the log has", async () => {
    const { city, engine, writer } = bench;
    const refused = (): Uint8Array =>
      city.sign(city.founder, "member.admit", { uscc: "X".repeat(18), name: "x", functions: [] });
    const commit = writer.commit.bind(writer);
    writer.commit = () => {
      throw new StoreError("DISK_FULL", { folder: bench.folder });
    };
    const lost = await engine.submit(Array.from({ length: REFUSALS_PER_KEY_HOUR_MAX }, refused));
    expect(new Set(lost.map(({ code }) => code))).toEqual(new Set(["NOT_SEALING"]));
    writer.commit = commit;
    expect(await engine.submit([bench.admission(1)])).toMatchObject([{ state: "executed" }]);
  });

  it("turn away what the queue cannot hold", async () => {
    const wire = bench.admission(1);
    const many = Array.from({ length: QUEUE_TRANSACTIONS_MAX + 1 }, () => wire);
    const answers = await bench.engine.submit(many);
    expect(answers.at(-1)).toMatchObject({ code: "QUEUE_FULL" });
    expect(answers.at(-2)).toMatchObject({ code: "ALREADY_SEEN" });
  });

  it("answer everything that waits when the engine closes", async () => {
    const waiting = bench.engine.submit([bench.admission(1), bench.admission(2)]);
    await bench.engine.close();
    expect(await waiting).toMatchObject([{ state: "executed" }, { state: "executed" }]);
    expect(await bench.engine.submit([bench.admission(3)])).toMatchObject([{ code: "NOT_SEALING" }]);
    // Nothing of it goes on: no timer finds the closed file.
    bench.writer.close();
    expect(() => bench.clock.pass(3_600)).not.toThrow();
    bench.reopen();
  });

  it("survive a disk without room: nothing is half done, and the next submission tries again", async () => {
    const { writer } = bench;
    const commit = writer.commit.bind(writer);
    writer.commit = () => {
      throw new StoreError("DISK_FULL", { folder: bench.folder });
    };
    expect(await bench.engine.submit([bench.admission(1)])).toMatchObject([
      { code: "NOT_SEALING", data: { reason: "DISK_FULL" } },
    ]);
    expect(members()).toBe(1);
    writer.commit = commit;
    expect(await bench.engine.submit([bench.admission(2)])).toMatchObject([{ state: "executed" }]);
  });
});
