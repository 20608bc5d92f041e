import type { Vote } from "#ledger-core/contract/api/consortium.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { SentenceView } from "#renderer/shared/ui/sentence-view.tsx";
import styles from "./consortium.module.css";
import { useConsortiumText } from "./text.ts";

type Voice = Vote["voted"][number];

/** Who has spoken on a vote and what they said, and who still may. */
export function VoteVoices({ vote }: { readonly vote: Vote }) {
  const text = useConsortiumText();
  const words = useWords();
  const format = useFormat();
  const reasons = vote.voted.filter(({ reason }) => reason !== "");
  return (
    <Panel title={text("voices.title")} caption={words(vote.label)}>
      <div className={styles.editorSide}>
        <SentenceView sentence={words(vote.sentence)} />
        {(["approve", "reject", "abstain", "return"] as const).map((choice) => (
          <Voices
            key={choice}
            title={text(`voices.${choice}`)}
            voices={vote.voted.filter((one) => one.choice === choice)}
          />
        ))}
        {vote.waiting.length === 0 ? null : (
          <section className={styles.voices}>
            <h3>
              {text("voices.waiting")} <span className={styles.quiet}>{formatCount(vote.waiting.length)}</span>
            </h3>
            <p className={styles.names}>
              {vote.waiting.map((department) => (
                <TextLink key={department.key} to={paths.department(department.key)}>
                  {words(department.short)}
                </TextLink>
              ))}
            </p>
          </section>
        )}
        {reasons.length === 0 ? null : (
          <section className={styles.voices}>
            <h3>{text("voices.reasons")}</h3>
            <dl className={styles.reasons}>
              {reasons.map(({ person, department, reason, time }) => (
                <div key={`${person.key} ${time}`}>
                  <dt>
                    {words(department.short)} <span className={styles.quiet}>{format.time(time)}</span>
                  </dt>
                  <dd>{reason}</dd>
                </div>
              ))}
            </dl>
          </section>
        )}
      </div>
    </Panel>
  );
}

function Voices({ title, voices }: { readonly title: string; readonly voices: readonly Voice[] }) {
  const words = useWords();
  if (voices.length === 0) return null;
  return (
    <section className={styles.voices}>
      <h3>
        {title} <span className={styles.quiet}>{formatCount(voices.length)}</span>
      </h3>
      <p className={styles.names}>
        {voices.map(({ person, department }) => (
          <TextLink key={person.key} to={paths.person(person.key)}>
            {words(department.short)}
          </TextLink>
        ))}
      </p>
    </section>
  );
}
