import { useState } from "react";
import { formatHash } from "#renderer/shared/format/names.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { IconButton } from "#renderer/shared/ui/button.tsx";
import styles from "./forms.module.css";

/** A fingerprint in its short form; copying gives all of it. */
export function FingerprintLine({ label, hash }: { readonly label: string; readonly hash: string }) {
  const text = useSharedText();
  const [copied, setCopied] = useState<string>();
  const copy = async () => {
    await navigator.clipboard.writeText(hash);
    setCopied(hash);
  };
  return (
    <div>
      <p className={styles.groupName}>{label}</p>
      <p className={styles.hash}>
        <code title={hash}>{formatHash(hash)}</code>
        <IconButton icon="copy" label={text("copy")} onClick={() => void copy()} />
        <span className={styles.note} role="status">
          {copied === hash ? text("copied") : ""}
        </span>
      </p>
    </div>
  );
}
