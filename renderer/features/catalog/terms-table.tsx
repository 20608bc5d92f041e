import { useQuery } from "@tanstack/react-query";
import type { TermsRow } from "#ledger-core/contract/api/terms.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import type { Column } from "#renderer/shared/ui/data-table.tsx";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import styles from "./terms.module.css";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";

const COLUMNS = ["who", "actions", "purpose", "count", "time", "area"] as const;

/** The terms of an agreement rule by rule, for whoever compares them. */
export function TermsTable({ agreement }: { readonly agreement: number }) {
  const text = useCatalogText();
  const words = useWords();
  const rows = useQuery(catalogQueries.termsRows(agreement)).data?.rows ?? [];
  if (rows.length === 0) return null;
  const numbered = rows.map((row, place) => ({ row, place }));
  type Numbered = (typeof numbered)[number];
  const said = (column: (typeof COLUMNS)[number] | "conditions"): Column<Numbered> => ({
    key: column,
    header: text(`terms.${column}`),
    cell: ({ row }) => <Sentence text={words(row[column])} />,
  });
  const columns: Column<Numbered>[] = [
    {
      key: "kind",
      header: text("terms.rule"),
      width: "76px",
      cell: ({ row }) => <Tag tone={row.kind === "permitted" ? "strong" : "diverged"}>{text(`terms.${row.kind}`)}</Tag>,
    },
    ...COLUMNS.map(said),
    ...(rows.some(({ conditions }) => conditions.en.length > 0) ? [said("conditions")] : []),
    { key: "duties", header: text("terms.duties"), cell: ({ row }) => <RowDuties row={row} /> },
  ];
  return (
    <div className={styles.termsTable}>
      <DataTable label={text("terms.table")} rows={numbered} rowKey={({ place }) => place} columns={columns} />
    </div>
  );
}

function RowDuties({ row }: { readonly row: TermsRow }) {
  const words = useWords();
  return row.duties.map((duty, place) => (
    <div key={place}>
      <Sentence text={words(duty)} />
    </div>
  ));
}
