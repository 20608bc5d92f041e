import { useState } from "react";
import type { ImportFinding, ImportPlanAnswer } from "#ledger-core/contract/api/imports.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { saveTable } from "#renderer/shared/files/save-table.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { Scroll } from "./scroll.tsx";
import styles from "./imports.module.css";
import { useImportText } from "./text.ts";

const shownFirst = 50;

/** What was found in the rows, in words of the file: row, column or field, value, and what to do about it. */
export function FindingsPanel({ plan }: { readonly plan: ImportPlanAnswer }) {
  const text = useImportText();
  const words = useWords();
  const [showsAll, setShowsAll] = useState(false);
  if (plan.findings.length === 0) return null;
  const shown = showsAll ? plan.findings : plan.findings.slice(0, shownFirst);
  const header = (["severity", "row", "path", "value", "record", "message", "advice"] as const).map((column) =>
    text(`findings.${column}`),
  );
  const save = async (): Promise<void> =>
    saveTable(
      `${text("findings.title")}.csv`,
      header,
      plan.findings.map((row) => [
        text(`severity.${row.severity}`),
        row.row === 0 ? text("findings.file") : String(row.row),
        row.path,
        row.value,
        recordOf(row),
        words(row.message),
        words(row.advice),
      ]),
    );
  return (
    <Panel
      title={text("findings.title")}
      caption={text("findings.caption", {
        shown: formatCount(shown.length),
        total: formatCount(plan.findingsTotal),
      })}
      isFlush
      actions={
        <Button size="small" onClick={() => void save()}>
          {text("findings.save")}
        </Button>
      }
      {...(plan.findings.length > shownFirst && {
        footer: (
          <Button kind="link" size="small" onClick={() => setShowsAll(!showsAll)}>
            {text(showsAll ? "findings.fewer" : "findings.more")}
          </Button>
        ),
      })}
    >
      <Scroll label={text("findings.title")}>
        <DataTable
          label={text("findings.title")}
          density="dense"
          rows={shown}
          rowKey={(row) => `${row.row} ${row.path} ${row.code} ${row.sourceId}`}
          columns={[
            {
              key: "severity",
              header: text("findings.severity"),
              width: "84px",
              cell: (row) => (
                <Tag tone={row.severity === "refused" ? "diverged" : "neutral"}>{text(`severity.${row.severity}`)}</Tag>
              ),
            },
            {
              key: "row",
              header: text("findings.row"),
              align: "figure",
              width: "64px",
              cell: (row) => (row.row === 0 ? text("findings.file") : formatCount(row.row)),
            },
            { key: "path", header: text("findings.path"), cell: (row) => <code>{row.path}</code> },
            {
              key: "value",
              header: text("findings.value"),
              cell: (row) => <span className={styles.value}>{row.value}</span>,
            },
            {
              key: "record",
              header: text("findings.record"),
              cell: (row) => <span className={styles.value}>{recordOf(row)}</span>,
            },
            {
              key: "message",
              header: text("findings.message"),
              cell: (row) => (
                <>
                  {words(row.message)}
                  <span className={styles.advice}>{words(row.advice)}</span>
                </>
              ),
            },
          ]}
        />
      </Scroll>
    </Panel>
  );
}

/** The identifier by which the source knows the record; a label that a reader of RDF gave is none. */
function recordOf({ sourceId }: ImportFinding): string {
  return sourceId.startsWith("_:") ? "" : sourceId;
}
