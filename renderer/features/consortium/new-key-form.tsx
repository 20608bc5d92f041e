import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import { keyEnrolBody } from "#ledger-core/contract/schema/governance.ts";
import { KeyAndReasonForm } from "./key-and-reason-form.tsx";
import { openForm } from "./open-form.ts";
import { usePersonAt } from "./person-at.ts";

/** Opens the form that enrols a new key for somebody who has lost the old one, or its passphrase. */
export function openNewKeyForm(person: PersonDetail, label: string): void {
  openForm({ name: `newKey:${person.key}`, label, content: <NewKeyForm key={person.key} person={person} /> });
}

function NewKeyForm({ person }: { readonly person: PersonDetail }) {
  const personAt = usePersonAt();
  return (
    <KeyAndReasonForm
      act="newKey"
      about={person.key}
      over={personAt(person)}
      handle={person.handle}
      kind="key.enrol"
      schema={keyEnrolBody}
      compose={({ publicKey, proof }) => ({ person: person.key, publicKey, proof })}
    />
  );
}
