/** Somebody has lost the passphrase: a new key waits beside the old one until the ledger knows it. On a real network. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, renameSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, ORPCError } from "@orpc/server";
import type { RouterClient } from "@orpc/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { TestClock } from "#ledger-core/engine/engine.testing.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import type { Role } from "#ledger-core/contract/schema/policy.ts";
import { policySetBody } from "#ledger-core/contract/schema/governance.ts";
import { all, need, ownSeat, persons } from "#ledger-core/kernel/policy-terms.ts";
import { parseKeyRequest } from "./keystore/key-request.ts";
import { NodeHost } from "./node-host.ts";
import { createRouter } from "./router.ts";

const OLD = "seven quiet herons";
const NEW = "nine loud sparrows";
const folder = mkdtempSync(join(tmpdir(), "request-key-"));
const own = join(folder, "ledger");
const clock = new TestClock(1_790_000_000);
const host = new NodeHost({ folder: own, clock });
const window = newWindow();

function newWindow(): RouterClient<ReturnType<typeof createRouter>> {
  const client = { id: String(Math.random()), keystoreSession: undefined };
  return createRouterClient(createRouter(), { context: { host, client, door: "browser" } });
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  const error: unknown = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  return error instanceof ORPCError && error.code === "PROBLEM" ? error.data.code : `not a problem: ${String(error)}`;
}

async function sign(kind: string, body: object, { as = window, passphrase = OLD } = {}) {
  const { digest } = await as.signing.prepare({ kind, body: { ...body } });
  return await as.signing.confirm({ digest, passphrase });
}

beforeAll(async () => {
  const names = { network: "City", department: "Data", uscc: "11320100MB1000000Q", person: "leader" };
  await window.setup.create({ ...names, passphrase: OLD });
  await window.session.unlock({ handle: "leader", passphrase: OLD });
}, 30_000);

afterAll(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

test("a newcomer's key waits until it is enrolled, and then opens with the passphrase it was made under", async () => {
  expect(await codeOf(window.session.requestKey({ handle: "../officer", passphrase: OLD }))).toBe("HANDLE_MALFORMED");
  expect(await codeOf(window.session.requestKey({ handle: "officer", passphrase: "short" }))).toBe("PASSPHRASE_WEAK");
  expect(await window.session.keyRequests()).toEqual([]);
  const made = await window.session.requestKey({ handle: "officer", passphrase: OLD });
  expect(made).toMatchObject({ handle: "officer", person: null, proposal: null, signers: [] });
  expect(made.file.content).not.toMatch(/secret|passphrase/iu);
  const { publicKey, proof } = parseKeyRequest(
    new TextEncoder().encode(made.file.content),
    (await window.system.status()).network,
  );
  expect(Buffer.from(publicKey).toString("hex")).toBe(made.publicKey);
  expect((await window.session.people()).map(({ handle }) => handle)).toEqual(["leader"]);
  const enrolment = {
    department: 1,
    handle: "officer",
    publicKey: made.publicKey,
    proof: Buffer.from(proof).toString("hex"),
    roles: [{ role: "officer", until: 0 }],
  };
  expect((await sign("person.enrol", enrolment)).state).toBe("sealed");
  // A page asks for both at once, and whichever comes first puts the key in its place.
  await Promise.all([window.session.keyRequests(), window.session.people(), window.session.keyRequests()]);
  expect((await window.session.people()).map(({ handle }) => handle)).toEqual(["leader", "officer"]);
  expect(await window.session.keyRequests()).toEqual([]);
  expect((await newWindow().session.unlock({ handle: "officer", passphrase: OLD })).person.handle).toBe("officer");
});

test("whoever has lost the passphrase goes on with a new one once the new key is enrolled, and not before", async () => {
  const made = await window.session.requestKey({ handle: "officer", passphrase: NEW });
  expect(made.person?.handle).toBe("officer");
  expect(made.signers.map(({ handle }) => handle)).toEqual(["leader"]);
  expect(await codeOf(window.session.requestKey({ handle: "officer", passphrase: NEW }))).toBe("KEY_FILE_EXISTS");
  expect(await window.session.keyRequests()).toEqual([made]);
  const files = join(own, "keys", "next");
  expect(readdirSync(files).map((name) => statSync(join(files, name)).mode & 0o077)).toEqual([0, 0]);
  expect(await codeOf(newWindow().session.unlock({ handle: "officer", passphrase: NEW }))).toBe("PASSPHRASE_WRONG");
  const again = await window.session.requestKey({ handle: "officer", passphrase: NEW, replace: true });
  expect(again.publicKey).not.toBe(made.publicKey);
  const { proof } = parseKeyRequest(
    new TextEncoder().encode(again.file.content),
    (await window.system.status()).network,
  );
  const person = again.person?.key ?? 0;
  const body = { person, publicKey: again.publicKey, proof: Buffer.from(proof).toString("hex"), reason: "forgotten" };
  expect((await sign("key.enrol", body)).state).toBe("sealed");
  clock.pass(60);
  expect(await codeOf(newWindow().session.unlock({ handle: "officer", passphrase: OLD }))).toBe("PASSPHRASE_WRONG");
  clock.pass(60);
  expect((await newWindow().session.unlock({ handle: "officer", passphrase: NEW })).person.handle).toBe("officer");
  expect(readdirSync(files)).toEqual([]);
});

test("a key that colleagues have enrolled is not given up for another request", async () => {
  const { publicKey, file, person } = await window.session.requestKey({ handle: "officer", passphrase: OLD });
  const { proof } = parseKeyRequest(new TextEncoder().encode(file.content), (await window.system.status()).network);
  const body = { person: person?.key ?? 0, publicKey, proof: Buffer.from(proof).toString("hex"), reason: "again" };
  expect((await sign("key.enrol", body)).state).toBe("sealed");
  await window.session.requestKey({ handle: "officer", passphrase: NEW, replace: true });
  clock.pass(60);
  expect((await newWindow().session.unlock({ handle: "officer", passphrase: OLD })).person.handle).toBe("officer");
});

test("a change of key to which others have to agree waits for them, and the new key with it", async () => {
  await setBar(2);
  const officer = newWindow();
  await officer.session.unlock({ handle: "officer", passphrase: OLD });
  const { receipt } = await officer.session.rotateKey({ passphrase: OLD });
  expect(receipt.state).toBe("proposed");
  expect(await codeOf(newWindow().session.requestKey({ handle: "officer", passphrase: NEW }))).toBe("KEY_FILE_EXISTS");
  await officer.session.changePassphrase({ old: OLD, new: NEW });
  // Tried once more it is the same key, so that whichever proposal is agreed to has a file.
  const again = await officer.session.rotateKey({ passphrase: NEW });
  // A kit gives the key in use a passphrase that the waiting one does not have.
  await window.session.restore({ ...(await officer.session.recoveryKit({ passphrase: NEW })), passphrase: OLD });
  expect(await codeOf(officer.session.rotateKey({ passphrase: OLD }))).toBe("KEY_FILE_EXISTS");
  await officer.session.changePassphrase({ old: OLD, new: NEW });
  await setBar(1, ["leader"]);
  expect((await officer.session.rotateKey({ passphrase: NEW })).receipt.state).toBe("refused");
  const { proposal, round, bodyRoot, subjectRevision } = await window.inbox.item({ proposal: receipt.proposal ?? 0 });
  const ballot = { proposal, round, bodyRoot, subjectRevision, choice: "approve", reason: "" };
  expect((await sign("proposal.vote", ballot)).state).toBe("sealed");
  expect(await codeOf(officer.session.rotateKey({ passphrase: NEW }))).toBe("KEY_REVOKED");
  const after = newWindow();
  expect((await after.session.unlock({ handle: "officer", passphrase: NEW })).person.handle).toBe("officer");
  const withdrawal = { proposal: again.receipt.proposal ?? 0, reason: "done" };
  expect((await sign("proposal.withdraw", withdrawal, { as: after, passphrase: NEW })).state).toBe("sealed");
  await setBar(1);
});

/** So many people of a department, with one of the roles, have to sign that one of them changes a key. */
async function setBar(count: number, roles: readonly Role[] = ["officer", "leader"]): Promise<void> {
  const cases = [need([all(ownSeat(roles, persons(count)))])];
  const policy = toJson(policySetBody, { kind: "key.rotate", cases });
  expect((await sign("policy.set", policy as object)).state).toBe("sealed");
}

test("a damaged waiting key keeps nobody out, and whoever has left gets no new one", async () => {
  writeFileSync(join(own, "keys", "next", "leader.key"), "{");
  writeFileSync(join(own, "keys", "next", "leader.request.json"), "not a request");
  expect(await window.session.keyRequests()).toEqual([]);
  expect((await newWindow().session.unlock({ handle: "leader", passphrase: OLD })).person.handle).toBe("leader");
  const person = (await window.consortium.people({})).people.find(({ handle }) => handle === "officer")?.key ?? 0;
  expect((await sign("person.leave", { person, reason: "moved", successor: 0 })).state).toBe("sealed");
  expect(await codeOf(window.session.requestKey({ handle: "officer", passphrase: NEW }))).toBe("NO_SUCH_RECORD");
});

test.skipIf(process.platform === "win32")(
  "a request that a link leads to is none, and nobody waits for a pipe",
  async () => {
    const { publicKey } = await window.session.requestKey({ handle: "clerk", passphrase: NEW });
    const path = join(own, "keys", "next", "clerk.request.json");
    const elsewhere = join(folder, "elsewhere.json");
    renameSync(path, elsewhere);
    symlinkSync(elsewhere, path);
    expect(await window.session.keyRequests()).toEqual([]);
    rmSync(path);
    execFileSync("mkfifo", [path]);
    expect(await window.session.keyRequests()).toEqual([]);
    // Its key is of no use without it, so another takes the place of both.
    const again = await window.session.requestKey({ handle: "clerk", passphrase: NEW });
    expect(again.publicKey).not.toBe(publicKey);
    expect(await window.session.keyRequests()).toEqual([again]);
  },
);
