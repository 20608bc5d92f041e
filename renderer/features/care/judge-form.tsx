import type { LikePair } from "#ledger-core/contract/api/catalog-care.ts";
import { judgeLikenessBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { openDrawer } from "#renderer/shared/drawer/drawer.ts";
import { ActDrawer } from "#renderer/shared/forms/act-drawer.tsx";
import { ReasonField } from "#renderer/shared/forms/reason-field.tsx";
import { useFormText } from "#renderer/shared/forms/text.ts";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { isolated } from "#renderer/shared/i18n/isolated.ts";
import { useCareText } from "./text.ts";

type Verdict = "distinct" | "same";

/** Opens the form by which the data bureau says whether two datasets are the same. */
export function openJudgeForm(pair: LikePair, verdict: Verdict, label: string): void {
  const key = `care:judge:${pair.first.key}:${pair.second.key}:${verdict}`;
  openDrawer({ key, label, content: <JudgeForm key={key} pair={pair} verdict={verdict} /> });
}

function JudgeForm({ pair, verdict }: { readonly pair: LikePair; readonly verdict: Verdict }) {
  const text = useCareText();
  const forms = useFormText();
  const draft = useDraft(`judge:${pair.first.key}:${pair.second.key}`, { reason: "" });
  const reason = draft.values.reason.trim();
  const isOfOne = pair.first.owner.key === pair.second.owner.key;
  const missing = reason === "" ? [forms("reason")] : [];
  const act = useAct({
    kind: "catalog.judge-likeness",
    schema: judgeLikenessBody,
    body: { first: pair.first.key, second: pair.second.key, verdict, reason },
    title: text(`judge.${verdict}.title`),
    missing,
  });
  return (
    <ActDrawer
      title={text(`judge.${verdict}.title`)}
      over={`${isolated(pair.first.title)} / ${isolated(pair.second.title)}`}
      lead={text(verdict === "same" && isOfOne ? "judge.same.leadOwn" : `judge.${verdict}.lead`)}
      draft={draft}
      act={act}
      missing={missing}
      fieldOf={() => forms("reason")}
      button={text(`judge.${verdict}.button`)}
      sealedWords={text("judge.done")}
    >
      <ReasonField value={draft.values.reason} onChange={(value) => draft.change({ reason: value })} />
    </ActDrawer>
  );
}
