import { useQuery } from "@tanstack/react-query";
import type { Agreement } from "#ledger-core/contract/api/catalog.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { CatalogSections } from "#renderer/shared/navigation/catalog-sections.tsx";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { useGoTo, useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { NameInTwo } from "#renderer/shared/ui/name-in-two.tsx";
import { Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { useAgreementColumns } from "./agreement-columns.tsx";
import { AgreementSeal } from "./agreement-seal.tsx";
import { stageOfAgreement, stages } from "./agreement-stage.ts";
import type { AgreementStage } from "./agreement-stage.ts";
import styles from "./catalog.module.css";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";
import { useMe } from "./who.ts";

type Shown = AgreementStage | "all";
type View = { readonly stage: Shown | undefined; readonly side: "all" | "owner" | "user" };

function parseView(raw: Readonly<Record<string, unknown>>): View {
  const { stage, side } = raw;
  return {
    stage: stage === "all" ? "all" : stages.find((one) => one === stage),
    side: side === "owner" || side === "user" ? side : "all",
  };
}

/** The agreements of one's department, on either side: whose move it is, what is in force, what has ended. */
export function AgreementsPage() {
  const text = useCatalogText();
  const me = useMe();
  const [view, change] = useViewState(parseView);
  const query = useQuery(catalogQueries.mine());
  const ofSide = (query.data?.agreements ?? []).filter(
    (one) => view.side === "all" || (view.side === "owner" ? one.owner.key : one.user.key) === me.department,
  );
  const count = (stage: Shown) =>
    ofSide.filter((one) => stage === "all" || stageOfAgreement(one, me.department) === stage).length;
  const stage = view.stage ?? (count("ours") > 0 ? "ours" : count("inForce") > 0 ? "inForce" : "all");
  const shown = ofSide.filter((one) => stage === "all" || stageOfAgreement(one, me.department) === stage);
  return (
    <Page>
      <PageHeader
        title={text("title")}
        beside={<CatalogSections chosen="agreements" />}
        lead={text("agreementsPage.lead")}
        actions={
          <Segments
            label={text("agreementsPage.side")}
            chosen={view.side}
            choices={(["all", "owner", "user"] as const).map((key) => ({
              key,
              label: text(`agreementsPage.side.${key}`),
            }))}
            onChoose={(side) => change({ side })}
          />
        }
      />
      <QueryPanel
        title={text("agreements")}
        what={text("agreements")}
        query={query}
        isFlush
        loadingRows={10}
        loadingColumns={6}
        actions={
          <Segments
            label={text("agreementsPage.stage")}
            chosen={stage}
            choices={([...stages, "all"] as const).map((key) => ({
              key,
              label: text(`stage.${key}`),
              count: formatCount(count(key)),
            }))}
            onChoose={(next) => change({ stage: next })}
          />
        }
      >
        {() =>
          shown.length === 0 ? (
            <EmptyState title={text(`agreementsPage.none.${stage}`)} detail={text("agreementsPage.noneDetail")} />
          ) : (
            <Rows agreements={shown} />
          )
        }
      </QueryPanel>
    </Page>
  );
}

function Rows({ agreements }: { readonly agreements: readonly Agreement[] }) {
  const text = useCatalogText();
  const words = useWords();
  const goTo = useGoTo();
  const columns = useAgreementColumns();
  return (
    <DataTable
      label={text("agreements")}
      rows={agreements}
      rowKey={(row) => row.key}
      entry={(row) => row.entry}
      onOpen={(row) => goTo(paths.agreement(row.key))}
      columns={[
        {
          key: "dataset",
          header: text("column.dataset"),
          isName: true,
          cell: (row) => (
            <TextLink to={paths.agreement(row.key)} className={styles.plainLink}>
              <NameInTwo name={row.dataset.title} />
            </TextLink>
          ),
        },
        { key: "owner", header: text("column.owner"), cell: (row) => words(row.owner.name) },
        { key: "user", header: text("agreement.department"), cell: (row) => words(row.user.name) },
        columns.purpose,
        columns.used,
        columns.until,
        { key: "state", header: text("agreement.state"), cell: (row) => <AgreementSeal agreement={row} /> },
      ]}
    />
  );
}
