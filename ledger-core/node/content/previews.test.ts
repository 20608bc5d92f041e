import { expect, test } from "vitest";
import type { VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { guessEncoding } from "./decode-text.ts";
import { mapPartOf } from "./map-part.ts";
import { mediaTypeOf } from "./media-type.ts";
import { contentPieces } from "./pieces.testing.ts";
import { Previews } from "./previews.ts";
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
  expect([opened, ...both.map((part) => part.kind === "table" && part.rows.length)]).toEqual([1, 2, 2]);
  previews.close();
  await previews.read(version, page);
  expect(opened).toBe(2);
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
