import type { ReactNode } from "react";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import styles from "./figures.module.css";

/** Where a figure opens to: the rows that it sums, as a page of the console. */
export type Drill = { readonly to: string; readonly search?: Readonly<Record<string, unknown>> };

/** A figure. With `drill` it is underlined and opens the rows that it sums; a plain total is the sum of what is on screen. */
export function Figure({ children, drill }: { readonly children: ReactNode; readonly drill?: Drill | undefined }) {
  if (drill === undefined) return <span className={styles.figure}>{children}</span>;
  return (
    <TextLink to={drill.to} {...(drill.search !== undefined && { search: drill.search })} className={styles.drill}>
      {children}
    </TextLink>
  );
}

export type KeyFigureProps = {
  readonly label: string;
  readonly value: string;
  readonly unit?: string;
  readonly note?: ReactNode;
  readonly drill?: Drill;
  readonly tone?: "plain" | "pending" | "diverged";
};

/** One key figure: label, value with its unit, and a line of what it is made of. Only inside `KeyFigures`. */
export function KeyFigure({ label, value, unit, note, drill, tone = "plain" }: KeyFigureProps) {
  return (
    <div className={styles.keyFigure} data-tone={tone}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>
        <Figure drill={drill}>{value}</Figure>
        {unit === undefined ? null : <span className={styles.unit}> {unit}</span>}
      </dd>
      {note === undefined ? null : <dd className={styles.note}>{note}</dd>}
    </div>
  );
}

/** The row of key figures at the head of a page, between two hairlines. */
export function KeyFigures({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.row}>{children}</dl>;
}

/** One fact of a record: a label and a short value of words. Only inside `Facts`. */
export function Fact({
  label,
  children,
  drill,
}: {
  readonly label: string;
  readonly children: ReactNode;
  readonly drill?: Drill;
}) {
  return (
    <div className={styles.fact}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.factValue}>
        <Figure drill={drill}>{children}</Figure>
      </dd>
    </div>
  );
}

/** The row of facts at the head of a record, between two hairlines; it wraps where there is no room. */
export function Facts({ children }: { readonly children: ReactNode }) {
  return <dl className={styles.facts}>{children}</dl>;
}

/** Labels left and values right in two columns, for a drawer or a side panel. Rows wrap; nothing is cut. */
export function FactList({
  facts,
}: {
  readonly facts: readonly { readonly label: string; readonly value: ReactNode }[];
}) {
  return (
    <dl className={styles.list}>
      {facts.map(({ label, value }) => (
        <div key={label}>
          <dt className={styles.label}>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
