import { Menu } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { useFrameText } from "#renderer/app/text.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { savePreferences, usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { useThemeName } from "#renderer/shared/theme/use-theme-name.ts";
import { Icon } from "#renderer/shared/ui/icon.tsx";
import { BrandMark } from "./brand-mark.tsx";
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

function LanguageMenu() {
  const text = useFrameText();
  const shared = useSharedText();
  const language = usePreferences((preferences) => preferences.language);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button
          type="button"
          className={styles.control}
          aria-label={`${text("language")}: ${shared(`language.${language}`)}`}
        >
          <Icon name="language" />
          <span className={styles.controlWord}>{shared(`language.${language}`)}</span>
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={language}
          onChange={(value) => savePreferences({ language: value === "en" ? "en" : "zh" })}
        >
          {(["zh", "en"] as const).map((choice) => (
            <Menu.RadioItem key={choice} value={choice} lang={choice === "zh" ? "zh-CN" : "en"}>
              {shared(`language.${choice}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}

function ThemeMenu() {
  const text = useFrameText();
  const theme = useThemeName();
  const chosen = usePreferences((preferences) => preferences.theme);
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <button
          type="button"
          className={styles.control}
          aria-label={`${text("theme")}: ${text(`theme.${chosen}`)}`}
          title={text("theme")}
        >
          <Icon name={theme === "dark" ? "moon" : "sun"} />
        </button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.RadioGroup
          value={chosen}
          onChange={(value) => savePreferences({ theme: value === "light" || value === "dark" ? value : "system" })}
        >
          {(["light", "dark", "system"] as const).map((choice) => (
            <Menu.RadioItem key={choice} value={choice}>
              {text(`theme.${choice}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
      </Menu.Dropdown>
    </Menu>
  );
}
