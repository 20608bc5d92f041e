import { PasswordInput } from "@mantine/core";
import { useSettingsText } from "./text.ts";

type CurrentPassphraseProps = { readonly value: string; readonly onChange: (value: string) => void };

/** The passphrase that opens the key now, asked for before anything is done with the key itself. */
export function CurrentPassphrase({ value, onChange }: CurrentPassphraseProps) {
  const text = useSettingsText();
  return (
    <PasswordInput
      label={text("passphrase.current")}
      autoComplete="off"
      value={value}
      visibilityToggleButtonProps={{ "aria-label": text("passphrase.show") }}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
