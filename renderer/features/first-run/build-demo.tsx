import { useMutation } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { client, queries } from "#renderer/shared/client/console-client.ts";
import { useFailure } from "#renderer/shared/client/use-failure.ts";
import { Button } from "#renderer/shared/ui/button.tsx";
import { ProgressLine } from "#renderer/shared/ui/progress.tsx";
import { FailedNotice } from "#renderer/shared/ui/states.tsx";
import styles from "./first-run.module.css";
import { useFirstRunText } from "./text.ts";

type Progress = { readonly done: number; readonly total: number };

/** Builds the demo city: a button, then how far it is with a way to stop. Afterwards the console opens by itself. */
export function BuildDemo({ onBuilding }: { readonly onBuilding: (isBuilding: boolean) => void }) {
  const text = useFirstRunText();
  const describe = useFailure();
  const [progress, setProgress] = useState<Progress>();
  const [isCancelled, setIsCancelled] = useState(false);
  const controller = useRef<AbortController>(undefined);
  useEffect(() => () => controller.current?.abort(), []);
  const build = useMutation({
    mutationFn: async () => {
      const { signal } = (controller.current = new AbortController());
      setIsCancelled(false);
      onBuilding(true);
      try {
        for await (const event of await client.setup.demo(undefined, { signal })) setProgress(event);
      } catch (error) {
        if (!signal.aborted) throw error;
      }
      return signal.aborted;
    },
    onSuccess: (wasCancelled) => {
      setIsCancelled(wasCancelled);
      if (!wasCancelled) void queries.resetQueries();
    },
    onSettled: () => {
      setProgress(undefined);
      onBuilding(false);
    },
  });
  if (build.isPending) {
    return (
      <div className={styles.building}>
        <ProgressLine
          label={text("demo.building")}
          done={progress?.done ?? 0}
          {...(progress !== undefined && { total: progress.total })}
        />
        <div className={styles.buildingFoot}>
          <span className={styles.note}>{text("demo.note")}</span>
          <Button size="small" onClick={() => controller.current?.abort()}>
            {text("cancel")}
          </Button>
        </div>
      </div>
    );
  }
  return (
    <>
      {build.isError ? <FailedNotice failure={describe(build.error)} /> : null}
      {isCancelled ? (
        <p className={styles.note} role="status">
          {text("demo.cancelled")}
        </p>
      ) : null}
      <div>
        <Button kind="primary" onClick={() => build.mutate()}>
          {text(isCancelled ? "demo.again" : "demo.button")}
        </Button>
      </div>
    </>
  );
}
