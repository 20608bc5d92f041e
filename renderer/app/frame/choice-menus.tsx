import { Menu } from "@mantine/core";
import { useFrameText } from "#renderer/app/text.ts";
import { useSharedText } from "#renderer/shared/i18n/shared-texts.ts";
import { savePreferences, usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { useThemeName } from "#renderer/shared/theme/use-theme-name.ts";
import { Icon } from "#renderer/shared/ui/icon.tsx";
import styles from "./frame.module.css";

/** The two languages, each in its own words. */
export function LanguageMenu() {
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

/** Light, dark, or as the system. */
export function ThemeMenu() {
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
