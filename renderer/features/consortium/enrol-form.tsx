import { useQuery } from "@tanstack/react-query";
import { personEnrolBody } from "#ledger-core/contract/schema/governance.ts";
import type { Role } from "#ledger-core/contract/schema/policy.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { ChecksField, ChoiceField } from "#renderer/shared/forms/fields.tsx";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { endOfDate } from "#renderer/shared/forms/typed-day.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import { KeyRequestField } from "./key-request-field.tsx";
import type { KeyRequestFile } from "./key-request-file.ts";
import { openForm } from "./open-form.ts";
import { consortiumQueries } from "./queries.ts";
import { rolesOfPeople } from "./roles-of-people.ts";
import { TermField } from "./term-field.tsx";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

/** Opens the form that enrols a person from the request that their own machine made. */
export function openEnrolForm(department: number, label: string): void {
  openForm({ name: `enrol:${department}`, label, content: <EnrolForm key={department} department={department} /> });
}

type Values = {
  readonly department: number;
  readonly request: KeyRequestFile | undefined;
  readonly roles: readonly Role[];
  readonly until: string;
};

function EnrolForm({ department }: { readonly department: number }) {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  const { may } = useRights();
  const departments = useQuery(consortiumQueries.departments()).data?.departments ?? [];
  const initial: Values = { department, request: undefined, roles: ["officer"], until: "" };
  const draft = useDraft<Values>(`enrol:${department}`, initial, "memory");
  const { values, change } = draft;
  const { request } = values;
  const missing = [
    ...(request === undefined ? [text("enrol.request")] : []),
    ...(values.roles.length === 0 ? [text("column.roles")] : []),
  ];
  const act = useAct({
    kind: "person.enrol",
    schema: personEnrolBody,
    body: {
      department: values.department,
      handle: request?.handle ?? "",
      publicKey: request?.publicKey ?? "",
      proof: request?.proof ?? "",
      roles: values.roles.map((role) => ({ role, until: endOfDate(values.until) })),
    },
    title: text("enrol.title"),
    missing,
  });
  return (
    <ActDrawer
      title={text("enrol.title")}
      over={words(departments.find(({ key }) => key === values.department)?.name ?? { zh: "", en: "" })}
      lead={text("enrol.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={(path) => (path === "roles" ? text("column.roles") : text("enrol.request"))}
      button={text("enrol.button")}
      sealedWords={text("enrol.done")}
    >
      <KeyRequestField request={request} onRequest={(read) => change({ request: read })} />
      <ChoiceField
        label={text("column.department")}
        isRequired
        value={String(values.department)}
        choices={departments
          .filter(
            ({ key, state, people }) =>
              key === values.department ||
              (state === "active" && may("person.enrol", key, { level: Math.min(people, 2) })),
          )
          .map(({ key, name }) => ({ value: String(key), label: words(name) }))}
        onChange={(value) => change({ department: Number(value) })}
      />
      <ChecksField
        label={text("column.roles")}
        value={values.roles}
        choices={rolesOfPeople.map((role) => ({ value: role, label: contract.role(role) }))}
        onChange={(roles) => change({ roles })}
      />
      <TermField value={values.until} onChange={(until) => change({ until })} />
    </ActDrawer>
  );
}
