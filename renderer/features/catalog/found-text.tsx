import type { ReactNode } from "react";
import { foundParts } from "./found-parts.ts";
import styles from "./catalog.module.css";

/** A text with the parts that a search has found in it marked. */
export function FoundText({
  text,
  matched,
}: {
  readonly text: string;
  readonly matched: readonly string[];
}): ReactNode {
  return foundParts(text, matched).map(({ part, isFound }, place) =>
    isFound ? (
      <mark key={place} className={styles.mark}>
        {part}
      </mark>
    ) : (
      part
    ),
  );
}
