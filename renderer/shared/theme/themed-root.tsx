import "./base.css";
import "@mantine/core/styles.layer.css";
import { MantineProvider } from "@mantine/core";
import { setNonce } from "get-nonce";
import { useEffect, useLayoutEffect } from "react";
import type { ReactNode } from "react";
import { findBridge } from "#renderer/shared/client/shell-bridge.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { cssVariablesResolver } from "./css-variables.ts";
import { mantineTheme } from "./mantine-theme.ts";
import { useThemeName } from "./use-theme-name.ts";

/** The nonce that the page's server put into the document; style sheets made at run time must carry it. */
export function styleNonce(): string {
  return document.querySelector<HTMLMetaElement>('meta[name="style-nonce"]')?.content ?? "";
}

setNonce(styleNonce());

/** Gives everything below it the tokens, Mantine's theme, the document's language and the person's text size. */
export function ThemedRoot({ children }: { readonly children: ReactNode }) {
  const theme = useThemeName();
  const language = usePreferences((preferences) => preferences.language);
  const chosenTheme = usePreferences((preferences) => preferences.theme);
  const textSizePercent = usePreferences((preferences) => preferences.textSizePercent);
  useLayoutEffect(() => {
    document.documentElement.style.setProperty("--text-zoom", String(textSizePercent / 100));
  }, [textSizePercent]);
  useLayoutEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  }, [language]);
  useEffect(() => findBridge()?.saveAppearance(language, chosenTheme), [language, chosenTheme]);
  return (
    <MantineProvider
      theme={mantineTheme}
      forceColorScheme={theme}
      cssVariablesResolver={cssVariablesResolver}
      getStyleNonce={styleNonce}
    >
      {children}
    </MantineProvider>
  );
}
