import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useMemo, useRef, useState } from "react";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { usePathPart, useViewState } from "#renderer/shared/navigation/view-state.ts";
import { ListAndItem } from "#renderer/shared/ui/page.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import { InboxItemView } from "./inbox-item.tsx";
import { InboxList } from "./inbox-list.tsx";
import { arrangeItems, itemAfter, parseInboxView } from "./inbox-view.ts";
import { LastAct } from "./last-act.tsx";
import type { Settled } from "./last-act.tsx";
import { inboxQueries } from "./queries.ts";
import styles from "./inbox.module.css";
import { useInboxText } from "./text.ts";

/** What waits for a signature: the list, and the chosen item with what would happen. Without one in the address the first is shown. */
export function InboxPage() {
  const text = useInboxText();
  const [view, changeView] = useViewState(parseInboxView);
  const describe = useFailure();
  const navigate = useNavigate();
  const list = useQuery(inboxQueries.list(view.box));
  const items = useMemo(() => arrangeItems(list.data?.items ?? [], view), [list.data, view]);
  const named = Number(usePathPart("item"));
  const selected = Number.isSafeInteger(named) && named > 0 ? named : items[0]?.proposal;
  const [settled, setSettled] = useState<Settled>();
  const pane = useRef<HTMLElement>(null);

  const open = (proposal: number | undefined) =>
    void navigate({
      to: proposal === undefined ? paths.inbox : paths.inboxItem(proposal),
      search: (previous: Record<string, unknown>) => previous,
      replace: true,
    });
  const goOn = (done: Settled) => {
    setSettled(done);
    // In the other boxes the item stays where it is, so the person goes on looking at it.
    if (view.box === "mine") open(itemAfter(items, done.proposal));
    setTimeout(() => pane.current?.focus());
  };

  return (
    <ListAndItem
      list={
        <>
          <InboxList
            view={view}
            answer={list.data}
            isFailed={list.isError}
            items={items}
            selected={selected}
            onSelect={open}
            onEnter={() => pane.current?.focus()}
            onChangeView={(changed) => {
              // Another box holds other items, so the one in the address is left behind.
              if (changed.box === undefined) changeView(changed);
              else void navigate({ to: paths.inbox, search: { ...view, ...changed } });
            }}
          >
            {list.isError ? <FailedNotice failure={describe(list.error)} onRetry={() => void list.refetch()} /> : null}
          </InboxList>
          {settled === undefined ? null : <LastAct settled={settled} onHide={() => setSettled(undefined)} />}
        </>
      }
      item={
        <section ref={pane} tabIndex={-1} className={styles.pane} aria-label={text("item")}>
          <InboxItemView key={selected} proposal={selected} onSettled={goOn} />
        </section>
      }
    />
  );
}
