/** Of each test file: what it sees of ledgers is remembered apart from what others see, whose networks may be the same by their keys. */
import { mkdtempSync } from "node:fs";
import { join } from "node:path";

const ofRun = process.env["XDG_STATE_HOME"];
if (ofRun === undefined) throw new Error("vitest.config.ts names a folder for what tests remember");
process.env["XDG_STATE_HOME"] = mkdtempSync(join(ofRun, "file-"));
