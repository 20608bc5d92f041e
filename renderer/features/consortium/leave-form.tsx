import { useQuery } from "@tanstack/react-query";
import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import { personLeaveBody } from "#ledger-core/contract/schema/governance.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { ChoiceField } from "#renderer/shared/forms/fields.tsx";
import { ReasonField } from "#renderer/shared/forms/reason-field.tsx";
import { useFormText } from "#renderer/shared/forms/text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { QueryPart } from "#renderer/shared/ui/query-panel.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import styles from "./consortium.module.css";
import { openForm } from "./open-form.ts";
import { usePersonAt } from "./person-at.ts";
import { consortiumQueries } from "./queries.ts";
import { useConsortiumText } from "./text.ts";

/** Opens the form that records that somebody leaves, and hands over what they began. */
export function openLeaveForm(person: PersonDetail, label: string): void {
  openForm({ name: `leave:${person.key}`, label, content: <LeaveForm key={person.key} person={person} /> });
}

function LeaveForm({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const forms = useFormText();
  const words = useWords();
  const personAt = usePersonAt();
  const query = useQuery(consortiumQueries.leaving(person.key));
  const draft = useDraft(`leave:${person.key}`, { successor: 0, reason: "" });
  const { values, change } = draft;
  const { total = 0, successors = [] } = query.data ?? {};
  const successor = total > 0 && successors.some(({ key }) => key === values.successor) ? values.successor : 0;
  const missing = [
    ...(query.data === undefined ? [text("leave.open.title")] : []),
    ...(total > 0 && successor === 0 ? [text("leave.successor")] : []),
    ...(values.reason.trim() === "" ? [forms("reason")] : []),
  ];
  const act = useAct({
    kind: "person.leave",
    schema: personLeaveBody,
    body: { person: person.key, reason: values.reason.trim(), successor },
    title: text("leave.title"),
    missing,
  });
  return (
    <ActDrawer
      title={text("leave.title")}
      over={personAt(person)}
      lead={text("leave.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={(path) => (path === "successor" ? text("leave.successor") : forms("reason"))}
      button={text("leave.button")}
      sealedWords={text("leave.done")}
    >
      <Ending person={person} />
      <section className={styles.voices} aria-label={text("leave.open.title")}>
        <h3>{text("leave.open.title")}</h3>
        <QueryPart query={query} what={text("leave.open.title")} loadingRows={3}>
          {() => <OpenItems person={person} />}
        </QueryPart>
      </section>
      {total === 0 ? null : (
        <ChoiceField
          label={text("leave.successor")}
          note={text(successors.length === 0 ? "leave.nobody" : "leave.successorNote")}
          isRequired
          value={successor === 0 ? "" : String(successor)}
          isToChoose
          choices={successors.map(({ key, title, maskedName }) => ({
            value: String(key),
            label: maskedName === "" ? words(title) : `${words(title)} ${maskedName}`,
          }))}
          onChange={(value) => change({ successor: Number(value) })}
        />
      )}
      <ReasonField value={values.reason} onChange={(reason) => change({ reason })} />
    </ActDrawer>
  );
}

/** What ends with the departure. */
function Ending({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const leaving = useQuery(consortiumQueries.leaving(person.key)).data;
  if (leaving === undefined) return null;
  const { keys, roles, delegations } = leaving;
  const lines = [
    keys === 0 ? text("leave.noKeys") : text("leave.keys", { count: keys }),
    roles.length === 0
      ? text("leave.noRoles")
      : text("leave.roles", { roles: roles.map(contract.role).join(text("comma")) }),
    ...(delegations.given === 0 ? [] : [text("leave.given", { count: delegations.given })]),
    ...(delegations.received === 0 ? [] : [text("leave.received", { count: delegations.received })]),
  ];
  return (
    <section className={styles.voices} aria-label={text("leave.ends")}>
      <h3>{text("leave.ends")}</h3>
      <ul className={styles.plainList}>
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </section>
  );
}

function OpenItems({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const words = useWords();
  const format = useFormat();
  const contract = useConsortiumWords();
  const leaving = useQuery(consortiumQueries.leaving(person.key)).data;
  if (leaving === undefined) return null;
  const { proposals, total } = leaving;
  if (total === 0) return <p className={styles.quiet}>{text("leave.nothingOpen")}</p>;
  return (
    <>
      <ul className={styles.openItems}>
        {proposals.map(({ proposal, label, about, state, deadline }) => (
          <li key={proposal}>
            <TextLink to={paths.inboxItem(proposal)}>
              {words(label)}
              {words(about) === "" ? null : `${text("colon")}${words(about)}`}
            </TextLink>
            <span className={styles.quiet}>
              {state === "open" ? format.left(deadline) : contract.state("kernel.proposal", state)}
            </span>
          </li>
        ))}
      </ul>
      {total > proposals.length ? (
        <p className={styles.quiet}>{text("leave.more", { count: formatCount(total - proposals.length) })}</p>
      ) : null}
    </>
  );
}
