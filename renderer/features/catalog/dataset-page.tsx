import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useEffect } from "react";
import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { useDrawerOfPage } from "#renderer/shared/drawer/drawer.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { partLanguages } from "#renderer/shared/i18n/two-languages.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { usePathPart, useViewState } from "#renderer/shared/navigation/view-state.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { Columns, Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { SentenceView } from "#renderer/shared/ui/sentence-view.tsx";
import { FailedNotice, LoadingRows } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { AgreementsPanel } from "./agreements-panel.tsx";
import styles from "./catalog.module.css";
import { ContentPanel } from "./content-panel.tsx";
import { ContestNotice } from "./contest-notice.tsx";
import { DatasetActions } from "./dataset-actions.tsx";
import { DatasetFacts, MissingNote, MyUses } from "./dataset-facts.tsx";
import { parseDatasetView } from "./dataset-view.ts";
import type { ChangeDatasetView, DatasetView } from "./dataset-view.ts";
import { OffersPanel } from "./offers-panel.tsx";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";
import { UsesByDay } from "./uses-by-day.tsx";
import { UsesPanel } from "./uses-panel.tsx";
import { VersionsPanel } from "./versions-panel.tsx";
import { newDatasetPart } from "./who.ts";

const DescribePage = lazy(async () => ({ default: (await import("./describe-page.tsx")).DescribePage }));

/** One dataset: what it is, who may use it and how, its versions, and everyone who used it and why. */
export function DatasetPage() {
  const part = usePathPart("dataset") ?? "";
  if (part === newDatasetPart)
    return (
      <Suspense fallback={<Reading />}>
        <DescribePage />
      </Suspense>
    );
  return <DatasetRecord key={part} part={part} />;
}

function Reading() {
  return (
    <Page>
      <UnknownHeader />
      <LoadingRows rows={8} columns={3} />
    </Page>
  );
}

/** The head of the page while the dataset is not known yet, or is not there. */
function UnknownHeader() {
  const text = useCatalogText();
  return <PageHeader title={text("column.dataset")} crumbs={[{ label: text("title"), to: paths.catalog }]} />;
}

function DatasetRecord({ part }: { readonly part: string }) {
  const describe = useFailure();
  const found = useQuery(catalogQueries.dataset(part));
  const [view, change] = useViewState(parseDatasetView);
  useDrawerOfPage();
  if (found.data === undefined) {
    if (!found.isError) return <Reading />;
    return (
      <Page>
        <UnknownHeader />
        <FailedNotice failure={describe(found.error)} onRetry={() => void found.refetch()} />
      </Page>
    );
  }
  if (view.form === "revise" && found.data.may.revise)
    return (
      <Suspense fallback={<Reading />}>
        <DescribePage dataset={found.data} />
      </Suspense>
    );
  return <Record dataset={found.data} view={view} onChange={change} />;
}

function Record(props: {
  readonly dataset: DatasetDetail;
  readonly view: DatasetView;
  readonly onChange: ChangeDatasetView;
}) {
  const text = useCatalogText();
  const words = useWords();
  const { dataset } = props;
  useBringIntoView(props.view.see);
  return (
    <Page>
      <DatasetHeader dataset={dataset} />
      <ContestNotice dataset={dataset} />
      <DatasetFacts dataset={dataset} />
      <div className={styles.top}>
        <SentenceView
          label={text("rights")}
          sentence={words(dataset.rights)}
          note={<MissingNote dataset={dataset} />}
        />
        <MyUses dataset={dataset} />
      </div>
      <Columns
        main={
          <>
            <ContentPanel {...props} />
            <AgreementsPanel {...props} />
            <OffersPanel dataset={dataset} />
          </>
        }
        side={
          <>
            <VersionsPanel {...props} />
            <UsesByDay dataset={dataset.key} />
            <UsesPanel {...props} />
          </>
        }
      />
    </Page>
  );
}

/** A figure that opens its rows brings them into view. */
function useBringIntoView(see: DatasetView["see"]): void {
  useEffect(() => {
    if (see !== undefined) document.querySelector(`[data-part="${see}"]`)?.scrollIntoView({ block: "nearest" });
  }, [see]);
}

function DatasetHeader({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const shared = useSharedText();
  const words = useWords();
  const contract = useContractWords();
  const language = usePreferences((preferences) => preferences.language);
  const { own, other } = partLanguages(dataset.title, language);
  return (
    <PageHeader
      title={own}
      crumbs={[
        { label: text("title"), to: paths.catalog },
        { label: words(dataset.owner.name), to: paths.catalog, search: { owner: [String(dataset.owner.key)] } },
      ]}
      beside={
        <>
          {other === "" ? null : <span className={styles.other}>{other}</span>}
          {dataset.state === "published" ? null : (
            <Tag tone={dataset.state === "draft" ? "pending" : "neutral"}>
              {contract.choiceAlone("catalog.dataset", "state", dataset.state)}
            </Tag>
          )}
          {dataset.suspended ? <Tag tone="pending">{text("contestedNoUse")}</Tag> : null}
          <Seal state="sealed" label={shared("seal.sealedByOne")} entry={dataset.entry} />
        </>
      }
      actions={<DatasetActions dataset={dataset} />}
    />
  );
}
