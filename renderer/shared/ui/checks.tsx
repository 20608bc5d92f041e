import type { ReactNode } from "react";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import styles from "./checks.module.css";
import { Icon } from "./icon.tsx";
import { SealMark } from "./seal.tsx";
import type { SealState } from "./seal.tsx";

/** The first line of a proof: what it comes to. While checks run it is `sealed` grey and says how far. */
export function Verdict({
  state,
  title,
  detail,
}: {
  readonly state: SealState;
  readonly title: string;
  readonly detail?: string;
}) {
  return (
    <div className={styles.verdict} data-state={state} role="status">
      <SealMark state={state} size={28} />
      <div>
        <p className={styles.verdictTitle}>{title}</p>
        {detail === undefined ? null : <p className={styles.verdictDetail}>{detail}</p>}
      </div>
    </div>
  );
}

/** One check in the order a doubter would ask. After a failed one the rest are `notRun`, never passed. */
export type Check = {
  readonly key: string;
  readonly outcome: "passed" | "warned" | "failed" | "running" | "notRun";
  readonly title: string;
  readonly detail?: ReactNode;
  readonly how?: "recomputed" | "vouched";
};

/** The checks below a verdict, each with what it found and whether this machine recomputed it or others vouch for it. */
export function CheckList({ label, checks }: { readonly label: string; readonly checks: readonly Check[] }) {
  const text = useSharedText();
  return (
    <ol className={styles.checks} aria-label={label}>
      {checks.map((check) => (
        <li key={check.key} data-outcome={check.outcome}>
          <span className={styles.dot} aria-hidden="true">
            {check.outcome === "passed" ? <Icon name="check" size={12} /> : null}
            {check.outcome === "failed" ? <Icon name="close" size={12} /> : null}
            {check.outcome === "warned" ? "!" : null}
          </span>
          <div className={styles.words}>
            <p className={styles.checkTitle}>
              <span className="visually-hidden">{text(`check.${check.outcome}`)} </span>
              {check.title}
              {check.how === undefined ? null : <span className={styles.how}>{text(`check.${check.how}`)}</span>}
            </p>
            {check.detail === undefined ? null : <div className={styles.checkDetail}>{check.detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
