import { useQuery } from "@tanstack/react-query";
import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { CONTEST_GROUNDS } from "#ledger-core/contract/schema/catalog.ts";
import { contestBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { openForm } from "./open-form.ts";
import { AreaField, ChoiceField } from "#renderer/shared/forms/fields.tsx";
import { catalogQueries } from "./queries.ts";
import { useCatalogText } from "./text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useMe } from "./who.ts";

/** Opens the form by which another department claims that a dataset is not its owner's, or not right. */
export function openContestForm(dataset: DatasetDetail, label: string): void {
  openForm({ name: `contest:${dataset.key}`, label, content: <ContestForm dataset={dataset} /> });
}

function ContestForm({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const contract = useContractWords();
  const me = useMe();
  const own = useQuery(catalogQueries.ownDatasets(me.department)).data?.rows ?? [];
  const draft = useDraft<{ ground: string; other: string; statement: string }>(`contest:${me.handle}:${dataset.key}`, {
    ground: "",
    other: "0",
    statement: "",
  });
  const { ground, other } = draft.values;
  const statement = draft.values.statement.trim();
  const missing = [
    ...(ground === "" ? [text("contest.ground")] : []),
    ...(statement === "" ? [text("contest.statement")] : []),
  ];
  const act = useAct({
    kind: "catalog.contest",
    schema: contestBody,
    title: text("contest.title"),
    missing,
    body: { dataset: { kind: "key", key: dataset.key }, ground, other: Number(other), statement },
  });
  return (
    <ActDrawer
      title={text("contest.title")}
      over={dataset.title}
      lead={text("contest.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={() => text("contest.statement")}
      button={text("contest.button")}
      sealedWords={text("contest.done")}
    >
      <ChoiceField
        label={text("contest.ground")}
        isRequired
        value={ground}
        isToChoose
        choices={CONTEST_GROUNDS.map((value) => ({
          value,
          label: contract.choiceAlone("catalog.contest", "ground", value),
        }))}
        onChange={(value) => draft.change({ ground: value })}
      />
      <ChoiceField
        label={text("contest.other")}
        note={text("contest.otherNote")}
        value={other}
        choices={[
          { value: "0", label: text("contest.noOther") },
          ...own.map(({ key, title }) => ({ value: String(key), label: title })),
        ]}
        onChange={(value) => draft.change({ other: value })}
      />
      <AreaField
        label={text("contest.statement")}
        note={text("contest.statementNote")}
        isRequired
        value={draft.values.statement}
        onChange={(value) => draft.change({ statement: value })}
      />
    </ActDrawer>
  );
}
