import { NativeSelect, TextInput } from "@mantine/core";
import type { ReactNode } from "react";
import { Icon } from "#renderer/shared/ui/icon.tsx";
import styles from "./consortium.module.css";

/** What a list is narrowed by, in its panel's header. */
export function FilterBar({ children }: { readonly children: ReactNode }) {
  return <div className={styles.filters}>{children}</div>;
}

/** Words that a row must hold. */
export function FilterText(props: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  return (
    <TextInput
      size="xs"
      className={styles.filterText ?? ""}
      aria-label={props.label}
      placeholder={props.label}
      leftSection={<Icon name="search" size={14} />}
      value={props.value}
      autoComplete="off"
      spellCheck={false}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}

/** One of a few, or all of them. */
export function FilterChoice(props: {
  readonly label: string;
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}) {
  return (
    <NativeSelect
      size="xs"
      aria-label={props.label}
      value={props.value}
      data={props.choices.map((choice) => ({ ...choice }))}
      onChange={(event) => props.onChange(event.currentTarget.value)}
    />
  );
}
