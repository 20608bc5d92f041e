import { useQuery } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import type { client } from "#renderer/shared/client/console-client.ts";
import { queries } from "#renderer/shared/client/console-client.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { GridTable } from "#renderer/shared/ui/grid/grid-table.tsx";
import type { GridColumn, GridWindow } from "#renderer/shared/ui/grid/grid-table.tsx";
import { ledgerQueries } from "./queries.ts";
import { useLedgerText } from "./text.ts";

type Block = Awaited<ReturnType<typeof client.ledger.blocks>>["blocks"][number];

/** Blocks lie without gaps from 0, so any window is found from the height alone. */
async function readBlocks({ first, end }: GridWindow) {
  const { height } = await queries.fetchQuery(ledgerQueries.status());
  const total = height + 1;
  const { blocks } = await queries.fetchQuery(ledgerQueries.blocks({ before: total - first, limit: end - first }));
  return { rows: blocks, total };
}

/** All blocks, newest first, read in windows. */
export function BlocksTable() {
  const text = useLedgerText();
  const format = useFormat();
  const goTo = useGoTo();
  const status = useQuery(ledgerQueries.status()).data;
  const columns = useMemo(
    (): readonly GridColumn<Block>[] => [
      {
        key: "height",
        header: text("column.block"),
        align: "figure",
        widthPx: 90,
        cell: (block) => <TextLink to={paths.block(block.height)}>{formatCount(block.height)}</TextLink>,
      },
      {
        key: "time",
        header: text("column.sealed"),
        widthPx: 190,
        grow: 2,
        cell: (block) => format.time(block.time, "exact"),
      },
      {
        key: "count",
        header: text("column.entries"),
        align: "figure",
        widthPx: 90,
        cell: (block) => formatCount(block.count),
      },
      {
        key: "range",
        header: text("column.range"),
        align: "figure",
        widthPx: 160,
        grow: 1,
        cell: (block) =>
          text("range", {
            first: formatCount(block.firstIndex),
            last: formatCount(block.firstIndex + block.count - 1),
          }),
      },
    ],
    [text, format],
  );
  const open = useCallback((block: Block) => goTo(paths.block(block.height)), [goTo]);
  return (
    <GridTable
      label={text("tab.blocks")}
      columns={columns}
      rowKey={(block) => block.height}
      readRows={readBlocks}
      {...(status !== undefined && { revision: status.height })}
      density="dense"
      onOpen={open}
    />
  );
}
