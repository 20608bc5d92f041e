import type { Agreement } from "#ledger-core/contract/api/catalog.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import type { Column } from "#renderer/shared/ui/data-table.tsx";
import { Figure } from "#renderer/shared/ui/figures.tsx";
import { UsageBar } from "#renderer/shared/ui/progress.tsx";
import styles from "./catalog.module.css";
import { useCatalogText } from "./text.ts";

/** Columns of every list of agreements: for what, how much of the limit is used up, and until when. The count opens the uses that it counts. */
export function useAgreementColumns(): Readonly<Record<"purpose" | "used" | "until", Column<Agreement>>> {
  const text = useCatalogText();
  const format = useFormat();
  const contract = useContractWords();
  return {
    purpose: {
      key: "purpose",
      header: text("agreement.purpose"),
      cell: ({ purpose }) => contract.choiceAlone("catalog.agreement", "purpose", purpose),
    },
    used: {
      key: "used",
      header: text("agreement.used"),
      align: "figure",
      cell: ({ key, dataset, uses, useLimit }) => (
        <span className={styles.limit}>
          <span>
            <Figure drill={{ to: paths.dataset(dataset.key), search: { see: "uses", agreement: key } }}>
              {formatCount(uses)}
            </Figure>
            {` / ${formatCount(useLimit)}`}
          </span>
          <span className={styles.bar}>
            <UsageBar part={uses} whole={useLimit} isLimit />
          </span>
        </span>
      ),
    },
    until: {
      key: "until",
      header: text("agreement.until"),
      cell: ({ expires }) => <span className={styles.whole}>{format.time(expires - 1, "day")}</span>,
    },
  };
}
