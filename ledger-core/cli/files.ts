/** Files that people name on the command line, and what they hand over on standard input. */
import { closeSync, fstatSync } from "node:fs";
import { concatBytes } from "#ledger-core/contract/schema/bytes.ts";
import { openPlainSync, readPlainFile } from "#ledger-core/store/plain-file.ts";
import { Failure } from "./failure.ts";

/** Throws as `readBytes` does, without reading: for files that are read later, one after the other. */
export function verifyReadable(path: string, bytesMax: number): void {
  const descriptor = openPlainSync(path, { followsLinks: true });
  try {
    const { size } = fstatSync(descriptor);
    if (size > bytesMax) throw fileTooLarge(path, { size, bytesMax });
  } finally {
    closeSync(descriptor);
  }
}

/** A file's bytes. Throws FILE_TOO_LARGE beyond the limit, `NotPlainFile` for a pipe or a device, or the system's error. */
export function readBytes(path: string, bytesMax: number): Uint8Array {
  verifyReadable(path, bytesMax);
  // It may have grown meanwhile, and its beginning is not the file.
  const bytes = readPlainFile(path, bytesMax + 1, { followsLinks: true });
  if (bytes.length > bytesMax) throw fileTooLarge(path, { size: bytes.length, bytesMax });
  return bytes;
}

/** All of standard input. Throws FILE_TOO_LARGE beyond the limit, and reads no further. */
export async function readStandardInput(
  bytesMax: number,
  input: AsyncIterable<Uint8Array> = process.stdin,
): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of input) {
    length += piece.length;
    if (length > bytesMax)
      throw new Failure(
        "FILE_TOO_LARGE",
        3,
        { zh: "标准输入过长。", en: "Standard input is too long." },
        { zh: `最多 ${bytesMax} 字节，请拆分后重试。`, en: `It may have ${bytesMax} bytes; split it and try again.` },
      );
    pieces.push(piece);
  }
  return concatBytes(...pieces);
}

function fileTooLarge(path: string, { size, bytesMax }: { readonly size: number; readonly bytesMax: number }): Failure {
  return new Failure(
    "FILE_TOO_LARGE",
    3,
    { zh: `文件过大（${size} 字节）：${path}。`, en: `The file is too large (${size} bytes): ${path}.` },
    { zh: `最多 ${bytesMax} 字节，请拆分后重试。`, en: `It may have ${bytesMax} bytes; split it and try again.` },
  );
}
