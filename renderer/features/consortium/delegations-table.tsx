import type { Delegation } from "#ledger-core/contract/api/consortium.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import type { Column } from "#renderer/shared/ui/data-table.tsx";
import { sealColumn } from "#renderer/shared/ui/seal-column.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { Day } from "./day.tsx";
import { standingAt } from "./delegation-standing.ts";
import { usePersonAt } from "./person-at.ts";
import { PersonLink } from "./person-link.tsx";
import { openReasonForm } from "./reason-form.tsx";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

/**
 * Delegations: which role, from whom to whom, for how long, and whether it holds now. `without` leaves out the side that a person's own
 * page says already.
 */
export function DelegationsTable(props: {
  readonly label: string;
  readonly rows: readonly Delegation[];
  readonly isGrouped?: boolean;
  readonly without?: "giver" | "receiver";
}) {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  const { time } = useRights();
  const people: readonly Column<Delegation>[] = (["giver", "receiver"] as const)
    .filter((side) => side !== props.without)
    .map((side) => ({
      key: side,
      header: text(`column.${side}`),
      cell: (row: Delegation) => <PersonLink person={row[side]} />,
    }));
  return (
    <DataTable
      label={props.label}
      rows={props.rows}
      rowKey={(row) => row.key}
      entry={(row) => row.entry}
      columns={[
        { key: "role", header: text("column.role"), isName: true, cell: (row) => contract.role(row.role) },
        ...people,
        { key: "from", header: text("column.from"), cell: (row) => <Day time={row.from} /> },
        { key: "until", header: text("column.until"), cell: (row) => <Day time={row.until - 1} /> },
        { key: "standing", header: text("column.state"), cell: (row) => <Standing row={row} time={time} /> },
        {
          key: "reason",
          header: text("column.reason"),
          cell: (row) => <span className={styles.quiet}>{row.reason}</span>,
        },
        {
          key: "end",
          header: text("column.actions"),
          isHeaderHidden: true,
          cell: (row) => <EndButton row={row} time={time} />,
        },
        sealColumn(text("column.seal")),
      ]}
      {...(props.isGrouped === true && { group: (row: Delegation) => words(row.giver.department.name) })}
    />
  );
}

function Standing({ row, time }: { readonly row: Delegation; readonly time: number }) {
  const text = useConsortiumText();
  const standing = standingAt(row, time);
  // What was meant to hold and does not needs somebody; what is over needs nobody.
  const isBroken = standing === "giver-lost" || standing === "suspended" || standing === "left";
  const said = text(`standing.${standing}`);
  if (isBroken) return <Tag tone="pending">{said}</Tag>;
  return standing === "in-force" ? said : <span className={styles.quiet}>{said}</span>;
}

function EndButton({ row, time }: { readonly row: Delegation; readonly time: number }) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const personAt = usePersonAt();
  if (!row.mayEnd || standingAt(row, time) === "over") return null;
  const over = `${contract.role(row.role)}${text("colon")}${personAt(row.receiver)}`;
  return (
    <Button
      kind="link"
      size="small"
      onClick={() => openReasonForm({ act: "endDelegation", delegation: row.key, over }, text("endDelegation.title"))}
    >
      {text("endDelegation.open")}
    </Button>
  );
}
