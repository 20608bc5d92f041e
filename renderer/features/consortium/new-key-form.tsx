import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import { keyEnrolBody } from "#ledger-core/contract/schema/governance.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { ReasonField } from "#renderer/shared/forms/reason-field.tsx";
import { useFormText } from "#renderer/shared/forms/text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { KeyRequestField } from "./key-request-field.tsx";
import type { KeyRequestFile } from "./key-request-file.ts";
import { openForm } from "./open-form.ts";
import { usePersonAt } from "./person-at.ts";
import { useConsortiumText } from "./text.ts";

/** Opens the form that enrols a new key for somebody who has lost the old one, or its passphrase. */
export function openNewKeyForm(person: PersonDetail, label: string): void {
  openForm({ name: `newKey:${person.key}`, label, content: <NewKeyForm key={person.key} person={person} /> });
}

type Values = { readonly request: KeyRequestFile | undefined; readonly reason: string };

function NewKeyForm({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const forms = useFormText();
  const personAt = usePersonAt();
  const draft = useDraft<Values>(`newKey:${person.key}`, { request: undefined, reason: "" }, "memory");
  const { request, reason } = draft.values;
  const missing = [
    ...(request === undefined ? [text("enrol.request")] : []),
    ...(reason.trim() === "" ? [forms("reason")] : []),
  ];
  const act = useAct({
    kind: "key.enrol",
    schema: keyEnrolBody,
    body: {
      person: person.key,
      publicKey: request?.publicKey ?? "",
      proof: request?.proof ?? "",
      reason: reason.trim(),
    },
    title: text("newKey.title"),
    missing,
  });
  return (
    <ActDrawer
      title={text("newKey.title")}
      over={personAt(person)}
      lead={text("newKey.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={(path) => (path === "reason" ? forms("reason") : text("enrol.request"))}
      button={text("newKey.button")}
      sealedWords={text("newKey.done")}
    >
      <KeyRequestField request={request} handle={person.handle} onRequest={(read) => draft.change({ request: read })} />
      <ReasonField value={reason} onChange={(value) => draft.change({ reason: value })} />
    </ActDrawer>
  );
}
