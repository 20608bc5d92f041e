import type { OfferedTerms } from "#ledger-core/contract/api/inbox.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { NameInTwo } from "#renderer/shared/ui/name-in-two.tsx";
import styles from "./inbox.module.css";
import own from "./offered-terms.module.css";
import { useInboxText } from "./text.ts";

/** Terms that wait for the department's answer: they are read and accepted on the page of the agreement. */
export function OfferedTermsList({ offered }: { readonly offered: readonly OfferedTerms[] }) {
  const text = useInboxText();
  const words = useWords();
  const format = useFormat();
  if (offered.length === 0) return null;
  return (
    <ul className={own.list} aria-label={text("offered")}>
      {offered.map(({ agreement, title, owner, until }) => (
        <li key={agreement}>
          <span className={styles.over}>
            <span>{text("offered.label")}</span>
            <span className={styles.left}>{format.left(until)}</span>
          </span>
          <TextLink to={paths.agreement(agreement)} className={styles.itemTitle}>
            <NameInTwo name={title} />
          </TextLink>
          <span className={styles.under}>
            <span className={styles.from}>{words(owner.short)}</span>
          </span>
        </li>
      ))}
    </ul>
  );
}
