import { useRef, useState } from "react";
import { useLetterKeys } from "#renderer/shared/keyboard/letter-keys.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { Button } from "./button.tsx";
import styles from "./decision-bar.module.css";

export type Decision = "approve" | "reject" | "return" | "abstain";

const letters: Readonly<Record<Decision, string>> = { abstain: "S", return: "C", reject: "R", approve: "A" };

/** The order on the bar; only approval is filled, and it comes last. */
const order: readonly Decision[] = ["abstain", "return", "reject", "approve"];

/**
 * The fixed bar at the foot of an inbox item: deadline, reason, then the decisions in `allowed`. Everything but approval
 * needs a reason. A letter key focuses its button and never signs; deciding only asks: `onDecide` opens the signing dialog.
 */
export function DecisionBar(props: {
  readonly allowed: readonly Decision[];
  readonly deadline: string;
  readonly left: string;
  readonly isUrgent: boolean;
  readonly reasonBytesMax?: number;
  readonly isPending?: boolean;
  readonly onDecide: (decision: Decision, reason: string) => void;
}) {
  const text = useSharedText();
  const [reason, setReason] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const buttons = useRef(new Map<Decision, HTMLButtonElement>());
  const shown = order.filter((decision) => props.allowed.includes(decision));
  useLetterKeys(
    Object.fromEntries(
      shown.map((decision) => [letters[decision].toLowerCase(), () => buttons.current.get(decision)?.focus()]),
    ),
  );

  const decide = (decision: Decision) => {
    if (decision !== "approve" && reason.trim() === "") {
      setIsMissing(true);
      field.current?.focus();
      return;
    }
    props.onDecide(decision, reason.trim());
  };

  return (
    <section className={styles.bar} aria-label={text("decide.label")}>
      <div className={styles.deadline}>
        <p className={styles.caption}>{text("decide.due")}</p>
        <p className={styles.due}>{props.deadline}</p>
        <p className={styles.left} data-urgent={props.isUrgent}>
          {props.left}
        </p>
      </div>
      <label className={styles.reason}>
        <span className={styles.caption} data-missing={isMissing}>
          {isMissing ? text("decide.reasonMissing") : text("decide.reason")}
        </span>
        <input
          ref={field}
          className={styles.field}
          value={reason}
          maxLength={props.reasonBytesMax ?? 300}
          aria-invalid={isMissing}
          onChange={(event) => {
            setReason(event.target.value);
            setIsMissing(false);
          }}
        />
      </label>
      <div className={styles.buttons}>
        {shown.map((decision) => (
          <Button
            key={decision}
            size="sign"
            kind={decision === "approve" ? "primary" : decision === "reject" ? "danger" : "plain"}
            keyCap={letters[decision]}
            isPending={props.isPending ?? false}
            ref={(element) => {
              if (element === null) buttons.current.delete(decision);
              else buttons.current.set(decision, element);
            }}
            onClick={() => decide(decision)}
          >
            {text(`decide.${decision}`)}
          </Button>
        ))}
      </div>
    </section>
  );
}
