import type { Column } from "./data-table.tsx";
import { Seal } from "./seal.tsx";

/** The column of marks at the end of a table of what is sealed; each opens the proof of its entry. */
export function sealColumn(header: string): Column<{ readonly entry: number }> {
  return {
    key: "seal",
    header,
    isHeaderHidden: true,
    align: "mark",
    width: "44px",
    cell: (row) => <Seal state="sealed" compact entry={row.entry} />,
  };
}
