import { useRef, useState } from "react";
import type { ReadTerms, TermsFinding } from "#ledger-core/contract/api/terms.ts";
import { client } from "#renderer/shared/client/console-client.ts";
import { useFailure, useProblem } from "#renderer/shared/client/use-failure.ts";
import { base64Of } from "#renderer/shared/files/base64.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { SentenceView } from "#renderer/shared/ui/sentence-view.tsx";
import type { FailureText } from "#renderer/shared/ui/states.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import { Tag } from "#renderer/shared/ui/tag.tsx";
import styles from "./forms.module.css";
import type { PolicyDraft } from "./policy-draft.ts";
import { draftOfReadTerms } from "./read-terms.ts";
import { useCatalogText } from "./text.ts";

const bytesMax = 1_100_000;
const shownMax = 20;

type Found = { readonly terms: readonly ReadTerms[]; readonly findings: readonly TermsFinding[] };

/** Takes terms of use from an ODRL document: what was found is shown first, and only what the person takes reaches the form. */
export function TermsFromFile({ onTake }: { readonly onTake: (taken: PolicyDraft) => void }) {
  const text = useCatalogText();
  const describeFailure = useFailure();
  const describeProblem = useProblem();
  const file = useRef<HTMLInputElement>(null);
  const [found, setFound] = useState<Found>();
  const [failure, setFailure] = useState<FailureText>();
  const [isReading, setIsReading] = useState(false);
  const read = async (chosen: File) => {
    setFound(undefined);
    setFailure(undefined);
    if (chosen.size > bytesMax) {
      setFailure({ title: text("terms.tooLarge"), detail: text("terms.tooLargeDetail") });
      return;
    }
    setIsReading(true);
    try {
      const answer = await client.terms.read({ base64: base64Of(new Uint8Array(await chosen.arrayBuffer())) });
      if (answer.ok) setFound(answer);
      else setFailure(describeProblem(answer.problem));
    } catch (error) {
      setFailure(describeFailure(error));
    } finally {
      setIsReading(false);
    }
  };
  const take = (terms: ReadTerms) => {
    const draft = draftOfReadTerms(terms);
    if (draft === undefined) return;
    setFound(undefined);
    onTake(draft);
  };
  return (
    <>
      <input
        ref={file}
        type="file"
        hidden
        data-part="terms-file"
        onChange={(event) => {
          const chosen = event.currentTarget.files?.[0];
          event.currentTarget.value = "";
          if (chosen !== undefined) void read(chosen);
        }}
      />
      <Button size="small" isPending={isReading} onClick={() => file.current?.click()}>
        {text("terms.fromFile")}
      </Button>
      {failure === undefined ? null : (
        <div className={styles.wholeLine}>
          <FailedNotice failure={failure} />
        </div>
      )}
      {found === undefined ? null : <FoundTerms found={found} onTake={take} />}
    </>
  );
}

function FoundTerms({ found, onTake }: { readonly found: Found; readonly onTake: (terms: ReadTerms) => void }) {
  const text = useCatalogText();
  const words = useWords();
  const findings = found.findings.slice(0, shownMax);
  return (
    <section className={styles.wholeLine} aria-label={text("terms.found")} aria-live="polite">
      {found.terms.length === 0 ? <p>{text("terms.nothing")}</p> : null}
      {found.terms.map((terms, place) => (
        <div key={place} className={styles.rule}>
          <div className={styles.ruleHead}>
            <h3>{terms.target === "" ? terms.uid : terms.target}</h3>
            <Button size="small" onClick={() => onTake(terms)}>
              {text("terms.take")}
            </Button>
          </div>
          <SentenceView sentence={words(terms.sentence)} />
          <Whole terms={terms} />
        </div>
      ))}
      {findings.map((finding, place) => (
        <div key={place} className={styles.rule}>
          <p>
            <Tag tone={finding.severity === "refused" ? "diverged" : "pending"}>
              {text(`terms.${finding.severity}`)}
            </Tag>{" "}
            {words(finding.message)}
          </p>
          <p className={styles.note}>
            {finding.path === "" ? null : (
              <>
                <code>{finding.path}</code>
                {finding.value === "" ? null : (
                  <>
                    {text("colon")}
                    <code>{finding.value}</code>
                  </>
                )}
                <br />
              </>
            )}
            {words(finding.advice)}
          </p>
        </div>
      ))}
      {found.findings.length > shownMax ? (
        <p className={styles.note}>{text("terms.more", { count: found.findings.length - shownMax })}</p>
      ) : null}
    </section>
  );
}

/** What becomes a limit of every permission when the terms are taken. */
function Whole({ terms }: { readonly terms: ReadTerms }) {
  const text = useCatalogText();
  const words = useWords();
  const format = useFormat();
  const contract = useContractWords();
  const { assignee, purpose, useLimit, expires } = terms;
  const lines = [
    ...(assignee === null
      ? []
      : [
          text("terms.onlyFor", {
            department: assignee.department === null ? assignee.code : words(assignee.department.name),
          }),
        ]),
    ...(purpose === null
      ? []
      : [text("terms.onlyPurpose", { purpose: contract.choice("catalog.agreement", "purpose", purpose) })]),
    ...(useLimit === null ? [] : [text("terms.onlyTimes", { count: useLimit, times: formatCount(useLimit) })]),
    ...(expires === null ? [] : [text("terms.onlyUntil", { day: format.time(expires - 1, "date") })]),
  ];
  if (lines.length === 0) return null;
  return <p className={styles.note}>{text("terms.whole", { limits: lines.join(text("comma")) })}</p>;
}
