import type { PersonBrief } from "#ledger-core/contract/api/shared.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import styles from "./consortium.module.css";

/** A person by post and masked name, as a link to their page. */
export function PersonLink({ person }: { readonly person: PersonBrief }) {
  const words = useWords();
  return (
    <TextLink to={paths.person(person.key)} className={styles.plainLink}>
      {words(person.title)}
      {person.maskedName === "" ? null : <span className={styles.masked}> {person.maskedName}</span>}
    </TextLink>
  );
}
