/** Files on their way into an import: packed ones, bombs, what is no file at all, and the blobs that imports leave. */
import { execFileSync } from "node:child_process";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import {
  casesOf,
  damageBytes,
  fuzz,
  JSON_GRAMMAR,
  looseUtf8,
  mutateText,
  mutations,
  splice,
} from "#ledger-core/kernel/testing/hostile.testing.ts";
import { watchPeak } from "#ledger-core/kernel/testing/peak-memory.testing.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import type { Random } from "#ledger-core/sim/random.ts";
import { fetchFile } from "./fetch-file.ts";
import { KEPT_BYTES_MAX, parseKept, SALT_BYTES } from "./kept-fields.ts";
import { encodeKept } from "./kept-fields.testing.ts";
import { FILE_BYTES_MAX, unpackFile } from "./unpack-file.ts";

watchPeak(512);

const CASES = casesOf({ short: 1_500, long: 100_000 });
const PACKAGES = `{"name":"a1","notes":"n","resources":[]}\n{"name":"a2","notes":"n","resources":[]}\n`.repeat(20);

const folder = mkdtempSync(join(tmpdir(), "hostile-files-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("a packed file", () => {
  const text = Buffer.from(PACKAGES);
  const packed = {
    gzip: new Uint8Array(gzipSync(text)),
    zstd: new Uint8Array(zstdCompressSync(text)),
    many: new Uint8Array(Buffer.concat([zstdCompressSync(text), zstdCompressSync(text)])),
    twice: new Uint8Array(gzipSync(gzipSync(text))),
  };

  it(`that was damaged is unpacked to what was packed, or refused by its name (${CASES} mutations)`, async () => {
    const codes = new Set<string>();
    await fuzz(CASES, async (random) => {
      // What unpacking holds beside the heap is let go of at a turn of the event loop, which a node has between two files.
      await setImmediate();
      let bytes: Uint8Array = random.pick(Object.values(packed));
      // The heads say sizes, windows and check sums.
      if (random.once(3)) bytes = splice(bytes, 2 + random.below(20), 1, [random.below(256)]);
      else for (let left = mutations(random); left > 0; left--) bytes = damageBytes(random, bytes);
      const file = unpackFile(bytes, random.pick(["a.json.gz", "a.zst", "../../a", "a\0b", ""]));
      codes.add(file.ok ? "ok" : file.code);
      if (!file.ok) expect(["FORMAT_UNSUPPORTED", "GZIP_DAMAGED", "FILE_TOO_LARGE"]).toContain(file.code);
      else expect(file.bytes.length).toBeLessThanOrEqual(FILE_BYTES_MAX);
    });
    expect([...codes]).toEqual(expect.arrayContaining(["ok", "GZIP_DAMAGED", "FORMAT_UNSUPPORTED"]));
  });

  it("that is a bomb is refused before it is unpacked, also one packed within another", () => {
    const zeros = Buffer.alloc(FILE_BYTES_MAX + 1);
    for (const bomb of [gzipSync(zeros), zstdCompressSync(zeros)])
      expect(unpackFile(new Uint8Array(bomb), "bomb")).toMatchObject({ ok: false, code: "FILE_TOO_LARGE" });
    expect(unpackFile(new Uint8Array(gzipSync(gzipSync(zeros))), "bomb")).toMatchObject({ ok: false });
  });
});

/** The code with which a file is not fetched. */
async function refusalOf(from: string): Promise<string> {
  return await fetchFile(from).then(
    () => "fetched",
    (error: unknown) => (error instanceof NodeError ? error.code : String(error)),
  );
}

describe("what is fetched", () => {
  it("is a plain file of a bounded size: no device, pipe, folder or file without end, whatever a link leads to", async () => {
    const at = (name: string): string => join(folder, name);
    execFileSync("mkfifo", [at("pipe")]);
    symlinkSync("/dev/zero", at("zeros"));
    symlinkSync(at("loop"), at("loop"));
    writeFileSync(at("huge"), "");
    truncateSync(at("huge"), 2 ** 31);
    for (const from of [
      "/dev/zero",
      "/dev/random",
      at("pipe"),
      at("zeros"),
      at("loop"),
      at("huge"),
      folder,
      at("nowhere"),
    ])
      expect(await refusalOf(from), from).toBe("IMPORT_FETCH");
    for (const from of ["a.json", "../a.json", "file:///etc/passwd", "", "\0", `${at("nul")}\0`, "x".repeat(10_000)])
      expect(await refusalOf(from), from.slice(0, 40)).toBe("IMPORT_FETCH");
    writeFileSync(at("a.json"), PACKAGES);
    symlinkSync(at("a.json"), at("link.json"));
    expect(Buffer.from(await fetchFile(at("link.json"))).toString()).toBe(PACKAGES);
  });

  it("from an address ends at the bound, whatever the answer says of its length", async () => {
    const server = createServer((request, response) => {
      if (request.url === "/again") return void response.writeHead(302, { Location: "/again" }).end();
      const zeros = Buffer.alloc(FILE_BYTES_MAX + 1);
      if (request.url === "/endless") return void response.write(zeros);
      if (request.url === "/bomb")
        return void response.writeHead(200, { "Content-Encoding": "gzip" }).end(gzipSync(zeros));
      response.end(PACKAGES);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    try {
      for (const path of ["again", "endless"])
        expect(await refusalOf(`http://127.0.0.1:${port}/${path}`), path).toBe("IMPORT_FETCH");
      const bomb = await fetchFile(`http://127.0.0.1:${port}/bomb`);
      expect(unpackFile(bomb, "bomb")).toMatchObject({ ok: false, code: "FILE_TOO_LARGE" });
      expect(Buffer.from(await fetchFile(`http://127.0.0.1:${port}/a.json`)).toString()).toBe(PACKAGES);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe("the kept fields of an import", () => {
  const salt = new Uint8Array(SALT_BYTES).fill(1);
  const kept = { logSize: 5, catalog: { a: [1, "x", null] }, fields: { 数据: { b: true }, c: -1.5 } };

  function mutateKept(random: Random): Uint8Array {
    const whole = encodeKept(kept, salt);
    if (random.once(3)) return damageBytes(random, whole);
    let text = new TextDecoder().decode(whole.subarray(SALT_BYTES));
    for (let left = mutations(random); left > 0; left--) text = mutateText(random, text, JSON_GRAMMAR);
    return new Uint8Array(Buffer.concat([salt, looseUtf8(text)]));
  }

  it(`are what was kept, or nothing (${CASES} mutations)`, async () => {
    let read = 0;
    await fuzz(CASES, (random) => {
      const parsed = parseKept(mutateKept(random));
      if (parsed === undefined) return;
      read++;
      expect(parseKept(encodeKept(parsed, salt))).toEqual(parsed);
      expect(Object.getPrototypeOf(parsed.fields)).toBe(Object.prototype);
    });
    expect(read).toBeGreaterThan(0);
  });

  it("open no bomb: the longest blob of lists within lists, of fields, of values", () => {
    const blobOf = (text: string): Uint8Array => new Uint8Array(Buffer.concat([salt, Buffer.from(text)]));
    const whole = (inner: string): string => `{"logSize":1,"catalog":{},"fields":{"a":${inner}}}`;
    for (const inner of [
      "[".repeat(KEPT_BYTES_MAX),
      `${"[".repeat(80)}${"]".repeat(80)}`,
      "0,".repeat(10),
      "1e",
      '{"a":'.repeat(9_000),
    ])
      expect(parseKept(blobOf(whole(inner)))).toBeUndefined();
  });
});
