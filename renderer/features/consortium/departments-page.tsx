import { useQuery } from "@tanstack/react-query";
import type { DepartmentDetail } from "#ledger-core/contract/api/consortium.ts";
import { FUNCTIONS } from "#ledger-core/contract/schema/policy.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { useGoTo, useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Figure } from "#renderer/shared/ui/figures.tsx";
import { Page } from "#renderer/shared/ui/page.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { sealColumn } from "#renderer/shared/ui/seal-column.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import { ConsortiumHead } from "./consortium-head.tsx";
import { openMemberForm } from "./member-forms.tsx";
import { Day } from "./day.tsx";
import { FilterBar, FilterChoice, FilterText } from "./filters.tsx";
import { consortiumQueries } from "./queries.ts";
import styles from "./consortium.module.css";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

type View = { readonly find: string; readonly function: string };

function parseView(raw: Readonly<Record<string, unknown>>): View {
  const { find, function: name } = raw;
  return { find: typeof find === "string" ? find : "", function: typeof name === "string" ? name : "" };
}

/** Every department of the network. */
export function DepartmentsPage() {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const { may } = useRights();
  const [view, changeView] = useViewState(parseView);
  const query = useQuery(consortiumQueries.departments());
  const named = new Set(query.data?.departments.flatMap((department) => department.functions));
  return (
    <Page>
      <ConsortiumHead
        tab="departments"
        actions={
          may("member.admit") ? (
            <Button onClick={() => openMemberForm({ act: "admit" }, text("admit.title"))}>{text("admit.open")}</Button>
          ) : undefined
        }
      />
      <QueryPanel
        title={text("tab.departments")}
        what={text("tab.departments")}
        query={query}
        isFlush
        loadingRows={12}
        loadingColumns={5}
        actions={
          <FilterBar>
            <FilterChoice
              label={text("filter.function")}
              value={view.function}
              choices={[
                { value: "", label: text("filter.anyFunction") },
                ...FUNCTIONS.filter((name) => named.has(name)).map((name) => ({
                  value: name,
                  label: contract.functionName(name),
                })),
              ]}
              onChange={(value) => changeView({ function: value })}
            />
            <FilterText label={text("filter.department")} value={view.find} onChange={(find) => changeView({ find })} />
          </FilterBar>
        }
      >
        {({ departments }) => <DepartmentsTable departments={departments} view={view} />}
      </QueryPanel>
    </Page>
  );
}

function isShown(department: DepartmentDetail, { find, function: name }: View): boolean {
  const { zh, en } = department.name;
  const wanted = find.trim().toLowerCase();
  const said = [zh, en, department.short.zh, department.short.en, department.uscc].join(" ").toLowerCase();
  return said.includes(wanted) && (name === "" || department.functions.includes(name));
}

function DepartmentsTable({
  departments,
  view,
}: {
  readonly departments: readonly DepartmentDetail[];
  readonly view: View;
}) {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  const goTo = useGoTo();
  const shown = departments.filter((department) => isShown(department, view));
  if (shown.length === 0)
    return <EmptyState title={text("departments.none")} detail={text("departments.noneDetail")} />;
  return (
    <DataTable
      label={text("tab.departments")}
      rows={shown}
      rowKey={(row) => row.key}
      entry={(row) => row.entry}
      onOpen={(row) => goTo(paths.department(row.key))}
      columns={[
        {
          key: "name",
          header: text("column.department"),
          isName: true,
          cell: (row) => (
            <TextLink to={paths.department(row.key)} className={styles.plainLink}>
              {words(row.name)}
            </TextLink>
          ),
        },
        {
          key: "functions",
          header: text("column.functions"),
          cell: (row) =>
            row.functions.length === 0
              ? text("noFunction")
              : row.functions.map(contract.functionName).join(text("comma")),
        },
        {
          key: "people",
          header: text("column.people"),
          align: "figure",
          cell: (row) => (
            <Figure drill={{ to: paths.consortiumTab("people"), search: { department: row.key } }}>
              {formatCount(row.people)}
            </Figure>
          ),
        },
        {
          key: "datasets",
          header: text("column.datasetsShort"),
          align: "figure",
          cell: (row) => (
            <Figure drill={{ to: paths.catalog, search: { owner: [String(row.key)] } }}>
              {formatCount(row.datasets)}
            </Figure>
          ),
        },
        {
          key: "agreements",
          header: text("column.agreementsShort"),
          align: "figure",
          cell: (row) => formatCount(row.agreements),
        },
        { key: "since", header: text("column.since"), cell: (row) => <Day time={row.since} /> },
        {
          key: "state",
          header: text("column.state"),
          cell: (row) =>
            row.state === "active" ? (
              <span className={styles.whole}>{contract.state("kernel.member", row.state)}</span>
            ) : (
              <Tag tone="pending">{contract.state("kernel.member", row.state)}</Tag>
            ),
        },
        sealColumn(text("column.seal")),
      ]}
    />
  );
}
