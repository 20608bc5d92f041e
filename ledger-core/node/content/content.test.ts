/** Content of datasets through the procedures that windows call: taken in, sealed, and opened only against a recorded use. */
import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { generateX25519Identity } from "age-encryption";
import type { RouterClient } from "@orpc/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { ClientSession } from "#ledger-core/node/node-context.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";
import { TestClock } from "#ledger-core/engine/engine.testing.ts";
import { keyTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { datasetTable, versionTable } from "#ledger-core/modules/catalog/tables.ts";
import { checkLedger } from "#ledger-core/node/fsck/check-ledger.ts";
import { buildDemo } from "#ledger-core/sim/demo.ts";
import { codeOf } from "./content.testing.ts";

type Client = RouterClient<ReturnType<typeof createRouter>>;
const UNTIL = 1_795_147_200;
const parent = mkdtempSync(join(tmpdir(), "content-"));
const folder = join(parent, "ledger");
const clock = new TestClock(UNTIL);
const host = new NodeHost({ folder, clock });
let [steward, leader, officer, housing] = [] as unknown as [Client, Client, Client, Client];
let register = 0;

const ROWS = 3_000;
const CSV = `户号,Name,Amount\n${Array.from({ length: ROWS }, (_, i) => `H${i},"<b>a, ""b""</b>",${i}`).join("\n")}\n`;

function newWindow(): Client {
  const client: ClientSession = { id: String(Math.random()), keystoreSession: undefined };
  return createRouterClient(createRouter(), { context: { host, client, door: "browser" } });
}

async function sign(window: Client, kind: string, body: object) {
  const { digest } = await window.signing.prepare({ kind, body: JSON.parse(JSON.stringify(body)) });
  return await window.signing.confirm({ digest });
}

async function send(window: Client, name: string, bytes: Buffer, pieceBytes = 50_000) {
  const { upload, sealed } = await window.content.begin({ dataset: register, name, sizeBytes: bytes.length });
  for (let from = 0; from < bytes.length; from += pieceBytes)
    await window.content.append({ upload, base64: bytes.subarray(from, from + pieceBytes).toString("base64") });
  return { sealed, ...(await window.content.finish({ upload })) };
}

beforeAll(async () => {
  await buildDemo({ folder, until: UNTIL, size: "small" });
  host.open();
  [steward, leader, officer, housing] = [newWindow(), newWindow(), newWindow(), newWindow()];
  await steward.session.actAs({ handle: "civil-affairs-steward" });
  await leader.session.actAs({ handle: "civil-affairs-leader" });
  await officer.session.actAs({ handle: "finance-officer" });
  await housing.session.actAs({ handle: "housing-officer" });
  register = (await officer.catalog.search({ text: "低保家庭" })).rows[0]?.key ?? 0;
}, 120_000);

afterAll(async () => {
  await host.close();
  rmSync(parent, { recursive: true, force: true });
});

let version = 0;

test("content that is shared under conditions is sealed as it comes in, and its plain text is nowhere in the folder", async () => {
  const bytes = Buffer.from(CSV);
  const sent = await send(steward, "register.csv", bytes);
  expect(sent).toMatchObject({ sealed: true, sizeBytes: bytes.length, mediaType: "text/csv" });
  expect(sent.contentHash).toBe(createHash("sha256").update(bytes).digest("hex"));
  const { versions, items } = await steward.catalog.dataset({ key: register });
  const { contentHash, sizeBytes, mediaType, sealedHash } = sent;
  const uploaded = await sign(steward, "catalog.upload", {
    dataset: { kind: "key", key: register },
    previousHash: versions[0]?.versionHash ?? "",
    rowCount: ROWS,
    items,
    contentHash,
    sizeBytes,
    mediaType,
    sealedHash,
  });
  expect(uploaded).toMatchObject({ state: "sealed", code: null });
  version = (versions[0]?.number ?? 0) + 1;
  const blobs = join(folder, "blobs");
  const files = readdirSync(blobs, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
  expect(files.some((one) => one.name === sealedHash)).toBe(true);
  for (const one of files) expect(readFileSync(join(one.parentPath, one.name)).includes("户号,Name")).toBe(false);
  expect(existsSync(join(blobs, contentHash.slice(0, 2), contentHash))).toBe(false);
  if (process.platform !== "win32") expect(statSync(join(folder, "content.key")).mode & 0o077).toBe(0);
});

test("the owner looks into it without a record; another department does not, and is told what would open it", async () => {
  const wanted = { dataset: register, version };
  expect(await steward.content.access(wanted)).toMatchObject({ held: "sealed", may: true, why: "owner" });
  const part = await steward.content.preview({ ...wanted, from: 2_990, limit: 50 });
  if (part.kind !== "table") throw new Error(part.kind);
  expect(part.columns).toEqual(["户号", "Name", "Amount"]);
  expect(part.rows[0]).toEqual(["H2990", '<b>a, "b"</b>', "2990"]);
  expect([part.rows.length, part.total, part.isCut]).toEqual([10, ROWS, false]);
  expect(await officer.content.access(wanted)).toMatchObject({ may: false, why: null });
  expect(await codeOf(officer.content.preview(wanted))).toBe("CONTENT_CLOSED");
  expect(await codeOf(officer.content.read(wanted))).toBe("CONTENT_CLOSED");
});

test("a recorded use that reads it opens it for that person for 15 minutes, and for nobody else", async () => {
  const wanted = { dataset: register, version };
  const me = await officer.session.me();
  const rule = {
    actions: ["read", "query"],
    constraints: [],
    duties: [{ duty: "delete", withinDays: 30 }],
    groups: [],
  };
  const offered = await sign(steward, "catalog.offer-agreement", {
    dataset: { kind: "key", key: register },
    user: me?.person.department.key,
    policy: { permissions: [rule], prohibitions: [] },
    purpose: "eligibility",
    useLimit: 3,
    expires: UNTIL + 30 * 86_400,
    message: "as agreed by telephone",
  });
  expect(offered.state).toBe("proposed");
  const item = await leader.inbox.item({ proposal: offered.proposal ?? 0 });
  const { proposal, round, bodyRoot, subjectRevision } = item;
  const vote = { proposal, round, choice: "approve", reason: "", bodyRoot, subjectRevision };
  expect((await sign(leader, "proposal.vote", vote)).code).toBe(null);
  const agreements = await officer.catalog.agreements({ mine: true, limit: 500 });
  const open = agreements.agreements.find((one) => one.state === "OFFERED" && one.dataset.key === register);
  const agreement = open?.key ?? 0;
  // Terms that wait for the department's answer are in the inbox of those who may give it, and of nobody else.
  const inboxOf = async (window: Client) => await window.inbox.list({ box: "mine", limit: 100 });
  const waiting = await inboxOf(officer);
  expect(waiting.offered.map((one) => one.agreement)).toContain(agreement);
  expect(waiting.counts.mine).toBe(waiting.items.length + waiting.offered.length);
  expect((await inboxOf(steward)).offered.map((one) => one.agreement)).not.toContain(agreement);
  const before = await officer.catalog.negotiation({ agreement });
  expect(before.may).toMatchObject({ accept: true, counterRequest: true, counterOffer: false });
  expect((await steward.catalog.negotiation({ agreement })).steps).toEqual(before.steps);
  const accepted = await sign(officer, "catalog.accept", { agreement, agreementHash: open?.agreementHash });
  expect(accepted).toMatchObject({ state: "sealed", code: null });
  expect((await inboxOf(officer)).offered.map((one) => one.agreement)).not.toContain(agreement);
  expect((await officer.catalog.negotiation({ agreement })).agreement.state).toBe("FINALIZED");
  expect(await officer.content.access(wanted)).toMatchObject({ may: false, agreements: [agreement] });
  const use = { agreement, purpose: "eligibility", fingerprint: "11".repeat(32), rowCount: ROWS, reference: "P-0482" };
  expect((await sign(officer, "catalog.use", { ...use, action: "query" })).code).toBe(null);
  expect(await codeOf(officer.content.preview(wanted))).toBe("CONTENT_CLOSED");
  // Of a use that says it read less than all, less than all is not what would be opened.
  expect((await sign(officer, "catalog.use", { ...use, action: "read", rowCount: ROWS - 1 })).code).toBe(null);
  expect(await codeOf(officer.content.preview(wanted))).toBe("CONTENT_CLOSED");
  expect((await sign(officer, "catalog.use", { ...use, action: "read" })).code).toBe(null);
  expect(await officer.content.access(wanted)).toMatchObject({ may: true, why: "session" });
  expect((await officer.content.preview(wanted)).kind).toBe("table");
  expect(await codeOf(housing.content.preview(wanted))).toBe("CONTENT_CLOSED");
  clock.pass(901);
  expect(await codeOf(officer.content.preview(wanted))).toBe("CONTENT_CLOSED");
  expect(await sign(officer, "catalog.use", { ...use, action: "read" })).toMatchObject({
    state: "refused",
    code: "USE_LIMIT_REACHED",
  });
  expect(await codeOf(officer.content.preview(wanted))).toBe("CONTENT_CLOSED");
});

test("what was overtaken by other terms reads as it was proposed", async () => {
  const request = { dataset: { kind: "key", key: register }, offer: 0, offerHash: "", purpose: "eligibility" };
  const expires = UNTIL + 9 * 86_400;
  await sign(officer, "catalog.request", { ...request, justification: "x", useLimit: 77, expires });
  const { agreements } = await officer.catalog.agreements({ mine: true, limit: 500 });
  const asked = agreements.find(({ useLimit, state }) => useLimit === 77 && state === "REQUESTED");
  const { terms } = await steward.catalog.negotiation({ agreement: asked?.key ?? 0 });
  const { key: agreement, agreementHash } = asked ?? { key: 0, agreementHash: "" };
  const countered = await sign(steward, "catalog.counter-offer", {
    agreement,
    agreementHash,
    policy: terms.policy,
    purpose: "eligibility",
    useLimit: 22,
    expires,
    message: "fewer will do",
  });
  const { proposal, round, bodyRoot, subjectRevision } = await leader.inbox.item({ proposal: countered.proposal ?? 0 });
  const vote = { proposal, round, choice: "approve", reason: "", bodyRoot, subjectRevision };
  expect((await sign(leader, "proposal.vote", vote)).code).toBe(null);
  expect((await officer.catalog.negotiation({ agreement })).agreement).toMatchObject({
    state: "OFFERED",
    useLimit: 22,
  });
  const { items } = await officer.inbox.list({ box: "done", limit: 100 });
  const overtaken = items.find(({ state, kind }) => state === "superseded" && kind === "catalog.agree");
  const sentence = overtaken?.sentence.en.map(({ text }) => text).join("") ?? "";
  expect(sentence).toContain("77");
  expect(sentence).not.toContain("22");
});

test("content is given back byte by byte, and a cursor is good once", async () => {
  const pieces: Buffer[] = [];
  let cursor: string | undefined;
  let used = "";
  do {
    const answer = await steward.content.read({ dataset: register, version, ...(cursor !== undefined && { cursor }) });
    pieces.push(Buffer.from(answer.base64, "base64"));
    used = cursor ?? used;
    cursor = answer.next ?? undefined;
  } while (cursor !== undefined);
  expect(Buffer.concat(pieces).toString()).toBe(CSV);
  if (used !== "")
    expect(await codeOf(steward.content.read({ dataset: register, version, cursor: used }))).toBe("NO_SUCH_RECORD");
});

test("an upload belongs to the window that began it, and what was abandoned leaves nothing", async () => {
  const { upload } = await steward.content.begin({ dataset: register, name: "a.bin", sizeBytes: 10 });
  expect(await codeOf(leader.content.append({ upload, base64: "AAAA" }))).toBe("NO_SUCH_RECORD");
  await steward.content.append({ upload, base64: "AAAA" });
  await steward.content.abandon({ upload });
  expect(await codeOf(steward.content.finish({ upload }))).toBe("NO_SUCH_RECORD");
  await expect.poll(() => readdirSync(join(folder, "blobs", "incoming"))).toEqual([]);
  expect(
    await codeOf(
      newWindow()
        .content.begin({ dataset: register, name: "a", sizeBytes: 1 })
        .then(() => {}),
    ),
  ).toBe("NOT_UNLOCKED");
});

/** A dataset of the person's own department that nobody has an agreement on. */
async function ownDataset(window: Client, sharing: string): Promise<number> {
  const me = await window.session.me();
  const owner = me?.person.department.key;
  const rows = new Rows(host.ledger.reader.rows()).scan(datasetTable, "key", { limit: 10_000 });
  const own = rows.find(
    ({ row }) =>
      row.owner === owner && row.state === "published" && row.sharing === sharing && row.agreementsLive === 0,
  );
  if (own === undefined) throw new Error(`no dataset that is ${sharing}`);
  return own.key;
}

async function upload(window: Client, key: number, content: object): Promise<number> {
  const { versions, items } = await window.catalog.dataset({ key });
  const previousHash = versions[0]?.versionHash ?? "";
  const dataset = { kind: "key", key };
  const answer = await sign(window, "catalog.upload", { dataset, previousHash, rowCount: ROWS, items, ...content });
  expect(answer).toMatchObject({ state: "sealed", code: null });
  return (versions[0]?.number ?? 0) + 1;
}

/** A version in an open dataset of one's own that names content by its hash. */
async function namedBy(window: Client, { contentHash, sizeBytes, mediaType }: Readonly<Record<string, unknown>>) {
  const dataset = await ownDataset(window, "unconditional");
  return { dataset, version: await upload(window, dataset, { contentHash, sizeBytes, mediaType }) };
}

test("a version of another dataset that names sealed content does not open it", async () => {
  // Every member reads them in the ledger.
  const victim = new Rows(host.ledger.reader.rows()).find(versionTable, "dataset", register, version)?.row;
  if (victim?.sealedHash === undefined) throw new Error("it is not sealed");
  const { sizeBytes, mediaType } = victim;
  const contentHash = encodeHex(victim.contentHash);
  const sealedHash = encodeHex(victim.sealedHash);
  for (const sharing of ["unconditional", "conditional"]) {
    const mine = await ownDataset(housing, sharing);
    const stolen = await upload(housing, mine, { contentHash, sizeBytes, mediaType, sealedHash });
    expect(await codeOf(housing.content.preview({ dataset: mine, version: stolen }))).toBe("CONTENT_NOT_HELD");
    expect(await codeOf(housing.content.read({ dataset: mine, version: stolen }))).toBe("CONTENT_NOT_HELD");
  }
  expect((await steward.content.preview({ dataset: register, version })).kind).toBe("table");
});

test("a cursor goes on for the person and the content that it was begun for", async () => {
  const long = Buffer.alloc(2_000_000, "A longer line of a restricted table\n");
  const { contentHash, sizeBytes, mediaType, sealedHash } = await send(steward, "long.txt", long, 500_000);
  const number = await upload(steward, register, { contentHash, sizeBytes, mediaType, sealedHash });
  const wanted = { dataset: register, version: number };
  const open = await ownDataset(housing, "unconditional");
  const small = Buffer.from("a,b\n1,2\n");
  const begun = await housing.content.begin({ dataset: open, name: "open.csv", sizeBytes: small.length });
  await housing.content.append({ upload: begun.upload, base64: small.toString("base64") });
  const plain = await housing.content.finish({ upload: begun.upload });
  const other = await upload(housing, open, { ...plain, sealedHash: undefined });
  const first = await steward.content.read(wanted);
  const cursor = first.next ?? "";
  expect(cursor).not.toBe("");
  expect(await codeOf(steward.content.read({ dataset: open, version: other, cursor }))).toBe("NO_SUCH_RECORD");
  await steward.session.actAs({ handle: "housing-officer" });
  expect(await codeOf(steward.content.read({ dataset: open, version: other, cursor }))).toBe("NO_SUCH_RECORD");
  await steward.session.actAs({ handle: "civil-affairs-steward" });
  expect((await steward.content.read({ ...wanted, cursor })).base64.length).toBeGreaterThan(0);
});

test("content that came while a dataset was open is as closed as the dataset is now", async () => {
  const key = await ownDataset(steward, "unconditional");
  const bytes = Buffer.from("a,b\nplain,1\n");
  const begun = await steward.content.begin({ dataset: key, name: "p.csv", sizeBytes: bytes.length });
  expect(begun.sealed).toBe(false);
  await steward.content.append({ upload: begun.upload, base64: bytes.toString("base64") });
  const sent = await steward.content.finish({ upload: begun.upload });
  const number = await upload(steward, key, { ...sent, sealedHash: undefined });
  expect((await newWindow().content.preview({ dataset: key, version: number })).kind).toBe("table");
  const { row } = await steward.catalog.dataset({ key });
  const dropped =
    "owner state suspended headVersion agreementsLive agreementsInForce source sourceId fingerprint contest";
  const kept = Object.entries(row as Record<string, unknown>).filter(([name]) => !dropped.split(" ").includes(name));
  const description = { ...Object.fromEntries(kept), sharing: "conditional", sharingCondition: "by agreement" };
  const revised = await sign(steward, "catalog.revise", { dataset: { kind: "key", key }, description });
  expect(revised).toMatchObject({ state: "sealed", code: null });
  const wanted = { dataset: key, version: number };
  expect(await codeOf(newWindow().content.preview(wanted))).toBe("CONTENT_CLOSED");
  expect(await codeOf(housing.content.preview(wanted))).toBe("CONTENT_CLOSED");
  expect((await steward.content.preview(wanted)).kind).toBe("table");
  // Nor by the hash of it, in a dataset that is open.
  const stolen = await namedBy(housing, sent);
  for (const window of [newWindow(), housing])
    expect(await codeOf(window.content.preview(stolen))).toBe("CONTENT_CLOSED");
});

test("content of a retired dataset is the owner's alone", async () => {
  const key = await ownDataset(steward, "unconditional");
  const bytes = Buffer.from("a,b\nplain,2\n");
  const begun = await steward.content.begin({ dataset: key, name: "p.csv", sizeBytes: bytes.length });
  await steward.content.append({ upload: begun.upload, base64: bytes.toString("base64") });
  const sent = await steward.content.finish({ upload: begun.upload });
  const wanted = { dataset: key, version: await upload(steward, key, { ...sent, sealedHash: undefined }) };
  expect((await housing.content.preview(wanted)).kind).toBe("table");
  const retired = await sign(steward, "catalog.retire", { dataset: { kind: "key", key }, reason: "no longer kept" });
  expect(retired).toMatchObject({ state: "sealed", code: null });
  expect(await codeOf(newWindow().content.read(wanted))).toBe("CONTENT_CLOSED");
  expect(await codeOf(housing.content.preview(wanted))).toBe("CONTENT_CLOSED");
  expect(await housing.content.access(wanted)).toMatchObject({ may: false, closed: "retired" });
  const stolen = await namedBy(housing, sent);
  for (const window of [newWindow(), housing])
    expect(await codeOf(window.content.preview(stolen))).toBe("CONTENT_CLOSED");
  expect((await steward.content.preview(wanted)).kind).toBe("table");
});

test("downloads that one window begins and leaves take no other's place", async () => {
  const long = Buffer.alloc(2_000_000, "A longer line of another table\n");
  const { contentHash, sizeBytes, mediaType, sealedHash } = await send(steward, "other.txt", long, 500_000);
  const wanted = {
    dataset: register,
    version: await upload(steward, register, { contentHash, sizeBytes, mediaType, sealedHash }),
  };
  const begun: string[] = [];
  for (let i = 0; i < 80; i++) begun.push((await steward.content.read(wanted)).next ?? "");
  expect((await leader.content.read(wanted)).next).not.toBeNull();
  expect(await codeOf(steward.content.read({ ...wanted, cursor: begun[0] }))).toBe("NO_SUCH_RECORD");
  expect((await steward.content.read({ ...wanted, cursor: begun.at(-1) })).base64.length).toBeGreaterThan(0);
});

test("a key that is lost is not replaced while something is sealed under it", async () => {
  const file = join(folder, "content.key");
  const kept = readFileSync(file);
  rmSync(file);
  await host.close();
  host.open();
  const window = newWindow();
  await window.session.actAs({ handle: "civil-affairs-steward" });
  expect(await codeOf(window.content.preview({ dataset: register, version }))).toBe("CONTENT_KEY_DAMAGED");
  expect(existsSync(file)).toBe(false);
  writeFileSync(file, kept);
  expect((await window.content.preview({ dataset: register, version })).kind).toBe("table");
});

test("a check of the folder says whether the content key opens what is sealed; a mere copy of the ledger has none", async () => {
  const copy = join(parent, "copy");
  const problems = async () =>
    (await checkLedger({ folder: copy })).problems.map(({ where, code }) => `${where} ${code}`);
  cpSync(folder, copy, { recursive: true });
  expect(await problems()).toEqual([]);
  writeFileSync(join(copy, "content.key"), `${await generateX25519Identity()}\n`);
  expect(await problems()).toEqual(["content.key CONTENT_KEY_DAMAGED"]);
  rmSync(join(copy, "content.key"));
  expect(await problems()).toEqual(["content.key CONTENT_KEY_DAMAGED"]);
  rmSync(join(copy, "log.key"));
  expect(await problems()).toEqual([]);
});

test("whoever holds a revoked key looks into nothing that is closed, from that moment on", async () => {
  const wanted = { dataset: register, version };
  await steward.session.actAs({ handle: "civil-affairs-steward" });
  expect((await steward.content.access(wanted)).may).toBe(true);
  const me = await steward.session.me();
  const admin = newWindow();
  await admin.session.actAs({ handle: "civil-affairs-admin" });
  const publicKey = new Rows(host.ledger.reader.rows()).scan(keyTable, "person", {
    equal: [me?.person.key ?? 0, "live"],
    limit: 1,
  })[0]?.row.publicKey;
  const revoked = await sign(admin, "key.revoke", {
    publicKey: encodeHex(publicKey ?? new Uint8Array()),
    reason: "stolen",
  });
  expect(revoked).toMatchObject({ state: "sealed", code: null });
  expect(await codeOf(steward.content.preview(wanted))).toBe("CONTENT_CLOSED");
  expect(await codeOf(steward.content.read(wanted))).toBe("CONTENT_CLOSED");
});
