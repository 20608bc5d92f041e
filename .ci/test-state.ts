/** Tests remember ledgers in a folder of their own, which goes when they end. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Before all tests; the processes that run them take the variable over. */
export default function setup(): () => void {
  const folder = mkdtempSync(join(tmpdir(), "ledger-state-"));
  process.env["XDG_STATE_HOME"] = folder;
  return () => rmSync(folder, { recursive: true, force: true });
}
