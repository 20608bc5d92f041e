import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import { roleGrantBody } from "#ledger-core/contract/schema/governance.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { ChoiceField } from "#renderer/shared/forms/fields.tsx";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { endOfDate } from "#renderer/shared/forms/typed-day.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import { openForm } from "./open-form.ts";
import { usePersonAt } from "./person-at.ts";
import { rolesOfPeople } from "./roles-of-people.ts";
import { TermField } from "./term-field.tsx";
import { useConsortiumText } from "./text.ts";

/** Opens the form that gives a person a role. */
export function openGrantForm(person: PersonDetail, label: string): void {
  openForm({ name: `grant:${person.key}`, label, content: <GrantForm key={person.key} person={person} /> });
}

function GrantForm({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const personAt = usePersonAt();
  const contract = useConsortiumWords();
  const offered = rolesOfPeople.filter((role) => !person.roles.includes(role));
  const draft = useDraft(`grant:${person.key}`, { role: "", until: "" });
  const { values, change } = draft;
  const missing = values.role === "" ? [text("column.role")] : [];
  const act = useAct({
    kind: "role.grant",
    schema: roleGrantBody,
    // A term begins when it is sealed: the ledger takes no start that has passed.
    body: { person: person.key, role: values.role, from: 0, until: endOfDate(values.until) },
    title: text("grant.title"),
    missing,
  });
  return (
    <ActDrawer
      title={text("grant.title")}
      over={personAt(person)}
      lead={text("grant.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={(path) => (path === "role" ? text("column.role") : text("field.until"))}
      button={text("grant.button")}
      sealedWords={text("grant.done")}
    >
      <ChoiceField
        label={text("column.role")}
        isRequired
        value={values.role}
        isToChoose
        choices={offered.map((role) => ({ value: role, label: contract.role(role) }))}
        onChange={(role) => change({ role })}
      />
      <TermField value={values.until} onChange={(until) => change({ until })} />
    </ActDrawer>
  );
}
