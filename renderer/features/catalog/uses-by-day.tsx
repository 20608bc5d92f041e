import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import styles from "./catalog.module.css";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";

/** The drawing library comes after the page, which is read before its picture. */
const StackedBars = lazy(async () => {
  const { StackedBars: drawn } = await import("#renderer/shared/charts/stacked-bars.tsx");
  return { default: drawn };
});
/** Enough to tell a busy day from a quiet one, and no more than the panel's share of the page. */
const chartHeight = 108;

/** How often the dataset was used day by day, and how often a use was refused: a picture, and the table that it is made from. */
export function UsesByDay({ dataset }: { readonly dataset: number }) {
  const text = useCatalogText();
  const format = useFormat();
  const [isTable, setIsTable] = useState(false);
  const query = useQuery(catalogQueries.usageByDay(dataset));
  const days = query.data?.days ?? [];
  const total = (key: "permitted" | "refused") => formatCount(days.reduce((sum, day) => sum + day[key], 0));
  return (
    <QueryPanel
      query={query}
      what={text("byDay")}
      loadingRows={3}
      title={text("byDay")}
      caption={text("byDay.period")}
      actions={
        <Button kind="link" size="small" onClick={() => setIsTable(!isTable)}>
          {text(isTable ? "byDay.picture" : "byDay.table")}
        </Button>
      }
      isFlush={isTable}
    >
      {({ days: found }) =>
        isTable ? (
          <DataTable
            label={text("byDay")}
            density="dense"
            rows={found.filter((day) => day.permitted + day.refused > 0).toReversed()}
            rowKey={(row) => row.day}
            columns={[
              { key: "day", header: text("byDay.day"), isName: true, cell: (row) => format.day(row.day) },
              {
                key: "permitted",
                header: text("byDay.permitted"),
                align: "figure",
                cell: (row) => formatCount(row.permitted),
              },
              {
                key: "refused",
                header: text("byDay.refused"),
                align: "figure",
                cell: (row) => formatCount(row.refused),
              },
            ]}
          />
        ) : (
          <>
            <p className={styles.chartKey}>
              <span data-series="permitted">
                {text("byDay.permitted")} {total("permitted")}
              </span>
              <span data-series="refused">
                {text("byDay.refused")} {total("refused")}
              </span>
            </p>
            <Suspense fallback={<div style={{ height: chartHeight }} />}>
              <StackedBars
                height={chartHeight}
                label={text("byDay.chart", { permitted: total("permitted"), refused: total("refused") })}
                nameOf={format.day}
                data={found.map(({ day, permitted, refused }) => ({ name: day, permitted, refused }))}
                series={[
                  { key: "permitted", colour: "var(--accent)" },
                  { key: "refused", colour: "var(--refused-mark)" },
                ]}
              />
            </Suspense>
          </>
        )
      }
    </QueryPanel>
  );
}
