import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import type { Column } from "#renderer/shared/ui/data-table.tsx";
import { NameInTwo } from "#renderer/shared/ui/name-in-two.tsx";
import styles from "./care.module.css";

type AboutDataset = { readonly dataset: { readonly key: number; readonly title: string } };

/** The column that names the dataset which a row is about, and leads to it. */
export function datasetColumn(header: string): Column<AboutDataset> {
  return {
    key: "dataset",
    header,
    isName: true,
    cell: (row) => (
      <TextLink to={paths.dataset(row.dataset.key)} className={styles.plainLink}>
        <NameInTwo name={row.dataset.title} />
      </TextLink>
    ),
  };
}
