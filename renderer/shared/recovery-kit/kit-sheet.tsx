import { Checkbox } from "@mantine/core";
import { useState } from "react";
import type { ReactNode } from "react";
import { Button } from "#renderer/shared/ui/button.tsx";
import styles from "./kit-sheet.module.css";
import { useKitText } from "./text.ts";

/** A kit as the keystore issued it. `kit` may be stored and printed, `code` is shown once and never stored beside it. */
export type IssuedKit = { readonly kit: string; readonly code: string };

/**
 * Shows a recovery kit the one time that it can be seen: the code to be written down, the sheet to be printed or saved. `after` is
 * what follows once the person has said that both are kept.
 */
export function KitSheet(props: {
  readonly issued: IssuedKit;
  readonly handle: string;
  readonly after: (isKept: boolean) => ReactNode;
}) {
  const text = useKitText();
  const [isKept, setIsKept] = useState(false);
  const { kit, code } = props.issued;
  return (
    <div className={styles.kit}>
      <p className={styles.lead}>{text("lead")}</p>
      <section aria-label={text("code")}>
        <h2>{text("code")}</h2>
        <p className={styles.code}>{code}</p>
        <p className={styles.note}>{text("codeNote")}</p>
      </section>
      <section aria-label={text("sheet")}>
        <h2>{text("sheet")}</h2>
        <pre className={styles.sheet}>{kit}</pre>
        <p className={styles.note}>{text("sheetNote")}</p>
        <div className={styles.buttons}>
          <Button onClick={() => globalThis.print()}>{text("print")}</Button>
          <Button icon="download" onClick={() => saveText(`${text("fileName")}-${props.handle}.txt`, kit)}>
            {text("save")}
          </Button>
        </div>
      </section>
      <Checkbox
        size="sm"
        label={text("kept")}
        checked={isKept}
        onChange={(event) => setIsKept(event.currentTarget.checked)}
      />
      {props.after(isKept)}
    </div>
  );
}

function saveText(name: string, content: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "text/plain;charset=utf-8" }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
