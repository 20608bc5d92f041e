import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import type { LineageNode } from "#ledger-core/contract/api/catalog-care.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { ownLanguageFirst } from "#renderer/shared/i18n/two-languages.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { NameInTwo } from "#renderer/shared/ui/name-in-two.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { EmptyState, LoadingRows } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import styles from "./catalog.module.css";
import { saidStanding, standingTones } from "./lineage-standing.ts";
import { placeNodes } from "./lineage-places.ts";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";

const FlowGraph = lazy(async () => ({ default: (await import("#renderer/shared/charts/flow-graph.tsx")).FlowGraph }));

/** What the newest version was made from, and what was made from it, as a picture and as a table. */
export function LineageTab({ dataset }: { readonly dataset: number }) {
  const text = useCatalogText();
  const query = useQuery(catalogQueries.lineage(dataset));
  return (
    <QueryPart
      query={query}
      what={text("lineage")}
      loadingRows={6}
      empty={({ nodes }) =>
        nodes.length < 2 ? <EmptyState title={text("lineage.none")} detail={text("lineage.noneDetail")} /> : undefined
      }
    >
      {({ nodes, edges, isCut }) => (
        <>
          {isCut ? <p className={styles.noDuty}>{text("lineage.cut", { count: nodes.length })}</p> : null}
          <Suspense fallback={<LoadingRows rows={6} columns={3} />}>
            <Picture nodes={nodes} edges={edges} dataset={dataset} />
          </Suspense>
          <LineageTable nodes={nodes} />
        </>
      )}
    </QueryPart>
  );
}

function Picture(props: {
  readonly nodes: readonly LineageNode[];
  readonly edges: readonly { readonly from: number; readonly to: number }[];
  readonly dataset: number;
}) {
  const text = useCatalogText();
  const words = useWords();
  const goTo = useGoTo();
  const { language } = useFormat();
  const places = placeNodes(props.nodes);
  return (
    <FlowGraph
      label={text("lineage")}
      boxes={props.nodes.map((node) => ({
        id: String(node.version),
        ...(places.get(node.version) ?? { column: 0, row: 0 }),
        title: ownLanguageFirst(node.dataset.title, language),
        detail: `${words(node.owner.short)}, ${text("versions.version", { number: node.number })}`,
        state: text(`standing.${saidStanding(node)}`, { newest: node.newest }),
        tone: standingTones[saidStanding(node)],
        isChosen: node.distance === 0,
      }))}
      edges={props.edges.map(({ from, to }) => ({ from: String(from), to: String(to) }))}
      onOpen={(id) => {
        const node = props.nodes.find(({ version }) => String(version) === id);
        if (node !== undefined && node.dataset.key !== props.dataset)
          goTo(paths.dataset(node.dataset.key), { tab: "lineage" });
      }}
    />
  );
}

function LineageTable({ nodes }: { readonly nodes: readonly LineageNode[] }) {
  const text = useCatalogText();
  const words = useWords();
  const format = useFormat();
  const way = (distance: number) => (distance === 0 ? "self" : distance < 0 ? "from" : "into");
  return (
    <DataTable
      label={text("lineage")}
      density="dense"
      rows={nodes.toSorted((left, right) => left.distance - right.distance || left.version - right.version)}
      rowKey={(row) => row.version}
      columns={[
        { key: "way", header: text("lineage.way"), cell: (row) => text(`lineage.${way(row.distance)}`) },
        {
          key: "dataset",
          header: text("column.dataset"),
          isName: true,
          cell: (row) => (
            <TextLink to={paths.dataset(row.dataset.key)} search={{ tab: "lineage" }} className={styles.plainLink}>
              <NameInTwo name={row.dataset.title} />
            </TextLink>
          ),
        },
        { key: "owner", header: text("column.owner"), cell: (row) => words(row.owner.name) },
        {
          key: "version",
          header: text("version.number"),
          align: "figure",
          cell: (row) => formatCount(row.number),
        },
        {
          key: "time",
          header: text("version.sealed"),
          cell: (row) => <span className={styles.whole}>{format.time(row.time, "day")}</span>,
        },
        {
          key: "standing",
          header: text("lineage.standing"),
          cell: (row) => {
            const said = saidStanding(row);
            const words = text(`standing.${said}`, { newest: row.newest });
            return said === "current" ? words : <Tag tone={standingTones[said]}>{words}</Tag>;
          },
        },
      ]}
    />
  );
}
