import { checkpointNameOf } from "#ledger-core/proof/proof-parts.ts";
import { bytesOfBase64 } from "./base64.ts";
import type { TakenFile } from "./save-file.ts";

/**
 * An export as it is taken away: the file, and as `NAME.checkpoint` beside it the signed head of the log that it is as of, by which whoever
 * receives it can have that state of the ledger checked.
 */
export function exportedFiles(answer: {
  readonly name: string;
  readonly base64: string;
  readonly checkpoint: string;
}): readonly TakenFile[] {
  const { name, base64, checkpoint } = answer;
  return [
    { name, bytes: bytesOfBase64(base64) },
    { name: checkpointNameOf(name), bytes: new TextEncoder().encode(checkpoint) },
  ];
}
