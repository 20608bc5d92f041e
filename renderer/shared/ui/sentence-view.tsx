import type { ReactNode } from "react";
import styles from "./sentence-view.module.css";
import { parseSentence } from "./sentence.ts";

/**
 * A policy, a right or an act as one readable sentence: 14 px, its variables in weight 600, at most 940 px wide. The
 * variables are marked `**like this**` in the text. `label` says what the sentence is about.
 */
export function SentenceView({ sentence, label, note }: { readonly sentence: string; readonly label?: string; readonly note?: ReactNode }) {
  return (
    <div className={styles.block}>
      {label === undefined ? null : <p className={styles.label}>{label}</p>}
      <p className={styles.sentence}>
        <Sentence marked={sentence} />
      </p>
      {note === undefined ? null : <div className={styles.note}>{note}</div>}
    </div>
  );
}

/** The same marking inside a line of another size. */
export function Sentence({ marked }: { readonly marked: string }) {
  return parseSentence(marked).map((part, index) => (part.isStrong ? <strong key={index}>{part.text}</strong> : part.text));
}
