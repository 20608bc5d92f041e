import { useSyncExternalStore } from "react";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import type { ThemeName } from "./tokens.ts";

const darkQuery = "(prefers-color-scheme: dark)";

function subscribe(changed: () => void): () => void {
  const list = globalThis.matchMedia(darkQuery);
  list.addEventListener("change", changed);
  return () => list.removeEventListener("change", changed);
}

/** The theme in force: the person's choice, or the system's while they follow it. */
export function useThemeName(): ThemeName {
  const chosen = usePreferences((preferences) => preferences.theme);
  const systemIsDark = useSyncExternalStore(subscribe, () => globalThis.matchMedia(darkQuery).matches);
  if (chosen !== "system") return chosen;
  return systemIsDark ? "dark" : "light";
}
