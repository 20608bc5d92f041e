import { constants, gzipSync, zstdCompressSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { describeRealData, readRealData } from "#ledger-core/testdata/real-data.testing.ts";
import { FILE_BYTES_MAX, unpackFile } from "./unpack-file.ts";

const PACKAGES = `{"name":"a1","notes":"n","resources":[]}\n{"name":"a2","notes":"n","resources":[]}\n`;
const bytesOf = (text: string) => new TextEncoder().encode(text);
const zstd = (text: string | Uint8Array) => new Uint8Array(zstdCompressSync(text));
const textOf = (bytes: Uint8Array, fileName: string) => {
  const file = unpackFile(bytes, fileName);
  return file.ok ? [file.format.name, new TextDecoder().decode(file.bytes)] : [file.code, file.format];
};

describe("a packed file", () => {
  it("is unpacked, whatever its name, and recognised by what is in it", () => {
    expect(textOf(bytesOf(PACKAGES), "dump.jsonl")).toEqual(["ckan", PACKAGES]);
    expect(textOf(new Uint8Array(gzipSync(PACKAGES)), "dump.jsonl.gz")).toEqual(["ckan", PACKAGES]);
    expect(textOf(zstd(PACKAGES), "dump.jsonl.zst")).toEqual(["ckan", PACKAGES]);
    expect(textOf(zstd(PACKAGES), "dump")).toEqual(["ckan", PACKAGES]);
  });

  it("is read to its end where it was packed in several pieces", () => {
    const [one, two] = [PACKAGES, PACKAGES.replaceAll("a", "b")].map((text) => zstd(text));
    expect(textOf(Buffer.concat([one ?? "", two ?? ""].map(Buffer.from)), "dump")).toEqual([
      "ckan",
      PACKAGES + PACKAGES.replaceAll("a", "b"),
    ]);
  });

  it("that was cut, is damaged or has something behind it is refused", () => {
    const packed = zstd(PACKAGES);
    const changed = packed.map((byte, i) => (i === 8 ? byte ^ 0xff : byte));
    for (const bytes of [
      packed.subarray(0, -3),
      packed.subarray(0, 5),
      changed,
      Buffer.concat([packed, bytesOf("more of it")]),
    ])
      expect(textOf(new Uint8Array(bytes), "dump.jsonl.zst")).toEqual(["GZIP_DAMAGED", "zstd"]);
  });

  it("of gzip may end in zeros, but has nothing behind them", () => {
    const others = PACKAGES.replaceAll("a", "b");
    const [one, two, zeros] = [gzipSync(PACKAGES), gzipSync(others), Buffer.alloc(512)];
    const taken = (...parts: readonly Buffer[]) => textOf(new Uint8Array(Buffer.concat(parts)), "dump.jsonl.gz");
    expect(taken(one, two)).toEqual(["ckan", PACKAGES + others]);
    expect(taken(one, zeros)).toEqual(["ckan", PACKAGES]);
    expect(taken(one, zeros, two)).toEqual(["GZIP_DAMAGED", "gzip"]);
  });

  it("is not unpacked beyond the limit: in one piece, in many, or asking for a window that large", () => {
    const bomb = zstd(new Uint8Array(FILE_BYTES_MAX + 1));
    expect(bomb.length).toBeLessThan(10_000);
    expect(textOf(bomb, "bomb.zst")).toEqual(["FILE_TOO_LARGE", "zstd"]);
    const half = Buffer.from(zstd(new Uint8Array(FILE_BYTES_MAX / 2 + 1)));
    expect(textOf(Buffer.concat([half, half]), "bomb.zst")).toEqual(["FILE_TOO_LARGE", "zstd"]);
    const nothing = Buffer.from(zstd(""));
    expect(textOf(Buffer.concat(Array.from({ length: 2_000 }, () => nothing)), "bomb.zst")).toEqual([
      "FILE_TOO_LARGE",
      "zstd",
    ]);
    const wide = zstdCompressSync(PACKAGES, { params: { [constants.ZSTD_c_windowLog]: 27 } });
    expect(textOf(new Uint8Array(wide), "wide.zst")).toEqual(["ckan", PACKAGES]);
  });
});

describeRealData("the registry of portals", "catalog/dataportals-registry-catalogs.jsonl.zst", () => {
  it("fits, packed as it is published, and is recognised", () => {
    const file = unpackFile(readRealData("catalog/dataportals-registry-catalogs.jsonl.zst"), "catalogs.jsonl.zst");
    expect(file).toMatchObject({ ok: true, sure: true, format: { name: "registry" } });
    expect(file.ok && file.bytes.length).toBe(39_218_668);
  });
});
