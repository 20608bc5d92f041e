/** A thread that fills the derived tables while the node seals the next block: each message is answered once all is taken in. */
import { parentPort, workerData } from "node:worker_threads";
import { ProjectionFiller } from "#ledger-core/store/projection-filler.ts";
import { nodeSuite } from "./crypto-suite.ts";
import { cityRuleset } from "./rules.ts";

/** What the thread is given when it starts. */
export type ProjectingRequest = { readonly folder: string };

/** What it is told: to take in what is committed, or to end. */
export type ProjectingOrder = "catchUp" | "end";

/** Its answer to each `catchUp`: why it could not, or nothing. */
export type ProjectingAnswer = { readonly failure: Error | undefined };

const { folder } = workerData as ProjectingRequest;
const filler = new ProjectionFiller({ folder, ruleset: cityRuleset, suite: nodeSuite });

parentPort?.on("message", (order: ProjectingOrder) => {
  if (order === "end") {
    filler.close();
    parentPort?.close();
    return;
  }
  parentPort?.postMessage({ failure: tried(() => filler.catchUp()) } satisfies ProjectingAnswer);
});

function tried(fill: () => void): Error | undefined {
  try {
    fill();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
