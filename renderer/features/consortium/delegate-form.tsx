import { useQuery } from "@tanstack/react-query";
import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import { delegationGiveBody } from "#ledger-core/contract/schema/governance.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { DayField } from "#renderer/shared/forms/day-field.tsx";
import { ChoiceField, FieldPair } from "#renderer/shared/forms/fields.tsx";
import { ReasonField } from "#renderer/shared/forms/reason-field.tsx";
import { useFormText } from "#renderer/shared/forms/text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { endOfDate, startOfDate } from "#renderer/shared/forms/typed-day.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import { flawOfTerm } from "./delegation-standing.ts";
import { openForm } from "./open-form.ts";
import { usePersonAt } from "./person-at.ts";
import { consortiumQueries } from "./queries.ts";
import { useToday } from "./term-field.tsx";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

/** An administrator gives authority to others, which takes two persons: no one person can lend that. */
const neverLent: readonly string[] = ["admin", "device", "node", "citizen"];

/** The roles of one's own that one can lend now. */
export function useLendableRoles(): readonly string[] {
  const { me, time, may } = useRights();
  const own = useQuery(consortiumQueries.people()).data?.people.find(({ key }) => key === me?.key);
  if (own === undefined || !may("delegation.give", own.department.key)) return [];
  const held = own.terms.filter(({ from, until }) => from <= time && (until === 0 || time < until));
  return [...new Set(held.map(({ role }) => role))].filter((role) => !neverLent.includes(role));
}

/** Opens the form by which one lends a role of one's own. */
export function openDelegateForm(giver: PersonDetail, label: string): void {
  openForm({ name: `delegate:${giver.key}`, label, content: <DelegateForm key={giver.key} giver={giver} /> });
}

type Values = {
  readonly role: string;
  readonly receiver: number;
  readonly from: string;
  readonly until: string;
  readonly reason: string;
};

function DelegateForm({ giver }: { readonly giver: PersonDetail }) {
  const text = useConsortiumText();
  const forms = useFormText();
  const words = useWords();
  const contract = useConsortiumWords();
  const personAt = usePersonAt();
  const today = useToday();
  const { time } = useRights();
  const roles = useLendableRoles();
  const people = useQuery(consortiumQueries.people()).data?.people ?? [];
  const only = roles.length === 1 ? (roles[0] ?? "") : "";
  const draft = useDraft<Values>(`delegate:${giver.key}`, { role: only, receiver: 0, from: "", until: "", reason: "" });
  const { values, change } = draft;
  const holds = (person: PersonDetail): boolean =>
    person.terms.some(({ role, until }) => role === values.role && (until === 0 || until > time));
  const colleagues = people.filter(
    (person) =>
      person.state === "active" &&
      person.department.key === giver.department.key &&
      person.key !== giver.key &&
      !holds(person),
  );
  const [from, until] = [startOfDate(values.from), endOfDate(values.until)];
  const flaw = until === 0 ? undefined : flawOfTerm({ from, until }, time);
  const isThere = colleagues.some(({ key }) => key === values.receiver);
  const missing = [
    ...(roles.includes(values.role) ? [] : [text("column.role")]),
    ...(isThere ? [] : [text("delegate.receiver")]),
    ...(until === 0 ? [text("field.until")] : []),
    ...(flaw === undefined ? [] : [text(`delegate.flaw.${flaw}`)]),
    ...(values.reason.trim() === "" ? [forms("reason")] : []),
  ];
  const act = useAct({
    kind: "delegation.give",
    schema: delegationGiveBody,
    body: { receiver: values.receiver, role: values.role, from, until, reason: values.reason.trim() },
    title: text("delegate.title"),
    missing,
  });
  const title = (person: PersonDetail): string =>
    person.maskedName === "" ? words(person.title) : `${words(person.title)} ${person.maskedName}`;
  return (
    <ActDrawer
      title={text("delegate.title")}
      over={personAt(giver)}
      lead={text("delegate.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={(path) => (path === "reason" ? forms("reason") : text("column.role"))}
      button={text("delegate.button")}
      sealedWords={text("delegate.done")}
    >
      <ChoiceField
        label={text("column.role")}
        note={text("delegate.roleNote")}
        isRequired
        value={values.role}
        isToChoose
        choices={roles.map((role) => ({ value: role, label: contract.role(role) }))}
        onChange={(role) => change({ role })}
      />
      <ChoiceField
        label={text("delegate.receiver")}
        note={colleagues.length === 0 ? text("delegate.nobody") : undefined}
        isRequired
        value={isThere ? String(values.receiver) : ""}
        isToChoose
        choices={colleagues.map((person) => ({ value: String(person.key), label: title(person) }))}
        onChange={(receiver) => change({ receiver: Number(receiver) })}
      />
      <FieldPair>
        <DayField
          label={text("delegate.from")}
          note={text("delegate.fromNote")}
          value={values.from}
          min={today}
          onChange={(value) => change({ from: value })}
        />
        <DayField
          label={text("field.until")}
          note={text("delegate.untilNote")}
          isRequired
          value={values.until}
          min={values.from === "" ? today : values.from}
          onChange={(value) => change({ until: value })}
        />
      </FieldPair>
      <ReasonField value={values.reason} onChange={(reason) => change({ reason })} />
    </ActDrawer>
  );
}
