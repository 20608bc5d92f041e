import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import type { DatasetBrief } from "#ledger-core/contract/api/catalog-search.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { isolated } from "#renderer/shared/i18n/isolated.ts";
import { ownLanguageFirst } from "#renderer/shared/i18n/two-languages.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { useLetterKeys } from "#renderer/shared/keyboard/letter-keys.ts";
import { CatalogSections } from "#renderer/shared/navigation/catalog-sections.tsx";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { useGoTo, useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Button, KeyCap } from "#renderer/shared/ui/button.tsx";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { NameInTwo } from "#renderer/shared/ui/name-in-two.tsx";
import { Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { sealColumn } from "#renderer/shared/ui/seal-column.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { CatalogFacets } from "./catalog-facets.tsx";
import { CatalogSearch } from "./catalog-search.tsx";
import { hasFacets, noFacets, parseCatalogView, rowsPerPage, searchInput, sortsFor } from "./catalog-view.ts";
import type { CatalogView } from "./catalog-view.ts";
import styles from "./catalog.module.css";
import { FoundText } from "./found-text.tsx";
import { CycleWords } from "#renderer/shared/i18n/cycle-words.tsx";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";
import { newDataset, useMe } from "./who.ts";

/** Every dataset of the city: search as one types, narrowed by owner, sharing, standard and state. */
export function CatalogPage() {
  const text = useCatalogText();
  const goTo = useGoTo();
  const { keepsData } = useMe();
  const [view, change] = useViewState(parseCatalogView);
  const narrow = (changed: Partial<CatalogView>) => change({ page: 1, ...changed });
  const found = useQuery({
    ...catalogQueries.search(searchInput(view)),
    placeholderData: keepPreviousData,
  });
  return (
    <Page>
      <PageHeader
        title={text("title")}
        beside={<CatalogSections chosen="find" />}
        lead={text("lead")}
        {...(keepsData && {
          actions: <Button onClick={() => goTo(newDataset)}>{text("describe")}</Button>,
        })}
      />
      <div className={styles.catalog}>
        <CatalogFacets facets={found.data?.facets} view={view} onChange={narrow} />
        <div className={styles.results}>
          <CatalogSearch view={view} onChange={narrow} />
          <Results
            found={found}
            view={view}
            onPage={(next) => change({ page: next }, { remember: true })}
            onClear={narrow}
          />
        </div>
      </div>
    </Page>
  );
}

type Found = ReturnType<typeof useQuery<{ total: number; rows: DatasetBrief[] }>>;

function Results(props: {
  readonly found: Found;
  readonly view: CatalogView;
  readonly onPage: (page: number) => void;
  readonly onClear: (changed: Partial<CatalogView>) => void;
}) {
  const text = useCatalogText();
  const goTo = useGoTo();
  const list = useRef<HTMLDivElement>(null);
  const focusRow = () => list.current?.querySelector<HTMLElement>("tr[tabindex='0']")?.focus();
  useLetterKeys({ j: focusRow, k: focusRow });
  const { found, view } = props;
  const isNarrowed = view.text !== "" || hasFacets(view);
  return (
    <div ref={list}>
      <QueryPanel
        title={text("results")}
        what={text("results")}
        query={found}
        isFlush
        loadingRows={10}
        loadingColumns={5}
        {...(found.data !== undefined && { caption: text("results.count", { count: formatCount(found.data.total) }) })}
        actions={<Sorts view={view} onChange={props.onClear} />}
        footer={<Foot total={found.data?.total ?? 0} page={view.page} onPage={props.onPage} />}
        empty={({ total, rows }) =>
          rows.length > 0 ? undefined : total > 0 ? (
            <EmptyState
              title={text("none.onPage")}
              action={<Button onClick={() => props.onPage(1)}>{text("pages.first")}</Button>}
            />
          ) : isNarrowed ? (
            <EmptyState
              title={text("none.narrowed")}
              detail={text("none.narrowedDetail")}
              action={<Button onClick={() => props.onClear({ ...noFacets, text: "" })}>{text("clear")}</Button>}
            />
          ) : (
            <EmptyState title={text("none")} detail={text("none.detail")} />
          )
        }
      >
        {({ rows }) => <ResultRows rows={rows} onOpen={(row) => goTo(paths.dataset(row.key))} />}
      </QueryPanel>
    </div>
  );
}

function ResultRows({
  rows,
  onOpen,
}: {
  readonly rows: readonly DatasetBrief[];
  readonly onOpen: (row: DatasetBrief) => void;
}) {
  const text = useCatalogText();
  const words = useWords();
  const contract = useContractWords();
  return (
    <DataTable
      label={text("results")}
      rows={rows}
      rowKey={(row) => row.key}
      onOpen={onOpen}
      entry={(row) => row.entry}
      columns={[
        { key: "title", header: text("column.dataset"), isName: true, cell: (row) => <DatasetName row={row} /> },
        { key: "owner", header: text("column.owner"), width: "168px", cell: (row) => words(row.owner.name) },
        {
          key: "sharing",
          header: text("column.sharing"),
          width: "104px",
          cell: (row) => contract.choiceAlone("catalog.dataset", "sharing", row.sharing),
        },
        {
          key: "cycle",
          header: text("column.cycle"),
          width: "80px",
          cell: (row) => <CycleWords cycle={row.updateCycle} />,
        },
        {
          key: "items",
          header: text("column.items"),
          width: "56px",
          align: "figure",
          cell: (row) => formatCount(row.itemCount),
        },
        {
          key: "agreements",
          header: text("column.agreements"),
          width: "64px",
          align: "figure",
          cell: (row) => formatCount(row.agreementsInForce),
        },
        sealColumn(text("column.seal")),
      ]}
    />
  );
}

/** A longer code, one that begins with its source, would leave the summary no room. */
const codeCharactersMax = 24;

function DatasetName({ row }: { readonly row: DatasetBrief }) {
  const text = useCatalogText();
  const contract = useContractWords();
  const { language } = useFormat();
  const summary = ownLanguageFirst(row.summary, language);
  return (
    <div className={styles.found}>
      <p className={styles.foundTitle}>
        <TextLink to={paths.dataset(row.key)} className={styles.plainLink}>
          <NameInTwo name={row.title} draw={(part) => <FoundText text={part} matched={row.matched} />} />
        </TextLink>
        {row.state === "published" ? null : <Tag>{contract.choiceAlone("catalog.dataset", "state", row.state)}</Tag>}
        {row.suspended ? <Tag tone="pending">{text("contested")}</Tag> : null}
      </p>
      <p className={styles.foundDetail} title={summary}>
        <FoundText
          text={(row.code.length <= codeCharactersMax ? [row.code, summary] : [summary, row.code])
            .map(isolated)
            .join(" · ")}
          matched={row.matched}
        />
      </p>
    </div>
  );
}

function Sorts({
  view,
  onChange,
}: {
  readonly view: CatalogView;
  readonly onChange: (changed: Partial<CatalogView>) => void;
}) {
  const text = useCatalogText();
  const sorts = sortsFor(view);
  return (
    <Segments
      label={text("sort")}
      chosen={sorts.includes(view.sort) ? view.sort : "title"}
      choices={sorts.map((key) => ({ key, label: text(`sort.${key}`) }))}
      onChoose={(sort) => onChange({ sort })}
    />
  );
}

function Foot(props: { readonly total: number; readonly page: number; readonly onPage: (page: number) => void }) {
  const text = useCatalogText();
  const { total, page, onPage } = props;
  const last = Math.max(1, Math.ceil(total / rowsPerPage));
  const first = Math.min(total, (page - 1) * rowsPerPage + 1);
  const end = Math.min(total, page * rowsPerPage);
  return (
    <div className={styles.foot}>
      <span className={styles.keys}>
        <KeyCap label="J" /> <KeyCap label="K" /> {text("keys.move")} <KeyCap label="Enter" /> {text("keys.open")}{" "}
        <KeyCap label="/" /> {text("keys.search")}
      </span>
      <nav className={styles.pages} aria-label={text("pages")}>
        <span>{text("pages.of", { first: formatCount(first), end: formatCount(end), total: formatCount(total) })}</span>
        <Button size="small" isDisabled={page <= 1} onClick={() => onPage(page - 1)}>
          {text("pages.previous")}
        </Button>
        <Button size="small" isDisabled={page >= last} onClick={() => onPage(page + 1)}>
          {text("pages.next")}
        </Button>
      </nav>
    </div>
  );
}
