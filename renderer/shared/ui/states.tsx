import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { Button } from "./button.tsx";
import styles from "./states.module.css";

/** Nothing here yet: one sentence on what would be here, at most one more, and the button that makes it happen. */
export function EmptyState(props: { readonly title: string; readonly detail?: string; readonly action?: ReactNode }) {
  return (
    <div className={styles.notice}>
      <p className={styles.title}>{props.title}</p>
      {props.detail === undefined ? null : <p className={styles.detail}>{props.detail}</p>}
      {props.action === undefined ? null : <div className={styles.actions}>{props.action}</div>}
    </div>
  );
}

function useIsAfter(milliseconds: number): boolean {
  const [isAfter, setIsAfter] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsAfter(true), milliseconds);
    return () => clearTimeout(timer);
  }, [milliseconds]);
  return isAfter;
}

const barWidths = ["62%", "84%", "48%", "71%", "56%"];

/**
 * The layout of what is being read, as grey bars: nothing for 300 ms, so that a quick answer does not flicker; after a
 * second a line says what is read and offers to stop. `columns` draws table rows, otherwise lines of text.
 */
export function LoadingRows(props: {
  readonly what?: string;
  readonly rows?: number;
  readonly columns?: number;
  readonly onCancel?: () => void;
}) {
  const text = useSharedText();
  const showsBars = useIsAfter(300);
  const showsLine = useIsAfter(1_000);
  const { rows = 4, columns = 1 } = props;
  const what = props.what === undefined ? text("loading") : text("loadingWhat", { what: props.what });
  return (
    <div className={styles.loading} role="status">
      <span className="visually-hidden">{what}</span>
      {Array.from({ length: rows }, (_, row) => (
        <div
          key={row}
          className={styles.skeletonRow}
          style={{ gridTemplateColumns: `repeat(${columns}, minmax(0, 1fr))` }}
        >
          {Array.from({ length: columns }, (_unused, column) => (
            <span
              key={column}
              className={styles.bar}
              data-shown={showsBars}
              style={{ width: barWidths[(row + column * 2) % barWidths.length] ?? "60%" }}
            />
          ))}
        </div>
      ))}
      {showsLine ? (
        <p className={styles.loadingLine}>
          {what}
          {props.onCancel === undefined ? null : (
            <Button kind="link" size="small" onClick={props.onCancel}>
              {text("cancel")}
            </Button>
          )}
        </p>
      ) : null}
    </div>
  );
}

/** A failure in words: what happened, what is still true, the next step. The code comes last, for whoever is called. */
export type FailureText = { readonly title: string; readonly detail?: string; readonly code?: string };

/** The body of a panel whose reading failed; the panel itself stays. */
export function FailedNotice(props: {
  readonly failure: FailureText;
  readonly onRetry?: () => void;
  readonly actions?: ReactNode;
}) {
  const text = useSharedText();
  const { failure } = props;
  return (
    <div className={styles.notice} role="alert">
      <p className={styles.failedTitle}>{failure.title}</p>
      {failure.detail === undefined ? null : <p className={styles.detail}>{failure.detail}</p>}
      <div className={styles.actions}>
        {props.onRetry === undefined ? null : <Button onClick={props.onRetry}>{text("tryAgain")}</Button>}
        {props.actions}
        {failure.code === undefined ? null : <span className={styles.code}>{failure.code}</span>}
      </div>
    </div>
  );
}
