import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense } from "react";
import type { ReactNode } from "react";
import type { Policy } from "#ledger-core/contract/api/consortium.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { useGoTo, useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Page } from "#renderer/shared/ui/page.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { sealColumn } from "#renderer/shared/ui/seal-column.tsx";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import { EmptyState, LoadingRows } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import type { AccessView } from "./access-panel.tsx";
import styles from "./consortium.module.css";
import { ConsortiumHead } from "./consortium-head.tsx";
import { Day } from "./day.tsx";
import { FilterBar, FilterText } from "./filters.tsx";
import { PermissionMatrix } from "./permission-matrix-table.tsx";
import { groupOfKind, groupPolicies } from "./policy-groups.ts";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

/** The fields for a dataset and a day come with the question, not with the lists. */
const AccessPanel = lazy(async () => ({ default: (await import("./access-panel.tsx")).AccessPanel }));

const forms = ["sentences", "matrix", "access"] as const;
type View = AccessView & { readonly find: string; readonly as: (typeof forms)[number] };

function parseView({ find, as, dataset, day }: Readonly<Record<string, unknown>>): View {
  return {
    find: typeof find === "string" ? find : "",
    as: forms.find((form) => form === as) ?? "sentences",
    dataset: isCount(dataset) ? dataset : 0,
    day: isCount(day) ? day : undefined,
  };
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

/** Who must sign what: every policy of the ledger as a sentence or as a row of roles; and who could see a dataset on a day. */
export function PoliciesPage() {
  const text = useConsortiumText();
  const [view, changeView] = useViewState(parseView);
  const choice = (
    <Segments
      label={text("policies.as")}
      chosen={view.as}
      choices={forms.map((key) => ({ key, label: text(`policies.as.${key}`) }))}
      onChoose={(as) => changeView({ as })}
    />
  );
  return (
    <Page>
      <ConsortiumHead tab="policies" />
      {view.as === "access" ? (
        <Suspense fallback={<LoadingRows rows={6} columns={4} />}>
          <AccessPanel view={view} actions={choice} onChange={changeView} />
        </Suspense>
      ) : (
        <PoliciesPanel view={view} actions={choice} onFind={(find) => changeView({ find })} />
      )}
    </Page>
  );
}

function PoliciesPanel(props: {
  readonly view: View;
  readonly actions: ReactNode;
  readonly onFind: (find: string) => void;
}) {
  const text = useConsortiumText();
  const words = useWords();
  const query = useQuery(consortiumQueries.policies());
  const { find, as } = props.view;
  const isShown = (policy: Policy): boolean => {
    const sentence = words(policy.sentence).map((part) => part.text);
    const said = [policy.label.zh, policy.label.en, ...sentence].join("").toLowerCase();
    return said.includes(find.trim().toLowerCase());
  };
  return (
    <QueryPanel
      title={text("policies.title")}
      what={text("tab.policies")}
      query={query}
      isFlush
      loadingRows={12}
      loadingColumns={2}
      actions={
        <FilterBar>
          {props.actions}
          <FilterText label={text("filter.policy")} value={find} onChange={props.onFind} />
        </FilterBar>
      }
    >
      {({ policies }) => {
        const shown = policies.filter(isShown);
        if (shown.length === 0)
          return <EmptyState title={text("policies.none")} detail={text("departments.noneDetail")} />;
        return as === "matrix" ? <PermissionMatrix shown={shown} /> : <PoliciesTable shown={shown} />;
      }}
    </QueryPanel>
  );
}

function PoliciesTable({ shown }: { readonly shown: readonly Policy[] }) {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  const { policies } = useRights();
  const goTo = useGoTo();
  return (
    <DataTable
      label={text("tab.policies")}
      rows={groupPolicies(shown).flatMap((one) => one.policies)}
      rowKey={(row) => row.kind}
      entry={(row) => row.entry}
      group={(row) => text(`group.${groupOfKind(row.kind)}`)}
      onOpen={(row) => goTo(paths.policy(row.kind))}
      columns={[
        {
          key: "act",
          header: text("column.act"),
          isName: true,
          width: "190px",
          cell: (row) => (
            <TextLink to={paths.policy(row.kind)} className={styles.plainLink}>
              {words(row.label)}
            </TextLink>
          ),
        },
        {
          key: "policy",
          header: text("column.policy"),
          cell: (row) => (
            <p className={styles.policy}>
              {row.founding ? (
                <>
                  <Tag tone="pending">{text("founding.tag")}</Tag>{" "}
                </>
              ) : null}
              <Sentence text={contract.policy(row.kind, policies.get(row.kind) ?? [])} />
            </p>
          ),
        },
        { key: "since", header: text("column.set"), width: "104px", cell: (row) => <Day time={row.time} /> },
        sealColumn(text("column.seal")),
      ]}
    />
  );
}
