/** Published files that the tests read where the folder with them lies beside the project; they are not part of it. */
import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";

const FOLDER = join(import.meta.dirname, "..", "..", "..", "shared", "data");
const TAR_BLOCK_BYTES = 512;

/** Said once by a suite that skips. */
export const REAL_DATA_ABSENT = "skipped: ../shared/data is absent";

export function hasRealData(file: string): boolean {
  return existsSync(join(FOLDER, file));
}

/** A suite over a published file. Where the file is absent, one line says so in its place. */
export function describeRealData(title: string, file: string, tests: () => void): void {
  const isHere = hasRealData(file);
  const suite = isHere ? tests : sayAbsent;
  describe.skipIf(!isHere)(title, suite);
}

function sayAbsent(): void {
  it(`is ${REAL_DATA_ABSENT}`, () => expect.unreachable());
}

/** A file's bytes, unpacked if its name ends in `.gz`. */
export function readRealData(file: string): Uint8Array {
  const bytes = readFileSync(join(FOLDER, file));
  return new Uint8Array(file.endsWith(".gz") ? gunzipSync(bytes) : bytes);
}

/** A file's JSON, unpacked if its name ends in `.gz`; that it has the type is the caller's knowledge of the file. */
export function readRealJson<T>(file: string): T {
  return JSON.parse(Buffer.from(readRealData(file)).toString("utf8")) as T;
}

/** The files of a packed archive by their path in it, sorted by path. */
export function readRealFiles(archive: string): ReadonlyMap<string, Uint8Array> {
  const tar = readRealData(archive);
  const files: [path: string, bytes: Uint8Array][] = [];
  let offset = 0;
  // A path of more than 100 letters stands in a header of its own, before the file's.
  let longName: string | undefined;
  while (offset + TAR_BLOCK_BYTES <= tar.length) {
    const header = tar.subarray(offset, offset + TAR_BLOCK_BYTES);
    const name = field(header, 0, 100);
    if (name === "") break;
    const size = Number.parseInt(field(header, 124, 12), 8);
    const content = tar.slice(offset + TAR_BLOCK_BYTES, offset + TAR_BLOCK_BYTES + size);
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === "x") longName = /^\d+ path=(.*)$/m.exec(Buffer.from(content).toString("utf8"))?.[1];
    else {
      const prefix = field(header, 345, 155);
      if (type === "0") files.push([longName ?? (prefix === "" ? name : `${prefix}/${name}`), content]);
      longName = undefined;
    }
    offset += TAR_BLOCK_BYTES + TAR_BLOCK_BYTES * Math.ceil(size / TAR_BLOCK_BYTES);
  }
  return new Map(files.sort(([left], [right]) => (left < right ? -1 : 1)));
}

/** The files of one folder of a packed archive by their names, in order. */
export function readRealArchive(archive: string, folder: string): ReadonlyMap<string, Uint8Array> {
  const inside = [...readRealFiles(archive)].filter(([path]) => path.startsWith(`${folder}/`));
  return new Map(inside.map(([path, bytes]) => [path.slice(folder.length + 1), bytes]));
}

/** The JSON files of a packed archive whose path begins so, sorted by path. */
export function readRealJsonFiles<T>(archive: string, prefix: string): readonly (readonly [path: string, value: T])[] {
  return [...readRealFiles(archive)]
    .filter(([path]) => path.startsWith(prefix) && path.endsWith(".json"))
    .map(([path, bytes]) => [path, JSON.parse(Buffer.from(bytes).toString("utf8")) as T] as const);
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}

function field(header: Uint8Array, offset: number, length: number): string {
  const text = Buffer.from(header.subarray(offset, offset + length)).toString("latin1");
  return text.replace(/\0.*$/s, "").trim();
}
