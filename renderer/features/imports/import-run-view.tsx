import { useQuery } from "@tanstack/react-query";
import { api, client } from "#renderer/shared/client/console-client.ts";
import { useProblem } from "#renderer/shared/client/use-failure.ts";
import { formatCount } from "#renderer/shared/format/amounts.ts";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { TextLink } from "#renderer/shared/navigation/text-link.tsx";
import { Button } from "#renderer/shared/ui/button.tsx";
import { ProgressLine } from "#renderer/shared/ui/progress.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import styles from "./imports.module.css";
import { useImportText } from "./text.ts";

const askEveryMs = 400;

/** How far an import has come that was signed for, and how it ended. */
export function ImportRunView({ id, onAgain }: { readonly id: string; readonly onAgain: () => void }) {
  const text = useImportText();
  const describe = useProblem();
  const query = useQuery({
    ...api.imports.progress.queryOptions({ input: { id }, meta: { reads: [] } }),
    refetchInterval: ({ state }) => (isOver(state.data?.state) ? false : askEveryMs),
    gcTime: 0,
  });
  const run = query.data;
  if (run === undefined || run.state === "planned" || run.state === "prepared") return null;
  return (
    <div className={styles.run} role="status">
      <ProgressLine label={text(`run.${run.state}`)} done={run.recordsDone} total={run.records} />
      {run.state === "running" ? (
        <Button size="small" onClick={() => void client.imports.cancel({ id })}>
          {text("run.stop")}
        </Button>
      ) : null}
      {run.problem === null ? null : <FailedNotice failure={describe(run.problem)} />}
      {run.proposals.length === 0 ? null : (
        <p>
          {text("run.proposals", { count: formatCount(run.proposals.length) })}{" "}
          <TextLink to={paths.inbox} search={{ box: "started" }}>
            {text("run.inbox")}
          </TextLink>
        </p>
      )}
      {isOver(run.state) ? (
        <p className={styles.runEnd}>
          <TextLink to={paths.catalog} search={{ sort: "newest" }}>
            {text("run.see")}
          </TextLink>
          <Button kind="link" size="small" onClick={onAgain}>
            {text("run.again")}
          </Button>
        </p>
      ) : null}
    </div>
  );
}

function isOver(state: string | undefined): boolean {
  return state === "done" || state === "stopped";
}
