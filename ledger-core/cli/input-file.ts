/** A file that is to be imported: it is read when its turn comes, because all that one command may name do not fit into memory. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { FILE_BYTES_MAX } from "#ledger-core/node/importing/unpack-file.ts";
import { Failure } from "./failure.ts";
import { readBytes, verifyReadable } from "./files.ts";

export class InputFile {
  /** As it was named. */
  readonly file: string;
  readonly #path: string;
  #digest: string | undefined;

  /** Throws as `readBytes` does, so that nothing is begun where one of many files cannot be read. */
  constructor(file: string, path: string) {
    this.file = file;
    this.#path = path;
    verifyReadable(path, FILE_BYTES_MAX);
  }

  /** Throws as `readBytes` does, and FILE_CHANGED where it is not what was read and judged before. */
  read(): Uint8Array {
    const bytes = readBytes(this.#path, FILE_BYTES_MAX);
    const digest = encodeHex(nodeSuite.sha256(bytes));
    if (this.#digest !== undefined && this.#digest !== digest) throw fileChanged(this.file);
    this.#digest = digest;
    return bytes;
  }
}

function fileChanged(file: string): Failure {
  return new Failure(
    "FILE_CHANGED",
    3,
    { zh: `文件在检查之后被改动：${file}。`, en: `The file was changed after it was looked at: ${file}.` },
    { zh: "请重新运行同一命令。", en: "Run the same command again." },
  );
}
