import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { InboxDetail } from "#ledger-core/contract/api/inbox.ts";
import { BodyFields, UnchangedFields } from "#renderer/shared/changes/body-fields.tsx";
import { bodyFields } from "#renderer/shared/changes/body-words.ts";
import { isFingerprint } from "#renderer/shared/changes/value-words.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { ownLanguageFirst } from "#renderer/shared/i18n/two-languages.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { PageHeader } from "#renderer/shared/ui/page.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { Seal } from "#renderer/shared/ui/seal.tsx";
import { Sentence } from "#renderer/shared/ui/sentence-view.tsx";
import { AmendForm } from "./amend-form.tsx";
import { sealOfState } from "./inbox-view.ts";
import { ItemAside } from "./item-aside.tsx";
import { DecisionFoot, OwnFoot } from "./item-foot.tsx";
import type { Settled } from "./last-act.tsx";
import { inboxQueries } from "./queries.ts";
import styles from "./inbox.module.css";
import { useInboxText } from "./text.ts";
import { WhatHappens } from "./what-happens.tsx";

/** One proposal: what is asked and by whom, what will happen, under which policy, who has signed, and what one can do. */
export function InboxItemView({
  proposal,
  onSettled,
}: {
  readonly proposal: number | undefined;
  readonly onSettled: (settled: Settled) => void;
}) {
  const text = useInboxText();
  const query = useQuery({ ...inboxQueries.item(proposal ?? 0), enabled: proposal !== undefined });
  if (proposal === undefined) return <p className={styles.none}>{text("item.none")}</p>;
  if (query.data === undefined)
    return (
      <div className={styles.none}>
        <QueryPart query={query} what={text("item.reading")} loadingRows={10}>
          {() => null}
        </QueryPart>
      </div>
    );
  return <Item item={query.data} onSettled={onSettled} />;
}

function Item({ item, onSettled }: { readonly item: InboxDetail; readonly onSettled: (settled: Settled) => void }) {
  const [isAmending, setIsAmending] = useState(false);
  const settle = (settled: Settled) => {
    setIsAmending(false);
    onSettled(settled);
  };
  return (
    <div className={styles.frame}>
      <div className={styles.scroll}>
        <ItemHead item={item} />
        <div className={styles.columns}>
          <div className={styles.main}>
            {isAmending ? (
              <AmendForm item={item} onSettled={settle} onCancel={() => setIsAmending(false)} />
            ) : (
              <>
                <WhatHappens item={item} />
                <AboutRecord item={item} />
                <Body item={item} />
              </>
            )}
          </div>
          <ItemAside item={item} />
        </div>
      </div>
      {item.may.vote ? <DecisionFoot item={item} onSettled={settle} /> : null}
      {!item.may.vote && !isAmending && (item.may.withdraw || item.may.retry) ? (
        <OwnFoot item={item} onSettled={settle} onAmend={() => setIsAmending(true)} />
      ) : null}
    </div>
  );
}

function ItemHead({ item }: { readonly item: InboxDetail }) {
  const text = useInboxText();
  const words = useWords();
  const format = useFormat();
  const about = ownLanguageFirst(words(item.about), format.language);
  const label = words(item.label);
  const { title, maskedName, department } = item.proposer;
  const person = words({
    zh: `${title.zh}${maskedName}`,
    en: `${maskedName}${maskedName === "" ? "" : ", "}${title.en}`,
  });
  return (
    <div className={styles.head}>
      <PageHeader
        title={about === "" ? label : `${label}${format.language === "zh" ? "：" : ": "}${about}`}
        beside={
          <>
            <Seal
              state={sealOfState[item.state]}
              label={text(`state.${item.state}`, { ...item.progress })}
              entry={item.lastEntry}
            />
            {item.round > 1 ? <span className={styles.quiet}>{text("round", { round: item.round })}</span> : null}
          </>
        }
        lead={<Sentence text={words(item.sentence)} />}
      />
      <p className={styles.asked}>
        <span>{text("asked", { person, department: words(department.name), time: format.time(item.opened) })}</span>
        <RecordLink item={item} />
      </p>
    </div>
  );
}

/** The record that the act is about, as it stands, where the act changes it. */
function findSubject({ effect, subjectTable, subjectKey }: InboxDetail) {
  return effect?.changes.find(({ table, key }) => table === subjectTable && key === subjectKey);
}

function AboutRecord({ item }: { readonly item: InboxDetail }) {
  const text = useInboxText();
  const subject = findSubject(item);
  // A record that is only now made is whole in what happens, and a policy is its own name and cases.
  if (subject === undefined || subject.before === null || subject.table === "kernel.policy") return null;
  return (
    <section className={styles.section}>
      <h2>{text("record.heading")}</h2>
      <UnchangedFields change={subject} />
    </section>
  );
}

/** What is signed field by field, unless it only names a record. */
function Body({ item }: { readonly item: InboxDetail }) {
  const text = useInboxText();
  const said = bodyFields(item.body).filter(({ value }) => typeof value === "string" || Array.isArray(value));
  if (said.every(({ value }) => isFingerprint(value))) return null;
  return (
    <details className={styles.details}>
      <summary>{text("body.heading")}</summary>
      <BodyFields kind={item.kind} body={item.body} />
    </details>
  );
}

/** A link to the record that the act is about, where it has a page. */
function RecordLink({ item }: { readonly item: InboxDetail }) {
  const text = useInboxText();
  const change = findSubject(item);
  const row = change?.before ?? change?.after;
  const dataset =
    item.subjectTable === "catalog.dataset"
      ? item.subjectKey
      : typeof row === "object" && row !== null && "dataset" in row
        ? row.dataset
        : undefined;
  const address =
    typeof dataset === "number"
      ? paths.dataset(dataset)
      : item.subjectTable === "kernel.member"
        ? paths.department(item.subjectKey)
        : item.subjectTable === "kernel.person"
          ? paths.person(item.subjectKey)
          : undefined;
  return address === undefined ? null : <TextLink to={address}>{text("openRecord")}</TextLink>;
}
