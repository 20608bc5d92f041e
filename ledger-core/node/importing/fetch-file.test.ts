/** What a server may and may not have the node do that fetches a file from it. */
import dns from "node:dns";
import { createServer } from "node:http";
import type { RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { problemOfError } from "#ledger-core/node/problem.ts";
import { fetchFile } from "./fetch-file.ts";
import { unpackFile } from "./unpack-file.ts";

const PACKAGES = `{"name":"a1","notes":"n","resources":[]}\n{"name":"a2","notes":"n","resources":[]}\n`.repeat(50);
/** A name that lies elsewhere, as far as it says itself. */
const PORTAL = "portal.example.org";

let asked: string[];
let answer: RequestListener;
const server = createServer((request, response) => {
  asked.push(`${request.headers.host?.split(":")[0]}${request.url}`);
  answer(request, response);
});
let port: number;

beforeEach(async () => {
  asked = [];
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  ({ port } = server.address() as AddressInfo);
  vi.spyOn(dns, "lookup").mockImplementation(((_name: string, _options: object, done: (...found: unknown[]) => void) =>
    done(null, [{ address: "127.0.0.1", family: 4 }])) as unknown as typeof dns.lookup);
});
afterEach(async () => {
  vi.restoreAllMocks();
  server.closeAllConnections();
  await new Promise((resolve) => {
    server.close(resolve);
  });
});

const fetchText = async (path: string, host = PORTAL): Promise<string> => {
  try {
    return new TextDecoder().decode(await fetchFile(`http://${host}:${port}${path}`));
  } catch (error) {
    return error instanceof NodeError
      ? `${error.code} ${String(error.data["reason"])} ${String(error.data["detail"])}`
      : String(error);
  }
};

describe("a redirect", () => {
  const leadTo = (to: (step: number) => string): RequestListener => {
    return ({ url = "" }, response) => {
      const step = Number(/^\/(\d)$/.exec(url)?.[1] ?? 0);
      if (step === 0) response.end("whole");
      else response.writeHead(302, { Location: to(step - 1) }).end();
    };
  };

  it("is followed to other names and paths, five times and no more", async () => {
    answer = leadTo((step) => (step % 2 === 0 ? `/${step}` : `http://files.example.org:${port}/${step}`));
    expect(await fetchText("/5")).toBe("whole");
    expect(asked).toHaveLength(6);
    expect(await fetchText("/6")).toBe("IMPORT_FETCH hops 5");
    expect(asked).toHaveLength(12);
  });

  it("leads from elsewhere to nothing within this machine or its network", async () => {
    for (const host of ["127.0.0.1", "localhost", "2130706433", "[::ffff:127.0.0.1]"]) {
      answer = leadTo((step) => `http://${host}:${port}/${step}`);
      expect(await fetchText("/1"), host).toMatch(/^IMPORT_FETCH local .*:\d+$/);
    }
    answer = leadTo((step) => (step === 1 ? `http://${PORTAL}:${port}/1` : `http://127.0.0.1:${port}/0`));
    expect(await fetchText("/2", "127.0.0.1")).toMatch(/^IMPORT_FETCH local .*:\d+$/);
    answer = leadTo(() => "file:///etc/passwd");
    expect(await fetchText("/1")).toMatch(/^IMPORT_FETCH scheme/);
    expect(new Set(asked)).toEqual(new Set([`${PORTAL}/1`, "127.0.0.1/2"]));
  });

  it("leads from there wherever it likes", async () => {
    answer = leadTo((step) => `http://127.0.0.1:${port}/${step}`);
    expect(await fetchText("/2", "127.0.0.1")).toBe("whole");
  });
});

describe("a file that comes packed on the way", () => {
  const packed = gzipSync(PACKAGES);
  const sendAs = (encoding: string, bytes: Buffer): void => {
    answer = (_request, response) => response.writeHead(200, { "Content-Encoding": encoding }).end(bytes);
  };
  const unpack = async () => unpackFile(await fetchFile(`http://${PORTAL}:${port}/a.json`), "a.json");

  it("is unpacked like any packed file, and refused where it was cut", async () => {
    sendAs("gzip", packed);
    const file = await unpack();
    expect(file.ok && new TextDecoder().decode(file.bytes)).toBe(PACKAGES);
    sendAs("gzip", packed.subarray(0, -12));
    expect(await unpack()).toMatchObject({ ok: false, code: "GZIP_DAMAGED" });
  });

  it("in another way is refused", async () => {
    sendAs("br", packed);
    expect(await fetchText("/a.json")).toBe("IMPORT_FETCH packed br");
  });

  it("is not asked for", async () => {
    answer = ({ headers }, response) => response.end(headers["accept-encoding"]);
    expect(await fetchText("/a.json")).toBe("identity");
  });
});

describe("an answer", () => {
  it("that breaks off, or brings a part or nothing, is no file", async () => {
    answer = (_request, response) => {
      response.writeHead(200, { "Content-Length": 1_000 }).write("the first of it");
      setTimeout(() => response.destroy(), 20);
    };
    expect(await fetchText("/")).toBe("IMPORT_FETCH unreachable ECONNRESET");
    for (const status of [202, 204, 206, 304, 404]) {
      answer = (_request, response) => response.writeHead(status).end();
      expect(await fetchText("/")).toBe(`IMPORT_FETCH status ${status}`);
    }
  });
});

it("why a file is not fetched is said in each language, and nothing of another in it", async () => {
  answer = (_request, response) => response.writeHead(404).end();
  const said: string[] = [];
  for (const from of [`http://${PORTAL}:${port}/`, "data.json", tmpdir(), join(tmpdir(), "no-such-file")]) {
    const problem = problemOfError(await fetchFile(from).catch((error: unknown) => error));
    said.push(problem?.cause.en.split(": ").at(-1) ?? "", problem?.cause.zh.split("：").at(-1) ?? "");
  }
  expect(said).toEqual([
    "the server does not give it (404).",
    "服务器没有提供该文件（404）。",
    "it is neither an address nor a whole path.",
    "不是网址，也不是完整路径。",
    "it is not a plain file.",
    "不是普通文件。",
    "there is no such file.",
    "没有这个文件。",
  ]);
});
