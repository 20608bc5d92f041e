import { useQuery } from "@tanstack/react-query";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { useFormat } from "#renderer/shared/format/use-format.ts";
import { useWords } from "#renderer/shared/i18n/words.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { DataTable } from "#renderer/shared/ui/data-table.tsx";
import { Panel } from "#renderer/shared/ui/panel.tsx";
import { ProgressLine } from "#renderer/shared/ui/progress.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import styles from "./ledger.module.css";
import { Outcome } from "./outcome.tsx";
import { ledgerQueries } from "./queries.ts";
import { useLedgerText } from "./text.ts";
import { useVerification } from "./use-verification.ts";
import type { Progress, Verification } from "./use-verification.ts";

/** Has everything proven from the first byte: every hash, signature and rule, while the node goes on working. */
export function VerifyPanel() {
  const text = useLedgerText();
  const format = useFormat();
  const { verification, start, stop } = useVerification();
  const last = useQuery(ledgerQueries.status()).data?.selfCheck;
  const isRunning = verification.state === "running";
  return (
    <Panel title={text("verify")} isBusy={isRunning}>
      <div className={styles.stack}>
        <p className={styles.quiet}>{text("verify.what")}</p>
        {last == null || verification.state !== "idle" ? null : (
          <p>
            {text(last.ok ? "verify.lastOk" : "verify.lastBad", {
              time: format.time(last.time),
              height: formatCount(last.height),
              count: last.problems,
            })}
          </p>
        )}
        <Result verification={verification} />
        <div className={styles.buttons}>
          {isRunning ? (
            <Button onClick={stop}>{text("verify.stop")}</Button>
          ) : (
            <Button onClick={start}>{text(verification.state === "idle" ? "verify.start" : "verify.again")}</Button>
          )}
        </div>
      </div>
    </Panel>
  );
}

function Result({ verification }: { readonly verification: Verification }) {
  const text = useLedgerText();
  const format = useFormat();
  const describe = useFailure();
  switch (verification.state) {
    case "idle":
      return null;
    case "running":
      return (
        <ProgressLine
          label={text("verify.running")}
          done={verification.progress?.done ?? 0}
          {...(verification.progress !== undefined && { total: verification.progress.total })}
        />
      );
    case "stopped":
      return <p role="status">{text("verify.stopped", { done: formatCount(verification.progress?.done ?? 0) })}</p>;
    case "failed":
      return <FailedNotice failure={describe(verification.error)} />;
    case "finished": {
      const { progress, milliseconds } = verification;
      const time = format.span(Math.max(1, Math.round(milliseconds / 1_000)));
      if (progress.ok)
        return (
          <Outcome
            state="proven"
            title={text("verify.ok", { entries: formatCount(progress.done) })}
            detail={text("verify.took", { time })}
          />
        );
      return <Problems progress={progress} />;
    }
  }
}

function Problems({ progress }: { readonly progress: Progress }) {
  const text = useLedgerText();
  const words = useWords();
  return (
    <>
      <Outcome
        state="diverged"
        title={text("verify.bad", { count: progress.problems.length })}
        detail={text("verify.badNext")}
      />
      <DataTable
        label={text("verify.problems")}
        rows={progress.problems.map((problem, place) => ({ ...problem, place }))}
        rowKey={({ place }) => place}
        density="dense"
        columns={[
          { key: "where", header: text("verify.where"), cell: ({ where }) => where },
          {
            key: "message",
            header: text("verify.problem"),
            cell: (problem) => `${words(problem.words)} (${problem.code})`,
          },
        ]}
      />
    </>
  );
}
