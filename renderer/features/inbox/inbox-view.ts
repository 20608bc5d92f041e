import type { InboxItem } from "#ledger-core/contract/api/inbox.ts";
import type { SealState } from "#renderer/shared/ui/seal.tsx";
import type { SentencePart } from "#renderer/shared/ui/sentence.ts";
import type { Language } from "#renderer/shared/preferences/preferences.ts";

export const boxes = ["mine", "started", "done"] as const;
export type Box = (typeof boxes)[number];

export const sorts = ["deadline", "newest"] as const;
export type Sort = (typeof sorts)[number];

/** The view of the inbox, as its address keeps it. `kind` is empty for all kinds. */
export type InboxView = { readonly box: Box; readonly sort: Sort; readonly kind: string };

/** Reads the view from an address; what is not understood falls back to what waits for me, nearest deadline first. */
export function parseInboxView(raw: Readonly<Record<string, unknown>>): InboxView {
  const box = boxes.find((one) => one === raw["box"]) ?? "mine";
  const sort = sorts.find((one) => one === raw["sort"]) ?? "deadline";
  return { box, sort, kind: typeof raw["kind"] === "string" ? raw["kind"] : "" };
}

/** The items of one kind in the order that is asked for; what is over has no deadline to hurry, so it stays newest first. */
export function arrangeItems(items: readonly InboxItem[], view: InboxView): readonly InboxItem[] {
  const ofKind = view.kind === "" ? items : items.filter((item) => item.kind === view.kind);
  if (view.box === "done") return ofKind;
  return ofKind.toSorted((left, right) =>
    view.sort === "newest" ? right.opened - left.opened : left.deadline - right.deadline,
  );
}

/** The kinds that occur, each once, by name. */
export function kindsOf(
  items: readonly InboxItem[],
  language: Language,
): readonly { readonly kind: string; readonly label: string }[] {
  const labels = new Map(items.map((item) => [item.kind, item.label[language]]));
  return [...labels]
    .map(([kind, label]) => ({ kind, label }))
    .toSorted((left, right) => left.label.localeCompare(right.label, language));
}

/** The item that follows one that is settled: the next, or the one before it at the end; undefined if there is no other. */
export function itemAfter(items: readonly InboxItem[], proposal: number): number | undefined {
  const place = items.findIndex((item) => item.proposal === proposal);
  return (items[place + 1] ?? items[place - 1])?.proposal;
}

/** The seal of a proposal in its state. */
export const sealOfState: Readonly<Record<InboxItem["state"], SealState>> = {
  open: "pending",
  returned: "pending",
  blocked: "pending",
  executed: "sealed",
  rejected: "refused",
  withdrawn: "refused",
  superseded: "refused",
  expired: "refused",
};

/** What an item is called in a list: the record that it is about, else the act itself. */
export function titleOf(item: InboxItem, language: Language): string {
  return item.about[language] === "" ? plain(item.sentence[language]) : item.about[language];
}

/** What the act says after it has named the record, which tells two acts on one record apart; empty where it names none. */
export function restOf(item: InboxItem, language: Language): string {
  const about = item.about[language];
  const sentence = plain(item.sentence[language]);
  const place = about === "" ? -1 : sentence.indexOf(about);
  if (place === -1) return "";
  const rest = sentence.slice(place + about.length).replace(/^[\s”，,：:；;。.]+/u, "");
  // In Chinese what is done to a record may stand behind it, as in “X”的申请提出其他条件：…; the list says that as the item's kind. What
  // else hangs on the record by 的 or 's is said without that, so that no line begins in the middle of a phrase. A person is the
  // record by post alone: the masked name follows it.
  const named = rest.replace(/^(\S\*{1,2})(?:的|'s)?[\s，,：:；;]*/u, language === "zh" ? "$1，" : "$1, ");
  return named.replace(/^(?:的[^，：。；（“]*：|的|'s\s+)/u, "");
}

function plain(parts: readonly SentencePart[]): string {
  return parts.map((part) => part.text).join("");
}

const urgentSeconds = 86_400;

/** Whether what waits is due within a day. */
export function isUrgent(deadline: number, nowSeconds: number): boolean {
  return deadline - nowSeconds < urgentSeconds;
}
