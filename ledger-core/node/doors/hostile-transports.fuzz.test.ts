/** Bytes of anybody on the wires of the doors: HTTP, WebSocket, the local socket, and what travels in them. */
import { connect } from "node:net";
import { describe, expect, it, vi } from "vitest";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import {
  casesOf,
  damageBytes,
  fuzz,
  JSON_GRAMMAR,
  LINE_GRAMMAR,
  looseUtf8,
  mutateText,
  mutations,
} from "#ledger-core/kernel/testing/hostile.testing.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import { afterwards, makeFolder, openTestDoor, SECRET } from "./doors.testing.ts";
import { openLocalSocket } from "./local-socket-server.ts";
import { findSocket } from "./socket-path.ts";
import { answersToJson, encodeWires, parseAnswers, parseWires } from "./submission.ts";

const WIRES = casesOf({ short: 60, long: 10_000 });
const BODIES = casesOf({ short: 1_000, long: 100_000 });

/** What the other side answers until it closes; what is sent is all there is. */
async function exchange(where: number | string, bytes: Uint8Array): Promise<string> {
  return await new Promise((resolve) => {
    const socket = typeof where === "number" ? connect(where, "127.0.0.1") : connect(where);
    let answer = "";
    socket.setEncoding("latin1");
    socket.on("data", (chunk: string) => (answer += chunk));
    socket.on("error", () => undefined);
    socket.on("close", () => resolve(answer));
    socket.end(bytes);
  });
}

/** A request with lines of its head and its body mutated. */
function mutateRequest(random: Random, request: string): Uint8Array {
  if (random.once(5)) return damageBytes(random, looseUtf8(request));
  const [head = "", body = ""] = request.split("\r\n\r\n", 2);
  let lines = head.split("\r\n");
  for (let left = mutations(random); left > 0; left--) {
    const at = random.below(lines.length);
    const line = random.once(2) ? mutateText(random, lines[at] ?? "", LINE_GRAMMAR) : random.pick(STRANGE_LINES);
    lines = lines.toSpliced(at, random.below(2), line);
  }
  return looseUtf8(`${lines.join("\r\n")}\r\n\r\n${random.once(2) ? mutateText(random, body, JSON_GRAMMAR) : body}`);
}

const STRANGE_LINES = [
  "Content-Length: 5",
  "Content-Length: -1",
  "Content-Length: 99999999999999",
  "Transfer-Encoding: chunked",
  "Transfer-Encoding: gzip, chunked",
  "Content-Encoding: gzip",
  "Content-Type: multipart/form-data; boundary=x",
  "Content-Type: application/json; charset=utf-16",
  "Host: example.org",
  "Host: 127.0.0.1",
  "Origin: null",
  "Origin: http://example.org",
  "Expect: 100-continue",
  "Upgrade: websocket",
  "Connection: Upgrade, close",
  "Cookie: a=b; a=c; ;;=",
  "Range: bytes=0-",
  "X-HTTP-Method-Override: DELETE",
  "GET //127.0.0.1/../../secret.js HTTP/1.1",
  "GET /..%2fsecret.js HTTP/1.1",
  "GET /assets/..\\..\\secret.js HTTP/1.1",
  "GET /.vite/manifest.json HTTP/1.1",
  "GET /%00 HTTP/1.1",
  "GET http://127.0.0.1/ HTTP/1.1",
  "POST /api/__proto__ HTTP/1.1",
  "OPTIONS * HTTP/1.1",
  "CONNECT 127.0.0.1:1 HTTP/1.1",
  "PRI * HTTP/2.0",
  `X: ${"y".repeat(40_000)}`,
];

describe("the browser's door", () => {
  it(`answers ${WIRES} mutated requests with a status, gives no file away, and goes on serving`, async () => {
    const door = await openTestDoor();
    const cookie = await door.enter();
    const head = (method: string, path: string): string =>
      `${method} ${path} HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\nOrigin: ${door.origin}\r\nCookie: ${cookie}\r\nConnection: close\r\n`;
    const call = `{"text":"你好"}`;
    const requests = [
      `${head("GET", "/")}\r\n`,
      `${head("GET", "/assets/index-Cu2VNN_I.js")}\r\n`,
      `${head("GET", "/api/openapi.json")}\r\n`,
      `${head("POST", "/api/echo")}Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(call)}\r\n\r\n${call}`,
      `${head("POST", "/api/any")}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{"a":[1]}`,
      `${head("POST", "/submit")}Content-Type: application/octet-stream\r\nContent-Length: 5\r\n\r\n\0\0\0\u0001a`,
      `${head("GET", "/rpc")}Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n`,
    ];
    const seen = new Set<string>();
    await fuzz(WIRES, async (random) => {
      const answer = await exchange(door.port, mutateRequest(random, random.pick(requests)));
      // Closed without a word is what a head gets that was never finished.
      const status = answer === "" ? "" : /^HTTP\/1\.1 (\d{3}) /.exec(answer)?.[1];
      expect(status, answer.slice(0, 200)).toBeDefined();
      expect(status).not.toBe("500");
      expect(answer).not.toContain(SECRET);
      expect(answer).not.toMatch(/\n\s+at /);
      expect(door.faults).toEqual([]);
      seen.add(status ?? "");
    });
    expect(seen.size).toBeGreaterThan(2);
    expect((await fetch(`${door.origin}/`, { headers: { Cookie: cookie } })).status).toBe(200);
  });

  it(`cuts off ${WIRES} WebSockets that break the protocol, and answers the sound one beside them`, async () => {
    const door = await openTestDoor();
    const cookie = await door.enter();
    const handshake = Buffer.from(
      `GET /rpc HTTP/1.1\r\nHost: 127.0.0.1:${door.port}\r\nOrigin: ${door.origin}\r\nCookie: ${cookie}\r\nConnection: Upgrade\r\n` +
        "Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AQIDBAUGBwgJCgsMDQ4PEA==\r\n\r\n",
    );
    await fuzz(WIRES, async (random) => {
      const pieces = Array.from({ length: 1 + random.below(3) }, () => hostileSocketFrame(random));
      const answer = await exchange(door.port, Buffer.concat([handshake, ...pieces]));
      expect(answer).toMatch(/^HTTP\/1\.1 101 /);
      expect(door.faults).toEqual([]);
    });
    const sound = socketFrame(0x81, Buffer.from(`{"i":"1","p":{"u":"/echo","b":{"json":{"text":"still here"}}}}`));
    const close = socketFrame(0x88, Buffer.alloc(0));
    expect(await exchange(door.port, Buffer.concat([handshake, sound]))).toContain("101");
    expect(await exchange(door.port, Buffer.concat([handshake, close]))).toContain("101");
  });
});

/** A frame of RFC 6455 as a client sends it: masked, here with zeros. `length` may lie. */
function socketFrame(lead: number, payload: Uint8Array, length = payload.length, mask = 0x80): Buffer {
  const head =
    length < 126
      ? [lead, mask | length]
      : length < 0x1_0000
        ? [lead, mask | 126, length >> 8, length & 255]
        : [
            lead,
            mask | 127,
            0,
            0,
            0,
            Math.floor(length / 2 ** 32) & 255,
            (length >>> 24) & 255,
            (length >>> 16) & 255,
            (length >>> 8) & 255,
            length & 255,
          ];
  return Buffer.concat([Buffer.from(head), Buffer.alloc(mask === 0 ? 0 : 4), payload]);
}

function hostileSocketFrame(random: Random): Buffer {
  const text = looseUtf8(mutateText(random, `{"i":"1","p":{"u":"/echo","b":{"json":{"text":"x"}}}}`, JSON_GRAMMAR));
  const lead = random.pick([
    0x81,
    0x81,
    0x01,
    0x00,
    0x80,
    0x82,
    0x88,
    0x89,
    0x8a,
    0x83,
    0x8f,
    0xc1,
    0xf1,
    random.below(256),
  ]);
  switch (random.below(4)) {
    case 0:
      return socketFrame(lead, text, random.pick([0, 125, 126, 0xffff, 0x1_0000, 2 ** 31, 2 ** 39]));
    case 1:
      return socketFrame(lead, text, text.length, 0);
    case 2:
      return Buffer.from(random.bytes(1 + random.below(40)));
    default:
      return socketFrame(lead, text);
  }
}

describe("the local socket", () => {
  it(`answers ${WIRES} mutated requests with a status, and goes on serving`, async () => {
    const folder = makeFolder();
    const host = new NodeHost({ folder });
    const socket = await openLocalSocket({ host, folder, invite: () => "http://127.0.0.1:1/?ticket=t" });
    afterwards(() => socket.close());
    const path = findSocket(folder) ?? "";
    const logged: unknown[] = [];
    const log = vi.spyOn(console, "error").mockImplementation((said) => void logged.push(said));
    afterwards(() => log.mockRestore());
    const head = (first: string): string => `${first} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n`;
    const requests = [
      `${head("GET /status")}\r\n`,
      `${head("POST /ticket")}Content-Length: 0\r\n\r\n`,
      `${head("POST /submit")}Content-Length: 8\r\n\r\n\0\0\0\u0004abcd`,
    ];
    await fuzz(WIRES, async (random) => {
      const answer = await exchange(path, mutateRequest(random, random.pick(requests)));
      expect(answer === "" || /^HTTP\/1\.1 (?!500)\d{3} /.test(answer), answer.slice(0, 200)).toBe(true);
    });
    // Somebody who hangs up in the middle is nobody's fault here.
    expect(await exchange(path, Buffer.from(`${head("POST /submit")}Content-Length: 80\r\n\r\nabcd`))).toMatch(
      /^(?:HTTP\/1\.1 4|$)/,
    );
    expect(logged).toEqual([]);
    expect(await exchange(path, Buffer.from(requests[0] ?? ""))).toContain(`{"pid":${process.pid},"ledger":null}`);
  });

  it("tells of what fails once a request was read to its end", async () => {
    class BrokenHost extends NodeHost {
      override get ledger(): never {
        throw new Error("what should never happen");
      }
    }
    const folder = makeFolder();
    const socket = await openLocalSocket({ host: new BrokenHost({ folder }), folder });
    afterwards(() => socket.close());
    const log = vi.spyOn(console, "error").mockImplementation(() => undefined);
    afterwards(() => log.mockRestore());
    const wire =
      "POST /submit HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 5\r\n\r\n\0\0\0\u0001a";
    expect(await exchange(findSocket(folder) ?? "", Buffer.from(wire))).toMatch(/^HTTP\/1\.1 500 /);
    expect(log).toHaveBeenCalledOnce();
  });

  it(`takes submissions apart into what was put together, or not at all (${BODIES} mutations)`, async () => {
    const wires = [new Uint8Array(3), Uint8Array.of(1, 2), new Uint8Array(300).fill(7)];
    const sound = encodeWires(wires);
    const lengths = [Buffer.from("ffffffff", "hex"), Buffer.from("7fffffff00", "hex"), Buffer.alloc(4)];
    await fuzz(BODIES, (random) => {
      let bytes: Uint8Array = random.once(8) ? Buffer.concat([sound, random.pick(lengths)]) : sound;
      for (let left = mutations(random); left > 0; left--) bytes = damageBytes(random, bytes);
      const parsed = parseWires(Buffer.from(bytes));
      if (parsed !== undefined) expect(equalBytes(encodeWires(parsed), bytes)).toBe(true);
    });
  });

  it(`believes no answer but one of a node (${BODIES} mutations)`, async () => {
    const answers = [
      {
        id: new Uint8Array(32),
        height: 1,
        index: 2,
        kind: "a.b",
        state: "executed",
        code: "",
        data: {},
        proposal: undefined,
      },
      { code: "EXPIRED", data: { time: 5 } },
    ] as const;
    const sound = answersToJson(answers);
    await fuzz(BODIES, (random) => {
      const mutated = mutateText(random, sound, JSON_GRAMMAR);
      let json: unknown;
      try {
        json = JSON.parse(mutated);
      } catch {
        return;
      }
      const parsed = parseAnswers(json, answers.length);
      if (parsed === undefined) return;
      // As text, in which minus zero is zero.
      const written = answersToJson(parsed);
      const again = parseAnswers(JSON.parse(written), answers.length);
      expect(again === undefined ? "" : answersToJson(again)).toBe(written);
    });
  });
});
