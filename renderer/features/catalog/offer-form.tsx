import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { offerBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { openForm } from "./open-form.ts";
import { firstPolicy, policyJson } from "./policy-draft.ts";
import type { PolicyDraft } from "./policy-draft.ts";
import { missingInPolicy, PolicyEditor } from "./policy-editor.tsx";
import { useCatalogText } from "./text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useMe } from "./who.ts";

/** Opens the form in which the owner says on which terms a dataset may be used. */
export function openOfferForm(dataset: DatasetDetail, label: string): void {
  openForm({ name: `offer:${dataset.key}`, label, content: <OfferForm dataset={dataset} /> });
}

function OfferForm({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const { handle } = useMe();
  const draft = useDraft<PolicyDraft>(`offer:${handle}:${dataset.key}`, firstPolicy(dataset.sharing));
  const { values, change } = draft;
  const missing = missingInPolicy(text, values);
  const act = useAct({
    kind: "catalog.offer",
    schema: offerBody,
    title: text("offer.title"),
    missing,
    body: { dataset: { kind: "key", key: dataset.key }, policy: policyJson(values) },
  });
  return (
    <ActDrawer
      title={text("offer.title")}
      over={dataset.title}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={() => text("offer.terms")}
      button={text("offer.button")}
      sealedWords={text("offer.done")}
    >
      <PolicyEditor policy={values} onChange={change} />
    </ActDrawer>
  );
}
