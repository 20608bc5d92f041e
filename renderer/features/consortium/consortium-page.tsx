import { useEffect, useRef } from "react";
import { closeDrawer, useDrawer } from "#renderer/shared/drawer/drawer.ts";
import { usePathPart } from "#renderer/shared/navigation/view-state.ts";
import { CalendarPage } from "./calendar-page.tsx";
import { DelegationsPage } from "./delegations-page.tsx";
import { DepartmentPage } from "./department-page.tsx";
import { DepartmentsPage } from "./departments-page.tsx";
import { isForm } from "./open-form.ts";
import { PeoplePage } from "./people-page.tsx";
import { PersonPage } from "./person-page.tsx";
import { PoliciesPage } from "./policies-page.tsx";
import { PolicyPage } from "./policy-page.tsx";
import { VotesPage } from "./votes-page.tsx";

/** Departments, people and the rules between them, what is lent and voted on, and the calendar; a page for each record of the lists. */
export function ConsortiumPage() {
  const tab = usePathPart("tab");
  const record = usePathPart("record");
  useFormOfPage(`${tab ?? ""}/${record ?? ""}`);
  if (tab === "people") return record === undefined ? <PeoplePage /> : <PersonPage person={Number(record)} />;
  if (tab === "policies") return record === undefined ? <PoliciesPage /> : <PolicyPage kind={record} />;
  if (tab === "delegations") return <DelegationsPage />;
  if (tab === "votes") return <VotesPage />;
  if (tab === "calendar") return <CalendarPage />;
  return record === undefined ? <DepartmentsPage /> : <DepartmentPage department={Number(record)} />;
}

/** A form belongs to the page that it was opened from and closes with it; what was typed is kept as its draft. */
function useFormOfPage(page: string): void {
  const open = useRef<string>(undefined);
  const drawer = useDrawer()?.key;
  useEffect(() => {
    open.current = drawer;
  }, [drawer]);
  useEffect(
    () => () => {
      if (open.current !== undefined && isForm(open.current)) closeDrawer();
    },
    [page],
  );
}
