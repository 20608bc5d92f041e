import type { DepartmentDetail } from "#ledger-core/contract/api/consortium.ts";
import { describeBody } from "#ledger-core/contract/schema/consortium.ts";
import { memberAdmitBody, memberAssignBody } from "#ledger-core/contract/schema/governance.ts";
import type { DepartmentFunction } from "#ledger-core/contract/schema/policy.ts";
import { FUNCTIONS } from "#ledger-core/contract/schema/policy.ts";
import { isUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { ChecksField, FieldPair, TextField } from "#renderer/shared/forms/fields.tsx";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { UsccField } from "#renderer/shared/forms/uscc-field.tsx";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import { openForm } from "./open-form.ts";
import { useConsortiumText } from "./text.ts";

type MemberForm =
  | { readonly act: "admit" }
  | { readonly act: "assign" | "describe"; readonly department: DepartmentDetail };

/** Opens the form that admits a department, sets its functions or says how it presents itself. */
export function openMemberForm(form: MemberForm, label: string): void {
  switch (form.act) {
    case "admit":
      return openForm({ name: "admit", label, content: <AdmitForm /> });
    case "assign":
      return openForm({
        name: `assign:${form.department.key}`,
        label,
        content: <AssignForm key={form.department.key} department={form.department} />,
      });
    case "describe":
      return openForm({
        name: `describe:${form.department.key}`,
        label,
        content: <DescribeForm key={form.department.key} department={form.department} />,
      });
  }
}

function useFunctionChoices() {
  const contract = useConsortiumWords();
  return FUNCTIONS.map((name) => ({ value: name, label: contract.functionName(name) }));
}

type AdmitValues = { readonly uscc: string; readonly name: string; readonly functions: readonly DepartmentFunction[] };

function AdmitForm() {
  const text = useConsortiumText();
  const choices = useFunctionChoices();
  const draft = useDraft<AdmitValues>("admit", { uscc: "", name: "", functions: [] });
  const { values, change } = draft;
  const missing = [
    ...(values.name.trim() === "" ? [text("field.name")] : []),
    ...(isUnifiedSocialCreditCode(values.uscc) ? [] : [text("field.uscc")]),
  ];
  const act = useAct({
    kind: "member.admit",
    schema: memberAdmitBody,
    body: { uscc: values.uscc, name: values.name.trim(), functions: values.functions },
    title: text("admit.title"),
    missing,
  });
  return (
    <ActDrawer
      title={text("admit.title")}
      over={text("title")}
      lead={text("admit.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={(path) => (path === "uscc" ? text("field.uscc") : text("field.name"))}
      button={text("admit.button")}
      sealedWords={text("admit.done")}
    >
      <TextField
        label={text("field.name")}
        note={text("admit.nameNote")}
        isRequired
        lengthMax={60}
        value={values.name}
        onChange={(name) => change({ name })}
      />
      <UsccField value={values.uscc} onChange={(uscc) => change({ uscc })} />
      <ChecksField
        label={text("column.functions")}
        note={text("admit.functionsNote")}
        value={values.functions}
        choices={choices}
        onChange={(functions) => change({ functions })}
      />
    </ActDrawer>
  );
}

function AssignForm({ department }: { readonly department: DepartmentDetail }) {
  const text = useConsortiumText();
  const words = useWords();
  const choices = useFunctionChoices();
  const now = FUNCTIONS.filter((name) => department.functions.includes(name));
  const draft = useDraft<{ readonly functions: readonly DepartmentFunction[] }>(`assign:${department.key}`, {
    functions: now,
  });
  const { functions } = draft.values;
  const isSame = functions.length === now.length && functions.every((name) => now.includes(name));
  const missing = isSame ? [text("assign.same")] : [];
  const act = useAct({
    kind: "member.assign",
    schema: memberAssignBody,
    body: { member: department.key, functions: FUNCTIONS.filter((name) => functions.includes(name)) },
    title: text("assign.title"),
    missing,
  });
  return (
    <ActDrawer
      title={text("assign.title")}
      over={words(department.name)}
      lead={text("assign.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={() => text("column.functions")}
      button={text("assign.button")}
      sealedWords={text("assign.done")}
    >
      <ChecksField
        label={text("column.functions")}
        value={functions}
        choices={choices}
        onChange={(chosen) => draft.change({ functions: chosen })}
      />
    </ActDrawer>
  );
}

const profileFields = ["nameZh", "nameEn", "shortZh", "shortEn"] as const;
type Profile = Readonly<Record<(typeof profileFields)[number], string>>;

function DescribeForm({ department }: { readonly department: DepartmentDetail }) {
  const text = useConsortiumText();
  const words = useWords();
  const contract = useConsortiumWords();
  const { name, short } = department;
  const draft = useDraft<Profile>(`describe:${department.key}`, {
    nameZh: name.zh,
    nameEn: name.en,
    shortZh: short.zh,
    shortEn: short.en,
  });
  const { values, change } = draft;
  const label = (field: string): string => contract.column("consortium.department", field);
  const missing = profileFields.filter((field) => values[field].trim() === "").map(label);
  const act = useAct({
    kind: "consortium.describe",
    schema: describeBody,
    body: {
      department: department.key,
      ...Object.fromEntries(profileFields.map((field) => [field, values[field].trim()])),
    },
    title: text("describe.title"),
    missing,
  });
  const field = (of: (typeof profileFields)[number], lengthMax: number, note?: string) => (
    <TextField
      label={label(of)}
      note={note}
      isRequired
      lengthMax={lengthMax}
      value={values[of]}
      onChange={(value) => change({ [of]: value })}
    />
  );
  return (
    <ActDrawer
      title={text("describe.title")}
      over={words(name)}
      lead={text("describe.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={label}
      button={text("describe.button")}
      sealedWords={text("describe.done")}
    >
      {field("nameZh", 60)}
      {field("nameEn", 120)}
      <FieldPair>
        {field("shortZh", 4, text("describe.shortZhNote"))}
        {field("shortEn", 8, text("describe.shortEnNote"))}
      </FieldPair>
    </ActDrawer>
  );
}
