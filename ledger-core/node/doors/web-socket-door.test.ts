import { createServer } from "node:http";
import { connect } from "node:net";
import type { AddressInfo } from "node:net";
import { createORPCClient } from "@orpc/client";
import { RPCLink } from "@orpc/client/websocket";
import type { RouterClient } from "@orpc/server";
import { describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import type { NodeContext } from "#ledger-core/node/node-context.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { createAttend } from "./call-channel.ts";
import { CALL_SIZE_BYTES_MAX, CALLS_PER_CONNECTION_MAX, CONNECTIONS_MAX, WEB_SOCKETS_MAX } from "./door-limits.ts";
import {
  afterwards,
  closeCode,
  countedUpTo,
  createTestRouter,
  makeFolder,
  openSocket,
  openTestDoor,
} from "./doors.testing.ts";
import type { Opened, TestDoor } from "./doors.testing.ts";
import { WebSocketDoor } from "./web-socket-door.ts";

type Client = RouterClient<ReturnType<typeof createTestRouter>>;

function socketOf(opened: Opened): WebSocket {
  if (!("socket" in opened)) throw new Error(`refused with ${opened.status}`);
  return opened.socket;
}

async function openOurs(door: TestDoor): Promise<WebSocket> {
  return socketOf(await openSocket(`${door.origin}/rpc`, { Cookie: await door.enter(), Origin: door.origin }));
}

/** The window's own library over this socket. */
function clientOf(socket: WebSocket): Client {
  return createORPCClient(new RPCLink({ websocket: socket as unknown as globalThis.WebSocket }));
}

function call(id: string, path: string, input?: unknown): string {
  return JSON.stringify({ i: id, p: { u: path, b: { json: input } } });
}

async function nextFrame(socket: WebSocket): Promise<string> {
  return await new Promise((resolve) => socket.once("message", (data: Buffer) => resolve(data.toString("utf8"))));
}

describe("a handshake", () => {
  it("needs cookie, own origin, own host and the right path", async () => {
    const door = await openTestDoor();
    const other = await openTestDoor();
    const { origin, port } = door;
    const ours = { Cookie: await door.enter(), Origin: origin };
    const statusWith = async (path: string, headers: Record<string, string>) =>
      await openSocket(origin + path, headers);
    expect(await statusWith("/rpc", { Origin: origin })).toEqual({ status: 401 });
    expect(await statusWith("/rpc", { ...ours, Cookie: await other.enter() })).toEqual({ status: 401 });
    expect(await statusWith("/rpc", { Cookie: ours.Cookie })).toEqual({ status: 403 });
    for (const from of [
      "null",
      "https://evil.example",
      `http://localhost:${port}`,
      `http://127.0.0.1:${port + 1}`,
      other.origin,
    ]) {
      expect(await statusWith("/rpc", { ...ours, Origin: from })).toEqual({ status: 403 });
    }
    expect(await statusWith("/rpc", { ...ours, Host: "evil.example" })).toEqual({ status: 403 });
    expect(await statusWith("/rpc", { ...ours, "Sec-Fetch-Site": "same-site" })).toEqual({ status: 403 });
    expect(await statusWith("/", ours)).toEqual({ status: 404 });
    expect(await statusWith("/api/rpc", ours)).toEqual({ status: 404 });
    expect(await statusWith("/rpc?x=1", ours)).toHaveProperty("socket");
  });

  it("is refused beyond a number of sockets, and possible again when one closes", async () => {
    const door = await openTestDoor();
    const headers = { Cookie: await door.enter(), Origin: door.origin };
    const all = await Promise.all(Array.from({ length: 200 }, () => openSocket(`${door.origin}/rpc`, headers)));
    const opened = all.filter((each) => "socket" in each);
    expect(opened.length).toBe(WEB_SOCKETS_MAX);
    expect(all.filter((each) => "status" in each && each.status === 503).length).toBe(200 - WEB_SOCKETS_MAX);
    const first = opened[0];
    if (first === undefined) throw new Error("no socket was opened");
    const gone = closeCode(socketOf(first));
    socketOf(first).close();
    await gone;
    await expect.poll(async () => await openSocket(`${door.origin}/rpc`, headers)).toHaveProperty("socket");
  });
});

describe("whoever is refused a WebSocket and never closes its side", () => {
  const hold = async (port: number): Promise<void> => {
    await new Promise<void>((resolve) => {
      const socket = connect({ host: "127.0.0.1", port, allowHalfOpen: true });
      afterwards(() => socket.destroy());
      socket.write("GET /rpc HTTP/1.1\r\nHost: evil.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
      socket.on("error", () => undefined);
      socket.once("data", () => resolve());
      socket.once("close", () => resolve());
    });
  };

  it("takes no place from others", async () => {
    const door = await openTestDoor();
    await Promise.all(Array.from({ length: CONNECTIONS_MAX }, () => hold(door.port)));
    expect(await openOurs(door)).toHaveProperty("readyState", WebSocket.OPEN);
  });

  it("does not keep the door from closing", async () => {
    const door = await openTestDoor();
    await hold(door.port);
    await expect(door.close()).resolves.toBeUndefined();
  }, 5_000);
});

describe("a heartbeat", () => {
  it("lets go of a socket that answers no more, and keeps one that does", async () => {
    const host = new NodeHost({ folder: makeFolder() });
    const context: NodeContext = { host, client: { id: "1", keystoreSession: undefined }, door: "browser" };
    const door = new WebSocketDoor(
      createAttend(createTestRouter(), () => undefined),
      100,
    );
    const server = createServer();
    server.on("upgrade", (request, socket, head) => door.admit({ request, socket, head }, context));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    afterwards(() => server.close());
    afterwards(() => door.close());
    const { port } = server.address() as AddressInfo;
    const open = async (autoPong: boolean): Promise<WebSocket> => {
      const socket = new WebSocket(`ws://127.0.0.1:${port}/rpc`, { autoPong });
      await new Promise((resolve) => socket.on("open", resolve));
      return socket;
    };
    const [alive, dead] = [await open(true), await open(false)];
    expect(await closeCode(dead)).toBe(1006);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(alive.readyState).toBe(WebSocket.OPEN);
    const gone = closeCode(alive);
    door.close();
    expect([1001, 1006]).toContain(await gone);
  });
});

describe("calls over a socket", () => {
  it("are answered for the window's own library; failures tell nothing of the inside", async () => {
    const door = await openTestDoor();
    const cookie = await door.enter();
    const headers = { Cookie: cookie, Origin: door.origin };
    const one = clientOf(socketOf(await openSocket(`${door.origin}/rpc`, headers)));
    const two = clientOf(socketOf(await openSocket(`${door.origin}/rpc`, headers)));
    const three = clientOf(await openOurs(door));
    expect(await one.echo({ text: "你好" })).toBe("你好");
    const [who, same, other] = [await one.who(), await two.who(), await three.who()];
    expect(who.door).toBe("browser");
    expect(same.id).toBe(who.id);
    expect(other.id).not.toBe(who.id);
    await expect(one.break()).rejects.toMatchObject({
      code: "INTERNAL_SERVER_ERROR",
      message: "Internal server error",
    });
    await expect(one.echo({ text: 5 as unknown as string })).rejects.toMatchObject({ code: "BAD_REQUEST" });
    const leave = new AbortController();
    const waiting = one.wait(undefined, { signal: leave.signal });
    leave.abort(new Error("left"));
    await expect(waiting).rejects.toThrow("left");
    expect(door.faults).toEqual([]);
  });

  it("that are garbage close their socket and leave every other alone", async () => {
    const door = await openTestDoor();
    const witness = clientOf(await openOurs(door));
    const garbage: (string | Buffer)[] = [
      "",
      "{",
      "null",
      "5",
      '"text"',
      "[]",
      "{}",
      '{"i":1,"p":{"u":"/who"}}',
      '{"i":"1"}',
      '{"i":"1","p":null}',
      '{"i":"1","p":{}}',
      '{"i":"1","p":{"u":5}}',
      '{"i":"1","p":{"u":"who"}}',
      '{"i":"1","p":{"u":"http://evil.example/who"}}',
      '{"i":"1","p":{"u":"//evil/who"}}',
      '{"i":"1","p":{"u":"/who?a=1"}}',
      '{"i":"1","p":{"u":"/../who"}}',
      '{"i":"1","p":{"u":"/who","m":"GET"}}',
      '{"i":"1","p":{"u":"/who","h":{"content-type":"multipart/form-data"}}}',
      '{"i":"1","p":{"u":"/who","h":[]}}',
      '{"i":"1","t":2,"p":{"u":"/who"}}',
      '{"i":"1","t":3,"p":{"e":"message"}}',
      `{"i":"${"9".repeat(65)}","p":{"u":"/who"}}`,
      "\u0000\uffff",
      `${"[".repeat(500_000)}`,
      Buffer.from('{"i":"1","p":{"u":"/who"}}'),
      Buffer.alloc(1_000, 255),
      Buffer.alloc(0),
    ];
    for (const frame of garbage) {
      const socket = await openOurs(door);
      socket.send(frame);
      expect(await closeCode(socket), String(frame).slice(0, 80)).toBe(1003);
    }
    expect(await witness.echo({ text: "still here" })).toBe("still here");
    expect(door.faults).toEqual([]);
  });

  it("that are no procedure or carry crafted input get an answer and change nothing", async () => {
    const door = await openTestDoor();
    const socket = await openOurs(door);
    const answerTo = async (frame: string): Promise<string> => {
      const answer = nextFrame(socket);
      socket.send(frame);
      return await answer;
    };
    for (const path of ["/nothing", "/constructor", "/hasOwnProperty", "/who/handler", "/echo/constructor"]) {
      expect(await answerTo(call(path, path))).toContain('"s":404');
    }
    const crafted = [
      { json: { text: "a" }, meta: [[1, "__proto__", "polluted"]] },
      { json: { text: "a" }, meta: 5 },
      { json: { text: "a" }, meta: [[5, "text"]] },
      { json: JSON.parse('{"__proto__":{"text":"a"}}'), meta: [] },
      "text",
      5,
    ];
    for (const body of crafted) {
      expect(await answerTo(JSON.stringify({ i: "c", p: { u: "/echo", b: body } }))).toContain('"s":400');
    }
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
    const deep = `{"i":"d","p":{"u":"/any","b":{"json":${"[".repeat(200_000)}${"]".repeat(200_000)}}}}`;
    expect(await answerTo(deep)).toMatch(/"s":[45]\d\d/);
    socket.send('{"i":"unknown","t":4}');
    expect(await answerTo(call("e", "/echo", { text: "still here" }))).toContain("still here");
  });

  it("may be so long and no longer", async () => {
    const door = await openTestDoor();
    const socket = await openOurs(door);
    const empty = call("1", "/echo", { text: "" }).length;
    const answer = nextFrame(socket);
    socket.send(call("1", "/echo", { text: "a".repeat(CALL_SIZE_BYTES_MAX - empty) }));
    expect((await answer).length).toBeGreaterThan(CALL_SIZE_BYTES_MAX - empty);
    const closed = closeCode(socket);
    socket.send(call("2", "/echo", { text: "a".repeat(CALL_SIZE_BYTES_MAX - empty + 1) }));
    expect(await closed).toBe(1009);
  });

  it("may be so many at once and no more", async () => {
    const door = await openTestDoor();
    const socket = await openOurs(door);
    const closed = closeCode(socket);
    for (let index = 0; index <= CALLS_PER_CONNECTION_MAX; index += 1) socket.send(call(String(index), "/wait"));
    expect(await closed).toBe(1013);
    expect(await clientOf(await openOurs(door)).echo({ text: "still here" })).toBe("still here");
  });

  it("break with the protocol: the socket is closed, and nothing else happens", async () => {
    const door = await openTestDoor();
    const socket = await openOurs(door);
    const closed = closeCode(socket);
    const { _socket: tcp } = socket as unknown as { _socket: NodeJS.WritableStream };
    tcp.write(Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff]));
    expect(await closed).toBe(1002);
    expect(door.faults).toEqual([]);
  });

  it("with endless events wait for a window that does not read", async () => {
    const door = await openTestDoor();
    const socket = await openOurs(door);
    socket.pause();
    socket.send(call("1", "/count", { to: 2_000 }));
    await expect.poll(countedUpTo).toBeGreaterThan(2);
    await new Promise((resolve) => setTimeout(resolve, 500));
    const before = countedUpTo();
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(countedUpTo()).toBe(before);
    expect(before).toBeLessThan(500);
    socket.resume();
    await expect.poll(countedUpTo, { timeout: 10_000 }).toBe(1_999);
  });
});
