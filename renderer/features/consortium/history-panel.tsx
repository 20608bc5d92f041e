import { useQueries } from "@tanstack/react-query";
import type { EntryBrief } from "#ledger-core/contract/api/shared.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { EmptyState, FailedNotice, LoadingRows } from "#renderer/shared/ui/states.tsx";
import { Timeline } from "#renderer/shared/ui/timeline.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { changedColumns } from "./changed-columns.ts";
import { usePersonAt } from "./person-at.ts";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";

/** Everything that ever changed a record, newest first, whichever of its tables it stands in. */
export function HistoryPanel({
  records,
}: {
  readonly records: readonly { readonly table: string; readonly key: number }[];
}) {
  const text = useConsortiumText();
  const describe = useFailure();
  const answers = useQueries({ queries: records.map(({ table, key }) => consortiumQueries.history(table, key)) });
  const failed = answers.find((answer) => answer.isError);
  const changes = answers.flatMap((answer, place) =>
    (answer.data?.changes ?? []).map((change) => ({ ...change, table: records[place]?.table ?? "" })),
  );
  return (
    <Panel title={text("history")} isFlush isBusy={answers.some((answer) => answer.isFetching)}>
      {failed === undefined ? null : (
        <FailedNotice failure={describe(failed.error)} onRetry={() => void failed.refetch()} />
      )}
      {answers.some((answer) => answer.isPending) && failed === undefined ? (
        <LoadingRows what={text("history")} />
      ) : changes.length === 0 ? (
        <EmptyState title={text("history.none")} />
      ) : (
        <Changes changes={changes.toSorted((left, right) => right.index - left.index)} />
      )}
    </Panel>
  );
}

type Change = EntryBrief & { readonly table: string; readonly before: Json; readonly after: Json };

function Changes({ changes }: { readonly changes: readonly Change[] }) {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  const personAt = usePersonAt();
  const format = useFormat();
  return (
    <Timeline
      items={changes.map((change) => ({
        key: `${change.table}:${change.index}`,
        time: format.time(change.time),
        state: "sealed",
        entry: change.index,
        title: words(change.label),
        detail: (
          <>
            {change.person === null ? text("byTheLedger") : personAt(change.person)}
            {changedColumns(change.before, change.after).map(({ column, before, after }) => (
              <span key={column} className={styles.changed}>
                {contract.column(change.table, column)}
                {text("colon")}
                {before.length === 0 ? null : (
                  <>
                    <s>{contract.value(change.table, column, before)}</s>{" "}
                  </>
                )}
                {after.length === 0 ? text("nothing") : contract.value(change.table, column, after)}
              </span>
            ))}
          </>
        ),
      }))}
    />
  );
}
