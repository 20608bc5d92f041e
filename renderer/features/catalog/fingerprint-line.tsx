import { CopyButton } from "#renderer/shared/files/copy-button.tsx";
import { formatHash } from "#renderer/shared/format/names.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import styles from "./forms.module.css";

/** A fingerprint in its short form; copying gives all of it. */
export function FingerprintLine({ label, hash }: { readonly label: string; readonly hash: string }) {
  const text = useSharedText();
  return (
    <div>
      <p className={styles.groupName}>{label}</p>
      <p className={styles.hash}>
        <code title={hash}>{formatHash(hash)}</code>
        <CopyButton label={text("copy")} text={hash} size="small" />
      </p>
    </div>
  );
}
