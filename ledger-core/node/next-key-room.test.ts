/** Which waiting key gives way to another: never one to which colleagues may still agree, always one that nobody waits for. */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeEach, expect, it, vi } from "vitest";
import { policySetBody } from "#ledger-core/contract/schema/governance.ts";
import { toJson } from "#ledger-core/contract/schema/json.ts";
import { openOutbox } from "#ledger-core/engine/outbox.ts";
import { all, need, ownSeat, persons } from "#ledger-core/kernel/policy-terms.ts";
import type { NodeHost } from "./node-host.ts";
import { closeAll, newFolder, newHost, newWindow, problemOf } from "./procedures/windows.testing.ts";
import type { Client } from "./procedures/windows.testing.ts";

const OLD = "seven quiet herons";
const NEW = "nine loud sparrows";

let host: NodeHost;
let folder: string;
let window: Client;
let kit: { readonly kit: string; readonly code: string };

beforeEach(async () => {
  folder = newFolder();
  ({ host } = newHost(folder, 1_790_000_000));
  window = newWindow(host);
  const names = { network: "City", department: "Data", uscc: "11320100MB1000000Q", person: "leader" };
  kit = await window.setup.create({ ...names, passphrase: OLD });
  await window.session.unlock({ handle: "leader", passphrase: OLD });
});

afterAll(closeAll);

async function sign(kind: string, body: object): Promise<void> {
  const { digest } = await window.signing.prepare({ kind, body: { ...body } });
  expect((await window.signing.confirm({ digest, passphrase: OLD })).state).toBe("sealed");
}

/** From now on two people have to agree to a change of key, or to another kind of act. */
async function setBar(kind = "key.rotate"): Promise<void> {
  const cases = [need([all(ownSeat(["leader"], persons(2)))])];
  await sign("policy.set", toJson(policySetBody, { kind, cases }) as object);
}

async function offer(passphrase: string): Promise<{ readonly proposal: number }> {
  const { receipt } = await window.session.rotateKey({ passphrase });
  expect(receipt.state).toBe("proposed");
  return { proposal: receipt.proposal ?? 0 };
}

const request = (replace: boolean) => window.session.requestKey({ handle: "leader", passphrase: NEW, replace });
const waitingFile = (): string => join(folder, "keys", "next", "leader.key");
const publicKeyIn = (path: string): string => JSON.parse(readFileSync(path, "utf8")).publicKey;

it.each(["alone", "beside its request"])("a key that is offered is not given up for a request (%s)", async (how) => {
  await setBar();
  if (how === "beside its request") await window.session.requestKey({ handle: "leader", passphrase: OLD });
  const { proposal } = await offer(OLD);
  const offered = publicKeyIn(waitingFile());
  for (const replace of [false, true]) expect((await problemOf(request(replace))).code).toBe("KEY_FILE_EXISTS");
  expect(publicKeyIn(waitingFile())).toBe(offered);
  await sign("proposal.withdraw", { proposal, reason: "no" });
  // The request is still there for whoever has asked for the key.
  const made = await request(how === "beside its request");
  expect(publicKeyIn(waitingFile())).toBe(made.publicKey);
});

it.each(["key.enrol", "person.enrol"])("a key under enrolment is not given up for a request (%s)", async (kind) => {
  await setBar(kind);
  const handle = kind === "key.enrol" ? "leader" : "officer";
  const made = await window.session.requestKey({ handle, passphrase: NEW, replace: false });
  const proof: string = JSON.parse(made.file.content).proof;
  const me = await window.session.me();
  const key = { publicKey: made.publicKey, proof };
  const body =
    kind === "key.enrol"
      ? { person: me?.person.key ?? 0, ...key, reason: "lost" }
      : { department: 1, handle, ...key, roles: [{ role: "officer", until: 0 }] };
  const { digest } = await window.signing.prepare({ kind, body });
  const receipt = await window.signing.confirm({ digest, passphrase: OLD });
  expect(receipt.state).toBe("proposed");
  // Whoever is at the lock page, without a session.
  const again = () => newWindow(host).session.requestKey({ handle, passphrase: NEW, replace: true });
  expect((await problemOf(again())).code).toBe("KEY_FILE_EXISTS");
  expect(await window.session.keyRequests()).toMatchObject([{ publicKey: made.publicKey }]);
  await sign("proposal.withdraw", { proposal: receipt.proposal, reason: "no" });
  expect((await again()).publicKey).not.toBe(made.publicKey);
});

it("a key whose proposal has ended gives way to a rotation under another passphrase", async () => {
  await setBar();
  const { proposal } = await offer(OLD);
  const offered = publicKeyIn(waitingFile());
  await sign("proposal.withdraw", { proposal, reason: "no" });
  await newWindow(host).session.restore({ ...kit, passphrase: NEW });
  await offer(NEW);
  expect(publicKeyIn(waitingFile())).not.toBe(offered);
});

it("a key whose act waits in the outbox does not give way", async () => {
  await setBar();
  const submit = vi.spyOn(host.ledger.engine, "submit");
  const { proposal } = await offer(OLD);
  const [wires = []] = submit.mock.lastCall ?? [];
  submit.mockRestore();
  await sign("proposal.withdraw", { proposal, reason: "no" });
  const outbox = openOutbox(folder);
  outbox.save(wires);
  expect((await problemOf(request(true))).code).toBe("KEY_FILE_EXISTS");
  outbox.clear();
  await request(false);
});

it("a key that was in force and was revoked is not offered again", async () => {
  expect((await window.session.rotateKey({ passphrase: OLD })).receipt.state).toBe("sealed");
  const revoked = join(folder, "revoked.key");
  copyFileSync(join(folder, "keys", "leader.key"), revoked);
  expect((await window.session.rotateKey({ passphrase: OLD })).receipt.state).toBe("sealed");
  mkdirSync(join(folder, "keys", "next"), { recursive: true });
  copyFileSync(revoked, waitingFile());
  expect((await window.session.rotateKey({ passphrase: OLD })).receipt).toMatchObject({ state: "sealed", code: null });
});

it("a request is written before its key, and alone it is passed over", async () => {
  const made = await request(false);
  const requestFile = join(folder, "keys", "next", "leader.request.json");
  expect(statSync(requestFile).mtimeMs).toBeLessThan(statSync(waitingFile()).mtimeMs);
  rmSync(waitingFile());
  expect(await window.session.keyRequests()).toEqual([]);
  const again = await request(false);
  expect(again.publicKey).not.toBe(made.publicKey);
  expect(await window.session.keyRequests()).toEqual([again]);
});

it("nothing is left of a request whose key could not be written", async () => {
  // A folder under the name of a leftover, which cannot be taken away as a file: the key is there by then.
  const leftover = join(folder, "keys", "next", ".leader.0123456789abcdef.tmp");
  mkdirSync(leftover, { recursive: true });
  utimesSync(leftover, 1_000_000_000, 1_000_000_000);
  expect((await problemOf(request(false))).code).toBe("KEY_FOLDER_UNWRITABLE");
  expect(readdirSync(join(folder, "keys", "next"))).toEqual([".leader.0123456789abcdef.tmp"]);
});
