/** Files that people take away: under their name there is only ever the whole of one, or what was there before. */
import { dirname, join } from "node:path";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { randomBytes } from "./crypto-suite.ts";
import { putWhole } from "./small-file.ts";

/**
 * Writes a file into a folder that must be there; it is on the disk on return, for it may be all that somebody has asked for. Throws what
 * the file system throws; nothing is left beside the file then.
 */
export function writeWhole(file: string, content: Uint8Array | string): void {
  // Under a name that nobody else has: whatever lies beside the file is somebody's, and any name made of its own may be too long.
  const draft = join(dirname(file), `.draft-${encodeHex(randomBytes(8))}`);
  try {
    putWhole(file, content, { draft, mode: 0o666 });
  } catch (error) {
    // Nobody has heard of the draft.
    throw withPath(error, file);
  }
}

/** The system's error with the path that people know: it names none where a disk is full, and a draft where there is one. */
export function withPath(error: unknown, path: string): unknown {
  return error instanceof Error && "code" in error ? Object.assign(error, { path }) : error;
}
