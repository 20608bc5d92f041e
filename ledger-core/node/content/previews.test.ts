import { afterAll, describe, expect, it, test } from "vitest";
import type { VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { guessEncoding } from "./decode-text.ts";
import { mapPartOf } from "./map-part.ts";
import { mediaTypeOf } from "./media-type.ts";
import { contentPieces } from "./pieces.testing.ts";
import { Previews } from "./previews.ts";
import { newContentKey, StoredContent } from "./stored-content.testing.ts";
import { TableSession } from "./table-session.ts";

test("a table is read as far as it is asked for, in any of the encodings and separators that cities use", async () => {
  const tables = {
    "utf-8": Buffer.from('﻿a;b\r\n1;"x\ny"\r\n2;z\r\n'),
    "utf-16le": Buffer.from('\ufeffa;b\n1;"x\ny"\n2;z\n', "utf16le"),
    gb18030: Buffer.from([0xbb, 0xa7, 0x3b, 0x62, 0x0a, 0x31, 0x3b, 0x78, 0x0a, 0x32, 0x3b, 0x7a, 0x0a]),
  };
  for (const [encoding, bytes] of Object.entries(tables)) {
    expect(guessEncoding(bytes)).toBe(encoding);
    const session = await TableSession.open(contentPieces(bytes, 3));
    const part = await session.read(1, 10);
    expect([encoding, part.columns.length, part.rows, part.total]).toEqual([encoding, 2, [["2", "z"]], 2]);
    session.close();
  }
});

test("two windows that look into the same table at once open it once", async () => {
  const bytes = new TextEncoder().encode("a,b\n1,2\n3,4\n");
  const version = {
    ...{ mediaType: "text/csv", versionHash: new Uint8Array(32), contentHash: new Uint8Array(32) },
    sealedHash: undefined,
  } as VersionRow;
  let opened = 0;
  const read = (): AsyncIterable<Uint8Array> => {
    opened++;
    return contentPieces(bytes, 3);
  };
  const previews = new Previews({ has: () => true, read } as unknown as Blobs, () =>
    Promise.reject(new Error("no key")),
  );
  const page = { from: 0, limit: 9 };
  const both = await Promise.all([previews.read(version, page), previews.read(version, page)]);
  // Once to verify it and once to read it.
  expect([opened, ...both.map((part) => part.kind === "table" && part.rows.length)]).toEqual([2, 2, 2]);
  previews.close();
  await previews.read(version, page);
  expect(opened).toBe(4);
  previews.close();
});

test("nothing is read beyond what a page needs, whatever the file's length", async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Uint8Array> {
    yield Buffer.from("a,b\n");
    for (;;) {
      given++;
      yield Buffer.from("1,2\n".repeat(1_000));
    }
  }
  const session = await TableSession.open(endless());
  const part = await session.read(0, 200);
  expect([part.rows.length, part.total]).toEqual([200, null]);
  expect(given).toBeLessThan(60);
  const far = await session.read(49_900, 500);
  expect([far.rows.length, far.total, far.isCut]).toEqual([100, 50_000, true]);
});

test("a file that is no table is still shown without harm: ragged rows, open quotes, a record without end", async () => {
  const malformed = { code: "TABLE_MALFORMED", data: { count: 3 } };
  const rows = "a,b\n1\n1,2,3\n";
  const ragged = await TableSession.open(contentPieces(Buffer.from(rows), 4));
  expect((await ragged.read(0, 10)).rows).toEqual([
    ["1", null],
    ["1", "2"],
  ]);
  const open = await TableSession.open(contentPieces(Buffer.from(`${rows}"open,1\n2,3\n`), 4));
  await expect(open.read(0, 10)).rejects.toMatchObject(malformed);
  const long = await TableSession.open(contentPieces(Buffer.from(`${rows}${"x".repeat(4_100_000)}`), 999_999));
  await expect(long.read(0, 10)).rejects.toMatchObject(malformed);
  const wide = await TableSession.open(contentPieces(Buffer.from(`a,b\n${"x".repeat(5_000)},1\n`), 999));
  expect((await wide.read(0, 1)).rows[0]?.[0]).toHaveLength(2_001);
});

test("GeoJSON of every kind of geometry becomes lines; what is no place on earth is left out", () => {
  const point = {
    type: "Feature",
    geometry: { type: "Point", coordinates: [118.8, 32.06] },
    properties: { name: "南京", n: 5 },
  };
  const area = {
    type: "Feature",
    geometry: {
      type: "Polygon",
      coordinates: [
        [
          [0, 0],
          [1, 0],
          [1, 1],
          [0, 0],
        ],
      ],
    },
    properties: null,
  };
  const wrong = {
    type: "Feature",
    geometry: {
      type: "LineString",
      coordinates: [
        [999, 1],
        ["a", 2],
        [3, 4],
      ],
    },
    properties: {},
  };
  const map = mapPartOf({ type: "FeatureCollection", features: [point, area, wrong, 7, null] }, false);
  expect(map?.total).toBe(3);
  expect(map?.features.map(({ shape, lines }) => [shape, lines.map((line) => line.length)])).toEqual([
    ["point", [1]],
    ["area", [4]],
    ["line", [1]],
  ]);
  expect(map?.features[0]?.properties).toEqual({ name: "南京", n: "5" });
  expect(mapPartOf({ type: "FeatureCollection", features: "no" }, false)).toBeUndefined();
  expect(mapPartOf([1, 2], false)).toBeUndefined();
});

test("media types by name first, then by the first bytes", () => {
  expect(mediaTypeOf("A.CSV", Buffer.from("a"))).toBe("text/csv");
  expect(mediaTypeOf("map.json", Buffer.from('{ "type": "FeatureCollection", "features": []'))).toBe(
    "application/geo+json",
  );
  expect(mediaTypeOf("x", Buffer.from(' [{"a":1}]'))).toBe("application/json");
  expect(mediaTypeOf("x", Buffer.from([1, 0, 2]))).toBe("application/octet-stream");
});

const stored = new StoredContent();
afterAll(() => stored.remove());

const PAGE = { from: 0, limit: 2 };
const noKey = () => Promise.reject(new Error("no key"));
const versionOf = (given: Partial<VersionRow>): VersionRow =>
  ({ number: 1, dataset: 7, versionHash: new Uint8Array(32), ...given }) as VersionRow;

describe.each(["text/csv", "text/plain", "application/geo+json"])("a look into content that is %s", (mediaType) => {
  it("shows no page of what was altered behind it", async () => {
    // Longer than any page, and each time another content.
    const bytes = Buffer.from(`name,${mediaType}\n${"H1,100\n".repeat(100_000)}`);
    const { hash: contentHash } = await stored.blobs.put(contentPieces(bytes, 100_000), { sizeBytesMax: bytes.length });
    const version = versionOf({ mediaType, contentHash });
    const previews = new Previews(stored.blobs, noKey);
    expect(await previews.read(version, PAGE)).toMatchObject({ isVerified: true });
    previews.close();
    stored.damage(contentHash);
    await expect(previews.read(version, PAGE)).rejects.toMatchObject({ code: "BLOB_DAMAGED" });
  });

  it("shows no page of what is sealed and not what was recorded", async () => {
    const key = await newContentKey();
    const sealed = await stored.seal(700_000, { key, dataset: 7 });
    const previews = new Previews(stored.blobs, async () => key);
    const version = versionOf({ ...sealed, mediaType, contentHash: new Uint8Array(32) });
    await expect(previews.read(version, PAGE)).rejects.toMatchObject({ code: "CONTENT_ALTERED" });
  });

  it("says that it did not read all of what is too long", async () => {
    let given = 0;
    async function* endless(): AsyncGenerator<Uint8Array> {
      const piece = Buffer.from("1,2\n".repeat(65_536));
      for (;;) {
        given++;
        yield piece;
      }
    }
    const previews = new Previews({ has: () => true, read: endless } as unknown as Blobs, noKey);
    const version = versionOf({ mediaType, contentHash: new Uint8Array(32) });
    expect(await previews.read(version, PAGE)).toMatchObject({ isVerified: false });
    // The 32 MiB that are verified, in pieces of a quarter, and what a table's first page reads ahead of it.
    expect(given).toBeLessThan(129 + 20);
    previews.close();
  });
});
