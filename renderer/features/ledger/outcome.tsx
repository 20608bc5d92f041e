import { SealMark } from "#renderer/shared/ui/seal.tsx";
import type { SealState } from "#renderer/shared/ui/seal.tsx";
import styles from "./ledger.module.css";

/** What a check came to, in one line and at most one more. */
export function Outcome(props: { readonly state: SealState; readonly title: string; readonly detail?: string }) {
  return (
    <div className={styles.outcome} data-state={props.state} role="status">
      <SealMark state={props.state} size={20} />
      <div>
        <p className={styles.outcomeTitle}>{props.title}</p>
        {props.detail === undefined ? null : <p className={styles.quiet}>{props.detail}</p>}
      </div>
    </div>
  );
}
