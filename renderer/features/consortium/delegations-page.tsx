import { keepPreviousData, useQuery } from "@tanstack/react-query";
import type { Delegation } from "#ledger-core/contract/api/consortium.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { useViewState } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { Page } from "#renderer/shared/ui/page.tsx";
import { QueryPanel } from "#renderer/shared/ui/query-panel.tsx";
import { EmptyState } from "#renderer/shared/ui/states.tsx";
import { ConsortiumHead } from "./consortium-head.tsx";
import { openDelegateForm, useLendableRoles } from "./delegate-form.tsx";
import { DelegationsTable } from "./delegations-table.tsx";
import { FilterBar, FilterChoice, FilterText } from "./filters.tsx";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

const shows = ["now", "past", "all"] as const;
type View = { readonly show: (typeof shows)[number]; readonly department: number; readonly find: string };

function parseView({ show, department, find }: Readonly<Record<string, unknown>>): View {
  return {
    show: shows.find((one) => one === show) ?? "now",
    department: typeof department === "number" && Number.isSafeInteger(department) ? department : 0,
    find: typeof find === "string" ? find : "",
  };
}

/** Who has lent which role to whom, for how long, and whether it holds. */
export function DelegationsPage() {
  const text = useConsortiumText();
  const words = useWords();
  const [view, changeView] = useViewState(parseView);
  const query = useQuery({
    ...consortiumQueries.delegations({ show: view.show }),
    placeholderData: keepPreviousData,
  });
  const departments = useQuery(consortiumQueries.departments()).data?.departments ?? [];
  const counts = query.data?.counts;
  const countOf = (show: View["show"]): number | undefined =>
    counts === undefined ? undefined : show === "all" ? counts.now + counts.past : counts[show];
  return (
    <Page>
      <ConsortiumHead tab="delegations" actions={<LendButton />} />
      <QueryPanel
        title={text("tab.delegations")}
        what={text("tab.delegations")}
        query={query}
        isFlush
        loadingRows={8}
        loadingColumns={6}
        actions={
          <FilterBar>
            <Segments
              label={text("delegations.show")}
              chosen={view.show}
              choices={shows.map((key) => {
                const count = countOf(key);
                return {
                  key,
                  label: text(`delegations.${key}`),
                  ...(count !== undefined && { count: formatCount(count) }),
                };
              })}
              onChoose={(show) => changeView({ show })}
            />
            <FilterChoice
              label={text("filter.departmentChoice")}
              value={String(view.department)}
              choices={[
                { value: "0", label: text("filter.anyDepartment") },
                ...departments.map((one) => ({ value: String(one.key), label: words(one.name) })),
              ]}
              onChange={(value) => changeView({ department: Number(value) })}
            />
            <FilterText label={text("filter.person")} value={view.find} onChange={(find) => changeView({ find })} />
          </FilterBar>
        }
      >
        {({ delegations }) => {
          const shown = delegations.filter((one) => isShown(one, view));
          if (delegations.length === 0)
            return <EmptyState title={text(`delegations.none.${view.show}`)} detail={text("delegations.noneDetail")} />;
          if (shown.length === 0)
            return <EmptyState title={text("delegations.notFound")} detail={text("people.notFoundDetail")} />;
          return <DelegationsTable label={text("tab.delegations")} rows={byDepartment(shown)} isGrouped />;
        }}
      </QueryPanel>
    </Page>
  );
}

/** One's own role, if there is one that can be lent. */
export function LendButton() {
  const text = useConsortiumText();
  const { me } = useRights();
  const roles = useLendableRoles();
  const own = useQuery(consortiumQueries.people()).data?.people.find(({ key }) => key === me?.key);
  if (own === undefined || roles.length === 0) return null;
  return <Button onClick={() => openDelegateForm(own, text("delegate.title"))}>{text("delegate.open")}</Button>;
}

function isShown({ giver, receiver, reason }: Delegation, { department, find }: View): boolean {
  const said = [giver, receiver].flatMap((one) => [
    one.title.zh,
    one.title.en,
    one.maskedName,
    one.handle,
    one.department.name.zh,
    one.department.name.en,
  ]);
  const isFound = [...said, reason].join(" ").toLowerCase().includes(find.trim().toLowerCase());
  return isFound && (department === 0 || giver.department.key === department);
}

/** Of each department the newest first. */
function byDepartment(delegations: readonly Delegation[]): readonly Delegation[] {
  return delegations.toSorted(
    (left, right) => left.giver.department.key - right.giver.department.key || right.key - left.key,
  );
}
