import type { DepartmentDetail } from "#ledger-core/contract/api/consortium.ts";
import { memberRecoverBody } from "#ledger-core/contract/schema/governance.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { SealMark } from "#renderer/shared/ui/seal.tsx";
import styles from "./consortium.module.css";
import { KeyAndReasonForm } from "./key-and-reason-form.tsx";
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

function RecoverForm({ department }: { readonly department: DepartmentDetail }) {
  const words = useWords();
  return (
    <KeyAndReasonForm
      act="recover"
      about={department.key}
      over={words(department.name)}
      kind="member.recover"
      schema={memberRecoverBody}
      compose={(request) => ({ department: department.key, ...request })}
    />
  );
}
