import { retireBody, terminateBody, withdrawOfferBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { Schema } from "#ledger-core/contract/schema/schema.ts";
import type { ActionBody } from "#renderer/shared/signing/signing.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { openForm } from "./open-form.ts";
import { TextField } from "#renderer/shared/forms/fields.tsx";
import { ReasonField } from "#renderer/shared/forms/reason-field.tsx";
import { useCatalogText } from "./text.ts";
import { useFormText } from "#renderer/shared/forms/text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useMe } from "./who.ts";

/** What can be ended with nothing but a reason. */
type Ending =
  | { readonly act: "retire"; readonly dataset: number; readonly over: string }
  | { readonly act: "withdraw"; readonly offer: number; readonly over: string }
  | {
      readonly act: "terminate";
      readonly agreement: number;
      readonly over: string;
      /** What is not in force yet is a negotiation, and no use ends with it. */
      readonly isInForce: boolean;
      /** The data bureau ends what others agreed, which takes an order. */
      readonly byOrder: boolean;
    };

/** Opens the form that retires a dataset, withdraws an offer or ends an agreement. */
export function openReasonForm(ending: Ending, label: string): void {
  openForm({ name: nameOf(ending), label, content: <ReasonForm ending={ending} /> });
}

function nameOf(ending: Ending): string {
  switch (ending.act) {
    case "retire":
      return `retire:${ending.dataset}`;
    case "withdraw":
      return `withdraw:${ending.offer}`;
    case "terminate":
      return `terminate:${ending.agreement}`;
  }
}

function wordsOf(ending: Ending): "retire" | "withdraw" | "terminate" | "stop" {
  return ending.act === "terminate" && !ending.isInForce ? "stop" : ending.act;
}

type Values = { readonly reason: string; readonly orderNumber: string };

function actOf(
  ending: Ending,
  values: Values,
): { readonly kind: string; readonly schema: Schema<unknown>; readonly body: ActionBody } {
  const reason = values.reason.trim();
  switch (ending.act) {
    case "retire":
      return {
        kind: "catalog.retire",
        schema: retireBody,
        body: { dataset: { kind: "key", key: ending.dataset }, reason },
      };
    case "withdraw":
      return { kind: "catalog.withdraw-offer", schema: withdrawOfferBody, body: { offer: ending.offer, reason } };
    case "terminate":
      return {
        kind: "catalog.terminate",
        schema: terminateBody,
        body: { agreement: ending.agreement, reason, orderNumber: values.orderNumber.trim() },
      };
  }
}

function ReasonForm({ ending }: { readonly ending: Ending }) {
  const text = useCatalogText();
  const forms = useFormText();
  const { handle } = useMe();
  const draft = useDraft<Values>(`${nameOf(ending)}:${handle}`, { reason: "", orderNumber: "" });
  const { values, change } = draft;
  const asksOrder = ending.act === "terminate" && ending.byOrder;
  const missing = [
    ...(asksOrder && values.orderNumber.trim() === "" ? [text("field.orderNumber")] : []),
    ...(values.reason.trim() === "" ? [forms("reason")] : []),
  ];
  const said = wordsOf(ending);
  const title = text(`${said}.title`);
  const act = useAct({ ...actOf(ending, values), title, missing });
  return (
    <ActDrawer
      title={title}
      over={ending.over}
      lead={text(`${said}.lead`)}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={(path) => (path === "orderNumber" ? text("field.orderNumber") : forms("reason"))}
      button={text(`${said}.button`)}
      sealedWords={text(`${said}.done`)}
    >
      {asksOrder ? (
        <TextField
          isRequired
          label={text("field.orderNumber")}
          note={text("terminate.orderNote")}
          value={values.orderNumber}
          onChange={(orderNumber) => change({ orderNumber })}
        />
      ) : null}
      <ReasonField value={values.reason} onChange={(reason) => change({ reason })} />
    </ActDrawer>
  );
}
