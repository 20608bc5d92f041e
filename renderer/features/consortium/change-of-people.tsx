import { useQuery } from "@tanstack/react-query";
import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { DiffRow } from "#renderer/shared/ui/diff-row.tsx";
import styles from "./access.module.css";
import { PersonLink } from "./person-link.tsx";
import { changeOfPolicy } from "./policy-change.ts";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";

/** People that are listed one by one. */
const peopleShown = 8;

/** What a change of a policy would do if it were in force: who could sign from then on, who no longer could, and how few are enough. */
export function ChangeOfPeople(props: {
  readonly before: readonly PolicyCase[];
  readonly after: readonly PolicyCase[];
}) {
  const text = useConsortiumText();
  const people = useQuery(consortiumQueries.people()).data?.people;
  if (people === undefined) return null;
  const { gained, lost, fewest } = changeOfPolicy(people, props.before, props.after);
  return (
    <section className={styles.change} aria-label={text("whatIf.title")}>
      <h3>{text("whatIf.title")}</h3>
      <People kind="added" people={gained} heading={text("whatIf.gained", { count: gained.length })} />
      <People kind="removed" people={lost} heading={text("whatIf.lost", { count: lost.length })} />
      {fewest === undefined ? (
        <p>{text("whatIf.vote")}</p>
      ) : (
        <p className={fewest === 1 ? styles.warned : undefined}>{text("whatIf.fewest", { count: fewest })}</p>
      )}
    </section>
  );
}

function People(props: {
  readonly kind: "added" | "removed";
  readonly people: readonly PersonDetail[];
  readonly heading: string;
}) {
  const text = useConsortiumText();
  const words = useWords();
  const { people } = props;
  return (
    <div>
      <p>{props.heading}</p>
      {people.length === 0 ? null : (
        <ul>
          {people.slice(0, peopleShown).map((person) => (
            <li key={person.key}>
              <DiffRow kind={props.kind}>
                {words(person.department.name)} <PersonLink person={person} />
              </DiffRow>
            </li>
          ))}
        </ul>
      )}
      {people.length <= peopleShown ? null : <p>{text("leave.more", { count: people.length - peopleShown })}</p>}
    </div>
  );
}
