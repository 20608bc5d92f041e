/** Where the built one-file verifier is. */
import { join } from "node:path";

/** The page that verifies proofs offline, beside the program; not there until it is built. */
export const VERIFIER_FILE = join(import.meta.dirname, "..", "..", "build", "verifier", "verifier.html");
