import type { ReactNode } from "react";
import styles from "./sentence-view.module.css";
import { parseSentence } from "./sentence.ts";
import type { SentencePart } from "./sentence.ts";

/** A sentence as the node gives it, in parts, or one of the window's own texts with its variables marked `**like this**`. */
export type SentenceText = string | readonly SentencePart[];

/**
 * A policy, a right or an act as one readable sentence: 14 px, its variables in weight 600, at most 940 px wide.
 * `label` says what the sentence is about.
 */
export function SentenceView({
  sentence,
  label,
  note,
}: {
  readonly sentence: SentenceText;
  readonly label?: string;
  readonly note?: ReactNode;
}) {
  return (
    <div className={styles.block}>
      {label === undefined ? null : <p className={styles.label}>{label}</p>}
      <p className={styles.sentence}>
        <Sentence text={sentence} />
      </p>
      {note === undefined ? null : <div className={styles.note}>{note}</div>}
    </div>
  );
}

/** The same inside a line of another size. */
export function Sentence({ text }: { readonly text: SentenceText }) {
  const parts = typeof text === "string" ? parseSentence(text) : text;
  return parts.map((part, index) => (part.strong ? <strong key={index}>{part.text}</strong> : part.text));
}
