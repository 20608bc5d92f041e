import { Fragment, useEffect } from "react";
import type { ReactNode } from "react";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { Icon } from "./icon.tsx";
import styles from "./page.module.css";

export type Crumb = {
  readonly label: string;
  readonly to: string;
  readonly search?: Readonly<Record<string, unknown>>;
};

/**
 * The head of a page: where it stands, its title (h1, also the window's title), a line beside it such as the seal, and
 * what one can do here. The last crumb is the page above this one.
 */
export function PageHeader(props: {
  readonly title: string;
  readonly crumbs?: readonly Crumb[];
  readonly beside?: ReactNode;
  readonly actions?: ReactNode;
  readonly lead?: ReactNode;
}) {
  const { title } = props;
  useEffect(() => {
    document.title = title;
  }, [title]);
  return (
    <header className={styles.header}>
      <div className={styles.titles}>
        {props.crumbs === undefined || props.crumbs.length === 0 ? null : <Breadcrumb crumbs={props.crumbs} />}
        <div className={styles.titleLine}>
          <h1>{title}</h1>
          {props.beside === undefined ? null : <div className={styles.beside}>{props.beside}</div>}
        </div>
        {props.lead === undefined ? null : <p className={styles.lead}>{props.lead}</p>}
      </div>
      {props.actions === undefined ? null : <div className={styles.actions}>{props.actions}</div>}
    </header>
  );
}

function Breadcrumb({ crumbs }: { readonly crumbs: readonly Crumb[] }) {
  return (
    <nav className={styles.crumbs} aria-label="breadcrumb">
      {crumbs.map(({ label, to, search }, index) => (
        <Fragment key={label}>
          {index > 0 && <Icon name="chevronRight" size={12} />}
          <TextLink to={to} {...(search !== undefined && { search })}>
            {label}
          </TextLink>
        </Fragment>
      ))}
    </nav>
  );
}

/** An ordinary page: header and panels below each other, 12 px apart, scrolling as one. */
export function Page({ children }: { readonly children: ReactNode }) {
  return <div className={styles.page}>{children}</div>;
}

/** A main column and a side column of 336 to 436 px that goes below where the window is narrow. */
export function Columns({ main, side }: { readonly main: ReactNode; readonly side: ReactNode }) {
  return (
    <div className={styles.columnsFrame}>
      <div className={styles.columns}>
        <div className={styles.stack}>{main}</div>
        <div className={styles.stack}>{side}</div>
      </div>
    </div>
  );
}

/** A list of 344 px and the chosen item beside it, each scrolling on its own. `bar` is fixed at the foot of the item. */
export function ListAndItem(props: { readonly list: ReactNode; readonly item: ReactNode; readonly bar?: ReactNode }) {
  return (
    <div className={styles.listAndItem}>
      <div className={styles.list}>{props.list}</div>
      <div className={styles.item}>
        <div className={styles.itemBody}>{props.item}</div>
        {props.bar}
      </div>
    </div>
  );
}
