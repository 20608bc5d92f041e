import { MultiSelect } from "@mantine/core";
import type { FieldChoice, FieldProps } from "./fields.tsx";
import { sharedFieldProps } from "./fields.tsx";
import { useOwnEscape } from "./own-escape.ts";

/** Any number of many, found by typing. Esc closes the list of them, not the form around it. */
export function ManyField(
  props: FieldProps & {
    readonly value: readonly string[];
    readonly choices: readonly FieldChoice[];
    readonly countMax?: number;
    /** Said where nothing fits what is typed. */
    readonly nothingFound: string;
    readonly onChange: (value: readonly string[]) => void;
  },
) {
  const { frame, onOpen, onClose } = useOwnEscape();
  return (
    <div {...frame}>
      <MultiSelect
        {...sharedFieldProps(props)}
        data={props.choices.map((choice) => ({ ...choice }))}
        value={[...props.value]}
        searchable
        hidePickedOptions
        {...(props.countMax !== undefined && { maxValues: props.countMax })}
        nothingFoundMessage={props.nothingFound}
        onDropdownOpen={onOpen}
        onDropdownClose={onClose}
        onChange={props.onChange}
      />
    </div>
  );
}
