import { useQuery } from "@tanstack/react-query";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Fact, Facts } from "#renderer/shared/ui/figures.tsx";
import { Columns, Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { QueryPanel, QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { TakeAway } from "./checkpoint-panel.tsx";
import { useEntryColumns } from "./entry-columns.tsx";
import styles from "./ledger.module.css";
import { ledgerQueries } from "./queries.ts";
import { useLedgerText } from "./text.ts";

/** Entries of a block that are listed here; a larger one, an import, is read in the ledger's own table. */
const entriesShown = 500;

/** One block: when it was sealed, what is in it, and the checkpoint that it ended with. */
export function BlockPage({ named }: { readonly named: string }) {
  const text = useLedgerText();
  const height = /^\d{1,15}$/.test(named) ? Number(named) : -1;
  const head = useQuery(ledgerQueries.status()).data?.height;
  const query = useQuery({ ...ledgerQueries.blocks({ before: height + 1, limit: 1 }), enabled: height >= 0 });
  const crumbs = [{ label: text("title"), to: paths.ledger }];
  return (
    <Page>
      <PageHeader
        title={text("block.title", { height: formatCount(Math.max(0, height)) })}
        crumbs={crumbs}
        actions={<Neighbours height={height} head={head} />}
      />
      {height < 0 ? <EmptyState title={text("block.none")} /> : null}
      <QueryPart query={query} what={text("block.reading")}>
        {({ blocks }) => {
          const block = blocks[0];
          return block?.height === height ? <Block block={block} /> : <EmptyState title={text("block.none")} />;
        }}
      </QueryPart>
    </Page>
  );
}

function Neighbours({ height, head }: { readonly height: number; readonly head: number | undefined }) {
  const text = useLedgerText();
  return (
    <nav className={styles.neighbours} aria-label={text("block.neighbours")}>
      {height > 0 ? <TextLink to={paths.block(height - 1)}>{text("block.previous")}</TextLink> : null}
      {head !== undefined && height < head ? (
        <TextLink to={paths.block(height + 1)}>{text("block.next")}</TextLink>
      ) : null}
    </nav>
  );
}

type BlockProps = {
  readonly height: number;
  readonly time: number;
  readonly firstIndex: number;
  readonly count: number;
  readonly checkpoint: string;
};

function Block({ block }: { readonly block: BlockProps }) {
  const text = useLedgerText();
  const format = useFormat();
  const goTo = useGoTo();
  const columns = useEntryColumns().filter(({ key }) => key !== "block");
  const { firstIndex, count } = block;
  const limit = Math.min(count, entriesShown);
  const query = useQuery(ledgerQueries.entries({ before: firstIndex + count, limit }));
  return (
    <>
      <Facts>
        <Fact label={text("column.sealed")}>{format.time(block.time, "exact")}</Fact>
        <Fact label={text("column.entries")}>{formatCount(count)}</Fact>
        <Fact label={text("column.range")}>
          {text("range", { first: formatCount(firstIndex), last: formatCount(firstIndex + count - 1) })}
        </Fact>
        <Fact label={text("figure.authority")}>{text("figure.one")}</Fact>
      </Facts>
      <Columns
        main={
          <QueryPanel
            title={text("tab.entries")}
            what={text("tab.entries")}
            query={query}
            isFlush
            {...(count > limit && {
              footer: text("block.more", { shown: formatCount(limit), count: formatCount(count) }),
            })}
          >
            {({ entries }) => (
              <DataTable
                label={text("tab.entries")}
                columns={columns.map(({ key, header, cell, align, isName }) => ({
                  key,
                  header,
                  cell,
                  ...(align !== undefined && { align }),
                  ...(isName !== undefined && { isName }),
                }))}
                rows={entries.filter(({ index }) => index >= firstIndex).toReversed()}
                rowKey={(entry) => entry.index}
                entry={(entry) => entry.index}
                onOpen={(entry) => goTo(paths.entry(entry.id))}
              />
            )}
          </QueryPanel>
        }
        side={
          <Panel title={text("checkpoint")}>
            <div className={styles.stack}>
              <p className={styles.quiet}>{text("block.checkpoint")}</p>
              <TakeAway checkpoint={block.checkpoint} name={`checkpoint-${block.height}.txt`} />
            </div>
          </Panel>
        }
      />
    </>
  );
}
