import type { Vote } from "#ledger-core/contract/api/consortium.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { Day } from "./day.tsx";
import { useConsortiumText } from "./text.ts";

/** Votes that are over, with their outcome. */
export function DecidedVotes(props: {
  readonly votes: readonly Vote[];
  readonly chosen: number | undefined;
  readonly onChoose: (proposal: number) => void;
}) {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  return (
    <DataTable
      label={text("votes.decided")}
      rows={props.votes}
      rowKey={(row) => row.proposal}
      entry={(row) => row.entry}
      isSelected={(row) => row.proposal === props.chosen}
      onOpen={(row) => props.onChoose(row.proposal)}
      columns={[
        { key: "time", header: text("votes.column.decided"), cell: (row) => <Day time={row.changed} /> },
        {
          key: "matter",
          header: text("votes.column.matter"),
          isName: true,
          cell: (row) => (
            <TextLink to={paths.inboxItem(row.proposal)} className={styles.plainLink}>
              {words(row.label)}
              {words(row.about) === "" ? null : <span className={styles.quiet}> {words(row.about)}</span>}
            </TextLink>
          ),
        },
        {
          key: "outcome",
          header: text("votes.column.outcome"),
          cell: (row) => <span className={styles.whole}>{contract.state("kernel.proposal", row.state)}</span>,
        },
        ...(["approved", "rejected", "abstained"] as const).map((key) => ({
          key,
          header: text(`votes.column.${key}`),
          align: "figure" as const,
          cell: (row: Vote) => formatCount(row[key]),
        })),
        {
          key: "seal",
          header: text("column.seal"),
          isHeaderHidden: true,
          align: "mark",
          width: "44px",
          cell: (row) => <Seal state={row.state === "executed" ? "sealed" : "refused"} compact entry={row.entry} />,
        },
      ]}
    />
  );
}
