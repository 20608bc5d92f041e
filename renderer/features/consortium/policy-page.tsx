import { useQuery } from "@tanstack/react-query";
import type { Policy } from "#ledger-core/contract/api/consortium.ts";
import { policyRow } from "#ledger-core/contract/schema/governance.ts";
import { fromJson } from "#ledger-core/contract/schema/json.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Columns, Page, PageHeader } from "#renderer/shared/ui/page.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { QueryPanel, QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { Sentence, SentenceView } from "#renderer/shared/ui/sentence-view.tsx";
import { Timeline } from "#renderer/shared/ui/timeline.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { isFoundingCase } from "./may-begin.ts";
import { usePersonAt } from "./person-at.ts";
import { casesOf } from "./policy-draft.ts";
import { PolicyEditor } from "./policy-editor.tsx";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";
import { UnknownRecord } from "./unknown-record.tsx";
import { useRights } from "./use-rights.ts";

type View = { readonly edit?: true | undefined };

function parseView({ edit }: Readonly<Record<string, unknown>>): View {
  return edit === true ? { edit } : {};
}

/** One policy: what it says, case by case, and every version that was in force; or the same while it is being changed. */
export function PolicyPage({ kind }: { readonly kind: string }) {
  const text = useConsortiumText();
  const query = useQuery(consortiumQueries.policies());
  return (
    <Page>
      <QueryPart query={query} what={text("tab.policies")}>
        {({ policies }) => {
          const found = policies.find((policy) => policy.kind === kind);
          return found === undefined ? (
            <UnknownRecord title={text("policy.unknown")} tab="policies" />
          ) : (
            <PolicyView policy={found} />
          );
        }}
      </QueryPart>
    </Page>
  );
}

function PolicyView({ policy }: { readonly policy: Policy }) {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  const format = useFormat();
  const { may, policies } = useRights();
  const [view, changeView] = useViewState(parseView);
  const isEditing = view.edit === true;
  return (
    <>
      <PageHeader
        title={words(policy.label)}
        crumbs={[
          { label: text("title"), to: paths.consortium },
          { label: text("tab.policies"), to: paths.consortiumTab("policies") },
        ]}
        beside={
          <>
            {policy.founding ? <Tag tone="pending">{text("founding.tag")}</Tag> : null}
            <Seal
              state="sealed"
              label={text("policy.since", { time: format.time(policy.time, "date") })}
              entry={policy.entry}
            />
          </>
        }
        actions={
          isEditing ? undefined : (
            <Button onClick={() => changeView({ edit: true }, { remember: true })}>
              {text(may("policy.set") ? "policy.change" : "policy.try")}
            </Button>
          )
        }
      />
      {isEditing ? (
        <PolicyEditor policy={policy} onClose={() => changeView({ edit: undefined })} />
      ) : (
        <>
          <SentenceView
            label={text("policy.says")}
            sentence={contract.policy(policy.kind, policies.get(policy.kind) ?? [])}
          />
          <Columns main={<CasesPanel policy={policy} />} side={<VersionsPanel policy={policy} />} />
        </>
      )}
    </>
  );
}

function CasesPanel({ policy }: { readonly policy: Policy }) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const { isFounding } = useRights();
  const cases = casesOf(policy.cases);
  // How many of the first cases no longer apply, so that the next is the first that does.
  const over = isFounding ? 0 : cases.filter(isFoundingCase).length;
  return (
    <Panel title={text("cases")} caption={text("cases.caption")} isFlush>
      <ol className={styles.cases}>
        {cases.map((one, place) => (
          <li key={place} data-over={!isFounding && isFoundingCase(one)}>
            <span className={styles.caseNumber}>{place + 1}</span>
            <div>
              <p className={styles.caseWhen}>
                {contract.caseConditions(policy.kind, one, text(place > over ? "cases.rest" : "cases.always"))}
                {!isFounding && isFoundingCase(one) ? text("cases.over") : null}
              </p>
              <p className={styles.caseNeed}>
                <Sentence text={contract.caseNeed(policy.kind, one)} />
              </p>
            </div>
          </li>
        ))}
        {cases.some((one) => one.when.length === 0) ? null : (
          <li>
            <span className={styles.caseNumber}>{text("cases.last")}</span>
            <div>
              <p className={styles.caseWhen}>{text("cases.otherwise")}</p>
              <p className={styles.caseNeed}>{text("cases.nobody")}</p>
            </div>
          </li>
        )}
      </ol>
    </Panel>
  );
}

function VersionsPanel({ policy }: { readonly policy: Policy }) {
  const text = useConsortiumText();
  const personAt = usePersonAt();
  const contract = useConsortiumWords();
  const format = useFormat();
  const query = useQuery(consortiumQueries.history("kernel.policy", policy.key));
  return (
    <QueryPanel title={text("versions")} what={text("versions")} query={query} isFlush>
      {({ changes }) => (
        <Timeline
          items={changes.map((change) => ({
            key: change.index,
            time: format.time(change.time, "date"),
            state: "sealed",
            entry: change.index,
            title: <Sentence text={contract.policy(policy.kind, casesOfRow(change.after))} />,
            detail:
              change.person === null
                ? text("versions.genesis")
                : text("versions.by", { person: personAt(change.person) }),
          }))}
        />
      )}
    </QueryPanel>
  );
}

function casesOfRow(row: Json) {
  const read = fromJson(policyRow, row);
  return read.ok ? read.value.cases : [];
}
