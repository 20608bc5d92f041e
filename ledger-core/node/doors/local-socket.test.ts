import { spawn } from "node:child_process";
import { execFileSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { request as sendRequest } from "node:http";
import { createServer } from "node:net";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { afterwards, makeFolder } from "./doors.testing.ts";
import { SOCKET_PATH_BYTES_MAX, SUBMISSION_TRANSACTIONS_MAX } from "./door-limits.ts";
import { connectLocalSocket } from "./local-socket.ts";
import { openLocalSocket } from "./local-socket-server.ts";
import { openTestNetwork } from "./network.testing.ts";
import { findSocket, notePlace } from "./socket-path.ts";

/** A network of one, open, whose socket listens. */
async function openNode(at = makeFolder()) {
  const { folder, host, admit } = await openTestNetwork(at);
  const socket = await openLocalSocket({ host, folder, invite: () => "http://127.0.0.1:1/?ticket=t" });
  afterwards(() => socket.close());
  return { folder, host, socket, admit };
}

/** One request over the socket as any program could send it. */
async function sendOver(socketPath: string, given: { method: string; path: string; body?: Buffer; length?: number }) {
  const { method, path, body, length = body?.length ?? 0 } = given;
  return await new Promise<{ status: number; text: string } | undefined>((resolve) => {
    const sent = sendRequest(
      { socketPath, method, path, agent: false, headers: { "Content-Length": length } },
      (answer) => {
        let text = "";
        answer.setEncoding("utf8");
        answer.on("data", (chunk: string) => (text += chunk));
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, text }));
      },
    );
    sent.on("error", () => resolve(undefined));
    sent.end(body);
  });
}

describe("a command", () => {
  it("hands over transactions and learns in order what became of them", async () => {
    const { folder, host, admit } = await openNode();
    const submitter = connectLocalSocket(folder);
    const good = admit("卫健委", "113201000130232847");
    const wires = [good, Uint8Array.of(1, 2, 3), admit("错误代码", "11320100013023284Q"), good, new Uint8Array(0)];
    const answers = await submitter.submit(wires);
    expect(answers.map(({ code }) => code)).toEqual(["", "MALFORMED", "USCC_INVALID", "ALREADY_SEEN", "MALFORMED"]);
    const [first] = answers;
    if (first === undefined || !isReceipt(first)) throw new Error("no receipt");
    expect(first.id).toBeInstanceOf(Uint8Array);
    expect(encodeHex(host.ledger.reader.entry(first.index)?.id ?? new Uint8Array(0))).toBe(encodeHex(first.id));
    expect(first).toMatchObject({ kind: "member.admit", state: "executed", height: 1 });
    expect(await submitter.submit([])).toEqual([]);
    expect(await submitter.ticket()).toEqual({ url: "http://127.0.0.1:1/?ticket=t", port: 1, pid: process.pid });
    await submitter.close();
  });

  it("may hand over more than one submission holds", async () => {
    const { folder } = await openNode();
    const wires = Array.from({ length: SUBMISSION_TRANSACTIONS_MAX + 5 }, (_, index) => Uint8Array.of(index & 255));
    const answers = await connectLocalSocket(folder).submit([...wires, new Uint8Array(3_000_000)]);
    expect(answers.length).toBe(wires.length + 1);
    expect(answers.at(-1)?.code).toBe("TRANSACTION_TOO_LARGE");
  });

  it("is told when no node answers, or the node has no ledger or no browser door", async () => {
    const silent = { code: "SOCKET_SILENT" };
    const folder = makeFolder();
    await expect(connectLocalSocket(folder).ticket()).rejects.toMatchObject(silent);
    await expect(connectLocalSocket(join(folder, "nowhere")).submit([Uint8Array.of(1)])).rejects.toMatchObject(silent);
    const socket = await openLocalSocket({ host: new NodeHost({ folder }), folder });
    afterwards(() => socket.close());
    expect(await connectLocalSocket(folder).ticket()).toBeUndefined();
    await expect(connectLocalSocket(folder).submit([Uint8Array.of(1)])).rejects.toMatchObject({ code: "NO_LEDGER" });
    await socket.close();
    await expect(connectLocalSocket(folder).ticket()).rejects.toMatchObject(silent);
  });

  it("does not believe an answer that is not one", async () => {
    const folder = makeFolder();
    const answers = [
      "",
      "HTTP/1.1 200 OK\r\n\r\n[]",
      "HTTP/1.1 200 OK\r\n\r\n{",
      'HTTP/1.1 200 OK\r\n\r\n[{"code":"EVIL","data":{}}]',
    ];
    for (const [index, answer] of answers.entries()) {
      const server = createServer((socket) => socket.end(answer));
      const inside = join(folder, String(index));
      mkdirSync(inside);
      await new Promise<void>((resolve) => server.listen(join(inside, "node.sock"), resolve));
      afterwards(() => server.close());
      const submitted = connectLocalSocket(inside).submit([Uint8Array.of(1)]);
      await expect(submitted).rejects.toMatchObject({ code: "SOCKET_SILENT" });
    }
  });
});

describe("the socket", () => {
  it("belongs to its user alone and is gone when the node closes", async () => {
    const { folder, socket } = await openNode();
    const path = join(folder, "node.sock");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await socket.close();
    expect(existsSync(path)).toBe(false);
  });

  it("takes the place of what a killed node left, but not of a node that answers or of a file", async () => {
    const folder = makeFolder();
    const path = join(folder, "node.sock");
    const killed = spawn(process.execPath, ["-e", `require("net").createServer().listen(process.argv[1])`, path]);
    await expect.poll(() => existsSync(path)).toBe(true);
    const host = new NodeHost({ folder });
    await expect(openLocalSocket({ host, folder })).rejects.toMatchObject({ code: "LEDGER_LOCKED" });
    const ended = new Promise((resolve) => killed.on("exit", resolve));
    killed.kill("SIGKILL");
    await ended;
    expect(existsSync(path)).toBe(true);
    const socket = await openLocalSocket({ host, folder });
    await socket.close();
    writeFileSync(path, "a file of somebody");
    await expect(openLocalSocket({ host, folder })).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
    expect(readFileSync(path, "utf8")).toBe("a file of somebody");
  });

  it("of a folder deep down is in a private folder elsewhere, and found through the pointer", async () => {
    const top = makeFolder();
    const folder = join(top, "深".repeat(20), "深".repeat(20));
    mkdirSync(folder, { recursive: true });
    const { socket, admit } = await openNode(folder);
    const path = findSocket(folder) ?? "";
    expect(Buffer.byteLength(path)).toBeLessThanOrEqual(SOCKET_PATH_BYTES_MAX);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    const link = join(top, "link");
    symlinkSync(folder, link);
    const [answer] = await connectLocalSocket(link).submit([admit("卫健委", "113201000130232847")]);
    expect(answer).toMatchObject({ code: "", state: "executed" });
    await socket.close();
    expect(findSocket(folder)).toBeUndefined();
    expect(existsSync(dirname(path))).toBe(false);
    mkdirSync(dirname(path), { mode: 0o755 });
    afterwards(() => rmSync(dirname(path), { recursive: true }));
    const host = new NodeHost({ folder });
    await expect(openLocalSocket({ host, folder })).rejects.toMatchObject({ code: "FOLDER_UNWRITABLE" });
  });

  it("has its pointer written into no file but its own", () => {
    const folder = makeFolder();
    const pointer = join(folder, "node.sock-path");
    const elsewhere = join(folder, "victim");
    writeFileSync(elsewhere, "a person's own");
    symlinkSync(elsewhere, pointer);
    notePlace(folder, { path: "/somewhere/node.sock", pointer });
    expect([readFileSync(elsewhere, "utf8"), readFileSync(pointer, "utf8"), lstatSync(pointer).isFile()]).toEqual([
      "a person's own",
      "/somewhere/node.sock\n",
      true,
    ]);
  });

  it("is not looked for where the pointer is a pipe, for which nothing waits", () => {
    const folder = makeFolder();
    execFileSync("mkfifo", [join(folder, "node.sock-path")]);
    expect(findSocket(folder)).toBeUndefined();
  });

  it("refuses what is no submission and goes on", async () => {
    const { folder, admit } = await openNode();
    const path = findSocket(folder) ?? "";
    const submit = async (body: Buffer, length = body.length) =>
      (await sendOver(path, { method: "POST", path: "/submit", body, length }))?.status;
    expect(await submit(Buffer.alloc(0))).toBe(400);
    expect(await submit(Buffer.alloc(3))).toBe(400);
    expect(await submit(Buffer.from([255, 255, 255, 255, 1]))).toBe(400);
    expect(await submit(Buffer.from([0, 0, 0, 2, 1]))).toBe(400);
    expect(await submit(Buffer.alloc(4 * (SUBMISSION_TRANSACTIONS_MAX + 1)))).toBe(400);
    expect([413, undefined]).toContain(await submit(Buffer.alloc(1), 1_000_000_000));
    expect((await sendOver(path, { method: "GET", path: "/../submit" }))?.status).toBe(404);
    expect((await sendOver(path, { method: "GET", path: "/submit" }))?.status).toBe(404);
    const status = await sendOver(path, { method: "GET", path: "/status" });
    expect(JSON.parse(status?.text ?? "")).toMatchObject({ pid: process.pid, ledger: { name: "测试市", height: 0 } });
    const [answer] = await connectLocalSocket(folder).submit([admit("卫健委", "113201000130232847")]);
    expect(answer).toMatchObject({ code: "" });
  });
});
