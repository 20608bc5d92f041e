import { useState } from "react";
import type { InboxDetail } from "#ledger-core/contract/api/inbox.ts";
import type { Receipt } from "#ledger-core/contract/api/session.ts";
import { queries } from "#renderer/shared/client/console-client.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { requestSignature } from "#renderer/shared/signing/signing.ts";
import type { ActionBody } from "#renderer/shared/signing/signing.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DecisionBar } from "#renderer/shared/ui/decision-bar.tsx";
import type { Decision } from "#renderer/shared/ui/decision-bar.tsx";
import { isUrgent, titleOf } from "./inbox-view.ts";
import type { Settled } from "./last-act.tsx";
import { inboxQueries } from "./queries.ts";
import styles from "./inbox.module.css";
import { useInboxText } from "./text.ts";
import { Notice } from "./what-happens.tsx";

const decisions: readonly Decision[] = ["abstain", "return", "reject", "approve"];

type FootProps = { readonly item: InboxDetail; readonly onSettled: (settled: Settled) => void };

/** Signs one of the acts on a proposal, and tells what came of it unless the person went back or the ledger refused. */
export function useProposalAct({ item, onSettled }: FootProps) {
  const text = useInboxText();
  const { language } = useFormat();
  const [isPending, setIsPending] = useState(false);
  const [refused, setRefused] = useState<string>();
  const readAgain = () => queries.fetchQuery(inboxQueries.item(item.proposal));
  const sign = async (what: Settled["what"], kind: string, body: ActionBody): Promise<Receipt | undefined> => {
    setIsPending(true);
    setRefused(undefined);
    try {
      const receipt = await requestSignature({ title: text(`act.${what}`), kind, body });
      // A refusal changes no row, and the item may be gone from the list: everything is read again.
      if (receipt !== undefined) await queries.invalidateQueries();
      if (receipt?.state === "refused") setRefused(receipt.code ?? "");
      else if (receipt !== undefined)
        onSettled({ proposal: item.proposal, what, title: titleOf(item, language), receipt, after: await readAgain() });
      return receipt;
    } finally {
      setIsPending(false);
    }
  };
  return { sign, isPending, refused };
}

/** What a vote stands on: the same must still hold when it is signed. */
type Shown = Pick<InboxDetail, "round" | "bodyRoot" | "subjectRevision">;

function isSame(left: Shown, right: Shown): boolean {
  return (
    left.round === right.round && left.bodyRoot === right.bodyRoot && left.subjectRevision === right.subjectRevision
  );
}

/**
 * The decision of whoever may vote. If the record changes while it is open, the bar gives way to a question: nobody signs
 * for something other than what they have read.
 */
export function DecisionFoot({ item, onSettled }: FootProps) {
  const text = useInboxText();
  const format = useFormat();
  const [shown, setShown] = useState<Shown>(item);
  const { sign, refused } = useProposalAct({ item, onSettled });
  if (refused === "CHANGED_SINCE_SHOWN" && !isSame(shown, item)) return changed(text("changed.refused"));
  if (!isSame(shown, item)) return changed(text("changed.detail"));
  const decide = (choice: Decision, reason: string) => {
    const { bodyRoot, subjectRevision, round } = shown;
    void sign(choice, "proposal.vote", { proposal: item.proposal, round, choice, reason, bodyRoot, subjectRevision });
  };
  return (
    <DecisionBar
      allowed={decisions}
      deadline={format.time(item.deadline)}
      left={format.left(item.deadline)}
      isUrgent={isUrgent(item.deadline, format.nowSeconds)}
      onDecide={decide}
    />
  );

  function changed(detail: string) {
    return (
      <div className={styles.foot}>
        <div className={styles.footWords}>
          <Notice tone="pending" title={text("changed.title")}>
            <p>{detail}</p>
          </Notice>
        </div>
        <Button size="sign" onClick={() => setShown(item)}>
          {text("changed.look")}
        </Button>
      </div>
    );
  }
}

/** What whoever proposed it can still do, and carrying out again what was blocked. */
export function OwnFoot({ item, onSettled, onAmend }: FootProps & { readonly onAmend: () => void }) {
  const text = useInboxText();
  const [reason, setReason] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const { sign } = useProposalAct({ item, onSettled });
  const { proposal, may } = item;
  const withdraw = () => {
    if (reason.trim() === "") setIsMissing(true);
    else void sign("withdraw", "proposal.withdraw", { proposal, reason: reason.trim() });
  };
  return (
    <section className={styles.foot} aria-label={text("own.label")}>
      {item.state === "returned" && may.amend ? <p className={styles.footWords}>{text("own.returned")}</p> : null}
      {may.withdraw ? (
        <label className={styles.ownReason} data-missing={isMissing}>
          {isMissing ? text("own.reasonMissing") : text("own.reason")}
          <input
            value={reason}
            maxLength={300}
            aria-invalid={isMissing}
            onChange={(event) => {
              setReason(event.currentTarget.value);
              setIsMissing(false);
            }}
          />
        </label>
      ) : null}
      <div className={styles.ownButtons}>
        {may.withdraw ? (
          <Button size="sign" kind="danger" onClick={withdraw}>
            {text("own.withdraw")}
          </Button>
        ) : null}
        {may.retry ? (
          <Button size="sign" onClick={() => void sign("retry", "proposal.retry", { proposal })}>
            {text("own.retry")}
          </Button>
        ) : null}
        {may.amend ? (
          <Button size="sign" kind={item.state === "returned" ? "primary" : "plain"} onClick={onAmend}>
            {text("own.amend")}
          </Button>
        ) : null}
      </div>
    </section>
  );
}
