import type { UseMutationResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import { CurrentPassphrase } from "./current-passphrase.tsx";
import styles from "./settings-page.module.css";
import { useSettingsText } from "./text.ts";

/** Asks for the passphrase before something is done with the key itself. `children` say what stood in the way. */
export function PassphraseForm(props: {
  readonly of: "kit" | "rotate";
  readonly passphrase: string;
  readonly onPassphrase: (passphrase: string) => void;
  readonly mutation: Pick<UseMutationResult<unknown, Error, void>, "mutate" | "isPending" | "isError" | "error">;
  readonly onClose: () => void;
  readonly children?: ReactNode;
}) {
  const text = useSettingsText();
  const describe = useFailure();
  const { of, passphrase, mutation } = props;
  return (
    <form
      className={styles.form}
      aria-label={text(`${of}.open`)}
      onSubmit={(event) => {
        event.preventDefault();
        if (passphrase !== "" && !mutation.isPending) mutation.mutate();
      }}
    >
      <p className={styles.note}>{text(`${of}.note`)}</p>
      <CurrentPassphrase value={passphrase} onChange={props.onPassphrase} />
      {mutation.isError ? <FailedNotice failure={describe(mutation.error)} /> : null}
      {props.children}
      <div className={styles.buttons}>
        <Button onClick={props.onClose}>{text("cancel")}</Button>
        <Button kind="primary" type="submit" isDisabled={passphrase === ""} isPending={mutation.isPending}>
          {text(`${of}.button`)}
        </Button>
      </div>
    </form>
  );
}
