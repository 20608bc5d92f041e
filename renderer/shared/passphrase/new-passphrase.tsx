import { PasswordInput } from "@mantine/core";
import styles from "./new-passphrase.module.css";
import { isAcceptable, judgePassphrase } from "./passphrase-strength.ts";
import type { PassphraseStrength } from "./passphrase-strength.ts";
import { usePassphraseText } from "./text.ts";

export type NewPassphraseValue = { readonly passphrase: string; readonly repeated: string };

/** Whether both fields hold the same passphrase, one that the keystore takes. */
export function isPassphraseReady({ passphrase, repeated }: NewPassphraseValue, handle: string): boolean {
  return isAcceptable(judgePassphrase(passphrase, handle)) && passphrase === repeated;
}

/** A new passphrase typed twice, with words on how good it is. It lives in the caller's state and nowhere else. */
export function NewPassphrase(props: {
  readonly value: NewPassphraseValue;
  /** Of the person whose key it seals: it must not be the passphrase. */
  readonly handle: string;
  readonly onChange: (value: NewPassphraseValue) => void;
}) {
  const text = usePassphraseText();
  const { value, handle, onChange } = props;
  const strength = judgePassphrase(value.passphrase, handle);
  const differs = value.repeated !== "" && value.repeated !== value.passphrase;
  return (
    <div className={styles.fields}>
      <div>
        <PasswordInput
          label={text("new")}
          autoComplete="new-password"
          value={value.passphrase}
          visibilityToggleButtonProps={{ "aria-label": text("show") }}
          onChange={(event) => onChange({ ...value, passphrase: event.currentTarget.value })}
        />
        <Strength strength={strength} />
      </div>
      <PasswordInput
        label={text("again")}
        autoComplete="new-password"
        value={value.repeated}
        error={differs ? text("differs") : undefined}
        visibilityToggleButtonProps={{ "aria-label": text("show") }}
        onChange={(event) => onChange({ ...value, repeated: event.currentTarget.value })}
      />
    </div>
  );
}

const levels: Readonly<Record<PassphraseStrength, number>> = {
  empty: 0,
  short: 1,
  repetitive: 1,
  handle: 1,
  fair: 2,
  good: 3,
  strong: 4,
};

function Strength({ strength }: { readonly strength: PassphraseStrength }) {
  const text = usePassphraseText();
  return (
    <div className={styles.strength} data-acceptable={isAcceptable(strength)}>
      <span className={styles.steps} aria-hidden="true">
        {[1, 2, 3, 4].map((step) => (
          <span key={step} data-on={step <= levels[strength]} />
        ))}
      </span>
      <span role="status">{text(`strength.${strength}`)}</span>
    </div>
  );
}
