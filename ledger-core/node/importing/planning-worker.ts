/** A thread that reads one file for an import and compares it with the ledger, on a connection of its own. */
import { parentPort, workerData } from "node:worker_threads";
import { storeFailed } from "#ledger-core/node/stoppable-thread.ts";
import type { StoreFailed } from "#ledger-core/node/stoppable-thread.ts";
import { concatBytes } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { giveWayInThread } from "#ledger-core/node/give-way.ts";
import { releaseMemory } from "#ledger-core/node/release-memory.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { openReader } from "#ledger-core/store/store.ts";
import { planWith } from "./file-to-plan.ts";
import type { FileToPlan } from "./file-to-plan.ts";
import type { ImportPlan, PlannedPut, RefusedFile } from "./plan-import.ts";

/** What the thread is given when it starts. The file comes in a message, and then another one for all records that were taken in. */
export type PlanningRequest = { readonly folder: string };

/**
 * What it says: the records to be written, in pieces, so that nobody is held up by taking in all of them; and at the end what became of
 * the file, with its bytes, which were only lent.
 */
export type PlanningMessage =
  | { readonly kind: "puts"; readonly puts: readonly PlannedPut[] }
  | { readonly kind: "done"; readonly outcome: PlanningOutcome; readonly bytes: Uint8Array };

export type PlanningOutcome =
  | { readonly kind: "planned"; readonly head: Omit<ImportPlan, "format" | "puts">; readonly format: string }
  | { readonly kind: "refused"; readonly refused: RefusedFile }
  | StoreFailed;

/** Somebody waits for it, and others for the node. */
const NICE = 5;
const PUTS_TOGETHER = 200;

const { folder } = workerData as PlanningRequest;
const say = (message: PlanningMessage, transfer: readonly ArrayBuffer[] = []): void =>
  parentPort?.postMessage(message, transfer);

giveWayInThread(NICE);
parentPort?.once("message", (file: FileToPlan) => void answer(file));

async function answer(file: FileToPlan): Promise<void> {
  const outcome = await outcomeOf(file);
  const { bytes } = file;
  say({ kind: "done", outcome, bytes }, [bytes.buffer as ArrayBuffer]);
}

async function outcomeOf(file: FileToPlan): Promise<PlanningOutcome> {
  try {
    const plan = await planned(file);
    if (!plan.ok) return { kind: "refused", refused: plan };
    // What it was read from would else stay beside what is sent.
    releaseMemory();
    const { format, puts, ...head } = plan;
    for (let at = 0; at < puts.length; at += PUTS_TOGETHER) await sendPuts(puts.slice(at, at + PUTS_TOGETHER));
    return { kind: "planned", head, format: format.name };
  } catch (error) {
    return storeFailed(error, folder);
  }
}

/**
 * Resolves once they are taken in, so that no more are on the way. Their kept fields are in memory of their own: what small ones share with
 * whatever else is small would be sent along.
 */
async function sendPuts(puts: readonly PlannedPut[]): Promise<void> {
  const bytes = concatBytes(...puts.map(({ kept }) => kept));
  let end = 0;
  const moved = puts.map((put) => ({ ...put, kept: bytes.subarray(end, (end += put.kept.length)) }));
  const taken = new Promise((resolve) => parentPort?.once("message", resolve));
  say({ kind: "puts", puts: moved }, [bytes.buffer as ArrayBuffer]);
  await taken;
}

async function planned(file: FileToPlan): Promise<ImportPlan | RefusedFile> {
  const reader = openReader({ folder, ruleset: cityRuleset, suite: nodeSuite });
  try {
    return await planWith(reader, file);
  } finally {
    reader.close();
  }
}
