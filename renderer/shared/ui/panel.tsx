import { useId } from "react";
import type { ReactNode } from "react";
import styles from "./panel.module.css";

/**
 * White paper with a hairline: a title, a caption (unit and period belong here), what one can do, and a body. `flush`
 * lets a table reach the edges. There is never a panel inside a panel. `tabs` stands where the title would.
 */
export function Panel(props: {
  readonly title?: string;
  readonly caption?: ReactNode;
  readonly actions?: ReactNode;
  readonly tabs?: ReactNode;
  readonly isFlush?: boolean;
  readonly footer?: ReactNode;
  readonly isBusy?: boolean;
  readonly children: ReactNode;
}) {
  const titleId = useId();
  return (
    <section
      className={styles.panel}
      aria-labelledby={props.title === undefined ? undefined : titleId}
      aria-busy={props.isBusy ?? false}
    >
      <header className={styles.header}>
        {props.title === undefined ? null : <h2 id={titleId}>{props.title}</h2>}
        {props.tabs}
        {props.caption === undefined ? null : <div className={styles.caption}>{props.caption}</div>}
        {props.actions === undefined ? null : <div className={styles.actions}>{props.actions}</div>}
      </header>
      <div className={props.isFlush === true ? styles.flush : styles.body}>{props.children}</div>
      {props.footer === undefined ? null : <footer className={styles.footer}>{props.footer}</footer>}
    </section>
  );
}
