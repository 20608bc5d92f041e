/** Reads the packed known answers of `testdata/evidence`. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";

/** The files of an archive by their path in it. */
export function readKnownAnswers(archive: string): ReadonlyMap<string, Uint8Array> {
  const tar = gunzipSync(readFileSync(new URL(`../testdata/evidence/${archive}.tar.gz`, import.meta.url)));
  const files = new Map<string, Uint8Array>();
  let offset = 0;
  // A path of more than 100 letters stands in a header of its own, before the file's.
  let longName: string | undefined;
  while (offset + 512 <= tar.length) {
    const header = tar.subarray(offset, offset + 512);
    const name = field(header, 0, 100);
    if (name === "") break;
    const size = Number.parseInt(field(header, 124, 12), 8);
    const content = tar.subarray(offset + 512, offset + 512 + size);
    const type = String.fromCharCode(header[156] ?? 0);
    if (type === "x") longName = /^\d+ path=(.*)$/m.exec(Buffer.from(content).toString("utf8"))?.[1];
    else {
      if (type === "0") files.set(longName ?? name, content);
      longName = undefined;
    }
    offset += 512 + 512 * Math.ceil(size / 512);
  }
  return files;
}

/** The JSON files whose path begins so, sorted by path. */
export function readKnownJson<T>(archive: string, prefix: string): readonly (readonly [path: string, value: T])[] {
  return [...readKnownAnswers(archive)]
    .filter(([path]) => path.startsWith(prefix) && path.endsWith(".json"))
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([path, bytes]) => [path, JSON.parse(Buffer.from(bytes).toString("utf8")) as T] as const);
}

function field(header: Uint8Array, offset: number, length: number): string {
  const text = Buffer.from(header.subarray(offset, offset + length)).toString("latin1");
  return text.replace(/\0.*$/s, "").trim();
}
