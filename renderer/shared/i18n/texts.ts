import i18next from "i18next";
import { useMemo } from "react";
import { initReactI18next, useTranslation } from "react-i18next";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import { isolated } from "./isolated.ts";

/** `things_one` and `things_other` are asked for as `things` with a `count`. */
type BaseKey<Key> = Key extends `${infer Base}_${"one" | "other"}` ? Base : Key;

/** Texts of one language: flat keys, `{{variable}}` for values, `**words**` for what must stand out. */
type Texts = Readonly<Record<string, string>>;

type Variables = Readonly<Record<string, string | number>>;

/** Gives the text of `key` in the person's language, with its variables filled in. */
export type TextOf<Key extends string> = (key: Key, variables?: Variables) => string;

/** A value must not switch emphasis on or off in a sentence that a person signs, nor turn the words around it. */
function withoutMarks(value: string): string {
  return isolated(value.replaceAll("**", "*\u200B*"));
}

void i18next.use(initReactI18next).init({
  lng: usePreferences.getState().language,
  fallbackLng: false,
  resources: {},
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  returnNull: false,
  interpolation: { escapeValue: true, escape: withoutMarks },
  react: { useSuspense: false },
});

usePreferences.subscribe(({ language }) => {
  if (i18next.language !== language) void i18next.changeLanguage(language);
});

/**
 * Registers the texts of one feature, complete in both languages, and gives the hook that reads them. A component
 * using the hook draws again when the language changes. `renderer/shared/i18n/texts.test.ts` holds every pair of
 * `zh.json` and `en.json` to the same keys and variables.
 */
export function createTexts<Zh extends Texts>(
  namespace: string,
  texts: { readonly zh: Zh; readonly en: Texts },
): () => TextOf<BaseKey<keyof Zh & string>> {
  i18next.addResourceBundle("zh", namespace, texts.zh);
  i18next.addResourceBundle("en", namespace, texts.en);
  return function useText() {
    const { t } = useTranslation(namespace);
    return useMemo(() => {
      return (key, variables) => {
        const name: string = key;
        return t(name, { ...variables, ns: namespace });
      };
    }, [t]);
  };
}
