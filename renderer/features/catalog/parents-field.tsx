import { useQuery } from "@tanstack/react-query";
import { ManyField } from "#renderer/shared/forms/many-field.tsx";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";

/** The versions that an upload was made from. */
export function ParentsField(props: {
  readonly value: readonly string[];
  readonly dataset: number;
  readonly onChange: (parents: readonly string[]) => void;
}) {
  const text = useCatalogText();
  const words = useWords();
  const sources = useQuery(catalogQueries.sources()).data?.sources ?? [];
  const others = sources.filter(({ dataset }) => dataset.key !== props.dataset);
  return (
    <ManyField
      label={text("upload.parents")}
      note={text("upload.parentsNote")}
      value={props.value}
      choices={others.map(({ dataset, owner, number, versionHash }) => ({
        value: versionHash,
        label: text("upload.parent", { title: dataset.title, owner: words(owner.short), number }),
      }))}
      countMax={64}
      nothingFound={text("upload.parentsNone")}
      onChange={props.onChange}
    />
  );
}
