import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { InboxDetail } from "#ledger-core/contract/api/inbox.ts";
import type { Problem, RowChange } from "#ledger-core/contract/api/shared.ts";
import { ChangesTable } from "#renderer/shared/changes/changes-table.tsx";
import type { ExtraChange } from "#renderer/shared/changes/changes-table.tsx";
import { useProblem } from "#renderer/shared/client/use-failure.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { inboxQueries } from "./queries.ts";
import styles from "./inbox.module.css";
import { useInboxText } from "./text.ts";

/** What the act will do, before and after: at once where this signature is the last, else once all have signed; or what it did. */
export function WhatHappens({ item }: { readonly item: InboxDetail }) {
  if (item.state === "executed") return <WhatHappened entry={item.lastEntry} />;
  return (
    <>
      {item.state === "blocked" && item.blocked !== null ? <Blocked item={item} /> : null}
      {item.preview === null ? null : <AfterMine item={item} preview={item.preview} />}
      {item.effect === null || item.preview?.state === "executed" ? null : (
        <AfterAll item={item} effect={item.effect} />
      )}
    </>
  );
}

function AfterMine({
  item,
  preview,
}: {
  readonly item: InboxDetail;
  readonly preview: NonNullable<InboxDetail["preview"]>;
}) {
  const text = useInboxText();
  const words = useWords();
  const format = useFormat();
  const isLast = preview.state === "executed";
  const after = preview.progress ?? item.progress;
  return (
    <section className={styles.section}>
      <h2>{text("after.heading")}</h2>
      {preview.problem === null ? (
        <>
          <ChangesTable
            label={text("after.heading")}
            beforeLabel={text("after.now")}
            afterLabel={text("after.you")}
            extra={approvalLines(item, after, isLast, text)}
            changes={isLast ? preview.changes.filter((change) => !isOfProposal(change, item.proposal)) : []}
          />
          <p className={styles.quiet}>
            {isLast ? text("after.last") : text("after.more", { count: Math.max(1, after.needed - after.filled) })}
            {words({ zh: "", en: " " })}
            {text("after.asOf", { height: format.height(preview.height) })}
          </p>
        </>
      ) : (
        <Refusal title={text("after.refused")} problem={preview.problem} />
      )}
    </section>
  );
}

function approvalLines(
  item: InboxDetail,
  after: { readonly filled: number; readonly needed: number },
  isLast: boolean,
  text: ReturnType<typeof useInboxText>,
): readonly ExtraChange[] {
  const said = ({ filled, needed }: typeof after) =>
    text("after.approvalsOf", { filled: formatCount(filled), needed: formatCount(needed) });
  return [
    ...(isLast
      ? [{ key: "state", label: text("after.state"), before: text("short.open"), after: text("short.executed") }]
      : []),
    {
      key: "approvals",
      label: text("after.approvals"),
      before: said(item.progress),
      after: isLast ? text("after.met", { needed: formatCount(item.progress.needed) }) : said(after),
    },
  ];
}

/** The vote itself and the proposal's own row are said in words above. */
function isOfProposal({ table, key }: RowChange, proposal: number): boolean {
  return table === "kernel.vote" || (table === "kernel.proposal" && key === proposal);
}

function AfterAll({
  item,
  effect,
}: {
  readonly item: InboxDetail;
  readonly effect: NonNullable<InboxDetail["effect"]>;
}) {
  const text = useInboxText();
  const format = useFormat();
  return (
    <section className={styles.section}>
      <h2>{text("after.heading.all")}</h2>
      {effect.problem === null ? (
        <>
          <ChangesTable
            label={text("after.heading.all")}
            beforeLabel={text("after.now")}
            afterLabel={text("after.all")}
            changes={effect.changes}
          />
          {item.preview === null ? (
            <p className={styles.quiet}>{text("after.asOf", { height: format.height(item.height) })}</p>
          ) : null}
        </>
      ) : (
        <Refusal title={text("after.effectRefused")} problem={effect.problem} />
      )}
    </section>
  );
}

function Refusal({ title, problem }: { readonly title: string; readonly problem: Problem }) {
  const describe = useProblem();
  const { title: cause, detail } = describe(problem);
  return (
    <Notice tone="refused" title={title}>
      <p>{cause}</p>
      {detail === undefined ? null : <p className={styles.quiet}>{detail}</p>}
    </Notice>
  );
}

function Blocked({ item }: { readonly item: InboxDetail }) {
  const text = useInboxText();
  const words = useWords();
  return (
    <Notice tone="pending" title={text("blocked.title")}>
      <p>{item.blocked === null ? "" : words(item.blocked)}</p>
      <p className={styles.quiet}>{text("blocked.next")}</p>
    </Notice>
  );
}

/** A few lines that must be read before anything is decided. */
export function Notice(props: {
  readonly tone: "pending" | "refused";
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <div className={styles.notice} data-tone={props.tone} role="status">
      <p className={styles.noticeTitle}>{props.title}</p>
      {props.children}
    </div>
  );
}

function WhatHappened({ entry }: { readonly entry: number }) {
  const text = useInboxText();
  const query = useQuery(inboxQueries.entry(entry));
  return (
    <section className={styles.section}>
      <h2>{text("done.heading")}</h2>
      <QueryPart query={query} what={text("done.heading")}>
        {({ changes }) => (
          <ChangesTable
            label={text("done.heading")}
            changes={changes.filter(({ table }) => table !== "kernel.vote" && table !== "kernel.proposal")}
          />
        )}
      </QueryPart>
    </section>
  );
}
