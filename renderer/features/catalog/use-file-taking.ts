import { useEffect, useRef, useState } from "react";
import { client } from "#renderer/shared/client/console-client.ts";
import { readTableFile } from "./read-table-file.ts";
import type { ReadFile } from "./read-table-file.ts";
import { FileProblem, sendContent } from "./send-content.ts";
import type { SentContent } from "./send-content.ts";

type Progress = { readonly step: "reading" | "sendingNow"; readonly done: number; readonly total: number };

/** The reading and sending of a chosen file, as it is under way in this form. */
export type FileTaking = {
  /** Undefined while nothing is under way. */
  readonly progress: Progress | undefined;
  /** What the last attempt threw: a `FileProblem`, or what the node said. */
  readonly failure: unknown;
  readonly take: (chosen: File) => Promise<void>;
  /** Sends the file that was read; undefined where it must be chosen anew, as after the window was loaded again. */
  readonly send: (() => Promise<void>) | undefined;
  readonly stop: () => void;
};

/** Reads the chosen file in this window, piece by piece, and sends it to the node if its content is to be kept there. */
export function useFileTaking(options: {
  readonly dataset: number;
  readonly keeps: boolean;
  /** Undefined where the file is not what was read any more. */
  readonly onRead: (read: ReadFile | undefined) => void;
  readonly onSent: (content: SentContent) => void;
}): FileTaking {
  const { dataset, keeps, onRead, onSent } = options;
  const running = useRef<AbortController>(undefined);
  const [progress, setProgress] = useState<Progress>();
  const [failure, setFailure] = useState<unknown>();
  const [readable, setReadable] = useState<{ readonly chosen: File; readonly contentHash: string }>();
  // A form that is closed could not take in what is found.
  useEffect(() => () => running.current?.abort(), []);

  const run = async (work: (signal: AbortSignal) => Promise<void>) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setFailure(undefined);
    try {
      await work(controller.signal);
    } catch (error) {
      if (controller.signal.aborted) return;
      setFailure(error);
      if (!(error instanceof FileProblem)) return;
      setReadable(undefined);
      if (error.kind === "changed") onRead(undefined);
    } finally {
      if (running.current === controller) setProgress(undefined);
    }
  };
  const sendFile = async (chosen: File, contentHash: string, signal: AbortSignal) => {
    const total = chosen.size;
    const onProgress = (done: number) => setProgress({ step: "sendingNow", done, total });
    onProgress(0);
    const content = await sendContent(client.content, chosen, { dataset, contentHash, onProgress, signal });
    if (!signal.aborted) onSent(content);
  };
  const take = (chosen: File) =>
    run(async (signal) => {
      setReadable(undefined);
      const onProgress = (done: number) => setProgress({ step: "reading", done, total: chosen.size });
      onProgress(0);
      const found = await readTableFile(chosen, { onProgress, signal }).catch((error: unknown) => {
        throw new FileProblem("unreadable", error);
      });
      if (signal.aborted) return;
      onRead(found);
      setReadable({ chosen, contentHash: found.contentHash });
      if (keeps) await sendFile(chosen, found.contentHash, signal);
    });
  return {
    progress,
    failure,
    take,
    send:
      readable === undefined
        ? undefined
        : () => run((signal) => sendFile(readable.chosen, readable.contentHash, signal)),
    stop: () => running.current?.abort(),
  };
}
