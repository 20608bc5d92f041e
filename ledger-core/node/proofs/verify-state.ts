/** Checks a proof of the state, with the proof of the act that signed its statement where that lies beside it. */
import { join } from "node:path";
import type { Check } from "#ledger-core/proof/check.ts";
import type { FilesRules } from "#ledger-core/proof/proof-files.ts";
import type { ProofFiles } from "#ledger-core/proof/proof-parts.ts";
import { verifyStateFile } from "#ledger-core/proof/state-checks.ts";
import { STATE_FILE_BYTES_MAX } from "#ledger-core/proof/proof-parts.ts";
import { readGivenFile, readProof } from "./proof-folder.ts";

/** Every check of one file, in the order in which a doubter asks; after one that is not ok the later ones say `NOT_RUN`. Never throws. */
export function verifyState(rules: FilesRules, folder: string, name: string): readonly Check[] {
  const bytes = readGivenFile(join(folder, name), STATE_FILE_BYTES_MAX);
  if (!(bytes instanceof Uint8Array)) return [{ name: "files", ...bytes }];
  const declaration = (id: string): ProofFiles | undefined => {
    const files = readProof(folder, id);
    return "code" in files ? undefined : files;
  };
  return verifyStateFile({ ...rules, declaration }, name, bytes);
}
