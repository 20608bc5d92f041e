import { useQuery } from "@tanstack/react-query";
import type { Contest } from "#ledger-core/contract/api/catalog-care.ts";
import { resolveBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { openDrawer } from "#renderer/shared/drawer/drawer.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { ChoiceField } from "#renderer/shared/forms/fields.tsx";
import { ReasonField } from "#renderer/shared/forms/reason-field.tsx";
import { useFormText } from "#renderer/shared/forms/text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { careQueries } from "./queries.ts";
import { useCareText } from "./text.ts";

/** Opens the form that settles a claim. */
export function openResolveForm(contest: Contest, label: string): void {
  const key = `care:resolve:${contest.key}`;
  openDrawer({ key, label, content: <ResolveForm key={key} contest={contest} /> });
}

type Values = { readonly outcome: "" | "dismissed" | "upheld"; readonly newOwner: string; readonly reason: string };
const empty: Values = { outcome: "", newOwner: "0", reason: "" };

function ResolveForm({ contest }: { readonly contest: Contest }) {
  const text = useCareText();
  const forms = useFormText();
  const words = useWords();
  const draft = useDraft<Values>(`resolve:${contest.key}`, empty);
  const { outcome, newOwner, reason } = draft.values;
  const departments = useQuery(careQueries.departments()).data?.departments ?? [];
  const missing = [
    ...(outcome === "" ? [text("resolve.outcome")] : []),
    ...(reason.trim() === "" ? [forms("reason")] : []),
  ];
  const moves = outcome === "upheld";
  const act = useAct({
    kind: "catalog.resolve",
    schema: resolveBody,
    body: {
      contest: contest.key,
      outcome: outcome === "" ? "dismissed" : outcome,
      newOwner: moves ? Number(newOwner) : 0,
      reason: reason.trim(),
    },
    title: text("resolve.title"),
    missing,
  });
  const active = departments.filter(({ key, state }) => state === "active" && key !== contest.owner.key);
  const isClaimant = ({ key }: { readonly key: number }): boolean => key === contest.claimant.key;
  const others = [...active.filter(isClaimant), ...active.filter((one) => !isClaimant(one))];
  // Who claims a dataset as its own and is right has it from then on, unless the two who decide say otherwise.
  const ownerIf = (decided: Values["outcome"]): string =>
    decided === "upheld" && contest.ground === "ownership" && active.some(isClaimant)
      ? String(contest.claimant.key)
      : "0";
  return (
    <ActDrawer
      title={text("resolve.title")}
      over={contest.dataset.title}
      lead={text("resolve.lead")}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={() => forms("reason")}
      button={text("resolve.button")}
      sealedWords={text("resolve.done")}
    >
      <ChoiceField
        label={text("resolve.outcome")}
        isRequired
        value={outcome}
        isToChoose
        choices={[
          { value: "dismissed", label: text("resolve.dismissed") },
          { value: "upheld", label: text("resolve.upheld") },
        ]}
        onChange={(value) => {
          const decided = value === "dismissed" || value === "upheld" ? value : "";
          draft.change({ outcome: decided, newOwner: ownerIf(decided) });
        }}
      />
      {moves ? (
        <ChoiceField
          label={text("resolve.newOwner")}
          note={text("resolve.newOwnerNote")}
          value={newOwner}
          choices={[
            { value: "0", label: text("resolve.sameOwner", { owner: words(contest.owner.name) }) },
            ...others.map(({ key, name }) => ({ value: String(key), label: words(name) })),
          ]}
          onChange={(value) => draft.change({ newOwner: value })}
        />
      ) : null}
      <ReasonField
        note={text("resolve.reasonNote")}
        value={reason}
        onChange={(value) => draft.change({ reason: value })}
      />
    </ActDrawer>
  );
}
