import { useQuery } from "@tanstack/react-query";
import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import type { client } from "#renderer/shared/client/console-client.ts";
import { noValue } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { sealOfEntry } from "#renderer/shared/ui/seal-of-entry.ts";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import styles from "./catalog.module.css";
import { changedFields } from "./changed-fields.ts";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";

type Change = Awaited<ReturnType<typeof client.ledger.history>>["changes"][number];

/** How the dataset's row came to be what it is: each act that changed it, newest first, with what it changed. */
export function HistoryTable({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const words = useWords();
  const format = useFormat();
  const history = useQuery(catalogQueries.history(dataset.key));
  return (
    <QueryPart
      query={history}
      what={text("history")}
      loadingColumns={4}
      empty={({ changes }) => (changes.length === 0 ? <EmptyState title={text("history.none")} /> : undefined)}
    >
      {({ changes }) => (
        <DataTable
          label={text("history")}
          rows={changes}
          rowKey={(row) => row.index}
          entry={(row) => row.index}
          columns={[
            { key: "time", header: text("history.when"), width: "120px", cell: (row) => format.time(row.time) },
            { key: "act", header: text("history.act"), width: "170px", isName: true, cell: (row) => words(row.label) },
            {
              key: "who",
              header: text("history.who"),
              width: "170px",
              cell: ({ department, person }) =>
                department === null
                  ? text("history.ledger")
                  : [words(department.name), person === null ? "" : words(person.title)]
                      .filter(Boolean)
                      .join(text("comma")),
            },
            { key: "what", header: text("history.what"), cell: (row) => <WhatChanged change={row} /> },
            {
              key: "seal",
              header: text("column.seal"),
              width: "44px",
              align: "mark",
              isHeaderHidden: true,
              cell: (row) => <Seal state={sealOfEntry(row)} compact entry={row.index} />,
            },
          ]}
        />
      )}
    </QueryPart>
  );
}

function WhatChanged({ change }: { readonly change: Change }) {
  const text = useCatalogText();
  const contract = useContractWords();
  if (change.before === null) return text("history.created");
  const fields = changedFields(change.before, change.after);
  const shown = (field: string, value: string): string =>
    value === "" ? noValue : contract.choice("catalog.dataset", field, value);
  return (
    <div className={styles.changes}>
      {fields.map(({ field, before, after }) => (
        <p key={field}>
          {contract.column("catalog.dataset", field)}
          {text("colon")}
          {before === undefined || after === undefined
            ? text("history.edited")
            : text("history.fromTo", { before: shown(field, before), after: shown(field, after) })}
        </p>
      ))}
    </div>
  );
}
