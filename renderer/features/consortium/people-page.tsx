import { Checkbox } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import { ROLES } from "#ledger-core/contract/schema/policy.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Page } from "#renderer/shared/ui/page.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { ConsortiumHead } from "./consortium-head.tsx";
import { hasTermEndingSoon } from "./ends-soon.ts";
import { openEnrolForm } from "./enrol-form.tsx";
import { FilterBar, FilterChoice, FilterText } from "./filters.tsx";
import { PeopleTable } from "./people-table.tsx";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

type View = {
  readonly find: string;
  readonly department: number;
  readonly role: string;
  /** Only those whose term ends within 30 days. */
  readonly ending: boolean;
};

function parseView(raw: Readonly<Record<string, unknown>>): View {
  const { find, department, role, ending } = raw;
  return {
    find: typeof find === "string" ? find : "",
    department: typeof department === "number" ? department : 0,
    role: typeof role === "string" ? role : "",
    ending: ending === true,
  };
}

/** As many rows as are drawn at once; more come by asking. */
const pageRows = 100;

/** Everybody who is or was enrolled, by department. */
export function PeoplePage() {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  const { may, time } = useRights();
  const [view, changeView] = useViewState(parseView);
  const query = useQuery(consortiumQueries.people());
  const departments = useQuery(consortiumQueries.departments()).data?.departments ?? [];
  const first = departments.find(({ key, people }) => may("person.enrol", key, { level: Math.min(people, 2) }));
  const ending = query.data?.people.filter((person) => hasTermEndingSoon(person, time)).length ?? 0;
  const held = new Set(query.data?.people.flatMap((person) => person.roles));
  return (
    <Page>
      <ConsortiumHead
        tab="people"
        actions={
          first === undefined ? undefined : (
            <Button onClick={() => openEnrolForm(first.key, text("enrol.title"))}>{text("enrol.open")}</Button>
          )
        }
      />
      <QueryPanel
        title={text("tab.people")}
        what={text("tab.people")}
        query={query}
        isFlush
        loadingRows={12}
        loadingColumns={4}
        actions={
          <FilterBar>
            {ending === 0 && !view.ending ? null : (
              <Checkbox
                size="xs"
                label={text("filter.ending", { count: ending })}
                checked={view.ending}
                onChange={(event) => changeView({ ending: event.currentTarget.checked })}
              />
            )}
            <FilterChoice
              label={text("filter.departmentChoice")}
              value={String(view.department)}
              choices={[
                { value: "0", label: text("filter.anyDepartment") },
                ...departments.map((one) => ({ value: String(one.key), label: words(one.name) })),
              ]}
              onChange={(value) => changeView({ department: Number(value) })}
            />
            <FilterChoice
              label={text("filter.role")}
              value={view.role}
              choices={[
                { value: "", label: text("filter.anyRole") },
                ...ROLES.filter((role) => held.has(role)).map((role) => ({ value: role, label: contract.role(role) })),
              ]}
              onChange={(role) => changeView({ role })}
            />
            <FilterText label={text("filter.person")} value={view.find} onChange={(find) => changeView({ find })} />
          </FilterBar>
        }
      >
        {({ people }) => <ShownPeople people={people.filter((person) => isShown(person, view, time))} />}
      </QueryPanel>
    </Page>
  );
}

function isShown(person: PersonDetail, { find, department, role, ending }: View, time: number): boolean {
  const { title, maskedName, handle } = person;
  const said = [title.zh, title.en, maskedName, handle, person.department.name.zh, person.department.name.en];
  const isFound = said.join(" ").toLowerCase().includes(find.trim().toLowerCase());
  return (
    isFound &&
    (department === 0 || person.department.key === department) &&
    (role === "" || person.roles.includes(role)) &&
    (!ending || hasTermEndingSoon(person, time))
  );
}

function ShownPeople({ people }: { readonly people: readonly PersonDetail[] }) {
  const text = useConsortiumText();
  const [rows, setRows] = useState(pageRows);
  if (people.length === 0) return <EmptyState title={text("people.notFound")} detail={text("people.notFoundDetail")} />;
  const ordered = people.toSorted(
    (left, right) => left.department.key - right.department.key || left.rank - right.rank || left.key - right.key,
  );
  return (
    <>
      <PeopleTable people={ordered.slice(0, rows)} isGrouped />
      {ordered.length <= rows ? null : (
        <div className={styles.more}>
          <Button size="small" onClick={() => setRows(rows + pageRows)}>
            {text("more", { count: formatCount(Math.min(pageRows, ordered.length - rows)) })}
          </Button>
        </div>
      )}
    </>
  );
}
