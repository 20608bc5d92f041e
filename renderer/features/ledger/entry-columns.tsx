import { useMemo } from "react";
import type { EntryBrief } from "#ledger-core/contract/api/shared.ts";
import { formatCount, noValue } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import type { GridColumn } from "#renderer/shared/ui/grid/grid-table.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { sealOfEntry } from "#renderer/shared/ui/seal-of-entry.ts";
import styles from "./ledger.module.css";
import { useLedgerText } from "./text.ts";

/** The columns of entries, for the ledger and for one block. */
export function useEntryColumns(): readonly GridColumn<EntryBrief>[] {
  const text = useLedgerText();
  const words = useWords();
  const format = useFormat();
  return useMemo(
    () => [
      {
        key: "index",
        header: text("column.entry"),
        align: "figure",
        widthPx: 66,
        cell: (entry) => formatCount(entry.index),
      },
      { key: "time", header: text("column.time"), widthPx: 98, cell: (entry) => format.time(entry.time) },
      {
        key: "act",
        header: text("column.act"),
        isName: true,
        widthPx: 124,
        grow: 3,
        cell: (entry) => <TextLink to={paths.entry(entry.id)}>{words(entry.label)}</TextLink>,
      },
      {
        key: "department",
        header: text("column.department"),
        widthPx: 88,
        grow: 1,
        cell: ({ department }) =>
          department === null ? noValue : <span title={words(department.name)}>{words(department.short)}</span>,
      },
      {
        key: "person",
        header: text("column.person"),
        widthPx: 68,
        grow: 2,
        cell: ({ person }) =>
          person === null ? (
            noValue
          ) : (
            <span className={styles.cut} title={words(person.title)}>
              {words(person.title)}
            </span>
          ),
      },
      {
        key: "outcome",
        header: text("column.outcome"),
        widthPx: 118,
        cell: (entry) => <Seal state={sealOfEntry(entry)} label={text(`outcome.${entry.state}`)} entry={entry.index} />,
      },
      {
        key: "block",
        header: text("column.block"),
        align: "figure",
        widthPx: 76,
        cell: (entry) => formatCount(entry.height),
      },
    ],
    [text, words, format],
  );
}
