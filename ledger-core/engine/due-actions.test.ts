/** What is due by itself: a block that nobody has asked for. */
import { afterEach, beforeEach, expect, it } from "vitest";
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { EngineBench } from "./engine.testing.ts";
import { openOutbox } from "./outbox.ts";
import { SoloEngine } from "./solo-engine.ts";

const MONTH_SECONDS = 31 * 86_400;

let bench: EngineBench;

beforeEach(() => {
  bench = new EngineBench();
});

afterEach(() => {
  bench.dispose();
});

/** A proposal that lapses within a month; returns its key. */
async function putForward(): Promise<number> {
  const { city, engine } = bench;
  const act = async (kind: string, body: unknown): Promise<void> => {
    expect(await engine.submit([city.sign(city.founder, kind, body)])).toMatchObject([{ code: "" }]);
  };
  await engine.submit([bench.admission(1), bench.admission(2)]);
  await act("person.enrol", city.enrolBody(2, "second-leader", ["leader"]));
  await act("person.enrol", city.enrolBody(1, "bureau-second", ["admin", "leader"]));
  await act("person.enrol", city.enrolBody(3, "third-leader", ["leader"]));
  await act("member.assign", { member: 2, functions: ["audit"] });
  await act("person.enrol", city.enrolBody(2, "audit-second", ["leader"]));
  await act("founding.end", { reason: "" });
  await act("member.suspend", { member: 3, reason: "overdue" });
  const [proposal] = new Rows(bench.writer.rows).scan(proposalTable, "state", { equal: ["open"], limit: 1 });
  expect(proposal?.row.kind).toBe("member.suspend");
  return proposal?.key ?? 0;
}

function stateOf(proposal: number): string | undefined {
  return new Rows(bench.writer.rows).get(proposalTable, proposal)?.state;
}

it("wakes the engine when its time comes, though nobody submits anything", async () => {
  const proposal = await putForward();
  const { clock, writer } = bench;
  const height = writer.head()?.height ?? 0;
  const commit = writer.commit.bind(writer);
  let tried = 0;
  writer.commit = () => {
    tried++;
    throw new StoreError("DISK_FULL", { folder: bench.folder });
  };
  for (let passed = 0; passed <= MONTH_SECONDS && tried === 0; passed += 3_600) clock.pass(3_600);
  // A full disk is left alone for some seconds, whatever is due.
  for (let i = 0; i < 50; i++) clock.pass(0);
  expect(tried).toBe(1);
  clock.pass(10);
  expect(tried).toBe(2);
  writer.commit = commit;
  // Timers are set for an hour at most, and set again.
  for (let passed = 0; passed <= MONTH_SECONDS; passed += 3_600) clock.pass(3_600);
  expect(stateOf(proposal)).toBe("expired");
  expect(writer.head()?.height).toBe(height + 1);
});

it("is not sealed by a node that another has taken over from, which seals nothing more", async () => {
  const proposal = await putForward();
  const { clock, writer } = bench;
  const taken = { code: "LEDGER_COPIED", data: {} } as const;
  let isTaken = false;
  const engine = new SoloEngine({ ...bench.options, overtaken: () => (isTaken ? taken : undefined) });
  expect(await engine.submit([bench.admission(3)])).toMatchObject([{ state: "proposed" }]);
  const height = writer.head()?.height ?? 0;
  isTaken = true;
  await bench.engine.close();
  for (let passed = 0; passed <= MONTH_SECONDS; passed += 3_600) clock.pass(3_600);
  expect([stateOf(proposal), writer.head()?.height, engine.notSealing()]).toEqual(["open", height, taken]);
  expect(await engine.submit([bench.admission(4)])).toEqual([taken]);
});

it.each([
  ["here", 1_100, undefined],
  ["elsewhere", 4_000, { check: (wires: readonly Uint8Array[]) => Promise.resolve(wires.map(() => true)) }],
])("is told to everybody who waits, with signatures that are checked %s", async (_, count, checker) => {
  const taken = { code: "LEDGER_COPIED", data: {} } as const;
  let blocks = 0;
  const overtaken = (): typeof taken | undefined => (blocks > 0 ? taken : undefined);
  const engine = new SoloEngine({ ...bench.options, overtaken, ...(checker !== undefined && { checker }) });
  engine.onBlock(() => blocks++);
  const answers = await engine.submit(Array.from({ length: count }, (__, i) => bench.admission(i)));
  const sealed = answers.filter((answer) => "index" in answer).length;
  expect([sealed > 0, sealed < count]).toEqual([true, true]);
  expect(answers.slice(sealed)).toEqual(Array.from({ length: count - sealed }, () => taken));
  // By now it may be the outbox of the other one.
  if (checker === undefined) expect(openOutbox(bench.folder).load()).toHaveLength(count - sealed);
});
