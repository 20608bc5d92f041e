/** A disk of its own, read-only or of some size, for commands that a script runs on it. */
import { spawnSync } from "node:child_process";
import { MAIN, PASSPHRASE, USCC } from "./cli.testing.ts";

/** False where the system lets nobody mount a disk of its own; a test that needs one is then skipped. */
export const canMount = process.platform === "linux" && mounted("/tmp", "size=1m", "true").code === 0;
if (!canMount) console.info("skipped: nobody may mount a disk of their own here, so none is full or read-only");

/**
 * What a shell script says while the disk is mounted over the folder, where nobody else sees it. `$DISK` is the folder, `ledger` the command
 * and `$WHO` what `init` asks for.
 */
export function mounted(
  folder: string,
  options: string,
  script: string,
): { readonly code: number | null; readonly stdout: string; readonly stderr: string } {
  const command = `mount -t tmpfs -o "$OPTIONS" none "$DISK"
ledger() { "$NODE" "$MAIN" "$@" --lang en; }
${script}`;
  const environment = {
    ...process.env,
    ...{ LEDGER_PASSPHRASE: PASSPHRASE, NODE: process.execPath, MAIN, DISK: folder, OPTIONS: options },
    WHO: `--network N --department D --person anna --uscc ${USCC}`,
  };
  const { status, stdout, stderr } = spawnSync("unshare", ["-rm", "sh", "-ec", command], {
    env: environment,
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}
