import {
  delegationEndBody,
  foundingEndBody,
  keyRevokeBody,
  memberReinstateBody,
  memberSuspendBody,
  roleEndBody,
} from "#ledger-core/contract/schema/governance.ts";
import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import type { Schema } from "#ledger-core/contract/schema/schema.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { ReasonField } from "#renderer/shared/forms/reason-field.tsx";
import { useFormText } from "#renderer/shared/forms/text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import type { ActionBody } from "#renderer/shared/signing/signing.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import styles from "./consortium.module.css";
import { openNewKeyForm } from "./new-key-form.tsx";
import { openForm } from "./open-form.ts";
import { useConsortiumText } from "./text.ts";

/** Acts that need nothing but a reason. `over` names the record that they are about. */
type ReasonAct = { readonly over: string } & (
  | { readonly act: "suspend" | "reinstate"; readonly member: number }
  | { readonly act: "endDelegation"; readonly delegation: number }
  | { readonly act: "endRole"; readonly person: number; readonly role: string }
  | { readonly act: "revoke"; readonly publicKey: string; readonly person: PersonDetail }
  | { readonly act: "endFounding" }
);

/** Opens the form of an act that needs nothing but a reason. */
export function openReasonForm(given: ReasonAct, label: string): void {
  openForm({ name: nameOf(given), label, content: <ReasonForm key={nameOf(given)} given={given} /> });
}

function nameOf(given: ReasonAct): string {
  switch (given.act) {
    case "suspend":
    case "reinstate":
      return `${given.act}:${given.member}`;
    case "endDelegation":
      return `${given.act}:${given.delegation}`;
    case "endRole":
      return `${given.act}:${given.person}:${given.role}`;
    case "revoke":
      return `${given.act}:${given.publicKey}`;
    case "endFounding":
      return given.act;
  }
}

type Composed = { readonly kind: string; readonly schema: Schema<unknown>; readonly body: ActionBody };

function actOf(given: ReasonAct, reason: string): Composed {
  switch (given.act) {
    case "suspend":
      return { kind: "member.suspend", schema: memberSuspendBody, body: { member: given.member, reason } };
    case "reinstate":
      return { kind: "member.reinstate", schema: memberReinstateBody, body: { member: given.member, reason } };
    case "endDelegation":
      return { kind: "delegation.end", schema: delegationEndBody, body: { delegation: given.delegation, reason } };
    case "endRole":
      return { kind: "role.end", schema: roleEndBody, body: { person: given.person, role: given.role, reason } };
    case "revoke":
      return { kind: "key.revoke", schema: keyRevokeBody, body: { publicKey: given.publicKey, reason } };
    case "endFounding":
      return { kind: "founding.end", schema: foundingEndBody, body: { reason } };
  }
}

function ReasonForm({ given }: { readonly given: ReasonAct }) {
  const text = useConsortiumText();
  const forms = useFormText();
  const draft = useDraft(nameOf(given), { reason: "" });
  const reason = draft.values.reason.trim();
  const missing = reason === "" ? [forms("reason")] : [];
  const act = useAct({ ...actOf(given, reason), title: text(`${given.act}.title`), missing });
  return (
    <ActDrawer
      title={text(`${given.act}.title`)}
      over={given.over}
      lead={text(`${given.act}.lead`)}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={() => forms("reason")}
      button={text(`${given.act}.button`)}
      sealedWords={text(`${given.act}.done`)}
    >
      <ReasonField value={draft.values.reason} onChange={(value) => draft.change({ reason: value })} />
      {given.act === "revoke" && keepsLast.has(act.preview.data?.problem?.code ?? "") ? (
        <InsteadOfRevoking person={given.person} />
      ) : null}
    </ActDrawer>
  );
}

/** Why the ledger keeps a key: without it nobody could keep the department's people, or change its rules. */
const keepsLast: ReadonlySet<string> = new Set(["LAST_ADMIN", "POLICY_UNREACHABLE"]);

/** The last key that a department needs is not revoked: a new one takes its place in the same act. */
function InsteadOfRevoking({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  return (
    <div className={styles.instead}>
      <p>{text("revoke.instead")}</p>
      <Button size="small" onClick={() => openNewKeyForm(person, text("newKey.title"))}>
        {text("newKey.open")}
      </Button>
    </div>
  );
}
