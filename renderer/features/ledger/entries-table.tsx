import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { EntryBrief } from "#ledger-core/contract/api/shared.ts";
import { queries } from "#renderer/shared/client/console-client.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { GridTable } from "#renderer/shared/ui/grid/grid-table.tsx";
import type { GridWindow } from "#renderer/shared/ui/grid/grid-table.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { useEntryColumns } from "./entry-columns.tsx";
import { readForwards } from "./ledger-view.ts";
import type { LedgerView } from "./ledger-view.ts";
import styles from "./ledger.module.css";
import { ledgerQueries } from "./queries.ts";
import { useLedgerText } from "./text.ts";

/** The most entries that the node gives at once. */
const limitMax = 500;

type Shown = Pick<LedgerView, "kind" | "department" | "closing">;

/** The entries that a view shows, newest first, read in windows. */
export function EntriesTable(props: { readonly view: Shown; readonly onShowAll: () => void }) {
  const { view } = props;
  const text = useLedgerText();
  const goTo = useGoTo();
  const status = useQuery(ledgerQueries.status()).data;
  const { kind, department, closing } = view;
  const columns = useEntryColumns();
  const readRows = useMemo(() => entriesReader({ kind, department, closing }), [kind, department, closing]);
  const open = useCallback((entry: EntryBrief) => goTo(paths.entry(entry.id)), [goTo]);
  const isFiltered = isNarrowed(view);
  const first = useQuery({
    ...ledgerQueries.entries({ ...filterOf(kind, department), limit: 1 }),
    enabled: isFiltered,
  });
  if (isFiltered && first.data?.entries.length === 0)
    return (
      <div className={styles.empty}>
        <EmptyState
          title={text("entries.none")}
          detail={text("entries.noneDetail")}
          action={<Button onClick={props.onShowAll}>{text("entries.showAll")}</Button>}
        />
      </div>
    );
  return (
    <GridTable
      label={text("tab.entries")}
      columns={columns}
      rowKey={(entry) => entry.index}
      readRows={readRows}
      // A filtered list is read again when it is opened again: its windows hang on one another.
      {...(status !== undefined && !isFiltered && { revision: status.entries })}
      density="dense"
      onOpen={open}
      entry={(entry) => entry.index}
    />
  );
}

function isNarrowed({ kind, department }: Shown): boolean {
  return kind !== "" || department !== 0;
}

function filterOf(kind: string, department: number) {
  return { ...(kind !== "" && { kind }), ...(department !== 0 && { department }) };
}

function entriesReader(view: Shown) {
  const filter = filterOf(view.kind, view.department);
  if (isNarrowed(view))
    return readForwards<EntryBrief>(async (after, limit) => {
      const input = {
        ...filter,
        limit: Math.min(limit, limitMax),
        ...(after !== undefined && { before: after.index }),
      };
      return (await queries.fetchQuery({ ...ledgerQueries.entries(input), staleTime: 0 })).entries;
    });
  if (!view.closing)
    return async ({ first, end }: GridWindow) => {
      const input = { skip: first, limit: Math.min(end - first, limitMax) };
      const { entries, total } = await queries.fetchQuery({ ...ledgerQueries.acts(input), staleTime: 0 });
      return { rows: entries, total };
    };
  return async ({ first, end }: GridWindow) => {
    // Entries lie without gaps, so any window is found from the size of the log alone.
    const { entries: total } = await queries.fetchQuery(ledgerQueries.status());
    const input = { before: total - first, limit: Math.min(end - first, limitMax) };
    const { entries } = await queries.fetchQuery(ledgerQueries.entries(input));
    return { rows: entries, total };
  };
}
