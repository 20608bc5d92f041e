/** `ledger demo`: the demo city, built through signed actions. */
import { parseDocumentDate } from "#ledger-core/exchange/document-date.ts";
import { buildDemo } from "#ledger-core/sim/demo.ts";
import { usageFailure } from "#ledger-core/cli/failure.ts";
import { fieldLines } from "#ledger-core/cli/output.ts";
import { requireWord, wholeNumber } from "#ledger-core/cli/require.ts";
import type { Options, RunVerb } from "#ledger-core/cli/verb.ts";

const DAY_SECONDS = 86_400;
/** The city's civil days begin at midnight in UTC+8. */
const DAY_OFFSET_SECONDS = 28_800;

export const run: RunVerb = async (invocation) => {
  const { output, options, path, signal } = invocation;
  const seed = wholeNumber(options, "seed", "demo");
  const until = untilOf(options);
  const size = sizeOf(options);
  const built = await buildDemo({
    folder: path(requireWord(invocation, 0)),
    size,
    ...(seed === undefined ? {} : { seed }),
    ...(until === undefined ? {} : { until }),
    progress: ({ done, total }) =>
      output.progress({ zh: `正在建立示例城市：${done}/${total}`, en: `Building the demo city: ${done}/${total}` }),
    signal,
  });
  const say = (zh: string, en: string): string => output.words({ zh, en });
  output.result(built, [
    say("示例城市已建立。", "The demo city is built."),
    ...fieldLines([
      [say("网络", "network"), built.network],
      [say("高度", "height"), String(built.height)],
      [say("条目", "entries"), String(built.entries)],
      [say("部门", "departments"), String(built.departments)],
      [say("人员", "people"), String(built.people)],
      [say("数据集", "datasets"), String(built.datasets)],
      [say("用时", "time"), `${built.seconds} s`],
    ]),
  ]);
  return 0;
};

function sizeOf(options: Options): "small" | "city" {
  const size = options.text("size") ?? "city";
  if (size === "small" || size === "city") return size;
  throw usageFailure(
    { zh: `规模是 small 或 city，没有“${size}”。`, en: `The size is small or city; there is no “${size}”.` },
    "demo",
  );
}

/** The end of the day that was named; undefined leaves it to the demo. */
function untilOf(options: Options): number | undefined {
  const named = options.text("until");
  if (named === undefined) return undefined;
  const date = parseDocumentDate(named);
  if (date.kind === "day") return (date.day + 1) * DAY_SECONDS - DAY_OFFSET_SECONDS;
  throw usageFailure(
    { zh: `“${named}”不是 YYYY-MM-DD 形式的日期。`, en: `“${named}” is no date of the form YYYY-MM-DD.` },
    "demo",
  );
}
