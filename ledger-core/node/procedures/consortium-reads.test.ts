/** What people see of governance: delegations, votes, the calendar, a leaver's open items, the end of founding. On a small demo city. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import type { RouterClient } from "@orpc/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { dayOfCivil } from "#ledger-core/contract/schema/civil-date.ts";
import { isWorkingDay } from "#ledger-core/contract/schema/working-days.ts";
import { TestClock } from "#ledger-core/engine/engine.testing.ts";
import { findPersonByHandle, rolesAt } from "#ledger-core/kernel/directory.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { ClientSession } from "#ledger-core/node/node-context.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";
import { buildDemo } from "#ledger-core/sim/demo.ts";

const UNTIL = 1_795_147_200;
const DAY_SECONDS = 86_400;

type Window = RouterClient<ReturnType<typeof createRouter>>;

const folder = mkdtempSync(join(tmpdir(), "consortium-reads-"));
const clock = new TestClock(UNTIL);
let host: NodeHost;
/** A leader who has something to vote on; unlocking a key takes its time, so the window is shared. */
let leader: Window;

async function sitAt(handle: string): Promise<Window> {
  const client: ClientSession = { id: handle, keystoreSession: undefined };
  const window = createRouterClient(createRouter(), { context: { host, client, door: "browser" } });
  await window.session.actAs({ handle });
  return window;
}

async function sign(window: Window, kind: string, body: object) {
  const { digest } = await window.signing.prepare({ kind, body: { ...body } });
  return await window.signing.confirm({ digest });
}

function personOf(handle: string): number {
  const person = findPersonByHandle(new Rows(host.ledger.reader.rows()), handle);
  if (person === undefined) throw new Error(`nobody is called ${handle}`);
  return person.key;
}

beforeAll(async () => {
  await buildDemo({ folder: join(folder, "city"), size: "small", until: UNTIL });
  host = new NodeHost({ folder: join(folder, "city"), clock });
  host.open();
  leader = await sitAt("civil-affairs-leader");
}, 60_000);

afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

test("every delegation says whether it holds exactly as the kernel counts roles", async () => {
  const { delegations, counts } = await leader.consortium.delegations({});
  expect(counts.now + counts.past).toBe(delegations.length);
  const rows = new Rows(host.ledger.reader.rows());
  const { people } = await leader.consortium.people({});
  for (const { standing, receiver, role, key } of delegations) {
    const { lent = [], terms = [] } = people.find((person) => person.key === receiver.key) ?? {};
    const holds = rolesAt(rows, receiver.key, UNTIL).some((held) => held === role);
    const isOwn = terms.some((term) => term.role === role && (term.until === 0 || term.until > UNTIL));
    if (standing === "in-force")
      expect([holds, lent.some(({ delegation }) => delegation === key)]).toEqual([true, true]);
    else if (!isOwn) expect([holds, lent.length]).toEqual([false, 0]);
  }
});

test("a role is lent and given back, by the one who received it", async () => {
  const officer = await sitAt("civil-affairs-steward");
  const receiver = personOf("civil-affairs-steward");
  const from = UNTIL + 3 * DAY_SECONDS;
  const body = { receiver, role: "leader", from, until: from + DAY_SECONDS, reason: "a journey" };
  expect((await sign(leader, "delegation.give", body)).state).toBe("sealed");
  const read = async () => (await officer.consortium.delegations({ person: receiver, show: "now" })).delegations;
  expect(await read()).toMatchObject([
    { role: "leader", standing: "later", mayEnd: true, giver: { handle: "civil-affairs-leader" }, reason: "a journey" },
  ]);
  const stranger = await sitAt("finance-officer");
  const { delegations } = await stranger.consortium.delegations({ person: receiver });
  expect(delegations.map(({ mayEnd }) => mayEnd)).toEqual([false]);
  const ended = await sign(officer, "delegation.end", { delegation: (await read())[0]?.key ?? 0, reason: "" });
  expect(ended.state).toBe("sealed");
  expect(await read()).toEqual([]);
  const past = await officer.consortium.delegations({ person: receiver, show: "past" });
  expect(past).toMatchObject({ counts: { now: 0, past: 1 }, delegations: [{ standing: "ended", mayEnd: false }] });
  expect((await officer.consortium.delegations({ department: 1_000 })).delegations).toEqual([]);
});

test("an admission is a vote of departments: its bar, who has spoken, and what one's own department has said", async () => {
  const before = await leader.consortium.votes({ box: "open" });
  const vote = before.votes.find(({ kind }) => kind === "member.admit");
  if (vote === undefined) throw new Error("nothing is voted on");
  // Of 49 departments one is suspended; two thirds of the others are needed.
  expect(vote).toMatchObject({ counts: "departments", electorate: 48, needed: 32, mine: "open", mayVote: true });
  const { approved } = vote;
  expect(vote.voted.filter(({ choice }) => choice === "approve")).toHaveLength(approved);
  expect(vote.waiting).toHaveLength(48 - vote.voted.length);
  expect(before.counts.mine).toBe(before.votes.filter(({ mine }) => mine === "open").length);
  const item = await leader.inbox.item({ proposal: vote.proposal });
  // One department of 48 that rejects leaves enough others.
  expect(item.rejectionEnds).toBe(false);
  const { proposal, round, bodyRoot, subjectRevision } = item;
  const ballot = { proposal, round, bodyRoot, subjectRevision, choice: "abstain", reason: "no opinion" };
  await sign(leader, "proposal.vote", ballot);
  const after = await leader.consortium.votes({ box: "open" });
  expect(after.votes.find((one) => one.proposal === proposal)).toMatchObject({
    approved,
    abstained: vote.abstained + 1,
    mine: "abstain",
    mayVote: false,
  });
  expect(after.counts).toEqual({ open: before.counts.open, mine: before.counts.mine - 1 });
});

test("what one department could carry alone is no vote, and what was decided keeps its outcome", async () => {
  const { votes: open } = await leader.consortium.votes({ box: "open", limit: 500 });
  // The demo leaves requests, an enrolment and a new key open in one department.
  const { items } = await leader.inbox.list({ box: "mine", limit: 500 });
  expect(items.some(({ kind }) => kind === "key.enrol")).toBe(true);
  expect(open.map(({ kind }) => kind)).not.toContain("key.enrol");
  expect(open.map(({ kind }) => kind)).not.toContain("catalog.agree");
  const decided = await leader.consortium.votes({ box: "decided", limit: 500 });
  const suspended = decided.votes.find(({ kind }) => kind === "member.suspend");
  expect(suspended).toMatchObject({ state: "executed", needed: null, electorate: null, mayVote: false });
  expect(suspended?.approved).toBeGreaterThanOrEqual(33);
  const keys = decided.votes.map(({ proposal }) => proposal);
  expect(keys).toEqual(keys.toSorted((left, right) => right - left));
  const [first] = (await leader.consortium.votes({ box: "decided", limit: 1 })).votes;
  expect(first?.proposal).toBe(keys[0]);
});

test("the calendar counts what the signed table says, and so does the day so many working days away", async () => {
  const calendar = await leader.consortium.calendar({ year: 2026 });
  expect(calendar.isSet).toBe(true);
  expect(calendar.set?.time).toBeGreaterThan(0);
  const of2026 = (year: number) => (year === 2026 ? calendar : undefined);
  for (const { month, days, working } of calendar.months) {
    const all = Array.from({ length: days }, (_, place) => dayOfCivil({ year: 2026, month, day: place + 1 }));
    expect(all.filter((day) => isWorkingDay(of2026, day))).toHaveLength(working);
  }
  expect(calendar.months.reduce((sum, { working }) => sum + working, 0)).toBe(calendar.working);
  // The last working day before the holiday of October 2026, and the first after it.
  const from = dayOfCivil({ year: 2026, month: 9, day: 30 });
  const answer = await leader.consortium.workingDays({ from, count: 1 });
  expect(answer).toMatchObject({
    day: dayOfCivil({ year: 2026, month: 10, day: 8 }),
    calendarDays: 8,
    skipped: 7,
    unset: [],
  });
  const far = await leader.consortium.workingDays({ from, count: 300 });
  expect(far.unset).toEqual([2027]);
  expect(await leader.consortium.workingDays({ from, count: 0 })).toMatchObject({ day: from, skipped: 0, unset: [] });
  expect(await leader.consortium.calendar({ year: 1970 })).toMatchObject({ isSet: false, set: null, working: 261 });
});

test("whoever leaves leaves behind what they began, and colleagues could take it over", async () => {
  const person = personOf("data-bureau-leader");
  const { proposals, total, keys, roles, successors } = await leader.consortium.leaving({ person });
  expect(total).toBe(proposals.length);
  expect(proposals.map(({ state }) => state)).toContain("open");
  expect(keys).toBe(1);
  expect(roles).toContain("leader");
  expect(successors.every(({ department, key }) => department.key === 1 && key !== person)).toBe(true);
});

test("the end of founding is ready only where every function that is named has two people", async () => {
  const founding = await leader.consortium.founding();
  expect(founding).toMatchObject({ isFounding: false, isChangeable: true, isReady: false });
  expect(founding.functions.every(({ people, needed }) => people >= needed)).toBe(true);
});
