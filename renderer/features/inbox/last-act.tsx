import type { InboxItem } from "#ledger-core/contract/api/inbox.ts";
import type { Receipt } from "#ledger-core/contract/api/session.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { NameInTwo } from "#renderer/shared/ui/name-in-two.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import styles from "./inbox.module.css";
import { useInboxText } from "./text.ts";

/** What a person did last, with its entry. */
export type Settled = {
  readonly proposal: number;
  readonly what: "approve" | "reject" | "return" | "abstain" | "withdraw" | "amend" | "retry";
  readonly title: string;
  readonly receipt: Receipt;
  /** The proposal after the act. */
  readonly after: Pick<InboxItem, "state" | "progress">;
};

/** A line at the foot of the list that says what was just signed, until the next act or until it is put away. */
export function LastAct({ settled, onHide }: { readonly settled: Settled; readonly onHide: () => void }) {
  const text = useInboxText();
  return (
    <div className={styles.lastAct} role="status">
      <p>
        {text(`last.${settled.what}`)}{" "}
        <strong>
          <NameInTwo name={settled.title} />
        </strong>
      </p>
      <div className={styles.lastFoot}>
        <Seal state="sealed" label={text("last.sealed")} entry={settled.receipt.index} />
        <span>{text(`state.${settled.after.state}`, { ...settled.after.progress })}</span>
        <Button kind="link" size="small" onClick={onHide}>
          {text("last.hide")}
        </Button>
      </div>
    </div>
  );
}
