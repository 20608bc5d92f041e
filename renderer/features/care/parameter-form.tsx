import type { Parameter } from "#ledger-core/contract/schema/catalog.ts";
import { setParameterBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { openDrawer } from "#renderer/shared/drawer/drawer.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { CountField } from "#renderer/shared/forms/fields.tsx";
import { ReasonField } from "#renderer/shared/forms/reason-field.tsx";
import { useFormText } from "#renderer/shared/forms/text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useCareText } from "./text.ts";

type Given = { readonly name: Parameter; readonly value: number };

/** Opens the form by which the consortium sets one of the numbers that the catalogue judges by. */
export function openParameterForm(given: Given, label: string): void {
  const key = `care:parameter:${given.name}`;
  openDrawer({ key, label, content: <ParameterForm key={key} given={given} /> });
}

function ParameterForm({ given }: { readonly given: Given }) {
  const text = useCareText();
  const forms = useFormText();
  const draft = useDraft<{ value: number | undefined; reason: string }>(`parameter:${given.name}`, {
    value: given.value,
    reason: "",
  });
  const { value, reason } = draft.values;
  const missing = [
    ...(value === undefined ? [text("parameters.value")] : []),
    ...(reason.trim() === "" ? [forms("reason")] : []),
  ];
  const act = useAct({
    kind: "catalog.set-parameter",
    schema: setParameterBody,
    body: { parameter: { name: given.name, value: value ?? given.value }, reason: reason.trim() },
    title: text("parameters.title"),
    missing,
  });
  return (
    <ActDrawer
      title={text("parameters.title")}
      over={text(`parameter.${given.name}`)}
      lead={text(`parameter.${given.name}.note`)}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={() => text("parameters.value")}
      button={text("parameters.button")}
      sealedWords={text("parameters.done")}
    >
      <CountField
        label={text("parameters.value")}
        isRequired
        min={1}
        max={10_000}
        value={value}
        onChange={(changed) => draft.change({ value: changed })}
      />
      <ReasonField value={reason} onChange={(changed) => draft.change({ reason: changed })} />
    </ActDrawer>
  );
}
