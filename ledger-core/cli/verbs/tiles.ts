/** `ledger tiles`: the log as a folder for tools that we did not write. */
import { logIdentity } from "#ledger-core/node/log-signer.ts";
import { exportTiles } from "#ledger-core/node/proofs/export-tiles.ts";
import { withReading } from "#ledger-core/cli/access.ts";
import { Interrupted } from "#ledger-core/cli/failure.ts";
import { requireOutputPath } from "#ledger-core/cli/output-path.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";

export const run: RunVerb = async (invocation) => {
  const { output, path, signal } = invocation;
  const folder = requireOutputPath(invocation, "tiles");
  const progress = (done: number, total: number): void =>
    output.progress({ zh: `正在写瓦片：${done}/${total}`, en: `Writing tiles: ${done} of ${total}` });
  try {
    const { entries, tiles, bytes, vkey } = await withReading(path(requireWord(invocation, 0)), async (ledger) => {
      const { vkey, handovers } = logIdentity(ledger, ledger.reader.head()?.height);
      const given = { reader: ledger.reader, vkey, handovers, folder, progress, signal };
      return { ...(await exportTiles(given)), vkey };
    });
    output.result({ entries, tiles, bytes }, [
      output.words({
        zh: `${entries} 个条目的日志在 ${folder}，本次写入 ${tiles} 个文件。`,
        en: `The log of ${entries} entries is in ${folder}; ${tiles} files were written now.`,
      }),
      output.words({ zh: `验证用的密钥：${vkey}`, en: `The key to verify it with: ${vkey}` }),
    ]);
    return 0;
  } catch (error) {
    if (signal.aborted) throw new Interrupted();
    throw error;
  }
};
