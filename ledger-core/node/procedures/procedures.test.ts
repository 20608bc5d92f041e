/** The procedures as windows call them, on a small demo city and on a real network of one. */
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, ORPCError } from "@orpc/server";
import type { RouterClient } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import { USE_ACTIONS } from "#ledger-core/contract/schema/catalog.ts";
import { TestClock } from "#ledger-core/engine/engine.testing.ts";
import type { ClientSession, NodeContext } from "#ledger-core/node/node-context.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";
import { buildDemo } from "#ledger-core/sim/demo.ts";

const UNTIL = 1_795_147_200;
const PASSPHRASE = "correct horse battery";
const folders: string[] = [];
const hosts: NodeHost[] = [];

type Client = RouterClient<ReturnType<typeof createRouter>>;

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "procedures-"));
  folders.push(folder);
  return join(folder, "ledger");
}

function newHost(folder: string, time: number): { readonly host: NodeHost; readonly clock: TestClock } {
  const clock = new TestClock(time);
  const host = new NodeHost({ folder, clock });
  hosts.push(host);
  return { host, clock };
}

/** A window of its own. */
function newWindow(host: NodeHost, door: NodeContext["door"] = "browser"): Client {
  const client: ClientSession = { id: String(Math.random()), keystoreSession: undefined };
  return createRouterClient(createRouter(), { context: { host, client, door } });
}

async function problemOf(work: Promise<unknown>): Promise<Problem> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ORPCError) || error.code !== "PROBLEM") throw new Error(`not a problem: ${String(error)}`);
  return error.data;
}

afterAll(async () => {
  for (const host of hosts) await host.close();
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

describe("a real network of one", () => {
  let host: NodeHost;
  let clock: TestClock;
  let window: Client;
  let kit: { readonly kit: string; readonly code: string };

  beforeAll(async () => {
    ({ host, clock } = newHost(newFolder(), UNTIL));
    window = newWindow(host);
  });

  it("says what is missing before there is one, and creates it with a recovery kit", async () => {
    expect(await window.setup.state()).toMatchObject({ ledger: "none" });
    expect((await problemOf(window.system.status())).code).toBe("NO_LEDGER");
    const given = { network: "My City", department: "数据局", uscc: "X", person: "leader", passphrase: PASSPHRASE };
    expect((await problemOf(window.setup.create(given))).code).toBe("USCC_INVALID");
    expect(
      (await problemOf(window.setup.create({ ...given, uscc: "11320100MB1000000Q", passphrase: "short" }))).code,
    ).toBe("PASSPHRASE_WEAK");
    kit = await window.setup.create({ ...given, uscc: "11320100MB1000000Q" });
    expect(await window.setup.state()).toMatchObject({ ledger: "real" });
    expect(await window.system.status()).toMatchObject({ name: "My City", founding: true, height: 0, departments: 1 });
    expect((await problemOf(window.setup.create(given))).code).toBe("LEDGER_EXISTS");
  });

  it("unlocks with the passphrase alone, and lets nobody act as another", async () => {
    expect(await window.session.me()).toBeNull();
    const wrong = await problemOf(window.session.unlock({ handle: "leader", passphrase: "something else" }));
    expect(wrong.code).toBe("PASSPHRASE_WRONG");
    expect(wrong.cause.zh).not.toBe("");
    expect((await problemOf(window.session.actAs({ handle: "leader" }))).code).toBe("DEMO_ONLY");
    expect((await problemOf(window.signing.prepare({ kind: "founding.end", body: { reason: "" } }))).code).toBe(
      "NOT_UNLOCKED",
    );
    clock.pass(60);
    expect((await window.session.unlock({ handle: "leader", passphrase: PASSPHRASE })).person.handle).toBe("leader");
  });

  it("shows an act before it is signed, asks for the passphrase each time, and seals it once", async () => {
    const body = { uscc: "11320100MB1007919B", name: "审计局", functions: ["audit"] };
    const prepared = await window.signing.prepare({ kind: "member.admit", body });
    expect(prepared.sentence.en.map((part) => part.text).join("")).toContain("审计局");
    expect(prepared.preview).toMatchObject({ state: "executed", problem: null, progress: { filled: 1, needed: 1 } });
    expect(prepared.preview.changes).toMatchObject([
      { table: "kernel.member", before: null, after: { name: "审计局" } },
    ]);
    expect(await window.signing.method()).toEqual({ method: "passphrase" });
    const { digest } = prepared;
    expect((await problemOf(window.signing.confirm({ digest }))).code).toBe("PASSPHRASE_WRONG");
    const other = newWindow(host);
    clock.pass(60);
    await other.session.unlock({ handle: "leader", passphrase: PASSPHRASE });
    expect((await problemOf(other.signing.confirm({ digest, passphrase: PASSPHRASE }))).code).toBe("NOT_UNLOCKED");
    const receipt = await window.signing.confirm({ digest, passphrase: PASSPHRASE });
    expect(receipt).toMatchObject({ id: digest, state: "sealed", code: null, height: 1, index: 1 });
    expect((await problemOf(window.signing.confirm({ digest, passphrase: PASSPHRASE }))).code).toBe(
      "SIGNING_ITEM_MISSING",
    );
  });

  it("names the field of a body that is wrong, and seals a refusal with its cause and next step", async () => {
    const problem = await problemOf(window.signing.prepare({ kind: "member.admit", body: { uscc: 5 } }));
    expect(problem).toMatchObject({ code: "BODY_INVALID", data: { field: "uscc" } });
    expect((await problemOf(window.signing.prepare({ kind: "no.such", body: {} }))).code).toBe("UNKNOWN_KIND");
    const body = { uscc: "11320100MB1007919B", name: "again", functions: [] };
    const prepared = await window.signing.prepare({ kind: "member.admit", body });
    expect(prepared.preview).toMatchObject({ state: "refused", problem: { code: "ALREADY_EXISTS" } });
    const receipt = await window.signing.confirm({ digest: prepared.digest, passphrase: PASSPHRASE });
    expect(receipt).toMatchObject({ state: "refused", code: "ALREADY_EXISTS", problem: { code: "ALREADY_EXISTS" } });
    const entry = await window.ledger.entry({ index: receipt.index });
    expect(entry).toMatchObject({ code: "ALREADY_EXISTS", state: "refused", changes: [] });
  });

  it("compares a checkpoint that somebody holds with the log as it is", async () => {
    const { checkpoint, origin } = await window.system.status();
    expect(await window.ledger.compare({ checkpoint })).toMatchObject({ verdict: "same" });
    const prepared = await window.signing.prepare({ kind: "founding.end", body: { reason: "early" } });
    await window.signing.confirm({ digest: prepared.digest, passphrase: PASSPHRASE });
    expect(await window.ledger.compare({ checkpoint })).toMatchObject({ verdict: "grew" });
    expect(
      await window.ledger.compare({ checkpoint: checkpoint.replace(origin, "tcc/0000000000000000") }),
    ).toMatchObject({
      verdict: "other-log",
    });
    const [, size = ""] = checkpoint.split("\n");
    const forged = checkpoint.replace(`\n${size}\n`, `\n${Number(size) - 1}\n`);
    expect(await window.ledger.compare({ checkpoint: forged })).toMatchObject({ verdict: "unsigned" });
    expect(await window.ledger.compare({ checkpoint: "hello" })).toMatchObject({ verdict: "unreadable" });
  });

  it("locks by itself when nothing is done, and a recovery kit gives the key back", async () => {
    await window.session.lock();
    expect(await window.session.me()).toBeNull();
    const passphrase = "another long passphrase";
    clock.pass(60);
    expect(await window.session.restore({ ...kit, passphrase })).toEqual({ handle: "leader" });
    expect((await window.session.unlock({ handle: "leader", passphrase })).person.handle).toBe("leader");
  });

  it("changes a key for a new one, and takes it up where that was cut off between ledger and file", async () => {
    const passphrase = "another long passphrase";
    const before = await window.consortium.people({});
    const { receipt, me } = await window.session.rotateKey({ passphrase });
    expect(receipt).toMatchObject({ state: "sealed", code: null });
    expect(me?.person.handle).toBe("leader");
    const after = await window.consortium.people({});
    const old = before.people[0]?.keys[0]?.publicKey;
    expect(after.people[0]?.keys.map((key) => [key.state, key.publicKey === old]).toSorted()).toEqual([
      ["live", false],
      ["revoked", true],
    ]);
    const prepared = await window.signing.prepare({ kind: "founding.end", body: { reason: "with the new key" } });
    expect(await window.signing.confirm({ digest: prepared.digest, passphrase })).toMatchObject({ state: "refused" });
    // As if the node had died after the ledger took the new key and before its file was in place.
    const keys = join(host.folder, "keys");
    mkdirSync(join(keys, "next"), { recursive: true });
    renameSync(join(keys, "leader.key"), join(keys, "next", "leader.key"));
    clock.pass(60);
    expect((await newWindow(host).session.unlock({ handle: "leader", passphrase })).person.handle).toBe("leader");
    expect(existsSync(join(keys, "leader.key"))).toBe(true);
    expect((await problemOf(window.session.rotateKey({ passphrase: "wrong passphrase" }))).code).toBe(
      "PASSPHRASE_WRONG",
    );
  });

  it("is never signed for through the shell's windows, which the shell alone confirms", async () => {
    const shell = newWindow(host, "shell");
    const unlocked = shell.session.unlock({ handle: "leader", passphrase: "another long passphrase" });
    expect((await problemOf(unlocked)).code).toBe("SHELL_CONFIRMS");
    expect((await problemOf(shell.signing.confirm({ digest: "00".repeat(32) }))).code).toBe("NOT_UNLOCKED");
  });
});

describe("the demo city", () => {
  let host: NodeHost;
  let officer: Client;
  let steward: Client;
  let leader: Client;
  let register = 0;

  beforeAll(async () => {
    const folder = newFolder();
    await buildDemo({ folder, until: UNTIL, size: "small" });
    ({ host } = newHost(folder, UNTIL));
    host.open();
    [officer, steward, leader] = [newWindow(host), newWindow(host), newWindow(host)];
    await officer.session.actAs({ handle: "finance-officer" });
    await steward.session.actAs({ handle: "civil-affairs-steward" });
    await leader.session.actAs({ handle: "civil-affairs-leader" });
    register = (await officer.catalog.search({ text: "低保家庭" })).rows[0]?.key ?? 0;
  }, 60_000);

  async function sign(
    window: Client,
    kind: string,
    body: object,
  ): Promise<Awaited<ReturnType<Client["signing"]["confirm"]>>> {
    const { digest } = await window.signing.prepare({ kind, body: JSON.parse(JSON.stringify(body)) });
    return window.signing.confirm({ digest });
  }

  it("opens as one of its people, who may switch to five others", async () => {
    const me = await newWindow(host).session.me();
    expect(me?.person.handle).toBe("civil-affairs-leader");
    expect(me?.demoPeople).toHaveLength(6);
    expect(await officer.signing.method()).toEqual({ method: "click" });
  });

  it("finds by Chinese pairs, by English words and by the beginning of one, with facets that count", async () => {
    const titles = async (text: string): Promise<readonly string[]> =>
      (await officer.catalog.search({ text })).rows.map((row) => row.title);
    expect(await titles("低保")).toContain("低保家庭信息 Low-income household register");
    expect((await titles("household regis"))[0]).toBe("低保家庭信息 Low-income household register");
    expect(await titles('"); DROP TABLE x; --')).toEqual([]);
    const all = await officer.catalog.search({});
    expect(all.facets.sharing.reduce((sum, value) => sum + value.count, 0)).toBe(all.total);
    const [first] = all.facets.owner;
    const narrowed = await officer.catalog.search({ owner: [first?.value ?? ""] });
    expect(narrowed.total).toBe(first?.count);
    expect(narrowed.facets.owner).toEqual(all.facets.owner);
  });

  it("takes a request through two approvals to a counted use, and records the use beyond the limit as refused", async () => {
    const before = await officer.catalog.dataset({ key: register });
    expect(before.may.request).toBe(true);
    const request = {
      dataset: { kind: "key", key: register },
      offer: 0,
      offerHash: "",
      purpose: "eligibility",
      justification: "checking",
      useLimit: 1,
      expires: UNTIL + 86_400 * 30,
    };
    await sign(officer, "catalog.request", request);
    for (const [window, count] of [
      [steward, 1],
      [leader, 2],
    ] as const) {
      const { items } = await window.inbox.list({ box: "mine", limit: 100 });
      const mine = items.find((item) => item.kind === "catalog.agree" && item.department.short.en === "Finance");
      const item = await window.inbox.item({ proposal: mine?.proposal ?? 0 });
      expect(item.may.vote).toBe(true);
      expect(item.progress.filled).toBe(count - 1);
      const { proposal, round, bodyRoot, subjectRevision } = item;
      const after = item.preview?.changes.find((change) => change.table === "catalog.agreement");
      if (count === 2) expect(after).toMatchObject({ before: { state: "REQUESTED" }, after: { state: "FINALIZED" } });
      else expect(item.preview?.state).toBe("voted");
      await sign(window, "proposal.vote", {
        proposal,
        round,
        bodyRoot,
        subjectRevision,
        choice: "approve",
        reason: "",
      });
    }
    const [mine] = (await officer.catalog.dataset({ key: register })).mine.filter(
      (agreement) => agreement.useLimit === 1,
    );
    expect(mine).toMatchObject({ state: "FINALIZED", uses: 0 });
    const use = {
      agreement: mine?.key ?? 0,
      action: "query",
      purpose: "eligibility",
      fingerprint: "ab".repeat(32),
      rowCount: 5,
    };
    expect(await sign(officer, "catalog.use", use)).toMatchObject({ state: "sealed" });
    const refused = await sign(officer, "catalog.use", use);
    expect(refused).toMatchObject({ state: "refused", code: "USE_LIMIT_REACHED" });
    const usage = await officer.catalog.usage({ dataset: register, filter: "refused", limit: 1 });
    expect(usage.uses[0]).toMatchObject({
      entry: refused.index,
      code: "USE_LIMIT_REACHED",
      person: { handle: "finance-officer" },
    });
    const { agreement } = use;
    const ofAgreement = await officer.catalog.usage({ dataset: register, agreement });
    expect(ofAgreement.uses.every((one) => one.agreement === agreement)).toBe(true);
    expect(ofAgreement.counts.all).toBe(ofAgreement.uses.length);
    expect(ofAgreement.uses[0]?.entry).toBe(refused.index);
    const { month } = await officer.catalog.dataset({ key: register });
    const thisMonth = await officer.catalog.usage({ dataset: register, since: month.from, limit: 500 });
    expect(thisMonth.counts).toMatchObject({ all: month.uses + month.refused, refused: month.refused });
    expect(thisMonth.uses.every((one) => one.time >= month.from)).toBe(true);
    const done = await leader.inbox.list({ box: "done", limit: 5 });
    expect(done.items[0]).toMatchObject({ kind: "catalog.agree", state: "executed" });
  });

  it("counts uses by day so that the days add up to the list", async () => {
    const { days } = await officer.catalog.usageByDay({ dataset: register, days: 30 });
    const { counts } = await officer.catalog.usage({ dataset: register, limit: 1 });
    expect(days).toHaveLength(30);
    expect(days.map((day) => day.day)).toEqual(days.map((_, i) => (days[0]?.day ?? 0) + i));
    const sum = (key: "permitted" | "refused"): number => days.reduce((total, day) => total + day[key], 0);
    expect([sum("permitted") + sum("refused"), sum("refused")]).toEqual([counts.all, counts.refused]);
    expect(counts.refused).toBeGreaterThan(0);
  });

  it("gives terms of use away as ODRL that reads back to the same terms, and says rule by rule what they permit", async () => {
    const { agreements } = await officer.catalog.agreements({ limit: 500 });
    const agreement = agreements.find(({ state }) => state === "FINALIZED")?.key ?? 0;
    const { terms, agreement: agreed } = await officer.catalog.negotiation({ agreement });
    for (const language of ["zh", "en"] as const)
      expect(terms.sentence[language][0]).toEqual({ text: agreed.user.name[language], strong: true });
    for (const form of ["jsonld", "turtle"] as const) {
      const { name, text } = await officer.terms.document({ of: "agreement", key: agreement, form });
      expect(name).toMatch(form === "jsonld" ? /\.jsonld$/ : /\.ttl$/);
      const base64 = Buffer.from(text).toString("base64");
      const read = await officer.terms.read({ base64 });
      if (!read.ok) throw new Error(read.problem.code);
      const { purpose, useLimit, expires, policy } = terms;
      expect(read).toMatchObject({ policies: 1, findings: [], terms: [{ purpose, useLimit, expires, policy }] });
      expect(read.terms[0]?.assignee?.department).not.toBeNull();
      expect((await problemOf(newWindow(host).terms.read({ base64 }))).code).toBe("NOT_UNLOCKED");
    }
    const broken = await officer.terms.read({ base64: Buffer.from("{").toString("base64") });
    expect(broken).toMatchObject({ ok: false, problem: { code: "JSON_CUT_SHORT" } });
    const { rows } = await officer.terms.rows({ agreement });
    const { permissions, prohibitions } = terms.policy as Readonly<Record<string, readonly unknown[]>>;
    const kinds = [...(permissions ?? []).map(() => "permitted"), ...(prohibitions ?? []).map(() => "forbidden")];
    expect(rows.map(({ kind }) => kind)).toEqual(kinds);
  });

  it("says why a use would be refused before anybody signs it", async () => {
    const { agreements } = await officer.catalog.agreements({ mine: true, limit: 500 });
    const mine = agreements.find(({ state, actions }) => state === "FINALIZED" && !actions.includes("distribute"));
    if (mine === undefined) throw new Error("no such agreement");
    const { key, purpose } = mine;
    const permitted = USE_ACTIONS.find((action) => mine.actions.includes(action));
    const asked = { agreement: key, purpose: purpose as "statistics" };
    expect(await officer.terms.explain({ ...asked, action: permitted ?? "query" })).toMatchObject({ reasons: [] });
    const denied = await officer.terms.explain({ ...asked, action: "distribute" });
    expect(denied.permitted).toBe(false);
    expect(denied.reasons[0]?.en.map((part) => part.text).join("")).toContain("forbid");
  });

  it("gives everybody in session their own boxes, and nobody else's decisions", async () => {
    const stranger = newWindow(host);
    await stranger.session.actAs({ handle: "housing-officer" });
    const { items } = await steward.inbox.list({ box: "mine", limit: 100 });
    const [first] = items;
    const seen = await stranger.inbox.item({ proposal: first?.proposal ?? 0 });
    expect(seen.may.vote).toBe(false);
    expect(seen.preview).toBeNull();
    expect(seen.waiting.length).toBeGreaterThan(0);
  });

  it("proves an entry with files that name it", async () => {
    const [entry] = (await officer.ledger.entries({ limit: 1, kind: "catalog.use" })).entries;
    const proof = await officer.ledger.proof({ id: entry?.id ?? "" });
    expect(proof.files.map((file) => file.name).toSorted()).toEqual(
      [".entry", ".json", ".tlog-proof", ".tx"].map((end) => `${entry?.id}${end}`),
    );
  });

  it("tells a window what a block changed", async () => {
    const stop = new AbortController();
    const events = await officer.system.events(undefined, { signal: stop.signal });
    const next = events.next();
    await sign(steward, "catalog.publish", { dataset: { kind: "key", key: register } });
    const use = await sign(steward, "catalog.create", { description: await draft() });
    const { value } = await next;
    expect(value).toMatchObject({ height: expect.any(Number), changed: expect.any(Array) });
    expect(use.state).toBe("sealed");
    stop.abort();
  });

  async function draft(): Promise<object> {
    const { row } = await officer.catalog.dataset({ key: register });
    const fields = Object.entries(row as Record<string, unknown>);
    const dropped = [
      "owner",
      "state",
      "suspended",
      "headVersion",
      "agreementsLive",
      "agreementsInForce",
      "source",
      "sourceId",
      "fingerprint",
      "contest",
    ];
    return { ...Object.fromEntries(fields.filter(([name]) => !dropped.includes(name))), code: "another" };
  }
});
