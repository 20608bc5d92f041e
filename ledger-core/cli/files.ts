/** Files that people name on the command line. */
import { statSync } from "node:fs";
import { readPlainFile } from "#ledger-core/store/plain-file.ts";
import { Failure } from "./failure.ts";

/** A file's bytes. Throws FILE_TOO_LARGE beyond the limit, `NotPlainFile` for a pipe or a device, or the system's error. */
export function readBytes(path: string, bytesMax: number): Uint8Array {
  const { size } = statSync(path);
  if (size > bytesMax)
    throw new Failure(
      "FILE_TOO_LARGE",
      3,
      { zh: `文件过大（${size} 字节）：${path}。`, en: `The file is too large (${size} bytes): ${path}.` },
      { zh: `最多 ${bytesMax} 字节，请拆分后重试。`, en: `It may have ${bytesMax} bytes; split it and try again.` },
    );
  return readPlainFile(path, bytesMax, { followsLinks: true });
}

/** All of standard input, as text. */
export async function readStandardInput(): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of process.stdin) pieces.push(Buffer.from(piece as Uint8Array));
  return Buffer.concat(pieces).toString("utf8");
}

/** The value of a JSON text that a person wrote; `what` names it in the failure. */
export function parseJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, "")) as unknown;
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    throw new Failure(
      "NOT_JSON",
      2,
      { zh: `${what} 不是 JSON：${detail}。`, en: `${what} is not JSON: ${detail}.` },
      { zh: "请改正后重试。", en: "Correct it, then try again." },
      { cause: error },
    );
  }
}
