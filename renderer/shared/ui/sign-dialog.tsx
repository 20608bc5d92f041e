import { Modal, PasswordInput } from "@mantine/core";
import { useState } from "react";
import type { KeyboardEvent } from "react";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { Button } from "./button.tsx";
import { SealMark } from "./seal.tsx";
import { Sentence } from "./sentence-view.tsx";
import type { SentenceText } from "./sentence-view.tsx";
import styles from "./sign-dialog.module.css";
import type { FailureText } from "./states.tsx";

export type SignDialogProps = {
  readonly title: string;
  /** The act in one sentence; undefined while the node prepares it. */
  readonly sentence: SentenceText | undefined;
  readonly asksPassphrase: boolean;
  readonly isPending: boolean;
  /** Why the ledger will refuse this if nothing changes; it may be signed all the same, and is then recorded. */
  readonly foreseen?: FailureText | undefined;
  /** Why the ledger refused what was signed; there is nothing left but to read it. */
  readonly refused?: FailureText | undefined;
  /** Why it could not be prepared or signed, for example a wrong passphrase. */
  readonly failure?: FailureText | undefined;
  readonly onSign: (passphrase: string) => void;
  readonly onClose: () => void;
};

/**
 * The only dialog there is: one sentence that names the act, the amount and the consequence, then the passphrase. The
 * passphrase lives in this dialog's state only, goes to `onSign`, and is dropped when the dialog closes.
 */
export function SignDialog(props: SignDialogProps) {
  const text = useSharedText();
  return (
    <Modal.Root
      opened
      onClose={props.onClose}
      size={440}
      centered
      closeOnClickOutside={false}
      classNames={{ content: styles.content ?? "" }}
    >
      <Modal.Overlay backgroundOpacity={1} color="var(--scrim)" />
      <Modal.Content onKeyDownCapture={ignoreHeldKey}>
        <div className={styles.header}>
          <Modal.Title className={styles.title ?? ""}>{props.title}</Modal.Title>
          <Modal.CloseButton aria-label={text("close")} />
        </div>
        <Modal.Body className={styles.body ?? ""}>
          <p className={styles.sentence} aria-live="polite">
            <SentenceOrWait sentence={props.sentence} hasFailed={props.failure !== undefined} />
          </p>
          {props.refused === undefined ? (
            <SignForm {...props} />
          ) : (
            <Refused refused={props.refused} onClose={props.onClose} />
          )}
        </Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

/** The key that opened the dialog, still held down, must neither sign nor close it. */
function ignoreHeldKey(event: KeyboardEvent): void {
  if (event.repeat && (event.key === "Enter" || event.key === " ")) event.preventDefault();
}

function SentenceOrWait({
  sentence,
  hasFailed,
}: {
  readonly sentence: SentenceText | undefined;
  readonly hasFailed: boolean;
}) {
  const text = useSharedText();
  if (sentence !== undefined) return <Sentence text={sentence} />;
  return hasFailed ? null : <span className={styles.waiting}>{text("sign.preparing")}</span>;
}

function SignForm({ sentence, asksPassphrase, isPending, foreseen, failure, onSign, onClose }: SignDialogProps) {
  const text = useSharedText();
  const [passphrase, setPassphrase] = useState("");
  const isReady = sentence !== undefined && (!asksPassphrase || passphrase !== "");
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady && !isPending) onSign(passphrase);
      }}
    >
      {foreseen === undefined ? null : (
        <Notice
          tone="refused"
          title={text("sign.willBeRefused")}
          notice={{ title: foreseen.title, ...(foreseen.code !== undefined && { code: foreseen.code }) }}
        />
      )}
      {asksPassphrase ? (
        <PasswordInput
          label={text("sign.passphrase")}
          value={passphrase}
          autoComplete="off"
          data-autofocus
          error={failure !== undefined}
          visibilityToggleButtonProps={{ "aria-label": text("sign.showPassphrase") }}
          onChange={(event) => setPassphrase(event.currentTarget.value)}
        />
      ) : null}
      {failure === undefined ? null : <Notice tone="diverged" notice={failure} />}
      <div className={styles.buttons}>
        <Button onClick={onClose}>{text("back")}</Button>
        <Button
          hasInitialFocus={!asksPassphrase}
          kind="primary"
          type="submit"
          isPending={isPending}
          isDisabled={!isReady}
        >
          {isPending ? text("sign.signing") : text("sign.confirm")}
        </Button>
      </div>
    </form>
  );
}

function Refused({ refused, onClose }: { readonly refused: FailureText; readonly onClose: () => void }) {
  const text = useSharedText();
  return (
    <div className={styles.form}>
      <Notice tone="refused" title={text("sign.refused")} notice={refused} />
      <div className={styles.buttons}>
        <Button onClick={onClose} hasInitialFocus>
          {text("close")}
        </Button>
      </div>
    </div>
  );
}

function Notice({
  tone,
  title,
  notice,
}: {
  readonly tone: "refused" | "diverged";
  readonly title?: string;
  readonly notice: FailureText;
}) {
  return (
    <div className={styles.notice} data-tone={tone} role="alert">
      {title === undefined ? null : (
        <p className={styles.noticeTitle}>
          <SealMark state={tone} /> {title}
        </p>
      )}
      <p>{notice.title}</p>
      {notice.detail === undefined ? null : <p className={styles.noticeDetail}>{notice.detail}</p>}
      {notice.code === undefined ? null : <p className={styles.code}>{notice.code}</p>}
    </div>
  );
}
