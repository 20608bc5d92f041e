import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import styles from "./progress.module.css";

/**
 * How far the signatures of a proposal have come: one segment per signature that is needed, or, for many signers, one
 * bar with the line that must be reached. Words say the same beside it.
 */
export function SignatureProgress(props: {
  readonly approvals: number;
  readonly rejections: number;
  readonly abstentions: number;
  readonly needed: number;
  readonly electorate?: number;
}) {
  const text = useSharedText();
  const { approvals, rejections, abstentions, needed } = props;
  const remaining = Math.max(0, needed - approvals);
  return (
    <div className={styles.signatures}>
      {needed <= 6 ? (
        <Segments approvals={approvals} needed={needed} />
      ) : (
        <VoteBar {...props} electorate={props.electorate ?? needed} />
      )}
      <div className={styles.words}>
        <span>
          {text("signatures.counts", {
            approvals: formatCount(approvals),
            rejections: formatCount(rejections),
            abstentions: formatCount(abstentions),
          })}
        </span>
        <span>{remaining === 0 ? text("signatures.met") : text("signatures.remaining", { count: remaining })}</span>
      </div>
    </div>
  );
}

function Segments({ approvals, needed }: { readonly approvals: number; readonly needed: number }) {
  return (
    <div className={styles.segments} aria-hidden="true">
      {Array.from({ length: needed }, (_, index) => (
        <span key={index} data-done={index < approvals} />
      ))}
    </div>
  );
}

function VoteBar(props: {
  readonly approvals: number;
  readonly rejections: number;
  readonly needed: number;
  readonly electorate: number;
}) {
  const share = (count: number) => `${Math.min(100, (count * 100) / Math.max(1, props.electorate))}%`;
  return (
    <div className={styles.voteBar} aria-hidden="true">
      <span className={styles.approved} style={{ width: share(props.approvals) }} />
      <span className={styles.rejected} style={{ width: share(props.rejections) }} />
      <span className={styles.needed} style={{ left: share(props.needed) }} />
    </div>
  );
}

/** A small figure `1/2` with its bar, for a row of a list. */
export function ProgressInRow({ done, needed }: { readonly done: number; readonly needed: number }) {
  return (
    <span className={styles.inRow}>
      <UsageBar part={done} whole={needed} />
      <span>{`${formatCount(done)}/${formatCount(needed)}`}</span>
    </span>
  );
}

/** A bar of 52 px, after its figure. `isLimit` turns it amber above 90 % of the whole. */
export function UsageBar({
  part,
  whole,
  isLimit = false,
}: {
  readonly part: number;
  readonly whole: number;
  readonly isLimit?: boolean;
}) {
  const percent = whole <= 0 ? 0 : Math.min(100, (part * 100) / whole);
  return (
    <span className={styles.usage} data-near={isLimit && percent > 90} aria-hidden="true">
      <span style={{ width: `${percent}%` }} />
    </span>
  );
}

/** Work that can be counted: what is done, how far, and a bar. `total` unknown draws the count only. */
export function ProgressLine(props: { readonly label: string; readonly done: number; readonly total?: number }) {
  const known = props.total !== undefined && props.total > 0;
  return (
    <div
      className={styles.work}
      role="progressbar"
      aria-label={props.label}
      aria-valuemin={0}
      {...(known && { "aria-valuemax": props.total, "aria-valuenow": Math.min(props.done, props.total ?? 0) })}
    >
      <span className={styles.track}>
        <span style={{ width: known ? `${Math.min(100, (props.done * 100) / (props.total ?? 1))}%` : "0%" }} />
      </span>
      <span className={styles.workWords}>
        <span>{props.label}</span>
        <span>
          {props.total === undefined
            ? formatCount(props.done)
            : `${formatCount(props.done)} / ${formatCount(props.total)}`}
        </span>
      </span>
    </div>
  );
}
