import { useEffect, useRef, useState } from "react";
import type { client as consoleClient } from "#renderer/shared/client/console-client.ts";
import { client, queries } from "#renderer/shared/client/console-client.ts";

type Events = Awaited<ReturnType<typeof consoleClient.ledger.verify>>;
export type Progress = Events extends AsyncIterable<infer Event> ? Event : never;

/** How far a check of the whole ledger has come, and how it ended. */
export type Verification =
  | { readonly state: "idle" }
  | { readonly state: "running" | "stopped"; readonly progress: Progress | undefined }
  | { readonly state: "finished"; readonly progress: Progress; readonly milliseconds: number }
  | { readonly state: "failed"; readonly error: unknown };

/** Has the node prove its whole folder, event by event; leaving the page or stopping ends it there. */
export function useVerification(): {
  readonly verification: Verification;
  readonly start: () => void;
  readonly stop: () => void;
} {
  const [verification, setVerification] = useState<Verification>({ state: "idle" });
  const running = useRef<AbortController>(undefined);
  useEffect(() => () => running.current?.abort(), []);

  const run = async (controller: AbortController) => {
    const begin = performance.now();
    let progress: Progress | undefined;
    setVerification({ state: "running", progress });
    try {
      for await (const event of await client.ledger.verify(undefined, { signal: controller.signal })) {
        if (controller.signal.aborted) return;
        progress = event;
        setVerification(
          event.finished
            ? { state: "finished", progress: event, milliseconds: performance.now() - begin }
            : { state: "running", progress },
        );
      }
      // The status line tells when the ledger was checked last.
      void queries.invalidateQueries();
    } catch (error) {
      if (!controller.signal.aborted) setVerification({ state: "failed", error });
    }
  };
  return {
    verification,
    start: () => {
      running.current?.abort();
      const controller = new AbortController();
      running.current = controller;
      void run(controller);
    },
    stop: () => {
      running.current?.abort();
      setVerification((now) => (now.state === "running" ? { state: "stopped", progress: now.progress } : now));
    },
  };
}
