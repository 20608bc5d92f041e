/**
 * The parts of a ZIP archive that a workbook is read from, unpacked within limits, and an archive of them again. What an archive says of its
 * sizes is not believed: unpacking stops at the limit. Source: PKWARE APPNOTE 6.3, without ZIP64 and encryption, which no workbook of a
 * size that is read here needs.
 */

export type ZipParts =
  | { readonly ok: true; readonly parts: ReadonlyMap<string, Uint8Array>; readonly names: readonly string[] }
  /** CUT_SHORT: it has no directory at its end. DAMAGED: it has, and something in it is wrong. TOO_LARGE: a limit, with what it is about. */
  | { readonly ok: false; readonly reason: "CUT_SHORT" | "DAMAGED" | "TOO_LARGE" };

export type ZipLimits = { readonly partBytesMax: number; readonly workbookBytesMax: number; readonly partsMax: number };

type Entry = {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packedBytes: number;
  readonly bytes: number;
  readonly offset: number;
};

const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;
const SIGNATURE = { local: 0x04034b50, entry: 0x02014b50, end: 0x06054b50 } as const;

/** Unpacks the parts whose name is wanted; the others are only named. */
export async function unzipParts(
  bytes: Uint8Array,
  isWanted: (name: string) => boolean,
  limits: ZipLimits,
): Promise<ZipParts> {
  const entries = readDirectory(bytes, limits.partsMax);
  if (!Array.isArray(entries)) return { ok: false, reason: entries };
  const parts = new Map<string, Uint8Array>();
  const taken = new Set<string>();
  let [total, packed] = [0, 0];
  for (const entry of entries) {
    // Two parts of one name, in whichever case: which of them a program shows is anybody's guess.
    const name = entry.name.toLowerCase();
    if (taken.has(name)) return { ok: false, reason: "DAMAGED" };
    if (!isWanted(entry.name)) continue;
    taken.add(name);
    // Parts that lie in each other cost more work than the archive has bytes, and may unpack to nothing that a limit would see.
    packed += entry.packedBytes;
    if (packed > bytes.length) return { ok: false, reason: "DAMAGED" };
    const bytesMax = Math.min(limits.partBytesMax, limits.workbookBytesMax - total);
    if (entry.bytes > bytesMax) return { ok: false, reason: "TOO_LARGE" };
    const part = await unpack(bytes, entry, bytesMax);
    if (typeof part === "string") return { ok: false, reason: part };
    total += part.length;
    parts.set(entry.name, part);
  }
  return { ok: true, parts, names: entries.map(({ name }) => name) };
}

/** An archive that holds the parts as they are, for a reader that wants one. */
export function zipStored(parts: ReadonlyMap<string, Uint8Array>): Uint8Array {
  const encoder = new TextEncoder();
  const pieces: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of parts) {
    const nameBytes = encoder.encode(name);
    const local = header(30, nameBytes, (view) => {
      view.setUint32(0, SIGNATURE.local, true);
      view.setUint16(4, 20, true);
      view.setUint16(6, 0x0800, true);
      view.setUint32(18, bytes.length, true);
      view.setUint32(22, bytes.length, true);
      view.setUint16(26, nameBytes.length, true);
    });
    const at = offset;
    directory.push(
      header(46, nameBytes, (view) => {
        view.setUint32(0, SIGNATURE.entry, true);
        view.setUint16(6, 20, true);
        view.setUint16(8, 0x0800, true);
        view.setUint32(20, bytes.length, true);
        view.setUint32(24, bytes.length, true);
        view.setUint16(28, nameBytes.length, true);
        view.setUint32(42, at, true);
      }),
    );
    pieces.push(local, bytes);
    offset += local.length + bytes.length;
  }
  const directoryBytes = directory.reduce((sum, { length }) => sum + length, 0);
  const end = header(END_BYTES, new Uint8Array(), (view) => {
    view.setUint32(0, SIGNATURE.end, true);
    view.setUint16(8, parts.size, true);
    view.setUint16(10, parts.size, true);
    view.setUint32(12, directoryBytes, true);
    view.setUint32(16, offset, true);
  });
  return joined([...pieces, ...directory, end]);
}

function readDirectory(bytes: Uint8Array, partsMax: number): Entry[] | "CUT_SHORT" | "DAMAGED" | "TOO_LARGE" {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - END_BYTES;
  const first = Math.max(0, end - COMMENT_BYTES_MAX);
  while (end >= first && view.getUint32(end, true) !== SIGNATURE.end) end--;
  if (end < first) return "CUT_SHORT";
  const count = view.getUint16(end + 10, true);
  if (count === 0xffff || count > partsMax) return "TOO_LARGE";
  const decoder = new TextDecoder();
  const entries: Entry[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i++) {
    if (at + 46 > end || view.getUint32(at, true) !== SIGNATURE.entry) return "DAMAGED";
    const nameBytes = view.getUint16(at + 28, true);
    const isEncrypted = (view.getUint16(at + 8, true) & 1) === 1;
    if (isEncrypted) return "DAMAGED";
    entries.push({
      name: decoder.decode(bytes.subarray(at + 46, at + 46 + nameBytes)),
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedBytes: view.getUint32(at + 20, true),
      bytes: view.getUint32(at + 24, true),
      offset: view.getUint32(at + 42, true),
    });
    at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
  }
  return entries;
}

async function unpack(
  bytes: Uint8Array,
  entry: Entry,
  bytesMax: number,
): Promise<Uint8Array | "DAMAGED" | "TOO_LARGE"> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { offset, packedBytes, method } = entry;
  if (offset + 30 > bytes.length || view.getUint32(offset, true) !== SIGNATURE.local) return "DAMAGED";
  const start = offset + 30 + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  const packed = bytes.subarray(start, start + packedBytes);
  if (packed.length !== packedBytes) return "DAMAGED";
  const part = method === 0 ? packed : method === 8 ? await inflate(packed, bytesMax) : "DAMAGED";
  if (typeof part === "string") return part;
  if (part.length > bytesMax) return "TOO_LARGE";
  return part.length === entry.bytes && crc32(part) === entry.crc ? part : "DAMAGED";
}

async function inflate(packed: Uint8Array, bytesMax: number): Promise<Uint8Array | "DAMAGED" | "TOO_LARGE"> {
  const source = new Response(new Uint8Array(packed)).body;
  if (source === null) return new Uint8Array();
  const reader = source.pipeThrough(new DecompressionStream("deflate-raw")).getReader();
  const chunks: Uint8Array[] = [];
  let total = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return joined(chunks);
      total += value.length;
      if (total > bytesMax) {
        await reader.cancel();
        return "TOO_LARGE";
      }
      chunks.push(value);
    }
  } catch {
    return "DAMAGED";
  }
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, i) => {
  let value = i;
  for (let bit = 0; bit < 8; bit++) value = (value & 1) === 1 ? 0xedb88320 ^ (value >>> 1) : value >>> 1;
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}

function header(length: number, name: Uint8Array, fill: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(length + name.length);
  fill(new DataView(bytes.buffer));
  bytes.set(name, length);
  return bytes;
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    bytes.set(piece, offset);
    offset += piece.length;
  }
  return bytes;
}
