import { useQuery } from "@tanstack/react-query";
import type { NegotiationTerms } from "#ledger-core/contract/api/catalog-care.ts";
import type { Agreement, DatasetDetail } from "#ledger-core/contract/api/catalog.ts";
import { counterOfferBody, offerAgreementBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import { fromJson } from "#ledger-core/contract/schema/json.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { openForm } from "./open-form.ts";
import { AreaField, ChoiceField } from "#renderer/shared/forms/fields.tsx";
import { draftOfPolicy, firstPolicy, policyJson } from "./policy-draft.ts";
import type { PolicyDraft } from "./policy-draft.ts";
import { missingInPolicy, PolicyEditor } from "./policy-editor.tsx";
import { catalogQueries } from "./queries.ts";
import { draftOfTerms, missingInTerms, TermsFields, termsOfDraft, usualLastDay } from "./terms-fields.tsx";
import type { TermsDraft } from "./terms-fields.tsx";
import { useCatalogText } from "./text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useMe } from "./who.ts";

type Values = PolicyDraft & TermsDraft & { readonly user: string; readonly message: string };

/** Opens the form by which the owner offers an agreement to one department. */
export function openOfferAgreementForm(dataset: DatasetDetail, label: string): void {
  const content = <OfferAgreementForm dataset={dataset} />;
  openForm({ name: `offer-agreement:${dataset.key}`, label, content });
}

function OfferAgreementForm({ dataset }: { readonly dataset: DatasetDetail }) {
  const text = useCatalogText();
  const words = useWords();
  const { handle } = useMe();
  const { nowSeconds } = useFormat();
  const departments = useQuery(catalogQueries.departments()).data?.departments ?? [];
  const draft = useDraft<Values>(`offer-agreement:${handle}:${dataset.key}`, {
    ...firstPolicy(dataset.sharing),
    purpose: "",
    useLimit: undefined,
    until: usualLastDay(nowSeconds),
    user: "",
    message: "",
  });
  const { values, change } = draft;
  const missing = [
    ...(values.user === "" ? [text("offerAgreement.user")] : []),
    ...missingInTerms(text, values),
    ...missingInPolicy(text, values, values.purpose),
  ];
  const act = useAct({
    kind: "catalog.offer-agreement",
    schema: offerAgreementBody,
    title: text("offerAgreement.title"),
    missing,
    body: {
      dataset: { kind: "key", key: dataset.key },
      user: Number(values.user),
      policy: policyJson(values),
      ...termsOfDraft(values),
      message: values.message.trim(),
    },
  });
  const user = departments.find(({ key }) => String(key) === values.user);
  const others = departments.filter(({ key, state }) => key !== dataset.owner.key && state === "active");
  return (
    <ActDrawer
      title={text("offerAgreement.title")}
      over={dataset.title}
      lead={text("offerAgreement.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={() => text("offer.terms")}
      button={text("offerAgreement.button")}
      sealedWords={text("offerAgreement.done")}
    >
      <ChoiceField
        label={text("offerAgreement.user")}
        isRequired
        value={values.user}
        isToChoose
        choices={others.map(({ key, name }) => ({ value: String(key), label: words(name) }))}
        onChange={(user) => change({ user })}
      />
      <TermsFields terms={values} onChange={change} />
      <PolicyEditor
        policy={values}
        purpose={values.purpose}
        user={user === undefined ? undefined : words(user.name)}
        onChange={change}
      />
      <MessageField value={values.message} onChange={(message) => change({ message })} />
    </ActDrawer>
  );
}

/** Opens the form by which the owner answers a request by other terms. */
export function openCounterOfferForm(agreement: Agreement, terms: NegotiationTerms, label: string): void {
  const content = <CounterOfferForm agreement={agreement} terms={terms} />;
  openForm({ name: `counter-offer:${agreement.key}`, label, content });
}

function CounterOfferForm({ agreement, terms }: { readonly agreement: Agreement; readonly terms: NegotiationTerms }) {
  const text = useCatalogText();
  const words = useWords();
  const { handle } = useMe();
  const read = fromJson(usePolicySchema, terms.policy);
  const draft = useDraft<Omit<Values, "user">>(`counter-offer:${handle}:${agreement.agreementHash}`, {
    ...(read.ok ? draftOfPolicy(read.value) : firstPolicy("conditional")),
    ...draftOfTerms(terms),
    message: "",
  });
  const { values, change } = draft;
  const missing = [
    ...missingInTerms(text, values),
    ...missingInPolicy(text, values, values.purpose),
    ...(values.message.trim() === "" ? [text("field.message")] : []),
  ];
  const act = useAct({
    kind: "catalog.counter-offer",
    schema: counterOfferBody,
    title: text("counterOffer.title"),
    missing,
    body: {
      agreement: agreement.key,
      agreementHash: agreement.agreementHash,
      policy: policyJson(values),
      ...termsOfDraft(values),
      message: values.message.trim(),
    },
  });
  return (
    <ActDrawer
      title={text("counterOffer.title")}
      over={agreement.dataset.title}
      lead={text("counterOffer.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={() => text("offer.terms")}
      button={text("counterOffer.button")}
      sealedWords={text("counterOffer.done")}
    >
      <TermsFields terms={values} onChange={change} />
      <PolicyEditor policy={values} purpose={values.purpose} user={words(agreement.user.name)} onChange={change} />
      <MessageField isRequired value={values.message} onChange={(message) => change({ message })} />
    </ActDrawer>
  );
}

function MessageField(props: {
  readonly value: string;
  readonly isRequired?: boolean;
  readonly onChange: (message: string) => void;
}) {
  const text = useCatalogText();
  return (
    <AreaField
      label={text("field.message")}
      note={text("field.messageNote")}
      isRequired={props.isRequired ?? false}
      rows={2}
      value={props.value}
      onChange={props.onChange}
    />
  );
}
