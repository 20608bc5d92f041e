import type { ReactNode } from "react";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import styles from "./diff-row.module.css";

export type DiffKind = "added" | "changed" | "removed" | "unchanged";

const signs: Readonly<Record<DiffKind, string>> = { added: "+", changed: "~", removed: "\u2013", unchanged: "=" };

/** The sign of a change, for the first cell of a table row; a screen reader hears the word. */
export function DiffSign({ kind }: { readonly kind: DiffKind }) {
  const text = useSharedText();
  return (
    <span className={styles.sign} data-kind={kind}>
      <span aria-hidden="true">{signs[kind]}</span>
      <span className="visually-hidden">{text(`diff.${kind}`)}</span>
    </span>
  );
}

/** One line of a difference, led by + ~ − or =; colour repeats what the sign says. */
export function DiffRow({ kind, children }: { readonly kind: DiffKind; readonly children: ReactNode }) {
  return (
    <div className={styles.row} data-kind={kind}>
      <DiffSign kind={kind} />
      <div className={styles.words}>{children}</div>
    </div>
  );
}

/** A value before and after; the old one is struck through. */
export function BeforeAfter({ before, after }: { readonly before: string; readonly after: string }) {
  return (
    <>
      <s className={styles.before}>{before}</s> {after}
    </>
  );
}
