import { expect, it } from "vitest";
import { SHEET_LIMITS } from "./limits.ts";
import { archiveOf } from "./workbook.testing.ts";
import { unzipParts } from "./zip-parts.ts";

/** A deflated part of so many empty blocks, which unpacks to nothing, and entries that are all about it. */
function overlapping(blocks: number, entries: number): Uint8Array {
  const packed = new Uint8Array(blocks * 5);
  for (let at = 0; at < packed.length; at += 5) packed.set([at + 5 === packed.length ? 1 : 0, 0, 0, 0xff, 0xff], at);
  const names = Array.from({ length: entries }, (_, i) => `part${i}`);
  const bytes = archiveOf(new Map(names.map((name, i) => [name, i === 0 ? packed : ""])));
  const view = new DataView(bytes.buffer);
  let at = view.getUint32(bytes.length - 6, true);
  for (const name of names) {
    view.setUint16(at + 10, 8, true);
    view.setUint32(at + 16, 0, true);
    view.setUint32(at + 20, packed.length, true);
    view.setUint32(at + 24, 0, true);
    view.setUint32(at + 42, 0, true);
    at += 46 + name.length;
  }
  return bytes;
}

it("unpacks a part of empty blocks, which is an empty part", async () => {
  const zip = await unzipParts(overlapping(1_000, 1), () => true, SHEET_LIMITS);
  expect(zip.ok && zip.parts.get("part0")).toEqual(new Uint8Array());
});

it("refuses parts that lie in each other once they are more than the archive", async () => {
  const wanted: string[] = [];
  const zip = await unzipParts(
    overlapping(1_000, 20),
    (name) => {
      wanted.push(name);
      return true;
    },
    SHEET_LIMITS,
  );
  expect(zip).toEqual({ ok: false, reason: "DAMAGED" });
  expect(wanted).toEqual(["part0", "part1"]);
});
