import type { ReactNode } from "react";
import styles from "./frame.module.css";
import { useFrameText } from "#renderer/app/text.ts";

/** Who I am and for which department. */
export function Identity(): ReactNode {
  const text = useFrameText();
  return (
    <button type="button" className={styles.who} aria-label={text("who")}>
      <span className={styles.initial}>?</span>
      <span className={styles.whoWords}>
        <span className={styles.whoName}>{text("who.nobody")}</span>
        <span className={styles.whoPlace}>{text("who.nobodyPlace")}</span>
      </span>
    </button>
  );
}
