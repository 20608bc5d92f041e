import type { Agreement } from "#ledger-core/contract/api/catalog.ts";
import type { Duty, NegotiationTerms } from "#ledger-core/contract/api/catalog-care.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { useGoTo } from "#renderer/shared/navigation/view-state.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import {
  openAcceptForm,
  openCounterOfferForm,
  openCounterRequestForm,
  openFulfilForm,
  openReasonForm,
  openUseForm,
} from "./open-forms.ts";
import { useCatalogText } from "./text.ts";

type Found = {
  readonly agreement: Agreement;
  readonly terms: NegotiationTerms;
  readonly duties: readonly Duty[];
  readonly proposal: number | null;
  readonly may: {
    readonly accept: boolean;
    readonly counterRequest: boolean;
    readonly counterOffer: boolean;
    readonly terminate: boolean;
    readonly terminateByOrder: boolean;
    readonly use: boolean;
    readonly fulfil: boolean;
  };
};

/** What the person in session may do next about an agreement; the most likely one last and filled. */
export function AgreementActions({ found }: { readonly found: Found }) {
  const text = useCatalogText();
  const goTo = useGoTo();
  const { agreement, terms, duties, proposal, may } = found;
  const over = agreement.dataset.title;
  const isInForce = agreement.state === "FINALIZED";
  const end = { act: "terminate", agreement: agreement.key, over, isInForce, byOrder: may.terminateByOrder } as const;
  const ending = isInForce ? "terminate" : "stop";
  return (
    <>
      {may.terminate || may.terminateByOrder ? (
        <Button onClick={() => openReasonForm(end, text(`${ending}.title`))}>{text(`${ending}.action`)}</Button>
      ) : null}
      {may.fulfil ? (
        <Button onClick={() => openFulfilForm(agreement, duties, text("fulfil.title"))}>{text("fulfil.action")}</Button>
      ) : null}
      {may.counterRequest ? (
        <Button onClick={() => openCounterRequestForm(agreement, terms, text("counterRequest.title"))}>
          {text("counterRequest.action")}
        </Button>
      ) : null}
      {may.counterOffer ? (
        <Button onClick={() => openCounterOfferForm(agreement, terms, text("counterOffer.title"))}>
          {text("counterOffer.action")}
        </Button>
      ) : null}
      {proposal === null ? null : (
        <Button kind={may.counterOffer ? "primary" : "plain"} onClick={() => goTo(paths.inboxItem(proposal))}>
          {text("agreement.openItem")}
        </Button>
      )}
      {may.accept ? (
        <Button kind="primary" onClick={() => openAcceptForm(agreement, terms, text("accept.title"))}>
          {text("accept.action")}
        </Button>
      ) : null}
      {may.use ? (
        <Button kind="primary" onClick={() => openUseForm([agreement], text("use.title"))}>
          {text("use.action")}
        </Button>
      ) : null}
    </>
  );
}
