import type { ReactNode } from "react";
import { partLanguages } from "#renderer/shared/i18n/two-languages.ts";
import { usePreferences } from "#renderer/shared/preferences/preferences.ts";
import styles from "./name-in-two.module.css";

/** A name with the reader's language first and what it says in the other one after it, quieter. `draw` draws each of the two. */
export function NameInTwo(props: { readonly name: string; readonly draw?: (part: string) => ReactNode }) {
  const language = usePreferences((preferences) => preferences.language);
  const { own, other } = partLanguages(props.name, language);
  const draw = props.draw ?? ((part: string) => part);
  return (
    <>
      {draw(own)}
      {other === "" ? null : <span className={styles.other}> {draw(other)}</span>}
    </>
  );
}
