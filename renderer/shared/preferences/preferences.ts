import { create } from "zustand";
import type { ThemeName } from "#renderer/shared/theme/tokens.ts";

export type Language = "zh" | "en";

/** What one person chose for this window. Nothing here is about the ledger, so nothing here leaves the machine. */
export type Preferences = {
  readonly language: Language;
  readonly theme: ThemeName | "system";
  readonly textSizePercent: 100 | 110;
  readonly letterKeys: boolean;
};

const storageKey = "console.preferences";

function languageOfSystem(): Language {
  return navigator.language.toLowerCase().startsWith("zh") ? "zh" : "en";
}

/**
 * Reads stored preferences. What is missing or is not one of the choices falls back to the default, so a
 * hand-edited or older entry can never break the window.
 */
export function parsePreferences(stored: string | null, fallbackLanguage: Language): Preferences {
  let raw: unknown = {};
  try {
    raw = JSON.parse(stored ?? "{}");
  } catch {
    raw = {};
  }
  const found: Readonly<Record<string, unknown>> = typeof raw === "object" && raw !== null ? { ...raw } : {};
  const { language, theme, textSizePercent, letterKeys } = found;
  return {
    language: language === "zh" || language === "en" ? language : fallbackLanguage,
    theme: theme === "light" || theme === "dark" ? theme : "system",
    textSizePercent: textSizePercent === 110 ? 110 : 100,
    letterKeys: letterKeys !== false,
  };
}

function readStored(): string | null {
  try {
    return globalThis.localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** The store of preferences; `usePreferences((preferences) => preferences.language)` in a component. */
export const usePreferences = create<Preferences>(() => parsePreferences(readStored(), languageOfSystem()));

/** Changes preferences at once in every component, and remembers them for the next start where the window may store. */
export function savePreferences(changed: Partial<Preferences>): void {
  usePreferences.setState(changed);
  try {
    globalThis.localStorage.setItem(storageKey, JSON.stringify(usePreferences.getState()));
  } catch {
    // A window without storage still works; it forgets the choice when it closes.
  }
}
