import type { PersonDetail } from "#ledger-core/contract/api/consortium.ts";
import { appointBody } from "#ledger-core/contract/schema/consortium.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { CountField, FieldPair, TextField } from "#renderer/shared/forms/fields.tsx";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { maskPerson } from "#renderer/shared/format/names.ts";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import { openForm } from "./open-form.ts";
import { usePersonAt } from "./person-at.ts";
import { useConsortiumText } from "./text.ts";

/** Opens the form that appoints a person to a post. */
export function openAppointForm(person: PersonDetail, label: string): void {
  openForm({ name: `appoint:${person.key}`, label, content: <AppointForm key={person.key} person={person} /> });
}

type Values = {
  readonly titleZh: string;
  readonly titleEn: string;
  /** As typed; only the mask leaves the form. */
  readonly name: string;
  readonly rank: number | undefined;
};

function AppointForm({ person }: { readonly person: PersonDetail }) {
  const text = useConsortiumText();
  const personAt = usePersonAt();
  const contract = useConsortiumWords();
  const hasPost = person.rank !== 0;
  const draft = useDraft<Values>(
    `appoint:${person.key}`,
    {
      titleZh: hasPost ? person.title.zh : "",
      titleEn: hasPost ? person.title.en : "",
      name: person.maskedName,
      rank: hasPost ? person.rank : undefined,
    },
    // A full name is typed here, so nothing of it is kept over a reload.
    "memory",
  );
  const { values, change } = draft;
  const label = (column: string): string => contract.column("consortium.post", column);
  const masked = values.name.trim() === "" ? "" : maskPerson(values.name);
  const missing = [
    ...(values.titleZh.trim() === "" ? [label("titleZh")] : []),
    ...(values.titleEn.trim() === "" ? [label("titleEn")] : []),
    ...(masked === "" ? [text("field.personName")] : []),
    ...(values.rank === undefined ? [label("rank")] : []),
  ];
  const act = useAct({
    kind: "consortium.appoint",
    schema: appointBody,
    body: {
      person: person.key,
      titleZh: values.titleZh.trim(),
      titleEn: values.titleEn.trim(),
      maskedName: masked,
      rank: values.rank ?? null,
    },
    title: text("appoint.title"),
    missing,
  });
  return (
    <ActDrawer
      title={text("appoint.title")}
      over={personAt(person)}
      lead={text("appoint.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={label}
      button={text("appoint.button")}
      sealedWords={text("appoint.done")}
    >
      <FieldPair>
        <TextField
          label={label("titleZh")}
          isRequired
          value={values.titleZh}
          onChange={(titleZh) => change({ titleZh })}
        />
        <TextField
          label={label("titleEn")}
          isRequired
          value={values.titleEn}
          onChange={(titleEn) => change({ titleEn })}
        />
      </FieldPair>
      <FieldPair>
        <TextField
          label={text("field.personName")}
          note={masked === "" ? text("appoint.nameNote") : text("appoint.masked", { name: masked })}
          isRequired
          lengthMax={40}
          value={values.name}
          onChange={(name) => change({ name })}
        />
        <CountField
          label={label("rank")}
          note={text("appoint.rankNote")}
          isRequired
          min={1}
          max={999}
          value={values.rank}
          onChange={(rank) => change({ rank })}
        />
      </FieldPair>
    </ActDrawer>
  );
}
