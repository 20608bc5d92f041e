import type { ReactNode } from "react";
import styles from "./timeline.module.css";
import { Seal } from "./seal.tsx";
import type { SealState } from "./seal.tsx";

export type TimelineItem = {
  readonly key: string | number;
  readonly time: string;
  readonly state: SealState;
  readonly entry?: number;
  readonly title: ReactNode;
  readonly detail?: ReactNode;
  readonly figure?: ReactNode;
};

/** What happened, newest first as given: clock, seal, who, why, and how much. `heading` names the day of the items. */
export function Timeline({ heading, items }: { readonly heading?: string; readonly items: readonly TimelineItem[] }) {
  return (
    <div className={styles.block}>
      {heading === undefined ? null : <h3 className={styles.heading}>{heading}</h3>}
      <ol className={styles.items}>
        {items.map((item) => (
          <li key={item.key} className={styles.item}>
            <time className={styles.time}>{item.time}</time>
            <span className={styles.mark}>
              <Seal state={item.state} compact entry={item.entry} />
            </span>
            <div className={styles.what}>
              <div className={styles.words} data-state={item.state}>
                <p className={styles.title}>{item.title}</p>
                {item.detail === undefined ? null : <p className={styles.detail}>{item.detail}</p>}
              </div>
              {item.figure === undefined ? null : <span className={styles.figure}>{item.figure}</span>}
            </div>
          </li>
        ))}
      </ol>
    </div>
  );
}
