import type { Policy } from "#ledger-core/contract/api/consortium.ts";
import type { Receipt } from "#ledger-core/contract/api/session.ts";
import { policySetBody } from "#ledger-core/contract/schema/governance.ts";
import { POLICY_CASES_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { MissingList, Outcome, WhoSigns } from "#renderer/shared/forms/outcome.tsx";
import { useAct } from "#renderer/shared/forms/use-act.ts";
import { useDraft } from "#renderer/shared/forms/use-draft.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { SentenceView } from "#renderer/shared/ui/sentence-view.tsx";
import { useConsortiumWords } from "#renderer/shared/i18n/consortium-words.ts";
import { CaseEditor } from "./case-editor.tsx";
import { ChangeOfPeople } from "./change-of-people.tsx";
import styles from "./consortium.module.css";
import { factsFor, flawOf, jsonOfCases, moveEarlier, newCase, partiesFor, withItem } from "./policy-draft.ts";
import { useConsortiumText } from "./text.ts";
import { useRights } from "./use-rights.ts";

type Values = { readonly cases: readonly PolicyCase[] };

/** A policy while it is being changed: its cases at the left, the sentence that they make and who has to sign at the right. */
export function PolicyEditor({ policy, onClose }: { readonly policy: Policy; readonly onClose: () => void }) {
  const text = useConsortiumText();
  const contract = useConsortiumWords();
  const { me, may, policies } = useRights();
  const mayPropose = may("policy.set");
  const { kind } = policy;
  // What the end of the founding period has silenced is left out of what is signed anew.
  const now = policies.get(kind) ?? [];
  const draft = useDraft<Values>(`policy:${kind}:${me?.handle ?? ""}`, { cases: now });
  const { cases } = draft.values;
  const known = [...policies].map(([name, of]) => ({ kind: name, cases: of }));
  const flaw = flawOf(cases);
  const isSame = JSON.stringify(jsonOfCases(cases)) === JSON.stringify(jsonOfCases(now));
  const act = useAct({
    kind: "policy.set",
    schema: policySetBody,
    body: { kind, cases: jsonOfCases(cases) },
    title: text("policySet.title"),
    missing: isSame ? [text("policySet.same")] : flaw === undefined ? [] : [text(`flaw.${flaw}`)],
  });
  const change = (next: readonly PolicyCase[]) => draft.change({ cases: next });
  const sign = async () => {
    const signed = await act.sign();
    if (signed !== undefined && signed.state !== "refused") draft.discard();
  };
  if (act.receipt !== undefined) return <Signed receipt={act.receipt} onCorrect={act.begin} onClose={onClose} />;
  return (
    <div className={styles.editorFrame}>
      <div className={styles.editor}>
        <div className={styles.editorCases}>
          {cases.map((one, place) => (
            <CaseEditor
              key={place}
              kind={kind}
              policyCase={one}
              number={place + 1}
              facts={factsFor(kind, known)}
              parties={partiesFor(kind, known)}
              onChange={(next) => change(withItem(cases, place, next))}
              onEarlier={place === 0 ? undefined : () => change(moveEarlier(cases, place))}
            />
          ))}
          <div>
            <Button isDisabled={cases.length >= POLICY_CASES_MAX} onClick={() => change([...cases, newCase])}>
              {text("case.add")}
            </Button>
          </div>
        </div>
        <div className={styles.editorAside}>
          <Panel title={text("policySet.title")}>
            <div className={styles.editorSide}>
              <SentenceView label={text("policySet.now")} sentence={contract.policy(kind, now)} />
              <SentenceView
                label={text("policySet.after")}
                sentence={isSame ? text("policySet.same") : contract.policy(kind, cases)}
              />
              <MissingList
                missing={flaw === undefined ? [] : [text(`flaw.${flaw}`)]}
                flawed={isSame || act.flawPath === undefined ? undefined : text("cases")}
              />
              {isSame || flaw !== undefined ? null : <ChangeOfPeople before={now} after={cases} />}
              {mayPropose ? <WhoSigns act={act} /> : <p className={styles.quiet}>{text("policySet.tryOnly")}</p>}
              <div className={styles.editorButtons}>
                {draft.isTouched ? <Button onClick={draft.discard}>{text("policySet.discard")}</Button> : null}
                <Button onClick={onClose}>{text("policySet.close")}</Button>
                {mayPropose ? (
                  <Button
                    kind="primary"
                    isDisabled={!act.isReady}
                    isPending={act.isSigning}
                    onClick={() => void sign()}
                  >
                    {text("policySet.sign")}
                  </Button>
                ) : null}
              </div>
            </div>
          </Panel>
        </div>
      </div>
    </div>
  );
}

function Signed(props: { readonly receipt: Receipt; readonly onCorrect: () => void; readonly onClose: () => void }) {
  const text = useConsortiumText();
  return (
    <Panel title={text("policySet.title")}>
      <div className={styles.editorSide}>
        <Outcome receipt={props.receipt} sealedWords={text("policySet.done")} />
        <div className={styles.editorButtons}>
          {props.receipt.state === "refused" ? (
            <Button onClick={props.onCorrect}>{text("policySet.correct")}</Button>
          ) : null}
          <Button kind="primary" onClick={props.onClose}>
            {text("policySet.close")}
          </Button>
        </div>
      </div>
    </Panel>
  );
}
