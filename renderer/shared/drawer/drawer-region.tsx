import { useEffect, useRef } from "react";
import type { ReactNode } from "react";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { IconButton } from "#renderer/shared/ui/button.tsx";
import { NameInTwo } from "#renderer/shared/ui/name-in-two.tsx";
import styles from "./drawer.module.css";
import { closeDrawer, useDrawer } from "./drawer.ts";

/** The frame's place for the drawer: 500 px at the right, the page reflows beside it and nothing is covered. */
export function DrawerRegion() {
  const drawer = useDrawer();
  const region = useRef<HTMLElement>(null);
  const key = drawer?.key;
  useEffect(() => {
    if (key !== undefined) region.current?.focus();
  }, [key]);
  if (drawer === undefined) return null;
  return (
    <aside
      ref={region}
      className={styles.drawer}
      data-region="drawer"
      tabIndex={-1}
      aria-label={drawer.label}
      onKeyDown={(event) => {
        if (event.key !== "Escape" || event.defaultPrevented) return;
        event.preventDefault();
        closeDrawer();
      }}
    >
      {drawer.content}
    </aside>
  );
}

/** The parts of a drawer: a small line over its title, a body that scrolls, and a fixed foot for what one can do. */
export function DrawerLayout(props: {
  readonly over?: string;
  readonly title: string;
  readonly headerActions?: ReactNode;
  readonly children: ReactNode;
  readonly foot?: ReactNode;
}) {
  const text = useSharedText();
  return (
    <>
      <header className={styles.header}>
        <div className={styles.titles}>
          {props.over === undefined ? null : (
            <p className={styles.over}>
              <NameInTwo name={props.over} />
            </p>
          )}
          <h2 className={styles.title}>{props.title}</h2>
        </div>
        {props.headerActions}
        <IconButton icon="close" label={text("close")} onClick={closeDrawer} />
      </header>
      <div className={styles.body}>{props.children}</div>
      {props.foot === undefined ? null : <footer className={styles.foot}>{props.foot}</footer>}
    </>
  );
}
