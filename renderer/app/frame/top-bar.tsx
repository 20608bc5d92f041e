import { Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useFrameText } from "#renderer/app/text.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { Icon } from "#renderer/shared/ui/icon.tsx";
import { BrandMark } from "./brand-mark.tsx";
import { LanguageMenu, ThemeMenu } from "./choice-menus.tsx";
import styles from "./frame.module.css";
import { SearchBox } from "./search-box.tsx";
import type { StatusFacts } from "./status-line.tsx";

/** The top bar: search, what time the pages show, language, theme, and who I am (`identity`). */
export function TopBar({ facts, identity }: { readonly facts: StatusFacts | undefined; readonly identity: ReactNode }) {
  const text = useFrameText();
  return (
    <header className={styles.top} data-region="top" tabIndex={-1} aria-label={text("topBar")}>
      <Link to="/" className={styles.brand}>
        <BrandMark />
        <span>{text("product")}</span>
      </Link>
      <SearchBox />
      <div className={styles.topEnd}>
        <NowMenu facts={facts} />
        <LanguageMenu />
        <ThemeMenu />
        {identity}
      </div>
    </header>
  );
}

function NowMenu({ facts }: { readonly facts: StatusFacts | undefined }) {
  const text = useFrameText();
  const format = useFormat();
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button type="button" className={styles.control}>
          <Icon name="clock" />
          {text("now")}
          <Icon name="chevronDown" size={12} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <p className={styles.menuNote}>
          {facts?.blockTime === undefined
            ? text("status.connecting")
            : text("now.note", { height: format.height(facts.height), time: format.time(facts.blockTime) })}
        </p>
      </Menu.Dropdown>
    </Menu>
  );
}
