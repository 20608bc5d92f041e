/** `POST /submit`: signed transactions by the thousand, over HTTP. */
import { connect } from "node:net";
import { setTimeout } from "node:timers/promises";
import { describe, expect, it, vi } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { TestClock } from "#ledger-core/engine/engine.testing.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";
import { SUBMISSION_SIZE_BYTES_MAX, SUBMISSION_TRANSACTIONS_MAX } from "./door-limits.ts";
import { openTestDoor, sendRaw } from "./doors.testing.ts";
import { now, openTestNetwork } from "./network.testing.ts";
import { encodeWires } from "./submission.ts";
import { SubmissionDesk } from "./submission-desk.ts";
import type { SubmissionDeskOptions } from "./submission-desk.ts";

const USCCS = ["113201000130232847", "11320100MB1000000Q", "11320100MB7654321U"] as const;

/** A network of one behind a browser's door; `admit` makes a signed act. */
async function openNode(clock?: TestClock) {
  const { host, admit } = await openTestNetwork(undefined, clock);
  const door = await openTestDoor({ host });
  const headers = {
    Cookie: await door.enter(),
    Origin: door.origin,
    "Content-Type": "application/octet-stream",
  };
  const post = async (body: Uint8Array, more: Readonly<Record<string, string>> = {}) => {
    const given = { method: "POST", headers: { ...headers, ...more }, body: Buffer.from(body) };
    const answer = await fetch(`${door.origin}/submit`, given);
    return { status: answer.status, headers: answer.headers, json: parsed(await answer.text()) };
  };
  return { host, door, headers, admit, post };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function headText(head: Readonly<Record<string, string>>): string {
  return Object.entries(head)
    .map(([name, value]) => `${name}: ${value}\r\n`)
    .join("");
}

const size = (host: NodeHost): number => host.ledger.reader.head()?.size ?? 0;

describe("a submission", () => {
  it("is answered in its order, a bad act among good ones by its own code", async () => {
    const { host, admit, post, door } = await openNode();
    const good = admit("卫健委", USCCS[0]);
    const forged = admit("民政局", USCCS[1]);
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    const wires = [good, Uint8Array.of(1, 2, 3), admit("错误代码", "11320100013023284Q"), forged, new Uint8Array(0)];
    const { status, json } = await post(encodeWires(wires));
    expect(status).toBe(200);
    expect(json).toMatchObject([
      { code: "", state: "executed", kind: "member.admit", height: 1, index: 1 },
      { code: "MALFORMED" },
      { code: "USCC_INVALID", state: "refused", height: 1, index: 2 },
      { code: "SIGNATURE_INVALID" },
      { code: "MALFORMED" },
    ]);
    const [first] = json as [{ id: string }];
    expect(encodeHex(host.ledger.reader.entry(1)?.id ?? new Uint8Array(0))).toBe(first.id);
    expect(door.faults).toEqual([]);
  });

  it("is judged act by act also where threads check the signatures, whatever stands in front of a forged one", async () => {
    const { host, admit, post } = await openNode();
    const forged = Array.from({ length: 40 }, () => {
      const wire = admit("民政局", USCCS[1]);
      wire[wire.length - 1] = (wire.at(-1) ?? 0) ^ 1;
      return wire;
    });
    const junk = Array.from({ length: 300 }, () => Uint8Array.of(1, 2, 3));
    const before = size(host);
    // The threads start under load, and answer a while later: each round is judged in one way or the other.
    for (let round = 0; round < 20; round++) {
      const { json } = await post(encodeWires(junk));
      expect(new Set((json as readonly { code: string }[]).map(({ code }) => code))).toEqual(new Set(["MALFORMED"]));
      const answers = (await post(encodeWires([new Uint8Array(0), ...forged]))).json as readonly { code: string }[];
      expect(answers.map(({ code }) => code)).toEqual(["MALFORMED", ...forged.map(() => "SIGNATURE_INVALID")]);
      await setTimeout(25);
    }
    expect(size(host)).toBe(before);
  });

  it("sent again is not performed again, and says where each act is and what became of it", async () => {
    const { host, admit, post } = await openNode();
    const refused = admit("错误代码", "11320100013023284Q");
    const body = encodeWires([admit("卫健委", USCCS[0]), refused, refused]);
    const seen = (index: number, state: string, outcome: string) => ({
      code: "ALREADY_SEEN",
      data: { height: 1, index, state, outcome },
    });
    expect((await post(body)).json).toMatchObject([{ index: 1 }, { index: 2 }, seen(2, "refused", "USCC_INVALID")]);
    const before = size(host);
    expect((await post(body)).json).toEqual([
      seen(1, "executed", ""),
      seen(2, "refused", "USCC_INVALID"),
      seen(2, "refused", "USCC_INVALID"),
    ]);
    expect(size(host)).toBe(before);
  });

  it("sent again after its time is answered the same, and one that never came is out of time", async () => {
    const clock = new TestClock(now);
    const { admit, post } = await openNode(clock);
    const [sealed, late] = [admit("卫健委", USCCS[0]), admit("民政局", USCCS[1])];
    expect((await post(encodeWires([sealed]))).json).toMatchObject([{ index: 1 }]);
    const seen = { code: "ALREADY_SEEN", data: { height: 1, index: 1, state: "executed", outcome: "" } };
    clock.pass(901);
    expect((await post(encodeWires([sealed, late]))).json).toMatchObject([seen, { code: "EXPIRED" }]);
    // What is no longer valid the node forgets with the next block; the log does not.
    clock.pass(3_600);
    await post(encodeWires([admit("医保局", USCCS[2])]));
    expect((await post(encodeWires([sealed, late]))).json).toMatchObject([seen, { code: "EXPIRED" }]);
  });

  it("that is empty, cut off, too long or counts too many is refused as a whole, in words", async () => {
    const { host, door, headers, admit, post } = await openNode();
    const before = size(host);
    const whole = encodeWires([admit("卫健委", USCCS[0]), admit("民政局", USCCS[1])]);
    const tooMany = Buffer.alloc(4 * (SUBMISSION_TRANSACTIONS_MAX + 1));
    for (const body of [Buffer.alloc(0), whole.subarray(0, -1), Buffer.from([255, 255, 255, 255, 1]), tooMany]) {
      const { status, json } = await post(body);
      expect(status).toBe(400);
      expect(json).toMatchObject({ code: "SUBMISSION_MALFORMED" });
      expect((json as { cause: { en: string } }).cause.en).toContain("2,000");
    }
    const head = Object.entries({ Host: `127.0.0.1:${door.port}`, ...headers }).map(
      ([name, value]) => `${name}: ${value}`,
    );
    const raw = (line: string): Promise<string> =>
      sendRaw(door.port, `POST /submit HTTP/1.1\r\n${[...head, line, "Connection: close"].join("\r\n")}\r\n\r\n`);
    expect(await raw(`Content-Length: ${SUBMISSION_SIZE_BYTES_MAX + 1}`)).toMatch(
      /^HTTP\/1\.1 413 [^]*SUBMISSION_TOO_LARGE/,
    );
    expect(await raw("Transfer-Encoding: chunked")).toMatch(/^HTTP\/1\.1 411 /);
    expect(size(host)).toBe(before);
    expect((await post(whole)).json).toMatchObject([{ code: "" }, { code: "" }]);
    expect(door.faults).toEqual([]);
  });

  it("of nobody who has entered, of another page or of another kind is not read", async () => {
    const { host, door, admit, post } = await openNode();
    const before = size(host);
    const body = encodeWires([admit("卫健委", USCCS[0])]);
    expect((await post(body, { Cookie: "" })).status).toBe(401);
    expect((await post(body, { Cookie: `console-${door.port}=${"A".repeat(43)}` })).status).toBe(401);
    expect((await post(body, { Origin: "https://evil.example" })).status).toBe(403);
    expect((await post(body, { "Content-Type": "text/plain" })).status).toBe(415);
    const get = await fetch(`${door.origin}/submit`, { headers: { Cookie: await door.enter() } });
    expect(get.status).toBe(405);
    expect(size(host)).toBe(before);
  });

  it("whose sender goes away is taken whole or not at all, and can be sent again", async () => {
    const { host, door, headers, admit, post } = await openNode();
    const body = encodeWires([admit("卫健委", USCCS[0]), admit("民政局", USCCS[1])]);
    const given = { ...headers, Host: `127.0.0.1:${door.port}`, "Content-Length": String(body.length) };
    const head = `POST /submit HTTP/1.1\r\n${headText(given)}\r\n`;
    const before = size(host);
    await sendAndLeave(door.port, [head, body.subarray(0, -1)]);
    await setTimeout(50);
    expect(size(host)).toBe(before);
    await sendAndLeave(door.port, [head, body]);
    const { json } = await post(body);
    const codes = (json as { code: string }[]).map(({ code }) => code);
    expect([
      ["", ""],
      ["ALREADY_SEEN", "ALREADY_SEEN"],
    ]).toContainEqual(codes);
    expect([...host.ledger.reader.entries({ limit: 10, kind: "member.admit" })]).toHaveLength(2);
    expect(door.faults).toEqual([]);
  });

  it("reaches a node without a ledger as its own words", async () => {
    const door = await openTestDoor();
    const headers = { Cookie: await door.enter(), Origin: door.origin, "Content-Type": "application/octet-stream" };
    const body = Buffer.from(encodeWires([Uint8Array.of(1)]));
    const answer = await fetch(`${door.origin}/submit`, { method: "POST", headers, body });
    expect(answer.status).toBe(409);
    expect(await answer.json()).toMatchObject({ code: "NO_LEDGER" });
  });
});

describe("a desk with little room", () => {
  const openDesk = async (options: SubmissionDeskOptions) => {
    const { host, headers, admit } = await openNode();
    const door = await openTestDoor({ host, submissions: new SubmissionDesk(options) });
    const own = { ...headers, Cookie: await door.enter(), Origin: door.origin };
    const post = (body: Buffer) => fetch(`${door.origin}/submit`, { method: "POST", headers: own, body });
    return { host, door, headers: own, admit, post };
  };

  it("refuses what is more than may be on its way, and takes it later", async () => {
    const { door, headers, admit, post } = await openDesk({ sizeBytesMax: 1_000 });
    const given = { ...headers, Host: `127.0.0.1:${door.port}`, "Content-Length": "900" };
    const slow = connect(door.port, "127.0.0.1");
    slow.on("error", () => undefined);
    slow.write(`POST /submit HTTP/1.1\r\n${headText(given)}\r\n`);
    const body = encodeWires([admit("卫健委", USCCS[0])]);
    let refused = await post(body);
    while (refused.status === 200) refused = await post(body);
    expect(refused.status).toBe(503);
    expect(refused.headers.get("retry-after")).toBe("1");
    expect(await refused.json()).toMatchObject({ code: "QUEUE_FULL" });
    slow.destroy();
    await expect.poll(async () => (await post(body)).status).toBe(200);
    expect(door.faults).toEqual([]);
  });

  it("has submissions wait for those before them", async () => {
    const { host, admit, post } = await openDesk({ transactionsMax: 2 });
    const { engine } = host.ledger;
    const submit = engine.submit.bind(engine);
    let [underWay, most] = [0, 0];
    vi.spyOn(engine, "submit").mockImplementation(async (wires) => {
      underWay += wires.length;
      most = Math.max(most, underWay);
      await setTimeout(20);
      const answers = await submit(wires);
      underWay -= wires.length;
      return answers;
    });
    const bodies = Array.from({ length: 6 }, () => encodeWires([admit("卫健委", USCCS[0])]));
    const answers = await Promise.all(bodies.map(post));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(most).toBe(2);
    expect(host.ledger.reader.entries({ limit: 10, kind: "member.admit" })).toHaveLength(6);
  });
});

/** Sends, and is gone without a goodbye once it has left. */
async function sendAndLeave(port: number, parts: readonly (string | Uint8Array)[]): Promise<void> {
  await new Promise<void>((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.on("error", () => undefined);
    socket.on("close", () => resolve());
    socket.write(Buffer.concat(parts.map((part) => Buffer.from(part))), () => socket.resetAndDestroy());
  });
}
