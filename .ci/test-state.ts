import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Has the browser tests that follow remember ledgers in a folder of their own, which goes when they end; their processes take it over. */
export function rememberApart(): void {
  // Of Playwright, each worker reads its configuration once more.
  if (process.env["TEST_WORKER_INDEX"] !== undefined) return;
  const folder = mkdtempSync(join(tmpdir(), "ledger-state-"));
  process.env["XDG_STATE_HOME"] = folder;
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
}
