import { partLanguages } from "#renderer/shared/i18n/two-languages.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import styles from "./name-in-two.module.css";

/** A name with the reader's language first and what it says in the other one after it, quieter. */
export function NameInTwo({ name }: { readonly name: string }) {
  const language = usePreferences((preferences) => preferences.language);
  const { own, other } = partLanguages(name, language);
  return (
    <>
      {own}
      {other === "" ? null : <span className={styles.other}> {other}</span>}
    </>
  );
}
