import { MultiSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";

/** The versions that an upload was made from. Esc closes the list, not the form around it. */
export function ParentsField(props: {
  readonly value: readonly string[];
  readonly dataset: number;
  readonly onChange: (parents: readonly string[]) => void;
}) {
  const text = useCatalogText();
  const words = useWords();
  const isOpen = useRef(false);
  const wasOpen = useRef(false);
  const sources = useQuery(catalogQueries.sources()).data?.sources ?? [];
  const others = sources.filter(({ dataset }) => dataset.key !== props.dataset);
  return (
    <div
      role="presentation"
      onKeyDownCapture={() => (wasOpen.current = isOpen.current)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && wasOpen.current) event.stopPropagation();
      }}
    >
      <MultiSelect
        label={text("upload.parents")}
        description={text("upload.parentsNote")}
        inputWrapperOrder={["label", "input", "description"]}
        data={others.map(({ dataset, owner, number, versionHash }) => ({
          value: versionHash,
          label: text("upload.parent", { title: dataset.title, owner: words(owner.short), number }),
        }))}
        value={[...props.value]}
        searchable
        hidePickedOptions
        maxValues={64}
        nothingFoundMessage={text("upload.parentsNone")}
        onDropdownOpen={() => (isOpen.current = true)}
        onDropdownClose={() => (isOpen.current = false)}
        onChange={props.onChange}
      />
    </div>
  );
}
