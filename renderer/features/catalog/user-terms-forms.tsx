import type { Duty, NegotiationTerms } from "#ledger-core/contract/api/catalog-care.ts";
import type { Agreement } from "#ledger-core/contract/api/catalog.ts";
import { agreementBody, counterRequestBody, fulfilBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { SentenceView } from "#renderer/shared/ui/sentence-view.tsx";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { openForm } from "./open-form.ts";
import { AreaField, ChoiceField } from "#renderer/shared/forms/fields.tsx";
import styles from "./forms.module.css";
import { purposesOffered } from "./offered-terms.ts";
import { draftOfTerms, missingInTerms, TermsFields, termsOfDraft } from "./terms-fields.tsx";
import type { TermsDraft } from "./terms-fields.tsx";
import { useCatalogText } from "./text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useMe } from "./who.ts";

/** Opens the form by which the using department takes the terms as they were offered. */
export function openAcceptForm(agreement: Agreement, terms: NegotiationTerms, label: string): void {
  const content = <AcceptForm agreement={agreement} terms={terms} />;
  openForm({ name: `accept:${agreement.key}`, label, content });
}

function AcceptForm({ agreement, terms }: { readonly agreement: Agreement; readonly terms: NegotiationTerms }) {
  const text = useCatalogText();
  const words = useWords();
  const draft = useDraft(`accept:${agreement.agreementHash}`, {});
  const act = useAct({
    kind: "catalog.accept",
    schema: agreementBody,
    title: text("accept.title"),
    missing: [],
    body: { agreement: agreement.key, agreementHash: agreement.agreementHash },
  });
  return (
    <ActDrawer
      title={text("accept.title")}
      over={agreement.dataset.title}
      lead={text("accept.lead")}
      draft={draft}
      act={act}
      missing={[]}
      fieldOf={() => text("offer.terms")}
      button={text("accept.button")}
      sealedWords={text("accept.done")}
    >
      <div className={styles.wholeSentence}>
        <p className={styles.groupName}>{text("offer.reads")}</p>
        <SentenceView sentence={words(terms.sentence)} />
      </div>
    </ActDrawer>
  );
}

/** Opens the form by which the using department answers an offer by asking for other terms. */
export function openCounterRequestForm(agreement: Agreement, terms: NegotiationTerms, label: string): void {
  const content = <CounterRequestForm agreement={agreement} terms={terms} />;
  openForm({ name: `counter-request:${agreement.key}`, label, content });
}

type Values = TermsDraft & { readonly justification: string };

function CounterRequestForm({ agreement, terms }: { readonly agreement: Agreement; readonly terms: NegotiationTerms }) {
  const text = useCatalogText();
  const { handle } = useMe();
  const draft = useDraft<Values>(`counter-request:${handle}:${agreement.agreementHash}`, {
    ...draftOfTerms(terms),
    justification: "",
  });
  const { values, change } = draft;
  const justification = values.justification.trim();
  const missing = [...missingInTerms(text, values), ...(justification === "" ? [text("field.justification")] : [])];
  const act = useAct({
    kind: "catalog.counter-request",
    schema: counterRequestBody,
    title: text("counterRequest.title"),
    missing,
    body: {
      agreement: agreement.key,
      agreementHash: agreement.agreementHash,
      ...termsOfDraft(values),
      justification,
    },
  });
  return (
    <ActDrawer
      title={text("counterRequest.title")}
      over={agreement.dataset.title}
      lead={text("counterRequest.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={() => text("offer.terms")}
      button={text("counterRequest.button")}
      sealedWords={text("counterRequest.done")}
    >
      <TermsFields terms={values} purposes={purposesOffered(terms.policy)} onChange={change} />
      <AreaField
        label={text("field.justification")}
        note={text("request.justificationNote")}
        isRequired
        value={values.justification}
        onChange={(changed) => change({ justification: changed })}
      />
    </ActDrawer>
  );
}

/** Opens the form by which the using department says that a duty is fulfilled. */
export function openFulfilForm(agreement: Agreement, duties: readonly Duty[], label: string): void {
  const content = <FulfilForm agreement={agreement} duties={duties} />;
  openForm({ name: `fulfil:${agreement.key}`, label, content });
}

function FulfilForm({ agreement, duties }: { readonly agreement: Agreement; readonly duties: readonly Duty[] }) {
  const text = useCatalogText();
  const open = duties.filter(({ state }) => !["fulfilled", "later", "given"].includes(state));
  const draft = useDraft<{ duty: string; statement: string }>(`fulfil:${agreement.key}`, {
    duty: open[0]?.duty ?? "",
    statement: "",
  });
  const { duty } = draft.values;
  const statement = draft.values.statement.trim();
  const missing = [
    ...(duty === "" ? [text("fulfil.duty")] : []),
    ...(statement === "" ? [text("fulfil.statement")] : []),
  ];
  const act = useAct({
    kind: "catalog.fulfil",
    schema: fulfilBody,
    title: text("fulfil.title"),
    missing,
    body: { agreement: agreement.key, duty, statement },
  });
  return (
    <ActDrawer
      title={text("fulfil.title")}
      over={agreement.dataset.title}
      lead={text("fulfil.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={() => text("fulfil.statement")}
      button={text("fulfil.button")}
      sealedWords={text("fulfil.done")}
    >
      <ChoiceField
        label={text("fulfil.duty")}
        isRequired
        value={duty}
        choices={open.map((one) => ({ value: one.duty, label: text(`duty.${one.duty}`) }))}
        onChange={(value) => draft.change({ duty: value })}
      />
      <AreaField
        label={text("fulfil.statement")}
        note={text("fulfil.statementNote")}
        isRequired
        value={draft.values.statement}
        onChange={(value) => draft.change({ statement: value })}
      />
    </ActDrawer>
  );
}
