import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { ContractRouterClient } from "@orpc/contract";
import { describe, expect, it } from "vitest";
import type { WebSocket } from "ws";
import type { contract } from "#ledger-core/contract/api/contract.ts";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { afterwards, makeFolder, openSocket } from "./doors.testing.ts";
import { connectLocalSocket } from "./local-socket.ts";
import type { Announcement } from "./local-socket.ts";
import { serve } from "./serve.ts";

type Client = ContractRouterClient<typeof contract>;

const passphrase = "correct horse 电池 staple";

async function makeNetwork(): Promise<string> {
  const folder = makeFolder();
  await createNetwork({
    folder,
    ruleset: cityRuleset,
    name: "测试市",
    purpose: "real",
    time: Math.floor(Date.now() / 1_000) - 60,
    department: { name: "数据局", uscc: "91350100M000100Y43", functions: ["bureau"] },
    person: "zhang-wei",
    passphrase,
  });
  return folder;
}

async function serveIt(folder: string) {
  const host = new NodeHost({ folder });
  afterwards(() => host.close());
  if (host.hasLedger()) host.open();
  const lines: Announcement[] = [];
  const served = await serve({ host, folder, open: false, announce: (line) => void lines.push(line) });
  afterwards(() => served.close());
  const [line] = lines;
  if (line === undefined || lines.length !== 1) throw new Error("announced once");
  const origin = `http://127.0.0.1:${line.port}`;
  const enter = async (url: string) => {
    const answer = await fetch(url, { redirect: "manual" });
    return { Cookie: answer.headers.get("set-cookie")?.split(";")[0] ?? "", Origin: origin };
  };
  const connect = async (headers: Readonly<Record<string, string>>): Promise<Client> => {
    const opened = await openSocket(`${origin}/rpc`, headers);
    if (!("socket" in opened)) throw new Error(`refused with ${opened.status}`);
    return createORPCClient(new RPCLink({ websocket: opened.socket as WebSocket & globalThis.WebSocket }));
  };
  return { host, served, line, origin, enter, connect };
}

describe("a served node", () => {
  it("announces one address, and the local socket gives another", async () => {
    const folder = await makeNetwork();
    const { line, enter, connect } = await serveIt(folder);
    expect(line).toEqual({ url: expect.stringContaining("/?ticket="), port: expect.any(Number), pid: process.pid });
    const another = await connectLocalSocket(folder).ticket();
    expect(another).toEqual({ ...line, url: expect.stringContaining("/?ticket=") });
    const [first, second] = [await connect(await enter(line.url)), await connect(await enter(another?.url ?? ""))];
    expect((await first.system.status()).name).toBe("测试市");
    expect((await second.system.status()).height).toBe(0);
  });

  it("keeps browsers apart: one is unlocked, signs with the passphrase each time, and the other is nobody", async () => {
    const { line, served, enter, connect } = await serveIt(await makeNetwork());
    const one = await connect(await enter(line.url));
    const two = await connect(await enter(served.invite()));
    await expect(one.session.unlock({ handle: "zhang-wei", passphrase: "wrong horse battery" })).rejects.toMatchObject({
      code: "PROBLEM",
      data: { code: "PASSPHRASE_WRONG" },
    });
    const me = await one.session.unlock({ handle: "zhang-wei", passphrase });
    expect(me.person.handle).toBe("zhang-wei");
    expect(await two.session.me()).toBeNull();
    const body = { uscc: "113201000130232847", name: "卫健委", functions: [] };
    const prepared = await one.signing.prepare({ kind: "member.admit", body });
    const events = await two.system.events();
    const { digest } = prepared;
    await expect(two.signing.confirm({ digest, passphrase })).rejects.toMatchObject({ data: { code: "NOT_UNLOCKED" } });
    await expect(one.signing.confirm({ digest })).rejects.toMatchObject({ data: { code: "PASSPHRASE_WRONG" } });
    expect(await one.signing.confirm({ digest, passphrase })).toMatchObject({ id: digest, state: "sealed", height: 1 });
    const event = await events.next();
    if (event.done === true) throw new Error("the events ended");
    expect(event.value.changed.map(({ table }) => table)).toContain("kernel.member");
    await events.return?.();
  });

  it("answers scripts over HTTP, described by a document, never with bytes as an object", async () => {
    const { line, origin, enter } = await serveIt(await makeNetwork());
    const headers = { ...(await enter(line.url)), "Content-Type": "application/json" };
    const status = await fetch(`${origin}/api/status`, { headers });
    expect(await status.json()).toMatchObject({ name: "测试市", mode: "solo" });
    const entries = await fetch(`${origin}/api/ledger/entries`, { method: "POST", headers, body: '{"limit":5}' });
    expect(entries.status).toBe(200);
    const text = await entries.text();
    expect(text).toContain('"height"');
    expect(text).not.toContain('{"0":');
    const document = (await (await fetch(`${origin}/api/openapi.json`, { headers })).json()) as { paths: object };
    expect(Object.keys(document.paths)).toEqual(
      expect.arrayContaining(["/status", "/ledger/entries", "/signing/confirm"]),
    );
    const act = '{"kind":"member.admit","body":{}}';
    const locked = await fetch(`${origin}/api/signing/preview`, { method: "POST", headers, body: act });
    expect(locked.status).toBe(422);
    expect(await locked.json()).toMatchObject({ code: "PROBLEM", data: { code: "NOT_UNLOCKED" } });
  });

  it("serves a folder without a ledger, so that one can be made in it", async () => {
    const { line, enter, connect } = await serveIt(makeFolder());
    const client = await connect(await enter(line.url));
    expect(await client.setup.state()).toMatchObject({ ledger: "none" });
    expect(await client.session.me()).toBeNull();
    await expect(client.system.status()).rejects.toMatchObject({ data: { code: "NO_LEDGER" } });
  });

  it("leaves no door open when it cannot start or has been closed", async () => {
    const folder = makeFolder();
    const { served, line, host } = await serveIt(folder);
    const options = { host, folder, open: false, announce: () => expect.unreachable() };
    await expect(serve({ ...options, port: line.port })).rejects.toMatchObject({ code: "PORT_IN_USE" });
    await expect(serve(options)).rejects.toMatchObject({ code: "LEDGER_LOCKED" });
    await served.close();
    await expect(fetch(line.url)).rejects.toThrow("fetch failed");
    await expect(connectLocalSocket(folder).ticket()).rejects.toMatchObject({ code: "SOCKET_SILENT" });
  });
});
