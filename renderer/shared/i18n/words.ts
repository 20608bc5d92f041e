import { useCallback } from "react";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";

/** The same in both languages, as the node gives it: words, or the parts of a sentence. */
export type InBothLanguages<Text> = { readonly zh: Text; readonly en: Text };

/** Picks the person's language from what the node gives in both: `words(department.name)`, `words(policy.sentence)`. */
export function useWords(): <Text>(both: InBothLanguages<Text>) => Text {
  const language = usePreferences((preferences) => preferences.language);
  return useCallback((both) => both[language], [language]);
}
