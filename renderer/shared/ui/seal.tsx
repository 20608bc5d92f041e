import type { ReactNode } from "react";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { openProof } from "#renderer/shared/proof/proof-opener.ts";
import styles from "./seal.module.css";

/** The five states of a record. The shape tells them apart; colour only helps. */
export type SealState = "pending" | "sealed" | "proven" | "refused" | "diverged";

function outline(state: SealState): ReactNode {
  const square = { x: 0.75, y: 0.75, width: 12.5, height: 12.5, rx: 3 };
  if (state === "proven" || state === "diverged") return <rect width="14" height="14" rx="3" className={styles.fill} />;
  return <rect {...square} className={styles.outline} {...(state === "pending" && { strokeDasharray: "2.6 1.9" })} />;
}

const inside: Readonly<Record<SealState, ReactNode>> = {
  pending: null,
  sealed: <rect x="4.5" y="4.5" width="5" height="5" rx="1" className={styles.fill} />,
  proven: <path d="M3.7 7.2l2.3 2.3 4.3-4.8" className={styles.glyph} />,
  refused: <path d="M4.6 4.6l4.8 4.8M9.4 4.6l-4.8 4.8" className={styles.cross} />,
  diverged: <path d="M3.8 5.6h6.4M3.8 8.4h6.4M8.7 3.4l-3.4 7.2" className={styles.glyph} />,
};

/** The bare mark, 14 px. Words beside it must say the state; alone it needs a `title`. */
export function SealMark({
  state,
  size = 14,
  title,
}: {
  readonly state: SealState;
  readonly size?: number;
  readonly title?: string;
}) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 14 14"
      fill="none"
      className={styles.mark}
      data-state={state}
      {...(title === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": title })}
    >
      {outline(state)}
      {inside[state]}
    </svg>
  );
}

/**
 * The seal of one record: the mark, words beside it unless `compact`, and, when `entry` (its index in the log) is given, a button
 * that opens the proof drawer. `label` replaces the name of the state, for example
 * "proven by 41 of 49 departments" or, in a network of one, "sealed by one authority".
 */
export function Seal(props: {
  readonly state: SealState;
  readonly label?: string;
  readonly compact?: boolean;
  readonly entry?: number | undefined;
}) {
  const text = useSharedText();
  const label = props.label ?? text(`seal.${props.state}`);
  const { entry } = props;
  const content = (
    <>
      <SealMark state={props.state} {...(props.compact === true && entry === undefined && { title: label })} />
      {props.compact === true ? null : <span>{label}</span>}
    </>
  );
  if (entry === undefined) {
    return (
      <span className={styles.seal} data-state={props.state}>
        {content}
      </span>
    );
  }
  return (
    <button
      type="button"
      className={styles.seal}
      data-state={props.state}
      data-proof={entry}
      aria-label={text("seal.open", { state: label })}
      onClick={(event) => openProof({ entry, opener: event.currentTarget })}
    >
      {content}
    </button>
  );
}
