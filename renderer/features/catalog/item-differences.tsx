import type { Item } from "#ledger-core/contract/schema/catalog.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { isolated } from "#renderer/shared/i18n/isolated.ts";
import { BeforeAfter, DiffRow } from "#renderer/shared/ui/diff-row.tsx";
import { useCatalogText } from "./text.ts";
import { typeWords } from "./type-words.ts";

export type ItemDifference = {
  readonly name: string;
  readonly change: "added" | "removed" | "retyped" | "edited" | "unchanged";
  readonly before: Item | null;
  readonly after: Item | null;
};

/** Items of two lists, matched by name: what the new list changes, adds and leaves out. */
export function differences(before: readonly Item[], after: readonly Item[]): readonly ItemDifference[] {
  const old = new Map(before.map((item) => [item.name, item]));
  const kept = after.map((item): ItemDifference => {
    const earlier = old.get(item.name) ?? null;
    return { name: item.name, change: changeOf(earlier, item), before: earlier, after: item };
  });
  const names = new Set(after.map((item) => item.name));
  const removed = before.filter((item) => !names.has(item.name));
  return [
    ...kept,
    ...removed.map((item): ItemDifference => ({ name: item.name, change: "removed", before: item, after: null })),
  ];
}

function changeOf(before: Item | null, after: Item): ItemDifference["change"] {
  if (before === null) return "added";
  if (before.dataType !== after.dataType) return "retyped";
  return before.sensitivity === after.sensitivity && before.rule === after.rule ? "unchanged" : "edited";
}

/** What a new list of items changes, one line each; those that stay are counted. */
export function ItemDifferences({
  before,
  after,
}: {
  readonly before: readonly Item[];
  readonly after: readonly Item[];
}) {
  return <DifferenceRows found={differences(before, after)} />;
}

export function DifferenceRows({ found, note }: { readonly found: readonly ItemDifference[]; readonly note?: string }) {
  const text = useCatalogText();
  const changed = found.filter(({ change }) => change !== "unchanged");
  const unchanged = found.length - changed.length;
  return (
    <div>
      {changed.map((one) => (
        <DifferenceRow key={one.name} difference={one} />
      ))}
      <DiffRow kind="unchanged">
        {text("diff.unchanged", { count: unchanged })}
        {note}
      </DiffRow>
    </div>
  );
}

function DifferenceRow({ difference }: { readonly difference: ItemDifference }) {
  const text = useCatalogText();
  const contract = useContractWords();
  const { change, before, after } = difference;
  const name = isolated(difference.name);
  if (change === "added") {
    return (
      <DiffRow kind="added">
        <strong>{name}</strong> {text("diff.added", { type: typeWords(text, after?.dataType ?? "") })}
      </DiffRow>
    );
  }
  if (change === "removed") {
    return (
      <DiffRow kind="removed">
        <strong>{name}</strong> {text("diff.removed")}
      </DiffRow>
    );
  }
  const wordsOf = (item: Item | null): string =>
    change === "retyped"
      ? typeWords(text, item?.dataType ?? "")
      : [contract.choice("catalog.version", "sensitivity", item?.sensitivity ?? ""), item?.rule ?? ""]
          .filter((word) => word !== "")
          .join(text("comma"));
  return (
    <DiffRow kind="changed">
      <strong>{name}</strong> <BeforeAfter before={wordsOf(before)} after={wordsOf(after)} />
    </DiffRow>
  );
}
