import { usePathPart } from "#renderer/shared/navigation/view-state.ts";
import { DepartmentPage } from "./department-page.tsx";
import { DepartmentsPage } from "./departments-page.tsx";
import { PeoplePage } from "./people-page.tsx";
import { PersonPage } from "./person-page.tsx";
import { PoliciesPage } from "./policies-page.tsx";
import { PolicyPage } from "./policy-page.tsx";

/** Departments, people and the rules between them: three lists, and a page for each record. */
export function ConsortiumPage() {
  const tab = usePathPart("tab");
  const record = usePathPart("record");
  if (tab === "people") return record === undefined ? <PeoplePage /> : <PersonPage person={Number(record)} />;
  if (tab === "policies") return record === undefined ? <PoliciesPage /> : <PolicyPage kind={record} />;
  return record === undefined ? <DepartmentsPage /> : <DepartmentPage department={Number(record)} />;
}
