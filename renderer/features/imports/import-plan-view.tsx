import { Checkbox } from "@mantine/core";
import { useState } from "react";
import type { ImportPlanAnswer } from "#ledger-core/contract/api/imports.ts";
import { client, queries } from "#renderer/shared/client/console-client.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { requestSignature } from "#renderer/shared/signing/signing.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Fact, Facts } from "#renderer/shared/ui/figures.tsx";
import { Columns } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { Scroll } from "./scroll.tsx";
import { FindingsPanel } from "./findings-panel.tsx";
import { ImportRunView } from "./import-run-view.tsx";
import styles from "./imports.module.css";
import { useImportText } from "./text.ts";

const counts = ["read", "added", "changed", "retired", "unchanged", "held", "waiting", "refused"] as const;

/** What a file would do, by numbers, records and rows that are refused; and the one button that signs for all of it. */
export function ImportPlanView(props: {
  readonly plan: ImportPlanAnswer;
  readonly id: string;
  readonly onAgain: () => void;
}) {
  const text = useImportText();
  const { plan, id } = props;
  const [consents, setConsents] = useState(false);
  const [isRunning, setIsRunning] = useState(false);
  const [isSigned, setIsSigned] = useState(false);
  const writes = plan.recordsTotal > 0;
  const sign = async () => {
    setIsRunning(true);
    const receipt = await requestSignature({
      title: text("sign.title"),
      key: `import:${id}:${plan.recordsTotal}`,
      prepare: () => client.imports.prepare({ id }),
    });
    setIsSigned(receipt !== undefined);
    void queries.invalidateQueries();
  };
  return (
    <>
      <Facts>
        {counts.map((name) => (
          <Fact key={name} label={text(`count.${name}`)}>
            {name === "refused" && plan.counts.refused > 0 ? (
              <span className={styles.refused}>{formatCount(plan.counts.refused)}</span>
            ) : (
              formatCount(plan.counts[name])
            )}
          </Fact>
        ))}
      </Facts>
      <Columns
        main={
          <>
            <RecordsPanel plan={plan} />
            <FindingsPanel plan={plan} />
          </>
        }
        side={
          <>
            <Panel title={text("sign.panel")}>
              <div className={styles.sign}>
                <p>{text(writes ? "sign.lead" : "sign.nothing", { batches: formatCount(plan.batches) })}</p>
                {plan.fieldsKept === 0 ? null : (
                  <p className={styles.quiet}>{text("sign.kept", { count: formatCount(plan.fieldsKept) })}</p>
                )}
                {plan.needsConsent ? (
                  <Checkbox
                    size="xs"
                    label={text("sign.consent", { count: formatCount(plan.counts.retired) })}
                    checked={consents}
                    onChange={(event) => setConsents(event.currentTarget.checked)}
                  />
                ) : null}
                <Button
                  kind="primary"
                  isDisabled={!writes || isSigned || (plan.needsConsent && !consents)}
                  onClick={() => void sign()}
                >
                  {text("sign.button", { count: formatCount(plan.recordsTotal) })}
                </Button>
                {isRunning ? <ImportRunView id={id} onAgain={props.onAgain} /> : null}
              </div>
            </Panel>
            <NationalPanel plan={plan} />
          </>
        }
      />
    </>
  );
}

function RecordsPanel({ plan }: { readonly plan: ImportPlanAnswer }) {
  const text = useImportText();
  return (
    <Panel
      title={text("records.title")}
      caption={
        plan.recordsTotal > plan.records.length
          ? text("records.first", { shown: formatCount(plan.records.length), total: formatCount(plan.recordsTotal) })
          : undefined
      }
      isFlush
    >
      {plan.records.length === 0 ? (
        <EmptyState title={text("records.none")} detail={text("records.noneDetail")} />
      ) : (
        <Scroll label={text("records.title")}>
          <DataTable
            label={text("records.title")}
            density="dense"
            rows={plan.records}
            rowKey={(row) => row.sourceId}
            columns={[
              {
                key: "becomes",
                header: text("records.becomes"),
                width: "96px",
                cell: (row) => (
                  <Tag tone={row.becomes === "retired" ? "pending" : "neutral"}>{text(`becomes.${row.becomes}`)}</Tag>
                ),
              },
              { key: "title", header: text("records.name"), isName: true, cell: (row) => row.title },
              {
                key: "publisher",
                header: text("records.publisher"),
                cell: (row) => <span className={styles.value}>{row.publisher}</span>,
              },
              {
                key: "id",
                header: text("records.id"),
                cell: (row) => <code className={styles.value}>{row.sourceId}</code>,
              },
            ]}
          />
        </Scroll>
      )}
    </Panel>
  );
}

/** What the national profile would still ask of what comes in. */
function NationalPanel({ plan }: { readonly plan: ImportPlanAnswer }) {
  const text = useImportText();
  const contract = useContractWords();
  if (plan.missingForNational.length === 0) return null;
  return (
    <Panel title={text("national.title")} isFlush>
      <DataTable
        label={text("national.title")}
        density="dense"
        rows={plan.missingForNational}
        rowKey={(row) => row.element}
        columns={[
          {
            key: "element",
            header: text("national.element"),
            isName: true,
            cell: (row) => contract.column("catalog.dataset", row.element),
          },
          {
            key: "count",
            header: text("national.count"),
            align: "figure",
            cell: (row) => formatCount(row.count),
          },
        ]}
      />
    </Panel>
  );
}
