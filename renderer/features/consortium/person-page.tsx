import { useQuery } from "@tanstack/react-query";
import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import { formatHash } from "#renderer/shared/format/names.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Fact, Facts } from "#renderer/shared/ui/figures.tsx";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { Columns, Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { sealColumn } from "#renderer/shared/ui/seal-column.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { HistoryPanel } from "./history-panel.tsx";
import { openAppointForm } from "./appoint-form.tsx";
import { Day } from "./day.tsx";
import { openGrantForm } from "./grant-form.tsx";
import { openLeaveForm } from "./leave-form.tsx";
import { openNewKeyForm } from "./new-key-form.tsx";
import { GivenPanel, ReceivedPanel } from "./person-delegations.tsx";
import { usePersonAt } from "./person-at.ts";
import { consortiumQueries } from "./queries.ts";
import { openReasonForm } from "./reason-form.tsx";
import { useConsortiumText } from "./text.ts";
import { UnknownRecord } from "./unknown-record.tsx";
import { useRights } from "./use-rights.ts";

/** One person by post: what they may do until when, the keys they sign with, and their history. */
export function PersonPage({ person }: { readonly person: number }) {
  const text = useConsortiumText();
  const query = useQuery(consortiumQueries.people());
  return (
    <Page>
      <QueryPart query={query} what={text("tab.people")}>
        {({ people }) => {
          const found = people.find((one) => one.key === person);
          return found === undefined ? (
            <UnknownRecord title={text("person.unknown")} tab="people" />
          ) : (
            <Person person={found} />
          );
        }}
      </QueryPart>
    </Page>
  );
}

function Person({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  const format = useFormat();
  return (
    <>
      <PageHeader
        title={words(person.title)}
        crumbs={[
          { label: text("title"), to: paths.consortium },
          { label: text("tab.people"), to: paths.consortiumTab("people") },
          { label: words(person.department.name), to: paths.department(person.department.key) },
        ]}
        beside={
          <>
            <span>{person.maskedName}</span>
            {person.state === "active" ? null : <Tag>{contract.state("kernel.person", person.state)}</Tag>}
            <Seal state="sealed" entry={person.entry} />
          </>
        }
        actions={person.state === "active" ? <PersonActions person={person} /> : undefined}
      />
      <Facts>
        <Fact label={text("column.department")} drill={{ to: paths.department(person.department.key) }}>
          {words(person.department.name)}
        </Fact>
        <Fact label={text("column.handle")}>{person.handle}</Fact>
        <Fact label={text("column.state")}>{contract.state("kernel.person", person.state)}</Fact>
        <Fact label={text("column.since")}>{format.time(person.since, "date")}</Fact>
      </Facts>
      <Columns
        main={
          <>
            <TermsPanel person={person} />
            <ReceivedPanel person={person} />
            <GivenPanel person={person} />
            <KeysPanel person={person} />
          </>
        }
        side={
          <HistoryPanel
            records={[
              { table: "kernel.person", key: person.key },
              { table: "consortium.post", key: person.key },
            ]}
          />
        }
      />
    </>
  );
}

function PersonActions({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const { may } = useRights();
  const subject = person.department.key;
  return (
    <>
      {may("consortium.appoint", subject) ? (
        <Button onClick={() => openAppointForm(person, text("appoint.title"))}>{text("appoint.open")}</Button>
      ) : null}
      {may("person.leave", subject) ? (
        <Button kind="danger" onClick={() => openLeaveForm(person, text("leave.title"))}>
          {text("leave.open")}
        </Button>
      ) : (
        <TextLink to={paths.policy("person.leave")}>{text("leave.who")}</TextLink>
      )}
    </>
  );
}

function TermsPanel({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const over = usePersonAt()(person);
  const { may, time } = useRights();
  const subject = person.department.key;
  const isActive = person.state === "active";
  const ends = isActive && may("role.end", subject);
  return (
    <Panel
      title={text("terms")}
      isFlush
      actions={
        isActive && may("role.grant", subject) ? (
          <Button size="small" onClick={() => openGrantForm(person, text("grant.title"))}>
            {text("grant.open")}
          </Button>
        ) : undefined
      }
    >
      {person.terms.length === 0 ? (
        <EmptyState title={text("terms.none")} detail={text("terms.noneDetail")} />
      ) : (
        <DataTable
          label={text("terms")}
          rows={person.terms}
          rowKey={(row) => `${row.role}:${row.entry}:${row.from}`}
          entry={(row) => row.entry}
          columns={[
            { key: "role", header: text("column.role"), isName: true, cell: (row) => contract.role(row.role) },
            { key: "from", header: text("column.from"), cell: (row) => <Day time={row.from} /> },
            {
              key: "until",
              header: text("column.until"),
              cell: (row) => (row.until === 0 ? text("noEnd") : <Day time={row.until - 1} />),
            },
            {
              key: "state",
              header: text("column.state"),
              cell: (row) => text(`term.${termState(row, time)}`),
            },
            {
              key: "end",
              header: text("column.actions"),
              isHeaderHidden: true,
              cell: (row) =>
                ends && termState(row, time) !== "over" ? (
                  <Button
                    kind="link"
                    size="small"
                    onClick={() =>
                      openReasonForm(
                        { act: "endRole", person: person.key, role: row.role, over },
                        text("endRole.title"),
                      )
                    }
                  >
                    {text("endRole.open")}
                  </Button>
                ) : null,
            },
            sealColumn(text("column.seal")),
          ]}
        />
      )}
    </Panel>
  );
}

function termState(term: PersonDetail["terms"][number], time: number): "held" | "later" | "over" {
  if (term.until !== 0 && term.until <= time) return "over";
  return term.from > time ? "later" : "held";
}

function KeysPanel({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const over = usePersonAt()(person);
  const { may } = useRights();
  const revokes = may("key.revoke", person.department.key);
  const enrols = person.state === "active" && may("key.enrol", person.department.key);
  return (
    <Panel
      title={text("keys")}
      caption={text("keys.caption")}
      isFlush
      actions={
        enrols ? (
          <span className={styles.firm}>
            <Button size="small" onClick={() => openNewKeyForm(person, text("newKey.title"))}>
              {text("newKey.open")}
            </Button>
          </span>
        ) : undefined
      }
    >
      {person.keys.length === 0 ? (
        <EmptyState title={text("key.none")} />
      ) : (
        <DataTable
          label={text("keys")}
          rows={person.keys}
          rowKey={(row) => row.publicKey}
          entry={(row) => row.entry}
          columns={[
            { key: "key", header: text("column.key"), cell: (row) => <code>{formatHash(row.publicKey)}</code> },
            {
              key: "state",
              header: text("column.state"),
              isName: true,
              cell: (row) => contract.state("kernel.key", row.state),
            },
            { key: "since", header: text("column.since"), cell: (row) => <Day time={row.since} /> },
            {
              key: "revoke",
              header: text("column.actions"),
              isHeaderHidden: true,
              cell: (row) =>
                revokes && row.state === "live" ? (
                  <Button
                    kind="link"
                    size="small"
                    onClick={() =>
                      openReasonForm({ act: "revoke", publicKey: row.publicKey, person, over }, text("revoke.title"))
                    }
                  >
                    {text("revoke.open")}
                  </Button>
                ) : null,
            },
            sealColumn(text("column.seal")),
          ]}
        />
      )}
    </Panel>
  );
}
