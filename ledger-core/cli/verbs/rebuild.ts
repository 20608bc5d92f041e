/** `ledger rebuild`: the indexes and derived tables of a folder made anew from its log. */
import { existsSync, statSync } from "node:fs";
import { Interrupted } from "#ledger-core/cli/failure.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { ledgerFile, projectionsFile } from "#ledger-core/store/ledger-file.ts";
import { openWriter } from "#ledger-core/store/store.ts";

export const run: RunVerb = async (invocation) => {
  const { output, path, signal } = invocation;
  const folder = path(requireWord(invocation, 0));
  // The store makes the file that it does not find.
  if (!existsSync(ledgerFile(folder))) throw new NodeError("NO_LEDGER", { folder });
  const progress = (done: number, total: number): void =>
    output.progress({ zh: `正在重建：${done}/${total} 个条目`, en: `Rebuilding: ${done} of ${total} entries` });
  const options = { folder, ruleset: cityRuleset, suite: nodeSuite, onProjections: progress };
  const writer = openWriter({ ...options, isRebuilding: true });
  try {
    const head = writer.head();
    if (head === undefined) throw new NodeError("NO_LEDGER", { folder });
    const { indexes, projections } = await writer.rebuildDerived(progress, signal);
    if (signal.aborted) throw new Interrupted();
    writer.idle();
    const bytes = statSync(projectionsFile(folder)).size;
    const result = { entries: head.size, bytes, root: Buffer.from(head.root).toString("base64"), indexes, projections };
    output.result(result, [
      output.words({
        zh: `已从 ${head.size} 个条目重建 ${projections.length} 个派生表（${projections.join("、")}）和 ${indexes} 个索引。`,
        en: `${projections.length} derived tables (${projections.join(", ")}) and ${indexes} indexes were made anew from ${head.size} entries.`,
      }),
      output.words({
        zh: "账本本身没有改动；要核对它，请运行 ledger fsck。",
        en: "The log itself was left as it is; ledger fsck checks it.",
      }),
    ]);
    return 0;
  } finally {
    writer.close();
  }
};
