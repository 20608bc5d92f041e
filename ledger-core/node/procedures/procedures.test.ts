/** The procedures as windows call them, on a small demo city. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { USE_ACTIONS } from "#ledger-core/contract/schema/catalog.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";
import { buildDemo } from "#ledger-core/sim/demo.ts";
import { closeAll, newFolder, newHost, newWindow, problemOf } from "./windows.testing.ts";
import type { Client } from "./windows.testing.ts";

const UNTIL = 1_795_147_200;

afterAll(closeAll);

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

  it("opens as one of its people, who may switch to six others", async () => {
    const me = await newWindow(host).session.me();
    expect(me?.person.handle).toBe("civil-affairs-leader");
    expect(me?.demoPeople).toHaveLength(7);
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

  it("says who could open a dataset on a day, by agreements and by roles as they stood then", async () => {
    const { agreements } = await officer.catalog.agreements({ dataset: register });
    const now = await officer.catalog.access({ dataset: register, time: UNTIL });
    const inForce = (found: typeof now): readonly number[] =>
      found.agreements.filter((one) => one.isInForce).map(({ agreement }) => agreement);
    expect(inForce(now)).toEqual(agreements.filter(({ state }) => state === "FINALIZED").map(({ key }) => key));
    for (const one of now.agreements) {
      const { people } = await officer.consortium.people({ department: one.department.key });
      const users = people.filter(({ roles }) => roles.some((role) => ["officer", "leader", "steward"].includes(role)));
      expect(one.people).toBe(users.length);
      expect(one.grantedBy).not.toBeNull();
      const before = await officer.catalog.access({ dataset: register, time: one.from - 1 });
      expect(before.agreements.map(({ agreement }) => agreement)).not.toContain(one.agreement);
      const since = await officer.catalog.access({ dataset: register, time: one.from });
      expect(inForce(since)).toContain(one.agreement);
    }
    expect(now.agreements.length).toBeGreaterThan(0);
    // Who may only query is answered by the owner: that is not among those who open it.
    const opening = now.agreements.filter((one) => one.isInForce && one.opens);
    expect(now.departments).toBe(new Set(opening.map(({ department }) => department.key)).size);
    expect(now.agreements.map(({ actions, opens }) => actions.includes("read") === opens)).not.toContain(false);
    expect(now.owner?.people).toBeGreaterThan(0);
    const nobody = await officer.catalog.access({ dataset: register, time: 0 });
    expect(nobody).toMatchObject({ sharing: null, agreements: [], people: 0, departments: 0, owner: null });
    const [open] = (await officer.catalog.search({ sharing: ["unconditional"] })).rows;
    expect(await officer.catalog.access({ dataset: open?.key ?? 0, time: UNTIL })).toMatchObject({
      sharing: "unconditional",
    });
    expect(now.sharing).toBe("conditional");
  });

  it("says why a use would be refused before anybody signs it", async () => {
    const { agreements } = await officer.catalog.agreements({ mine: true, limit: 500 });
    const mine = agreements.find(({ state, actions }) => state === "FINALIZED" && !actions.includes("distribute"));
    if (mine === undefined) throw new Error("no such agreement");
    const { key, purpose } = mine;
    const permitted = USE_ACTIONS.find((action) => mine.actions.includes(action));
    const asked = { agreement: key, purpose: purpose as "statistics" };
    expect(await officer.terms.explain({ ...asked, action: permitted ?? "query" })).toMatchObject({ reasons: [] });
    const otherPurpose = purpose === "supervision" ? "statistics" : "supervision";
    const outside = await officer.terms.explain({ ...asked, purpose: otherPurpose, action: permitted ?? "query" });
    expect([outside.permitted, outside.reasons.length]).toEqual([false, 1]);
    const denied = await officer.terms.explain({ ...asked, action: "distribute" });
    expect(denied.permitted).toBe(false);
    expect(denied.reasons[0]?.en.map((part) => part.text).join("")).toContain("forbid");
  });

  it("takes the place that a use is about, where the terms name one", async () => {
    const owner = (await officer.catalog.dataset({ key: register })).owner.key;
    const open = await officer.catalog.search({ sharing: ["unconditional"], owner: [String(owner)], limit: 1 });
    const dataset = { kind: "key", key: open.rows[0]?.key ?? 0 };
    const here = { left: "spatial", operator: "eq", right: [{ kind: "word", value: "320104" }] };
    const rule = { actions: ["query"], constraints: [here], duties: [], groups: [] };
    await sign(steward, "catalog.offer", { dataset, policy: { permissions: [rule], prohibitions: [] } });
    const until = UNTIL + 86_400;
    const request = { dataset, offer: 0, offerHash: "", purpose: "statistics", justification: "x", useLimit: 9 };
    await sign(officer, "catalog.request", { ...request, expires: until });
    const { agreements } = await officer.catalog.agreements({ dataset: dataset.key, mine: true, limit: 500 });
    const mine = agreements.find(({ expires }) => expires === until);
    expect(mine).toMatchObject({ state: "FINALIZED", places: ["320104"] });
    const asked = { agreement: mine?.key ?? 0, action: "query", purpose: "statistics" } as const;
    expect(await officer.terms.explain({ ...asked, spatial: "320104" })).toMatchObject({ permitted: true });
    expect(await officer.terms.explain(asked)).toMatchObject({ permitted: false });
    const use = { ...asked, fingerprint: "ab".repeat(32), rowCount: 1, reference: "" };
    expect(await sign(officer, "catalog.use", { ...use, spatial: "320104" })).toMatchObject({
      state: "sealed",
      code: null,
    });
  });

  it("reads the rows of any table as they are, and as they were after a block", async () => {
    const { height, at, rows, next } = await officer.ledger.rows({ table: "catalog.dataset", limit: 3 });
    expect([at, rows.map(({ key }) => key), next]).toEqual([height, [1, 2, 3], 4]);
    const [first] = rows;
    const { changes } = await officer.ledger.history({ table: "catalog.dataset", key: 1, limit: 500 });
    expect([first?.row, first?.entry]).toEqual([changes[0]?.after, changes[0]?.index]);
    const oldest = changes.at(-1);
    const then = await officer.ledger.rows({ table: "catalog.dataset", at: oldest?.height ?? 0, limit: 1 });
    expect(then.rows[0]).toMatchObject({ key: 1, entry: oldest?.index, row: oldest?.after });
    expect((await officer.ledger.rows({ table: "catalog.dataset", at: 0 })).rows).toEqual([]);
    expect((await problemOf(officer.ledger.rows({ table: "no.such" }))).code).toBe("NO_SUCH_RECORD");
    expect((await problemOf(officer.ledger.rows({ table: "kernel.person", at: height + 1 }))).code).toBe(
      "NO_SUCH_RECORD",
    );
  });

  it("offers an owner only the moves that the ledger would not refuse", async () => {
    const { rows } = await steward.catalog.search({ state: ["published"], limit: 100 });
    const details = await Promise.all(rows.map(({ key }) => steward.catalog.dataset({ key })));
    const own = details.filter(({ may }) => may.revise);
    const inForce = own.filter(({ agreements }) => agreements.inForce > 0);
    expect(inForce.length).toBeGreaterThan(0);
    expect(own.length).toBeGreaterThan(inForce.length);
    for (const { may, agreements } of own) expect(may.retire).toBe(agreements.inForce === 0);

    const free = own.find(({ may }) => may.retire && may.offer);
    const dataset = { kind: "key", key: free?.key ?? 0 };
    await contest(dataset);
    const contested = await steward.catalog.dataset({ key: dataset.key });
    expect(contested).toMatchObject({ suspended: true, may: { revise: true, withdrawOffer: true } });
    expect(contested.may).toMatchObject({ offer: false, retire: false, offerAgreement: false });
  });

  it("offers about an agreement only what the ledger would not refuse, and the duties of its own purpose alone", async () => {
    const found = await steward.catalog.search({ sharing: ["unconditional"], limit: 100 });
    const details = await Promise.all(found.rows.map(({ key }) => steward.catalog.dataset({ key })));
    const open = details.find(({ may, suspended }) => may.offer && !suspended);
    const dataset = { kind: "key", key: open?.key ?? 0 };
    const rule = (purpose: string, duties: readonly object[]): object => ({
      actions: duties.length > 0 ? ["query", "derive"] : ["query"],
      constraints: [{ left: "purpose", operator: "eq", right: [{ kind: "word", value: purpose }] }],
      duties,
      groups: [],
    });
    const owed = [{ duty: "inform", withinDays: 3 }];
    const policy = { permissions: [rule("statistics", owed), rule("planning", [])], prohibitions: [] };
    await sign(steward, "catalog.offer", { dataset, policy });
    const offers = (await officer.catalog.dataset({ key: dataset.key })).offers;
    const { key: offer = 0, offerHash = "" } = offers.at(-1) ?? {};
    const expires = UNTIL + 86_400 * 20;
    const [bound, free] = await Promise.all(
      ["statistics", "planning"].map(async (purpose) => {
        const asked = { dataset, offer, offerHash, purpose, justification: "x", useLimit: 9, expires };
        await sign(officer, "catalog.request", asked);
        const { agreements } = await officer.catalog.agreements({ dataset: dataset.key, mine: true, limit: 500 });
        return agreements.find((one) => one.purpose === purpose && one.expires === expires)?.key ?? 0;
      }),
    );
    const ofBound = await officer.catalog.negotiation({ agreement: bound ?? 0 });
    expect(ofBound).toMatchObject({ duties: [{ duty: "inform" }], may: { use: true, fulfil: true, terminate: true } });
    const ofFree = await officer.catalog.negotiation({ agreement: free ?? 0 });
    expect(ofFree).toMatchObject({ duties: [], may: { use: true, fulfil: false, terminate: true } });
    expect(ofFree.agreement.actions).toEqual(["query"]);
    expect((await officer.catalog.dataset({ key: dataset.key })).may.use).toBe(true);
    expect((await steward.catalog.dataset({ key: dataset.key })).may.use).toBe(false);

    const waiting = { dataset: { kind: "key", key: register }, offer: 0, offerHash: "", purpose: "eligibility" };
    await sign(officer, "catalog.request", { ...waiting, justification: "x", useLimit: 3, expires });
    const { agreements } = await officer.catalog.agreements({ dataset: register, mine: true, limit: 500 });
    const asked = agreements.find(({ state, useLimit }) => state === "REQUESTED" && useLimit === 3)?.key ?? 0;
    const moves = ["accept", "counterRequest", "counterOffer", "terminateByOrder", "use", "fulfil"];
    const nothing = Object.fromEntries(moves.map((move) => [move, false]));
    const ofAsked = await officer.catalog.negotiation({ agreement: asked });
    expect(ofAsked.may).toEqual({ ...nothing, terminate: true });
    expect((await steward.catalog.negotiation({ agreement: asked })).may.counterOffer).toBe(true);

    await contest(dataset);
    expect((await officer.catalog.dataset({ key: dataset.key })).may.use).toBe(false);
    const stopped = await officer.catalog.negotiation({ agreement: bound ?? 0 });
    expect(stopped.may).toEqual({ ...nothing, fulfil: true, terminate: true });
    await contest({ kind: "key", key: register });
    expect((await steward.catalog.negotiation({ agreement: asked })).may).toEqual({ ...nothing, terminate: true });

    const bureau = newWindow(host);
    await bureau.session.actAs({ handle: "data-bureau-leader" });
    const { may } = await bureau.catalog.negotiation({ agreement: asked });
    expect(may).toEqual({ ...nothing, terminate: false, terminateByOrder: true });
    await sign(bureau, "catalog.terminate", { agreement: asked, reason: "by decision", orderNumber: "[2026] 7" });
    expect((await bureau.catalog.negotiation({ agreement: asked })).agreement.state).toBe("TERMINATED");
  });

  /** The audit contests a dataset, and the data bureau agrees: nobody may use it from then on. */
  async function contest(dataset: object): Promise<void> {
    const [audit, bureau] = [newWindow(host), newWindow(host)];
    await audit.session.actAs({ handle: "audit-leader" });
    await bureau.session.actAs({ handle: "data-bureau-leader" });
    await sign(audit, "catalog.contest", { dataset, ground: "accuracy", other: 0, statement: "some are closed" });
    const { items } = await bureau.inbox.list({ box: "mine", limit: 100 });
    const asked = items.find(({ kind, department }) => kind === "catalog.contest" && department.short.en === "Audit");
    const { proposal, round, bodyRoot, subjectRevision } = await bureau.inbox.item({ proposal: asked?.proposal ?? 0 });
    const vote = { proposal, round, bodyRoot, subjectRevision, choice: "approve", reason: "" };
    await sign(bureau, "proposal.vote", vote);
  }

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

  it("says whether a rejection ends a proposal at once, and it does", async () => {
    const { items } = await steward.inbox.list({ box: "mine", limit: 100 });
    const asked = items.find(({ kind }) => kind === "catalog.agree");
    const item = await steward.inbox.item({ proposal: asked?.proposal ?? 0 });
    expect(item.rejectionEnds).toBe(true);
    const { proposal, round, bodyRoot, subjectRevision } = item;
    const vote = { proposal, round, bodyRoot, subjectRevision, choice: "reject", reason: "not for this purpose" };
    await sign(steward, "proposal.vote", vote);
    expect(await steward.inbox.item({ proposal })).toMatchObject({ state: "rejected", rejectionEnds: null });
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
