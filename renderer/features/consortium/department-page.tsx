import { useQuery } from "@tanstack/react-query";
import type { DepartmentDetail, PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Fact, Facts } from "#renderer/shared/ui/figures.tsx";
import { Columns, Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { QueryPanel, QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { openEnrolForm } from "./enrol-form.tsx";
import { HistoryPanel } from "./history-panel.tsx";
import { isFoundingCase } from "./may-begin.ts";
import { openMemberForm } from "./member-forms.tsx";
import { PeopleTable } from "./people-table.tsx";
import { consortiumQueries } from "./queries.ts";
import { openReasonForm } from "./reason-form.tsx";
import { RecoveryNotice } from "./recover-form.tsx";
import { useConsortiumText } from "./text.ts";
import { UnknownRecord } from "./unknown-record.tsx";
import { useRights } from "./use-rights.ts";

/** One department: how it presents itself, who holds which post, which acts wait for it, and its history. */
export function DepartmentPage({ department }: { readonly department: number }) {
  const text = useConsortiumText();
  const query = useQuery(consortiumQueries.departments());
  return (
    <Page>
      <QueryPart query={query} what={text("tab.departments")}>
        {({ departments }) => {
          const found = departments.find((one) => one.key === department);
          return found === undefined ? (
            <UnknownRecord title={text("department.unknown")} tab="departments" />
          ) : (
            <Department department={found} />
          );
        }}
      </QueryPart>
    </Page>
  );
}

function Department({ department }: { readonly department: DepartmentDetail }) {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  const format = useFormat();
  const language = usePreferences((preferences) => preferences.language);
  const other = department.name[language === "zh" ? "en" : "zh"];
  return (
    <>
      <PageHeader
        title={words(department.name)}
        crumbs={[
          { label: text("title"), to: paths.consortium },
          { label: text("tab.departments"), to: paths.consortiumTab("departments") },
        ]}
        beside={
          <>
            {other === words(department.name) ? null : <span>{other}</span>}
            {department.state === "active" ? null : (
              <Tag tone="pending">{contract.state("kernel.member", department.state)}</Tag>
            )}
            <Seal state="sealed" entry={department.entry} />
          </>
        }
        actions={<DepartmentActions department={department} />}
      />
      <RecoveryNotice department={department} />
      <Facts>
        <Fact label={contract.column("kernel.member", "uscc")}>{department.uscc}</Fact>
        <Fact label={text("column.short")}>{words(department.short)}</Fact>
        <Fact label={text("column.functions")}>
          {department.functions.length === 0
            ? text("noFunction")
            : department.functions.map(contract.functionName).join(text("comma"))}
        </Fact>
        <Fact label={text("column.since")}>{format.time(department.since, "date")}</Fact>
        <Fact
          label={text("column.datasets")}
          drill={{ to: paths.catalog, search: { owner: [String(department.key)] } }}
        >
          {formatCount(department.datasets)}
        </Fact>
        <Fact label={text("column.agreements")}>{formatCount(department.agreements)}</Fact>
      </Facts>
      <Columns
        main={<PeoplePanel department={department} />}
        side={
          <>
            <DecidesPanel department={department} />
            <HistoryPanel
              records={[
                { table: "kernel.member", key: department.key },
                { table: "consortium.department", key: department.key },
              ]}
            />
          </>
        }
      />
    </>
  );
}

function DepartmentActions({ department }: { readonly department: DepartmentDetail }) {
  const text = useConsortiumText();
  const words = useWords();
  const { may, me } = useRights();
  const { key, state } = department;
  const over = words(department.name);
  return (
    <>
      {may("consortium.describe", key) ? (
        <Button onClick={() => openMemberForm({ act: "describe", department }, text("describe.title"))}>
          {text("describe.open")}
        </Button>
      ) : null}
      {may("member.assign", key) ? (
        <Button onClick={() => openMemberForm({ act: "assign", department }, text("assign.title"))}>
          {text("assign.open")}
        </Button>
      ) : null}
      {state === "active" && me?.department.key !== key && may("member.suspend", key) ? (
        <Button
          kind="danger"
          onClick={() => openReasonForm({ act: "suspend", member: key, over }, text("suspend.title"))}
        >
          {text("suspend.open")}
        </Button>
      ) : null}
      {state === "suspended" && may("member.reinstate", key) ? (
        <Button onClick={() => openReasonForm({ act: "reinstate", member: key, over }, text("reinstate.title"))}>
          {text("reinstate.open")}
        </Button>
      ) : null}
    </>
  );
}

function byRank(left: PersonDetail, right: PersonDetail): number {
  const place = ({ rank, state }: PersonDetail): number => (state === "left" ? 2_000 : rank === 0 ? 1_000 : rank);
  return place(left) - place(right) || left.key - right.key;
}

/** The fact by which a department without people is told from others. */
function levelOf({ people }: DepartmentDetail): { readonly level: number } {
  return { level: Math.min(people, 2) };
}

function PeoplePanel({ department }: { readonly department: DepartmentDetail }) {
  const text = useConsortiumText();
  const { may } = useRights();
  const query = useQuery(consortiumQueries.people(department.key));
  const enrols = department.state === "active" && may("person.enrol", department.key, levelOf(department));
  const enrol = enrols ? (
    <Button size="small" onClick={() => openEnrolForm(department.key, text("enrol.title"))}>
      {text("enrol.open")}
    </Button>
  ) : undefined;
  return (
    <QueryPanel
      title={text("people.title")}
      what={text("tab.people")}
      query={query}
      isFlush
      loadingColumns={3}
      actions={enrol}
      empty={({ people }) =>
        people.length === 0 ? (
          <EmptyState title={text("people.none")} detail={text(enrols ? "people.noneDetail" : "people.noneAsk")} />
        ) : undefined
      }
    >
      {({ people }) => <PeopleTable people={people.toSorted(byRank)} />}
    </QueryPanel>
  );
}

/** The acts whose policies name one of the department's functions: what waits for it, whoever asks. */
function DecidesPanel({ department }: { readonly department: DepartmentDetail }) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const { policies, isFounding } = useRights();
  const functions: readonly string[] = department.functions;
  const kinds = [...policies].flatMap(([kind, cases]) =>
    (kind === "founding.end" && !isFounding ? [] : cases)
      .filter((one) => !isFoundingCase(one))
      .flatMap((one) => one.alternatives.flatMap(({ seats }) => seats))
      .some(({ of }) => of.kind === "function" && functions.includes(of.name))
      ? [kind]
      : [],
  );
  return (
    <Panel title={text("decides")} caption={text("decides.caption")}>
      {kinds.length === 0 ? (
        <p className={styles.quiet}>{text("decides.none")}</p>
      ) : (
        <ul className={styles.links}>
          {kinds.map((kind) => (
            <li key={kind}>
              <TextLink to={paths.policy(kind)}>{contract.kind(kind)}</TextLink>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
