import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { EntryDetail } from "#ledger-core/contract/api/ledger.ts";
import { BodyFields } from "#renderer/shared/changes/body-fields.tsx";
import { ChangesTable } from "#renderer/shared/changes/changes-table.tsx";
import { useProblem } from "#renderer/shared/client/use-failure.ts";
import { formatCount, noValue } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Fact, FactList, Facts } from "#renderer/shared/ui/figures.tsx";
import { Columns, Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { sealOfEntry } from "#renderer/shared/ui/seal-of-entry.ts";
import { Sentence, SentenceView } from "#renderer/shared/ui/sentence-view.tsx";
import { entryNamed } from "./ledger-view.ts";
import styles from "./ledger.module.css";
import { Outcome } from "./outcome.tsx";
import { ledgerQueries } from "./queries.ts";
import { useLedgerText } from "./text.ts";

/** One entry of the log: what was done, by whom, under which policy, and what it changed. */
export function EntryPage({ named }: { readonly named: string }) {
  const text = useLedgerText();
  const query = useQuery(ledgerQueries.entry(entryNamed(named)));
  return (
    <Page>
      <QueryPart query={query} what={text("entry.reading")} loadingRows={8}>
        {(entry) => <Entry entry={entry} />}
      </QueryPart>
    </Page>
  );
}

function Entry({ entry }: { readonly entry: EntryDetail }) {
  const text = useLedgerText();
  const shared = useSharedText();
  const words = useWords();
  const height = formatCount(entry.height);
  return (
    <>
      <PageHeader
        title={words(entry.label)}
        crumbs={[
          { label: text("title"), to: paths.ledger },
          { label: text("block.title", { height }), to: paths.block(entry.height) },
        ]}
        beside={<Seal state={sealOfEntry(entry)} label={shared("seal.sealedByOne")} entry={entry.index} />}
        actions={<Neighbours index={entry.index} />}
        lead={<Sentence text={words(entry.sentence)} />}
      />
      <EntryFacts entry={entry} />
      <Columns
        main={
          <>
            {entry.problem === null ? null : <Refused problem={entry.problem} />}
            <Panel title={text("entry.changed")} isFlush>
              <ChangesTable label={text("entry.changed")} changes={entry.changes} />
            </Panel>
            {entry.body === null ? null : (
              <Panel title={text("entry.signed")}>
                <BodyFields kind={entry.kind} body={entry.body} />
              </Panel>
            )}
          </>
        }
        side={
          <>
            {entry.policy === null ? null : (
              <Panel title={text("entry.policy")}>
                <SentenceView sentence={words(entry.policy)} note={text("entry.policyNow")} />
              </Panel>
            )}
            <Signer entry={entry} />
          </>
        }
      />
    </>
  );
}

function Neighbours({ index }: { readonly index: number }) {
  const text = useLedgerText();
  const entries = useQuery(ledgerQueries.status()).data?.entries ?? 0;
  return (
    <nav className={styles.neighbours} aria-label={text("entry.neighbours")}>
      {index > 0 ? <TextLink to={paths.entry(String(index - 1))}>{text("entry.previous")}</TextLink> : null}
      {index + 1 < entries ? <TextLink to={paths.entry(String(index + 1))}>{text("entry.next")}</TextLink> : null}
    </nav>
  );
}

function EntryFacts({ entry }: { readonly entry: EntryDetail }) {
  const text = useLedgerText();
  const words = useWords();
  const format = useFormat();
  return (
    <Facts>
      <Fact label={text("column.outcome")}>{text(`outcome.${entry.state}`)}</Fact>
      <Fact label={text("column.sealed")}>{format.time(entry.time, "exact")}</Fact>
      <Fact label={text("column.block")} drill={{ to: paths.block(entry.height) }}>
        {text("entry.place", {
          height: formatCount(entry.height),
          place: formatCount(entry.place),
          of: formatCount(entry.of),
        })}
      </Fact>
      <Fact label={text("column.entry")}>{formatCount(entry.index)}</Fact>
      {entry.department === null ? null : (
        <Fact label={text("column.department")} drill={{ to: paths.department(entry.department.key) }}>
          {words(entry.department.name)}
        </Fact>
      )}
      {entry.person === null ? null : (
        <Fact label={text("column.person")} drill={{ to: paths.person(entry.person.key) }}>
          {words(entry.person.title)} {entry.person.maskedName}
        </Fact>
      )}
    </Facts>
  );
}

function Refused({ problem }: { readonly problem: NonNullable<EntryDetail["problem"]> }) {
  const text = useLedgerText();
  const describe = useProblem();
  const words = useWords();
  const { title, detail: next = "", code } = describe(problem);
  return (
    <div>
      <Outcome
        state="refused"
        title={text("entry.refused")}
        detail={words({ zh: `${title}${next}`, en: `${title} ${next}` })}
      />
      <p className={styles.code}>{code}</p>
    </div>
  );
}

function Signer({ entry }: { readonly entry: EntryDetail }) {
  const text = useLedgerText();
  const format = useFormat();
  const [isShown, setIsShown] = useState(false);
  const hidden = [
    { label: text("entry.id"), value: <code>{entry.id}</code> },
    ...(entry.publicKey === null ? [] : [{ label: text("entry.key"), value: <code>{entry.publicKey}</code> }]),
  ];
  const facts = [
    {
      label: text("entry.claimed"),
      value: entry.claimedTime === null ? noValue : format.time(entry.claimedTime, "exact"),
    },
    ...(entry.proposal === null
      ? []
      : [
          {
            label: text("entry.proposal"),
            value: (
              <TextLink to={paths.inboxItem(entry.proposal)}>
                {text("entry.openProposal", { proposal: String(entry.proposal) })}
              </TextLink>
            ),
          },
        ]),
  ];
  return (
    <Panel title={text("entry.more")}>
      <FactList facts={[...facts, ...(isShown ? hidden : [])]} />
      <Button kind="link" size="small" onClick={() => setIsShown(!isShown)}>
        {isShown ? text("entry.hideHashes") : text("entry.showHashes")}
      </Button>
    </Panel>
  );
}
