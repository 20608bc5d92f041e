import { useQuery } from "@tanstack/react-query";
import { ChoiceField } from "#renderer/shared/forms/fields.tsx";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { importQueries } from "./queries.ts";
import { useImportText } from "./text.ts";

/** The format that a file is read as; without one, what it is guessed to be. */
export function FormatField(props: {
  readonly note?: string;
  readonly value: string;
  readonly onChange: (format: string) => void;
}) {
  const text = useImportText();
  const words = useWords();
  const formats = useQuery(importQueries.formats()).data ?? [];
  return (
    <ChoiceField
      label={text("recognised.format")}
      note={props.note}
      value={props.value}
      choices={[
        { value: "", label: text("recognised.itself") },
        ...formats.map((one) => ({ value: one.name, label: words(one.words) })),
      ]}
      onChange={props.onChange}
    />
  );
}
