import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { InboxDetail } from "#ledger-core/contract/api/inbox.ts";
import type { PersonBrief } from "#ledger-core/contract/api/shared.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { SignatureProgress } from "#renderer/shared/ui/progress.tsx";
import { Seal, SealMark } from "#renderer/shared/ui/seal.tsx";
import { SentenceView } from "#renderer/shared/ui/sentence-view.tsx";
import { inboxQueries } from "./queries.ts";
import styles from "./inbox.module.css";
import { useInboxText } from "./text.ts";

/** People named as those who may still sign, and signatures drawn, before the rest is asked for. */
const waitingShown = 6;
const signedShown = 7;

/** Beside the act: the policy, who has signed with what reason, who may still sign, and what any other decision leads to. */
export function ItemAside({ item }: { readonly item: InboxDetail }) {
  const text = useInboxText();
  const words = useWords();
  return (
    <div className={styles.side}>
      <section className={styles.section}>
        <h2>{text("policy.heading")}</h2>
        <SentenceView
          sentence={words(item.policy)}
          note={<Seal state="sealed" label={text("policy.entry")} entry={item.policyEntry} />}
        />
      </section>
      <Signed item={item} />
      {item.waiting.length === 0 ? null : <Waiting people={item.waiting} />}
      {item.may.vote ? <Otherwise item={item} /> : null}
    </div>
  );
}

function Signed({ item }: { readonly item: InboxDetail }) {
  const text = useInboxText();
  const words = useWords();
  const me = useQuery(inboxQueries.me()).data?.person;
  const count = (choice: "reject" | "abstain") =>
    item.signatures.filter((one) => one.choice === choice && one.round === item.round).length;
  const [showsAll, setShowsAll] = useState(false);
  const { signatures } = item;
  const shown =
    showsAll || signatures.length <= signedShown + 1
      ? signatures
      : [...signatures.slice(0, 1), ...signatures.slice(1 - signedShown)];
  const reasons = shown.filter(({ reason }) => reason !== "");
  return (
    <section className={styles.section}>
      <h2>{text("signed.heading")}</h2>
      <SignatureProgress
        approvals={item.progress.filled}
        rejections={count("reject")}
        abstentions={count("abstain")}
        needed={item.progress.needed}
      />
      <table className={styles.signers} aria-label={text("signed.heading")}>
        <tbody>
          {shown.map((signature) => (
            <SignedRow
              key={`${signature.entry} ${signature.person.key}`}
              signature={signature}
              item={item}
              mine={me?.key}
            />
          ))}
          {item.may.vote && me !== undefined ? (
            <tr data-waits="true">
              <td>{words(me.department.short)}</td>
              <td>
                {text("signed.you")}
                {comma()}
                {words(me.title)}
              </td>
              <td colSpan={2}>{text("signed.yourTurn")}</td>
              <td className={styles.mark}>
                <SealMark state="pending" />
              </td>
            </tr>
          ) : null}
        </tbody>
      </table>
      {shown.length < signatures.length ? (
        <div>
          <Button kind="link" size="small" onClick={() => setShowsAll(true)}>
            {text("signed.all", { count: formatCount(signatures.length) })}
          </Button>
        </div>
      ) : null}
      {reasons.map(({ person, reason, entry }) => (
        <p key={entry} className={styles.quiet}>
          {text("signed.reasonOf", { department: words(person.department.short), reason })}
        </p>
      ))}
    </section>
  );

  function comma(): string {
    return words({ zh: "，", en: ", " });
  }
}

function SignedRow({
  signature,
  item,
  mine,
}: {
  readonly signature: InboxDetail["signatures"][number];
  readonly item: InboxDetail;
  readonly mine: number | undefined;
}) {
  const text = useInboxText();
  const words = useWords();
  const format = useFormat();
  const { person, choice, round } = signature;
  const isLapsed = choice !== "propose" && round !== item.round;
  const note = isLapsed
    ? text("signed.lapsed", { round })
    : choice === "approve" && !signature.counts
      ? text("signed.notCounted")
      : undefined;
  return (
    <tr data-lapsed={isLapsed}>
      <td>{words(person.department.short)}</td>
      <td>
        {person.key === mine
          ? `${text("signed.you")}${words({ zh: "，", en: ", " })}${words(person.title)}`
          : personWords(person, words)}
      </td>
      <td className={styles.choice} data-choice={isLapsed ? undefined : choice}>
        {text(`signed.${choice}`)}
        {note === undefined ? null : <div className={styles.quiet}>{note}</div>}
      </td>
      <td className={styles.when}>{format.time(signature.time)}</td>
      <td className={styles.mark}>
        <Seal state="sealed" compact entry={signature.entry} />
      </td>
    </tr>
  );
}

type SayWords = ReturnType<typeof useWords>;

function personWords({ maskedName, title }: PersonBrief, words: SayWords): string {
  return maskedName === "" ? words(title) : `${maskedName}${words({ zh: "，", en: ", " })}${words(title)}`;
}

function Waiting({ people }: { readonly people: readonly PersonBrief[] }) {
  const text = useInboxText();
  const words = useWords();
  const [showsAll, setShowsAll] = useState(false);
  const shown = showsAll ? people : people.slice(0, waitingShown);
  return (
    <section className={styles.section}>
      <h2>{text("waiting.heading")}</h2>
      <ul className={styles.people}>
        {shown.map((person) => (
          <li key={person.key}>
            <span>{words(person.department.name)}</span> {personWords(person, words)}
          </li>
        ))}
      </ul>
      {people.length > shown.length ? (
        <div>
          <Button kind="link" size="small" onClick={() => setShowsAll(true)}>
            {text("waiting.all", { count: formatCount(people.length) })}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

function Otherwise({ item }: { readonly item: InboxDetail }) {
  const text = useInboxText();
  const words = useWords();
  const format = useFormat();
  const lines = [
    [text("else.reject"), text(item.rejectionEnds === true ? "else.rejectEnds" : "else.rejectWhat")],
    [text("else.return"), text("else.returnWhat", { department: words(item.department.name) })],
    [text("else.abstain"), text("else.abstainWhat")],
    [text("else.wait"), text("else.waitWhat", { time: format.time(item.deadline) })],
  ] as const;
  return (
    <section className={styles.section}>
      <h2>{text("else.heading")}</h2>
      <dl className={styles.elseList}>
        {lines.map(([choice, what]) => (
          <div key={choice}>
            <dt>{choice}</dt>
            <dd>{what}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
