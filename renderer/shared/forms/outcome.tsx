import type { ReactNode } from "react";
import type { Preview, Receipt } from "#ledger-core/contract/api/session.ts";
import { useFailure, useProblem } from "#renderer/shared/client/use-failure.ts";
import { useContractWords } from "#renderer/shared/i18n/contract-words.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { Seal, SealMark } from "#renderer/shared/ui/seal.tsx";
import type { SealState } from "#renderer/shared/ui/seal.tsx";
import { SentenceView } from "#renderer/shared/ui/sentence-view.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import styles from "./forms.module.css";
import { useFormText } from "./text.ts";
import type { Act } from "./use-act.ts";

/** What is still missing before the act can be signed, or what the contract does not take; nothing when nothing is. */
export function MissingList({
  missing,
  flawed,
}: {
  readonly missing: readonly string[];
  readonly flawed: string | undefined;
}) {
  const text = useFormText();
  if (missing.length === 0 && flawed === undefined) return null;
  return (
    <div className={styles.missing} role="status">
      {missing.length === 0
        ? text("flawed", { field: flawed ?? "" })
        : text("missing", { fields: missing.join(text("comma")) })}
    </div>
  );
}

/** Who will have to sign an act, and what the ledger would do with it now. */
export function WhoSigns({ act }: { readonly act: Act }) {
  const text = useFormText();
  const words = useWords();
  const describe = useFailure();
  const { preview } = act;
  if (preview.isError && act.isReady) return <FailedNotice failure={describe(preview.error)} />;
  const found = act.isReady ? preview.data : undefined;
  return (
    <section className={styles.whoSigns} aria-label={text("whoSigns")}>
      <h3>{text("whoSigns")}</h3>
      {found === undefined ? (
        <p className={styles.quiet}>{text("whoSignsLater")}</p>
      ) : (
        <>
          <SentenceView sentence={words(found.policy)} />
          <Foreseen found={found} />
        </>
      )}
    </section>
  );
}

function Foreseen({ found }: { readonly found: Preview }) {
  const text = useFormText();
  const contract = useContractWords();
  const describe = useProblem();
  if (found.problem !== null) {
    const { title, detail } = describe(found.problem);
    return (
      <div className={styles.refusal} role="status">
        <p className={styles.refusalTitle}>
          <SealMark state="refused" /> {text("wouldBeRefused")}
        </p>
        <p>{title}</p>
        {detail === undefined ? null : <p className={styles.quiet}>{detail}</p>}
      </div>
    );
  }
  const { progress } = found;
  const asked = found.state === "executed" ? actAsked(found) : undefined;
  return (
    <p className={styles.foreseen}>
      <SealMark state={found.state === "executed" ? "sealed" : "pending"} />
      <span>
        {found.state === "executed"
          ? text("atOnce")
          : text("proposed", { filled: progress?.filled ?? 1, needed: progress?.needed ?? 1 })}
        {asked === undefined ? null : text("thenOthers", { act: contract.kind(asked) })}
      </span>
    </p>
  );
}

/** The act that this one would ask others for, if it opens a proposal and that is still open at the end. */
function actAsked({ changes }: Preview): string | undefined {
  const opened = changes.find(({ table, before }) => table === "kernel.proposal" && before === null)?.after;
  const isRow = typeof opened === "object" && opened !== null && "kind" in opened && "state" in opened;
  return isRow && opened["state"] === "open" && typeof opened["kind"] === "string" ? opened["kind"] : undefined;
}

/** One line for the foot of a form that the ledger would refuse, where it is seen without scrolling. */
export function RefusalForeseen({ act }: { readonly act: Act }) {
  const text = useFormText();
  if (!act.isReady || act.preview.data?.problem == null) return null;
  return (
    <span className={styles.refusalLine}>
      <SealMark state="refused" /> {text("refusedShort")}
    </span>
  );
}

const sealOfReceipt: Readonly<Record<Receipt["state"], SealState>> = {
  sealed: "sealed",
  proposed: "pending",
  refused: "refused",
};

/** What became of an act after it was signed: sealed, on its way through the inbox, or refused and recorded. */
export function Outcome({
  receipt,
  sealedWords,
  children,
}: {
  readonly receipt: Receipt;
  readonly sealedWords: string;
  readonly children?: ReactNode;
}) {
  const text = useFormText();
  const describe = useProblem();
  const state = sealOfReceipt[receipt.state];
  const problem = receipt.problem === null ? undefined : describe(receipt.problem);
  return (
    <div className={styles.outcome} data-state={state} role="status">
      <p className={styles.outcomeTitle}>
        <SealMark state={state} size={20} />
        {receipt.state === "sealed" ? sealedWords : text(`outcome.${receipt.state}`)}
      </p>
      {problem === undefined ? null : (
        <>
          <p>{problem.title}</p>
          {problem.detail === undefined ? null : <p className={styles.quiet}>{problem.detail}</p>}
          {problem.code === undefined ? null : <p className={styles.code}>{problem.code}</p>}
        </>
      )}
      {receipt.proposal !== null ? (
        <p>
          <TextLink to={paths.inboxItem(receipt.proposal)}>{text("openItem")}</TextLink>
        </p>
      ) : null}
      <p>
        <Seal state={state} label={text("proof")} entry={receipt.index} />
      </p>
      {children}
    </div>
  );
}
