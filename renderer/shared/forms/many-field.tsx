import { MultiSelect } from "@mantine/core";
import { useRef } from "react";
import type { FieldChoice, FieldProps } from "./fields.tsx";
import { sharedFieldProps } from "./fields.tsx";

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
  const isOpen = useRef(false);
  const wasOpen = useRef(false);
  return (
    <div
      role="presentation"
      onKeyDownCapture={() => (wasOpen.current = isOpen.current)}
      onKeyDown={(event) => {
        if (event.key === "Escape" && wasOpen.current) event.stopPropagation();
      }}
    >
      <MultiSelect
        {...sharedFieldProps(props)}
        data={props.choices.map((choice) => ({ ...choice }))}
        value={[...props.value]}
        searchable
        hidePickedOptions
        {...(props.countMax !== undefined && { maxValues: props.countMax })}
        nothingFoundMessage={props.nothingFound}
        onDropdownOpen={() => (isOpen.current = true)}
        onDropdownClose={() => (isOpen.current = false)}
        onChange={props.onChange}
      />
    </div>
  );
}
