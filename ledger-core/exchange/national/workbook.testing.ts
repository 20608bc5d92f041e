/** Workbooks that no program writes, for the tests. */
import { SHEET_LIMITS } from "./limits.ts";
import { unzipParts, zipStored } from "./zip-parts.ts";

/** The workbook with the text of its parts changed. */
export const alteredWorkbook = async (
  bytes: Uint8Array,
  change: (name: string, text: string) => string,
  more: Readonly<Record<string, string>> = {},
) => {
  const zip = await unzipParts(bytes, () => true, SHEET_LIMITS);
  if (!zip.ok) throw new Error(zip.reason);
  const parts = [...zip.parts].map(([name, part]) => [name, change(name, new TextDecoder().decode(part))] as const);
  return archiveOf(new Map([...parts, ...Object.entries(more)]));
};
/** An archive of the parts. */
export const archiveOf = (parts: ReadonlyMap<string, string | Uint8Array>) =>
  withChecks(
    new Map([...parts].map(([name, part]) => [name, typeof part === "string" ? new TextEncoder().encode(part) : part])),
  );
/** `zipStored` leaves the check sums out, for a reader that does not ask for them. */
const withChecks = (parts: ReadonlyMap<string, Uint8Array>) => {
  const bytes = zipStored(parts);
  const view = new DataView(bytes.buffer);
  const sums = [...parts.values()].map(crc32);
  let at = view.getUint32(bytes.length - 6, true);
  for (const sum of sums) {
    view.setUint32(at + 16, sum, true);
    at += 46 + view.getUint16(at + 28, true);
  }
  return bytes;
};
const crc32 = (bytes: Uint8Array) => {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
};
