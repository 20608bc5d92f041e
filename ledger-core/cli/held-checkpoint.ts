/** A checkpoint that somebody took away earlier, in a file. */
import { readOlderCheckpoint } from "#ledger-core/proof/proof-files.ts";
import { PROOF_FILE_BYTES_MAX } from "#ledger-core/proof/proof-parts.ts";
import { Failure } from "./failure.ts";
import { readBytes } from "./files.ts";

/**
 * The signed note in the file, which is that alone or a `.tlog-proof`. What holds none says nothing about a ledger: throws NOT_A_CHECKPOINT,
 * and what reading a file throws.
 */
export function readHeldCheckpoint(file: string): string {
  const held = readOlderCheckpoint(file, readBytes(file, PROOF_FILE_BYTES_MAX["tlog-proof"]));
  if (typeof held === "string") return held;
  throw new Failure(
    "NOT_A_CHECKPOINT",
    2,
    {
      zh: `这个文件既不是检查点，也不是 .tlog-proof：${file}。`,
      en: `This file is neither a signed checkpoint nor a .tlog-proof: ${file}.`,
    },
    {
      zh: "请给出 ledger status 所显示、serve --checkpoints 所保存的检查点，或以前取得的证明中的 .tlog-proof。",
      en: "Give a checkpoint, as ledger status shows it and serve --checkpoints keeps it, or the .tlog-proof of a proof that was taken away earlier.",
    },
  );
}
