import { useQuery } from "@tanstack/react-query";
import { PARAMETERS } from "#ledger-core/contract/schema/catalog.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { CatalogSections } from "#renderer/shared/navigation/catalog-sections.tsx";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { UsageBar } from "#renderer/shared/ui/progress.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { SealMark } from "#renderer/shared/ui/seal.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import styles from "./care.module.css";
import { openParameterForm } from "./parameter-form.tsx";
import { datasetColumn } from "./dataset-column.tsx";
import { careQueries } from "./queries.ts";
import { useCareText } from "./text.ts";
import { useIsDecider } from "./use-is-decider.ts";

/** How rights are used: every agreement with its count and its refusals, and departments that keep being refused. */
export function UsesPage() {
  const text = useCareText();
  const shared = useSharedText();
  return (
    <Page>
      <PageHeader title={shared("catalog")} beside={<CatalogSections chosen="uses" />} lead={text("uses.lead")} />
      <DeniedNotice />
      <AgreementsPanel />
      <ParametersPanel />
    </Page>
  );
}

function DeniedNotice() {
  const text = useCareText();
  const words = useWords();
  const found = useQuery(careQueries.audit()).data;
  if (found === undefined || found.denied.length === 0) return null;
  return (
    <section className={styles.denied} aria-label={text("uses.denied")}>
      <p className={styles.deniedTitle}>
        <SealMark state="pending" /> {text("uses.denied")}
      </p>
      <p className={styles.deniedList}>
        {found.denied.map(({ department, refused }) => (
          <span key={department.key}>
            {text("uses.deniedOf", { department: words(department.name), count: formatCount(refused) })}
          </span>
        ))}
      </p>
    </section>
  );
}

function AgreementsPanel() {
  const text = useCareText();
  const words = useWords();
  const goTo = useGoTo();
  const query = useQuery(careQueries.audit());
  return (
    <QueryPanel
      title={text("uses.agreements")}
      caption={text("uses.caption")}
      what={text("uses.agreements")}
      query={query}
      isFlush
      loadingRows={12}
      loadingColumns={6}
    >
      {({ agreements }) =>
        agreements.length === 0 ? (
          <EmptyState title={text("uses.none")} detail={text("uses.noneDetail")} />
        ) : (
          <DataTable
            label={text("uses.agreements")}
            rows={agreements}
            rowKey={(row) => row.agreement}
            onOpen={(row) => goTo(paths.dataset(row.dataset.key))}
            columns={[
              datasetColumn(text("column.dataset")),
              { key: "user", header: text("column.user"), cell: (row) => words(row.user.name) },
              {
                key: "uses",
                header: text("column.uses"),
                align: "figure",
                cell: (row) => (
                  <span className={styles.score}>
                    <span>{`${formatCount(row.uses)} / ${formatCount(row.useLimit)}`}</span>
                    <UsageBar part={row.uses} whole={row.useLimit} isLimit />
                  </span>
                ),
              },
              {
                key: "outside",
                header: text("column.outsidePurpose"),
                align: "figure",
                cell: (row) => formatCount(row.outsidePurpose),
              },
              {
                key: "late",
                header: text("column.afterExpiry"),
                align: "figure",
                cell: (row) => formatCount(row.afterExpiry),
              },
              {
                key: "refused",
                header: text("column.refused"),
                align: "figure",
                cell: (row) => formatCount(row.refused),
              },
            ]}
          />
        )
      }
    </QueryPanel>
  );
}

function ParametersPanel() {
  const text = useCareText();
  const query = useQuery(careQueries.parameters());
  const isDecider = useIsDecider();
  return (
    <QueryPanel
      title={text("parameters.panel")}
      caption={text("parameters.caption")}
      what={text("parameters.panel")}
      query={query}
      isFlush
      loadingRows={3}
      loadingColumns={2}
    >
      {({ parameters }) =>
        PARAMETERS.map((name) => {
          const value = parameters.find((one) => one.name === name)?.value ?? 0;
          const shown = text(`parameter.${name}.shown`, { value: formatCount(value) });
          return (
            <div key={name} className={styles.parameter}>
              <span>
                {text(`parameter.${name}`)}
                <br />
                <span className={styles.small}>{shown}</span>
              </span>
              {isDecider ? (
                <Button size="small" onClick={() => openParameterForm({ name, value }, text("parameters.title"))}>
                  {text("parameters.open")}
                </Button>
              ) : null}
            </div>
          );
        })
      }
    </QueryPanel>
  );
}
