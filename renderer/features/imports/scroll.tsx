import type { ReactNode } from "react";
import styles from "./imports.module.css";

/** A table that scrolls by itself; the keyboard can reach it. No landmark, because the panel around it is one of the same name. */
export function Scroll({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    // What scrolls must take the focus, or the keyboard cannot move it.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div className={styles.scroll} role="group" aria-label={label} tabIndex={0}>
      {children}
    </div>
  );
}
