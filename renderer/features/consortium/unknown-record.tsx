import { paths } from "#renderer/shared/navigation/paths.ts";
import { PageHeader } from "#renderer/shared/ui/page.tsx";
import { useConsortiumText } from "./text.ts";

/** The address names a record that the ledger does not hold. */
export function UnknownRecord({
  title,
  tab,
}: {
  readonly title: string;
  readonly tab: "departments" | "people" | "policies";
}) {
  const text = useConsortiumText();
  return (
    <PageHeader
      title={title}
      crumbs={[
        { label: text("title"), to: paths.consortium },
        { label: text(`tab.${tab}`), to: paths.consortiumTab(tab) },
      ]}
      lead={text("department.unknownDetail")}
    />
  );
}
