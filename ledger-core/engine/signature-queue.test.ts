import { afterEach, describe, expect, it } from "vitest";
import { memberTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { EngineBench } from "./engine.testing.ts";
import { isSigned } from "./signature-queue.ts";
import type { SignatureChecker } from "./signature-queue.ts";

/** Checks some time later, the first batches last; fails where it is told to. */
class SlowChecker implements SignatureChecker {
  readonly sizes: number[] = [];
  isFailing = false;

  check(wires: readonly Uint8Array[]): Promise<readonly boolean[]> {
    this.sizes.push(wires.length);
    const delayMs = Math.max(0, 400 - 100 * this.sizes.length);
    return new Promise((resolve, reject) => {
      setTimeout(() => {
        if (this.isFailing) reject(new Error("the checker has ended"));
        else resolve(wires.map((wire) => isSigned(nodeSuite, wire)));
      }, delayMs);
    });
  }
}

let bench: EngineBench;
afterEach(() => bench.dispose());

const members = (): number => new Rows(bench.writer.rows).scan(memberTable, "key", { limit: 100_000 }).length;
const admissions = (first: number, count: number): Uint8Array[] =>
  Array.from({ length: count }, (_, i) => bench.admission(first + i));

/** The same act with a signature that is none of it. */
function forged(wire: Uint8Array): Uint8Array {
  const bytes = Uint8Array.from(wire);
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes;
}

describe("signatures that are checked elsewhere", () => {
  it("are believed one by one, and what comes later is sealed later, whichever is checked first", async () => {
    const checker = new SlowChecker();
    bench = new EngineBench(checker);
    const wires = admissions(0, 1_100);
    for (const place of [3, 700, 1_020]) wires[place] = forged(wires[place] ?? new Uint8Array());
    const accepted: number[] = [];
    const many = bench.engine.submit(wires, (place) => accepted.push(place));
    // Alone it would be checked at once, and would stand before what was submitted first.
    const single = bench.engine.submit([bench.admission(2_000)]);
    const answers = [...(await many), ...(await single)];
    const invalid = answers.flatMap((answer, place) => (answer.code === "SIGNATURE_INVALID" ? [place] : []));
    expect(invalid).toEqual([3, 700, 1_020]);
    const indexes = answers.flatMap((answer) => ("index" in answer ? [answer.index] : []));
    expect(indexes).toHaveLength(1_098);
    expect(indexes).toEqual(indexes.toSorted((left, right) => left - right));
    expect(accepted).toEqual(wires.flatMap((_, place) => (invalid.includes(place) ? [] : [place])));
    expect(members()).toBe(1_099);
    // The checker has two batches before it, and this thread nothing else to do: so it checks the rest itself.
    expect(checker.sizes).toEqual([500, 500]);
  });

  it("are few that come at rest checked here", async () => {
    const checker = new SlowChecker();
    bench = new EngineBench(checker);
    const answers = await bench.engine.submit([...admissions(0, 14), forged(bench.admission(20))]);
    expect(answers.map(({ code }) => code)).toEqual([...Array.from({ length: 14 }, () => ""), "SIGNATURE_INVALID"]);
    expect(checker.sizes).toEqual([]);
  });

  it("are checked here where the checker has failed", async () => {
    const checker = new SlowChecker();
    checker.isFailing = true;
    bench = new EngineBench(checker);
    const answers = await bench.engine.submit([...admissions(0, 40), forged(bench.admission(50))]);
    expect(answers.filter(({ code }) => code === "")).toHaveLength(40);
    expect(answers.at(-1)).toMatchObject({ code: "SIGNATURE_INVALID" });
    expect(checker.sizes).toEqual([41]);
  });

  it("are awaited when the engine closes, and nothing more is taken", async () => {
    bench = new EngineBench(new SlowChecker());
    const before = bench.engine.submit(admissions(0, 60));
    const closed = bench.engine.close();
    expect(await bench.engine.submit(admissions(100, 60))).toMatchObject(
      Array.from({ length: 60 }, () => ({ code: "NOT_SEALING", data: { reason: "closed" } })),
    );
    await closed;
    expect((await before).every((answer) => "index" in answer)).toBe(true);
    expect(members()).toBe(61);
  });

  it("are of no use once sealing has stopped: what waited for them is answered", async () => {
    bench = new EngineBench(new SlowChecker());
    const answers = bench.engine.submit(admissions(0, 30));
    bench.clock.set = -100_000;
    expect((await answers).map(({ code }) => code)).toEqual(Array.from({ length: 30 }, () => "CLOCK_STEPPED"));
    expect(members()).toBe(1);
  });

  it("leave those for which the next block has no room where they are, as bytes that no outbox has to keep", async () => {
    bench = new EngineBench({ check: (wires) => Promise.resolve(wires.map((wire) => isSigned(nodeSuite, wire))) });
    const before = bench.writer.head()?.size ?? 0;
    let [accepted, most] = [0, 0];
    const answers = await bench.engine.submit(admissions(0, 2_600), () => {
      accepted++;
      most = Math.max(most, accepted - ((bench.writer.head()?.size ?? 0) - before));
    });
    expect(answers.every((answer) => "index" in answer)).toBe(true);
    expect(accepted).toBe(2_600);
    // A block that is full but for one, and the two batches that were under way.
    expect(most).toBeLessThan(1_500);
  });
});
