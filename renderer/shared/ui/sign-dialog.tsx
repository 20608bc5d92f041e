import { Modal, PasswordInput } from "@mantine/core";
import { useState } from "react";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { Button } from "./button.tsx";
import { Sentence } from "./sentence-view.tsx";
import styles from "./sign-dialog.module.css";
import type { FailureText } from "./states.tsx";

/**
 * The only dialog there is: one sentence that names the act, the amount and the consequence, then the passphrase. The
 * passphrase lives in this dialog's state only, goes to `onSign` once, and is dropped when the dialog closes. Where the
 * shell confirms in a window of its own, pass `asksPassphrase={false}`.
 */
export function SignDialog(props: {
  readonly title: string;
  /** The act with its variables marked `**like this**`; undefined while the node prepares it. */
  readonly sentence: string | undefined;
  readonly asksPassphrase: boolean;
  readonly isPending: boolean;
  readonly failure?: FailureText | undefined;
  readonly confirmLabel?: string;
  readonly onSign: (passphrase: string) => void;
  readonly onClose: () => void;
}) {
  const text = useSharedText();
  const [passphrase, setPassphrase] = useState("");
  const isReady = props.sentence !== undefined && (!props.asksPassphrase || passphrase !== "");
  return (
    <Modal
      opened
      onClose={props.onClose}
      title={props.title}
      size={440}
      centered
      closeOnClickOutside={false}
      closeButtonProps={{ "aria-label": text("close") }}
      classNames={{ content: styles.content ?? "", header: styles.header ?? "", title: styles.title ?? "", body: styles.body ?? "" }}
    >
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady && !props.isPending) props.onSign(passphrase);
        }}
      >
        <p className={styles.sentence} aria-live="polite">
          {props.sentence === undefined ? text("sign.preparing") : <Sentence marked={props.sentence} />}
        </p>
        {props.asksPassphrase ? (
          <PasswordInput
            label={text("sign.passphrase")}
            value={passphrase}
            autoComplete="off"
            data-autofocus
            error={props.failure === undefined ? undefined : props.failure.title}
            visibilityToggleButtonProps={{ "aria-label": text("sign.showPassphrase") }}
            onChange={(event) => setPassphrase(event.currentTarget.value)}
          />
        ) : null}
        {props.failure === undefined || (props.asksPassphrase && props.failure.detail === undefined) ? null : (
          <p className={styles.failure} role="alert">
            {props.asksPassphrase ? props.failure.detail : [props.failure.title, props.failure.detail].filter(Boolean).join(" ")}
          </p>
        )}
        <div className={styles.buttons}>
          <Button onClick={props.onClose}>{text("back")}</Button>
          <Button kind="primary" type="submit" isPending={props.isPending} isDisabled={!isReady}>
            {props.confirmLabel ?? text("sign.confirm")}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
