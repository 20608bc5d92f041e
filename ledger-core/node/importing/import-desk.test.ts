/** Imports as windows make them: sent, looked at, signed for once, and looked for again and again. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, ORPCError } from "@orpc/server";
import type { RouterClient } from "@orpc/server";
import { afterAll, afterEach, beforeAll, expect, test, vi } from "vitest";
import { TestClock } from "#ledger-core/engine/engine.testing.ts";
import { NATIONAL_CSV, NATIONAL_XLSX } from "#ledger-core/exchange/national/national-formats.ts";
import type { ClientSession } from "#ledger-core/node/node-context.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";
import { bytesOf, madeCatalog } from "./import.testing.ts";
import { PLANNING_MS_MAX } from "./plan-file.ts";

type Client = RouterClient<ReturnType<typeof createRouter>>;
const parent = mkdtempSync(join(tmpdir(), "import-desk-"));
const clock = new TestClock(1_795_147_200);
const host = new NodeHost({ folder: join(parent, "ledger"), clock });
const passphrase = "a long enough passphrase";
const window = newWindow();

function newWindow(): Client {
  const client: ClientSession = { id: String(Math.random()), keystoreSession: undefined };
  return createRouterClient(createRouter(), { context: { host, client, door: "browser" } });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof ORPCError) || error.code !== "PROBLEM") throw new Error(`not a problem: ${String(error)}`);
  return (error.data as { code: string }).code;
}

async function send(bytes: Uint8Array, name = "city.json"): Promise<string> {
  const { id } = await window.imports.begin({ name, sizeBytes: bytes.length });
  for (let from = 0; from < bytes.length; from += 70_000)
    await window.imports.append({ id, base64: Buffer.from(bytes.subarray(from, from + 70_000)).toString("base64") });
  return id;
}

beforeAll(async () => {
  const department = { network: "City", department: "数据局", uscc: "11320100MB1000000Q", person: "keeper" };
  await window.setup.create({ ...department, passphrase });
  await window.session.unlock({ handle: "keeper", passphrase });
  const { person } = (await window.session.me()) ?? { person: { roles: [] as string[] } };
  if (!person.roles.includes("leader")) throw new Error("the first person leads the department");
});

afterEach(() => {
  vi.restoreAllMocks();
});

afterAll(async () => {
  await host.close();
  rmSync(parent, { recursive: true, force: true });
});

test("a whole catalogue is signed for once, in batches that follow each other, and nothing is written before", async () => {
  const id = await send(bytesOf(madeCatalog(450)));
  const planned = await window.imports.plan({ id, source: "made" });
  if (!planned.ok) throw new Error(planned.refused.problem.code);
  expect(planned.plan).toMatchObject({ format: "dcat-us-1.1", source: "made", recordsTotal: 450, batches: 3 });
  expect(planned.plan.counts).toMatchObject({ read: 450, added: 450, refused: 0 });
  expect(planned.plan.missingForNational[0]).toMatchObject({ count: 450 });
  expect((await window.catalog.search({})).total).toBe(0);
  const { digest, sentence } = await window.imports.prepare({ id });
  expect(sentence.en.map(({ text }) => text).join("")).toContain("450");
  expect((await window.imports.progress({ id })).state).toBe("prepared");
  expect(await codeOf(window.signing.confirm({ digest, passphrase: "wrong passphrase" }))).toBe("PASSPHRASE_WRONG");
  expect((await window.catalog.search({})).total).toBe(0);
  expect((await window.signing.confirm({ digest, passphrase })).state).toBe("sealed");
  const run = await window.imports.progress({ id });
  expect(run).toMatchObject({
    state: "done",
    batchesDone: 3,
    batches: 3,
    recordsDone: 450,
    records: 450,
    problem: null,
  });
  expect((await window.catalog.search({})).total).toBe(450);
  const again = await window.imports.plan({ id, source: "made" });
  expect(again.ok && again.plan.counts).toMatchObject({ added: 0, changed: 0, unchanged: 450 });
  expect(await codeOf(window.imports.prepare({ id }))).toBe("IMPORT_NOT_PLANNED");
});

test.each(["cancel", "discard"] as const)(
  "an import that is met by %s while it is prepared is not laid before the person in part",
  async (end) => {
    const id = await send(bytesOf(madeCatalog(450)));
    await window.imports.plan({ id, source: end });
    const { blobs } = host.ledger.reader;
    const { putAll } = blobs;
    let batches = 0;
    vi.spyOn(blobs, "putAll").mockImplementation(async (contents, limits) => {
      batches++;
      if (batches === 2) await window.imports[end]({ id });
      return await putAll(contents, limits);
    });
    expect(await codeOf(window.imports.prepare({ id }))).toBe("IMPORT_NOT_PLANNED");
    expect(batches).toBe(2);
    if (end === "discard") return;
    // Called off once, it may be taken up again, then whole.
    const { sentence } = await window.imports.prepare({ id });
    expect(sentence.en.map(({ text }) => text).join("")).toContain("450");
    expect(await window.imports.progress({ id })).toMatchObject({ state: "prepared", batches: 3, records: 450 });
    await window.imports.discard({ id });
  },
);

test("a large file is looked at beside other calls, one look after the other, and not at all once it is discarded", async () => {
  const large = (): Uint8Array => bytesOf(madeCatalog(600, (i) => ({ description: `${i} `.repeat(2_000) })));
  const id = await send(large());
  let isPlanned = false;
  const first = window.imports.plan({ id, source: "large" }).finally(() => {
    isPlanned = true;
  });
  const second = window.imports.plan({ id, source: "large", format: "ckan" });
  for (let i = 0; i < 20; i++) await window.session.me();
  expect(isPlanned).toBe(false);
  expect(await codeOf(window.imports.prepare({ id }))).toBe("IMPORT_NOT_PLANNED");
  expect(await first).toMatchObject({ ok: true, plan: { recordsTotal: 600 } });
  expect(await second).toMatchObject({ ok: false });
  expect(await window.imports.plan({ id, source: "large" })).toMatchObject({ ok: true, plan: { recordsTotal: 600 } });
  const looks = [window.imports.plan({ id, source: "large" }), window.imports.plan({ id, source: "large" })];
  const codes = Promise.all(looks.map(codeOf));
  await window.imports.discard({ id });
  expect(await codes).toEqual(["NO_SUCH_RECORD", "NO_SUCH_RECORD"]);
});

test("a file that takes too long is given up and said so, and the next one has its turn", async () => {
  // The limit is the one timer that a test has to bring about.
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  try {
    const id = await send(bytesOf(madeCatalog(2_000)));
    let code = "";
    const given = codeOf(window.imports.plan({ id, source: "slow" })).then((told) => {
      code = told;
    });
    for (let i = 0; i < 100 && code === ""; i++) await vi.advanceTimersByTimeAsync(PLANNING_MS_MAX / 10);
    await given;
    expect(code).toBe("IMPORT_SLOW");
    expect(await codeOf(window.imports.progress({ id }))).toBe("NO_SUCH_RECORD");
  } finally {
    vi.useRealTimers();
  }
  const next = await send(bytesOf(madeCatalog(200)));
  expect(await window.imports.plan({ id: next, source: "slow" })).toMatchObject({ ok: true });
  await window.imports.discard({ id: next });
});

test("one file after the other is taken in, and what was left or is over makes room; only what others look at does not", async () => {
  const bytes = bytesOf(madeCatalog(1));
  const ids: string[] = [];
  for (let i = 0; i < 20; i++) ids.push(await send(bytes));
  expect(await window.imports.plan({ id: ids.at(-1) ?? "" })).toMatchObject({ ok: true });
  expect(await codeOf(window.imports.plan({ id: ids[0] ?? "" }))).toBe("NO_SUCH_RECORD");
  const other = newWindow();
  await other.session.unlock({ handle: "keeper", passphrase });
  expect(await codeOf(other.imports.begin({ name: "x", sizeBytes: 1 }))).toBe("CONTENT_BUSY");
  for (const id of ids.slice(-8)) await window.imports.discard({ id });
  const { id } = await other.imports.begin({ name: "x", sizeBytes: 1 });
  await other.imports.discard({ id });
});

test("rows are refused in words of the file, and a file that is none is refused as a whole", async () => {
  const id = await send(bytesOf(madeCatalog(10, (i) => (i === 4 ? { title: "" } : {}))));
  const planned = await window.imports.plan({ id, source: "other" });
  if (!planned.ok) throw new Error(planned.refused.problem.code);
  const [finding] = planned.plan.findings;
  expect(finding).toMatchObject({ row: 5, severity: "refused" });
  expect(finding?.path).toContain("title");
  expect(finding?.message.zh).not.toBe("");
  expect(planned.plan.counts).toMatchObject({ read: 10, added: 9, refused: 1 });
  const cut = await window.imports.plan({ id: await send(bytesOf(madeCatalog(5)).subarray(0, 900)) });
  expect(cut.ok).toBe(false);
  expect(await codeOf(window.imports.plan({ id, format: "no-such-format" }))).toBe("IMPORT_FORMAT");
  expect(await codeOf(newWindow().imports.begin({ name: "x", sizeBytes: 1 }))).toBe("NOT_UNLOCKED");
});

test("a sheet to fill in is the format's own, and is imported as nothing until it is filled in", async () => {
  const formats = (await window.imports.formats()).filter(({ hasTemplate }) => hasTemplate);
  expect(formats.map(({ name }) => name)).toEqual(["national-xlsx", "national-csv"]);
  for (const format of [NATIONAL_XLSX, NATIONAL_CSV]) {
    const { name, base64 } = await window.imports.template({ format: format.name });
    const bytes = Buffer.from(base64, "base64");
    expect(bytes.equals((await format.template?.()) ?? new Uint8Array())).toBe(true);
    const planned = await window.imports.plan({ id: await send(bytes, name) });
    expect(planned.ok && planned.plan).toMatchObject({
      format: format.name,
      counts: { read: 0, added: 0, refused: 0 },
    });
  }
  for (const format of ["ckan", "no-such-format"])
    expect(await codeOf(window.imports.template({ format })), format).toBe("IMPORT_FORMAT");
});

test("a schedule fetches, compares, waits for a signature, and knows what was signed", async () => {
  let served = bytesOf(madeCatalog(5));
  const server = createServer((_request, response) => response.end(Buffer.from(served)));
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  const settings = { name: "Portal", from: `http://127.0.0.1:${port}/data.json`, source: "portal", everyHours: 24 };
  const { id } = await window.imports.saveSchedule(settings);
  const first = await window.imports.runSchedule({ id });
  expect(first.last).toMatchObject({ outcome: "waiting", counts: { added: 5 }, problem: null });
  const opened = await window.imports.openSchedule({ id });
  await window.imports.plan({ id: opened.id, source: "portal" });
  const { digest } = await window.imports.prepare({ id: opened.id });
  expect((await window.signing.confirm({ digest, passphrase })).state).toBe("sealed");
  expect((await window.imports.schedules()).schedules[0]?.last?.outcome).toBe("imported");
  expect((await window.imports.runSchedule({ id })).last).toMatchObject({
    outcome: "same",
    counts: { unchanged: 5 },
  });
  served = bytesOf(madeCatalog(6));
  expect((await window.imports.runSchedule({ id })).last).toMatchObject({ outcome: "waiting", counts: { added: 1 } });
  await new Promise((resolve) => {
    server.close(resolve);
  });
  expect((await window.imports.runSchedule({ id })).last).toMatchObject({
    outcome: "failed",
    problem: { code: "IMPORT_FETCH" },
  });
  const file = join(parent, "catalogue.json");
  writeFileSync(file, "not a catalogue");
  const local = await window.imports.saveSchedule({ ...settings, name: "Folder", from: file });
  expect((await window.imports.runSchedule({ id: local.id })).last?.outcome).toBe("failed");
  await window.imports.removeSchedule({ id });
  expect((await window.imports.schedules()).schedules.map(({ name }) => name)).toEqual(["Folder"]);
});

test("the catalogue is taken out in the format that is named", async () => {
  const answer = await window.imports.export({ format: "dcat-us-1.1" });
  expect(answer.records).toBe(455);
  const parsed: unknown = JSON.parse(Buffer.from(answer.base64, "base64").toString("utf8"));
  expect(parsed).toHaveProperty("dataset");
});
