import type { ReactNode } from "react";
import styles from "./tag.module.css";

/**
 * A fact in a small box: sensitivity, kind, channel. Facts are neutral; `pending` and `diverged` are for a state that
 * needs a person, and say it in words too.
 */
export function Tag({
  tone = "neutral",
  children,
}: {
  readonly tone?: "neutral" | "strong" | "pending" | "diverged";
  readonly children: ReactNode;
}) {
  return (
    <span className={styles.tag} data-tone={tone}>
      {children}
    </span>
  );
}
