/** `ledger status`: what is in a ledger. */
import { judgePlace } from "#ledger-core/node/outside/judge-place.ts";
import { problemOf } from "#ledger-core/node/problem.ts";
import { statusOf } from "#ledger-core/node/status.ts";
import { withReading } from "#ledger-core/cli/access.ts";
import { checkpointLines, fieldLines } from "#ledger-core/cli/output.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";

export const run: RunVerb = async (invocation) => {
  const { output, path } = invocation;
  const status = await withReading(path(requireWord(invocation, 0)), (ledger) => ({
    ...statusOf(ledger),
    held: judgePlace(ledger)?.code ?? null,
  }));
  const say = (zh: string, en: string): string => output.words({ zh, en });
  output.result(status, [
    ...fieldLines([
      [say("网络", "network"), `${status.name} (${status.network})`],
      [say("来源名", "origin"), status.origin],
      [say("验证密钥", "vkey"), status.vkey],
      [say("封存方式", "sealing"), say("由一个机构封存", "by one authority")],
      [say("用途", "purpose"), status.purpose === "demo" ? say("示例", "demo") : say("正式", "real")],
      [say("高度", "height"), String(status.height)],
      [say("条目", "entries"), String(status.entries)],
      [say("最近一块", "newest block"), new Date(status.time * 1_000).toISOString()],
      [say("部门", "departments"), String(status.departments)],
      [say("根", "root"), status.root],
      [say("版本", "version"), status.version],
    ]),
    ...(status.held === null ? [] : [problemOf(status.held, {}).cause].map((words) => output.words(words))),
    ...checkpointLines(status.checkpoint),
  ]);
  return 0;
};
