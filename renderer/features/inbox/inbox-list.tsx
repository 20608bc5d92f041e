import { useRef } from "react";
import type { KeyboardEvent, ReactNode } from "react";
import type { InboxItem, OfferedTerms } from "#ledger-core/contract/api/inbox.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { useLetterKeys } from "#renderer/shared/keyboard/letter-keys.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { Button, KeyCap } from "#renderer/shared/ui/button.tsx";
import { Segments } from "#renderer/shared/ui/choices.tsx";
import { NameInTwo } from "#renderer/shared/ui/name-in-two.tsx";
import { ProgressInRow } from "#renderer/shared/ui/progress.tsx";
import { SealMark } from "#renderer/shared/ui/seal.tsx";
import { EmptyState, LoadingRows } from "#renderer/shared/ui/states.tsx";
import { boxes, isUrgent, kindsOf, restOf, sealOfState, sorts, titleOf } from "./inbox-view.ts";
import type { Box, InboxView, Sort } from "./inbox-view.ts";
import { OfferedTermsList } from "./offered-terms.tsx";
import styles from "./inbox.module.css";
import { useInboxText } from "./text.ts";

type Answer = {
  readonly items: readonly InboxItem[];
  readonly offered: readonly OfferedTerms[];
  readonly counts: Readonly<Record<Box, number>>;
};

type InboxListProps = {
  readonly view: InboxView;
  readonly answer: Answer | undefined;
  readonly isFailed: boolean;
  readonly items: readonly InboxItem[];
  readonly selected: number | undefined;
  readonly onSelect: (proposal: number) => void;
  /** Enter on an item: the keyboard goes on in the item itself. */
  readonly onEnter: () => void;
  readonly onChangeView: (changed: Partial<InboxView>) => void;
  readonly children?: ReactNode;
};

/** The list of one box. J and K move from anywhere on the page, arrows while the list has the keyboard. */
export function InboxList(props: InboxListProps) {
  const { view, answer, items, selected, onSelect, onChangeView } = props;
  const text = useInboxText();
  const list = useRef<HTMLUListElement>(null);
  const move = (step: number) => {
    const place = items.findIndex((item) => item.proposal === selected);
    const next = items[Math.max(0, place + step)];
    if (next === undefined || next.proposal === selected) return;
    onSelect(next.proposal);
    const button = list.current?.querySelector<HTMLElement>(`[data-proposal="${next.proposal}"]`);
    button?.scrollIntoView({ block: "nearest" });
    if (list.current?.contains(document.activeElement) === true) button?.focus();
  };
  useLetterKeys({ j: () => move(1), k: () => move(-1) });
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step === undefined) return;
    event.preventDefault();
    move(step);
  };
  return (
    <div className={styles.listFrame}>
      <header className={styles.listHeader}>
        <h1>{text("title")}</h1>
        <Segments
          label={text("box")}
          choices={boxes.map((box) => ({
            key: box,
            label: text(`box.${box}`),
            ...(answer !== undefined && box !== "done" && { count: formatCount(answer.counts[box]) }),
          }))}
          chosen={view.box}
          onChoose={(box) => onChangeView({ box })}
        />
      </header>
      <ListFilter view={view} items={answer?.items ?? []} onChangeView={onChangeView} />
      {props.children}
      {answer === undefined && !props.isFailed ? (
        <div className={styles.empty}>
          <LoadingRows rows={8} />
        </div>
      ) : null}
      <OfferedTermsList offered={view.kind === "" ? (answer?.offered ?? []) : []} />
      {answer !== undefined && items.length === 0 && (answer.offered.length === 0 || view.kind !== "") ? (
        <div className={styles.empty}>
          <Empty view={view} onChangeView={onChangeView} />
        </div>
      ) : null}
      <ul ref={list} className={styles.items} aria-label={text("list")} onKeyDown={onKeyDown}>
        {items.map((item, index) => {
          const isSelected = item.proposal === selected;
          const isEntry = isSelected || (index === 0 && !items.some((one) => one.proposal === selected));
          return (
            <li key={item.proposal}>
              <button
                type="button"
                className={styles.itemButton}
                data-proposal={item.proposal}
                aria-current={isSelected ? "true" : undefined}
                tabIndex={isEntry ? 0 : -1}
                onClick={() => {
                  onSelect(item.proposal);
                  if (isSelected) props.onEnter();
                }}
              >
                <ItemLines item={item} box={view.box} />
              </button>
            </li>
          );
        })}
      </ul>
      <p className={styles.listFoot}>
        <KeyCap label="J" /> <KeyCap label="K" /> {text("keys.move")} <KeyCap label="Enter" /> {text("keys.open")}
      </p>
    </div>
  );
}

function ItemLines({ item, box }: { readonly item: InboxItem; readonly box: Box }) {
  const text = useInboxText();
  const words = useWords();
  const format = useFormat();
  const isOver = box === "done";
  const rest = restOf(item, format.language);
  return (
    <>
      <span className={styles.over}>
        <span>{words(item.label)}</span>
        {isOver ? (
          <span>{format.time(item.opened)}</span>
        ) : (
          <span data-urgent={isUrgent(item.deadline, format.nowSeconds)} className={styles.left}>
            {format.left(item.deadline)}
          </span>
        )}
      </span>
      <span className={styles.itemTitle}>
        <NameInTwo name={titleOf(item, format.language)} />
      </span>
      {rest === "" ? null : <span className={styles.itemRest}>{rest}</span>}
      <span className={styles.under}>
        <span className={styles.from}>{words(item.department.short)}</span>
        {item.state === "open" ? (
          <ProgressInRow done={item.progress.filled} needed={item.progress.needed} />
        ) : (
          <span className={styles.state}>
            <SealMark state={sealOfState[item.state]} /> {text(`short.${item.state}`)}
          </span>
        )}
      </span>
    </>
  );
}

function ListFilter({
  view,
  items,
  onChangeView,
}: {
  readonly view: InboxView;
  readonly items: readonly InboxItem[];
  readonly onChangeView: (changed: Partial<InboxView>) => void;
}) {
  const text = useInboxText();
  const { language } = useFormat();
  const kinds = kindsOf(items, language);
  const isMissing = view.kind !== "" && !kinds.some(({ kind }) => kind === view.kind);
  return (
    <div className={styles.filter}>
      <select
        aria-label={text("kind")}
        value={view.kind}
        onChange={(event) => onChangeView({ kind: event.currentTarget.value })}
      >
        <option value="">{text("kind.all")}</option>
        {isMissing ? <option value={view.kind}>{view.kind}</option> : null}
        {kinds.map(({ kind, label }) => (
          <option key={kind} value={kind}>
            {label}
          </option>
        ))}
      </select>
      {view.box === "done" ? null : (
        <select
          aria-label={text("sort")}
          value={view.sort}
          onChange={(event) => onChangeView({ sort: event.currentTarget.value as Sort })}
        >
          {sorts.map((sort) => (
            <option key={sort} value={sort}>
              {text(`sort.${sort}`)}
            </option>
          ))}
        </select>
      )}
    </div>
  );
}

function Empty({
  view,
  onChangeView,
}: {
  readonly view: InboxView;
  readonly onChangeView: (changed: Partial<InboxView>) => void;
}) {
  const text = useInboxText();
  const goTo = useGoTo();
  if (view.kind !== "")
    return (
      <EmptyState
        title={text("empty.kind")}
        action={<Button onClick={() => onChangeView({ kind: "" })}>{text("empty.showAll")}</Button>}
      />
    );
  return (
    <EmptyState
      title={text(`empty.${view.box}`)}
      detail={text(`empty.${view.box}Detail`)}
      {...(view.box === "started" && {
        action: <Button onClick={() => goTo(paths.catalog)}>{text("empty.catalog")}</Button>,
      })}
    />
  );
}
