import type { DepartmentDetail } from "#ledger-core/contract/api/consortium.ts";
import { memberRecoverBody } from "#ledger-core/contract/schema/governance.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { ReasonField } from "#renderer/shared/forms/reason-field.tsx";
import { useFormText } from "#renderer/shared/forms/text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { SealMark } from "#renderer/shared/ui/seal.tsx";
import styles from "./consortium.module.css";
import { KeyRequestField } from "./key-request-field.tsx";
import type { KeyRequestFile } from "./key-request-file.ts";
import { openForm } from "./open-form.ts";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

/** A department that nobody can keep any more, and the way back: a new administrator by a vote of the other departments. */
export function RecoveryNotice({ department }: { readonly department: DepartmentDetail }) {
  const text = useConsortiumText();
  const { may, isFounding } = useRights();
  // One that never had anybody has lost nothing, and the bureau enrols its first person.
  if (department.hasAdministrator || department.people === 0) return null;
  const mayBegin = may("member.recover", department.key);
  return (
    <section className={styles.founding} aria-label={text("recover.notice")}>
      <SealMark state="pending" size={20} />
      <div>
        <p className={styles.foundingTitle}>{text("recover.notice")}</p>
        <p>
          {text(
            department.state === "suspended" ? "recover.suspended" : isFounding ? "recover.founding" : "recover.detail",
          )}
        </p>
      </div>
      {mayBegin ? (
        <Button onClick={() => openRecoverForm(department, text("recover.title"))}>{text("recover.open")}</Button>
      ) : null}
    </section>
  );
}

function openRecoverForm(department: DepartmentDetail, label: string): void {
  openForm({
    name: `recover:${department.key}`,
    label,
    content: <RecoverForm key={department.key} department={department} />,
  });
}

type Values = { readonly request: KeyRequestFile | undefined; readonly reason: string };

function RecoverForm({ department }: { readonly department: DepartmentDetail }) {
  const text = useConsortiumText();
  const forms = useFormText();
  const words = useWords();
  const draft = useDraft<Values>(`recover:${department.key}`, { request: undefined, reason: "" }, "memory");
  const { request, reason } = draft.values;
  const missing = [
    ...(request === undefined ? [text("enrol.request")] : []),
    ...(reason.trim() === "" ? [forms("reason")] : []),
  ];
  const act = useAct({
    kind: "member.recover",
    schema: memberRecoverBody,
    body: {
      department: department.key,
      handle: request?.handle ?? "",
      publicKey: request?.publicKey ?? "",
      proof: request?.proof ?? "",
      reason: reason.trim(),
    },
    title: text("recover.title"),
    missing,
  });
  return (
    <ActDrawer
      title={text("recover.title")}
      over={words(department.name)}
      lead={text("recover.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={(path) => (path === "reason" ? forms("reason") : text("enrol.request"))}
      button={text("recover.button")}
      sealedWords={text("recover.done")}
    >
      <KeyRequestField request={request} onRequest={(read) => draft.change({ request: read })} />
      <ReasonField value={reason} onChange={(value) => draft.change({ reason: value })} />
    </ActDrawer>
  );
}
