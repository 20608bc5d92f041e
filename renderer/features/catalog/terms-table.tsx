import { useQuery } from "@tanstack/react-query";
import type { TermsRow } from "#ledger-core/contract/api/terms.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import type { Column } from "#renderer/shared/ui/data-table.tsx";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import styles from "./terms.module.css";
import { catalogQueries } from "./queries.ts";
import { partLimits } from "./terms-columns.ts";
import type { LimitColumn } from "./terms-columns.ts";
import { useCatalogText } from "./text.ts";

/** The terms of an agreement rule by rule, for whoever compares them. What no rule limits is said once, below. */
export function TermsTable({ agreement }: { readonly agreement: number }) {
  const text = useCatalogText();
  const words = useWords();
  const rows = useQuery(catalogQueries.termsRows(agreement)).data?.rows ?? [];
  if (rows.length === 0) return null;
  const numbered = rows.map((row, place) => ({ row, place }));
  type Numbered = (typeof numbered)[number];
  const { limited, unlimited } = partLimits(rows);
  const said = (column: LimitColumn | "who" | "actions" | "conditions"): Column<Numbered> => ({
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
    ...(["who", "actions", ...limited] as const).map(said),
    ...(rows.some(({ conditions }) => conditions.en.length > 0) ? [said("conditions")] : []),
    ...(rows.some(({ duties }) => duties.length > 0)
      ? [{ key: "duties", header: text("terms.duties"), cell: ({ row }: Numbered) => <RowDuties row={row} /> }]
      : []),
  ];
  return (
    <div className={styles.termsTable}>
      <DataTable label={text("terms.table")} rows={numbered} rowKey={({ place }) => place} columns={columns} />
      {unlimited.length === 0 ? null : (
        <p className={styles.unlimited}>
          {text("terms.unlimited", {
            limits: unlimited.map((column) => text(`terms.unlimited.${column}`)).join(text("and")),
          })}
        </p>
      )}
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
