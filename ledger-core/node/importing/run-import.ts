/** An import that was agreed to: its lines in signed batches, the next one made while the last is sealed. */
import type { ErrorCode, RefusalData, Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { ImportLine } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import type { Receipt } from "#ledger-core/engine/engine.ts";
import { randomBytes } from "#ledger-core/node/crypto-suite.ts";
import { releaseMemory } from "#ledger-core/node/release-memory.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { joinKept, KEPT_BYTES_MAX, keptText, SALT_BYTES } from "./kept-fields.ts";
import type { ImportPlan, PlannedPut } from "./plan-import.ts";

/** Lines and bytes of a batch: it is sealed in a fraction of a second, and well below what a transaction may be. */
const BATCH_LINES_MAX = 200;
const BATCH_BYTES_MAX = 700_000;
/** Batches that are submitted and not yet answered while the next one is made: the node is never without work. */
const BATCHES_UNDER_WAY = 2;
/** After so many batches what they were made of is given back. A collection costs as much as a batch or two. */
const BATCHES_BETWEEN_COLLECTIONS = 32;
/** Kept fields that are written at a time, beyond which they are held in memory for nothing; one record may have four megabytes. */
const KEPT_BYTES_AT_ONCE = 8_000_000;

export type RunImport = {
  readonly blobs: Blobs;
  /** Entries of the log now. */
  readonly logSize: () => number;
  /** Signs an act and submits it; answers when it is sealed or turned away. */
  readonly perform: (kind: string, body: unknown) => Promise<Receipt | Turnaway>;
  /** Called after each batch, once it is sealed. */
  readonly onBatch: (batch: ImportedBatch) => void;
  /** Stops after the batches that are under way. */
  readonly signal: AbortSignal;
};

/** A batch that was sealed: executed, or proposed where others have to sign as well. */
export type ImportedBatch = { readonly receipt: Receipt; readonly lines: readonly ImportLine[] };

export type ImportOutcome = {
  /** Of their lines no more than whose they are: an import may have a million. */
  readonly batches: readonly { readonly receipt: Receipt; readonly sourceIds: readonly string[] }[];
  /** Why it ended early; undefined if everything was sealed. */
  readonly stopped:
    | { readonly why: "aborted" }
    | { readonly why: "refused"; readonly code: ErrorCode; readonly data: RefusalData }
    | undefined;
};

/**
 * Signs and submits what a plan says, and takes it out of the plan. Cut off at any moment, a new plan of the same file holds just the rest: a batch applies whole or
 * not at all, and a record that is there already is not written again. After one that is refused no other is submitted; the one that
 * was under way behind it is reported like the rest. Throws StoreError where the disk does not take what a batch keeps, once what was
 * under way has been reported too.
 */
export async function runImport(plan: ImportPlan, run: RunImport): Promise<ImportOutcome> {
  const batches: { readonly receipt: Receipt; readonly sourceIds: readonly string[] }[] = [];
  let refused: ImportOutcome["stopped"];
  const settle = async ({ lines, answer: promised }: UnderWay): Promise<void> => {
    const answer = await promised;
    if (!isReceipt(answer) || answer.code !== "") {
      const { code, data } = answer;
      refused ??= { why: "refused", code: code as ErrorCode, data };
      return;
    }
    batches.push({ receipt: answer, sourceIds: lines.map(({ origin }) => origin.sourceId) });
    run.onBatch({ receipt: answer, lines });
    if (batches.length % BATCHES_BETWEEN_COLLECTIONS === 0) releaseMemory();
  };
  const underWay: UnderWay[] = [];
  const groups = groupsOf(plan);
  plan.puts.length = 0;
  try {
    for await (const lines of batchesOf(groups, plan, run)) {
      if (run.signal.aborted || refused !== undefined) break;
      const answer = run.perform("catalog.import", lines);
      // Whoever waits for it is told; a failure that comes before anybody does is not one of the process.
      answer.catch(() => undefined);
      underWay.push({ lines, answer });
      const oldest = underWay.length < BATCHES_UNDER_WAY ? undefined : underWay.shift();
      if (oldest !== undefined) await settle(oldest);
    }
  } finally {
    // Also where the next batch cannot be made: what is under way is sealed nonetheless, and whoever counts is told.
    for (const batch of underWay) await settle(batch);
  }
  return { batches, stopped: refused ?? (run.signal.aborted ? { why: "aborted" } : undefined) };
}

type UnderWay = { readonly lines: readonly ImportLine[]; readonly answer: Promise<Receipt | Turnaway> };

/** What batches are made with: where kept fields go, and whether to go on. */
export type MakeBatches = Pick<RunImport, "blobs" | "logSize" | "signal">;

/** The bodies of a plan's batches, in the order in which they are to be sealed. */
export function importBatches(plan: ImportPlan, make: MakeBatches): AsyncGenerator<readonly ImportLine[]> {
  return batchesOf(groupsOf(plan), plan, make);
}

async function* batchesOf(
  groups: readonly Step[][],
  source: SourceOfBatches,
  make: MakeBatches,
): AsyncGenerator<readonly ImportLine[]> {
  for (const group of groups) yield* linesInBatches(group, source, make);
}

/** What all lines of a plan have in common. */
type SourceOfBatches = Pick<ImportPlan, "source" | "catalog">;

type Step = { readonly put: PlannedPut } | { readonly retire: ImportPlan["retirements"][number] };

/**
 * A batch stands under the strictest policy of its lines, and what narrows or retires something that others hold agreements on needs
 * more signatures: such lines go by themselves, so that the rest does not wait for them.
 */
function groupsOf(plan: ImportPlan): readonly Step[][] {
  const puts = plan.puts.map((put) => ({ put }));
  const retirements = plan.retirements.map((retire) => ({ retire }));
  return [
    puts.filter(({ put }) => !put.narrows),
    [
      ...puts.filter(({ put }) => put.narrows && put.agreementsLive === 0),
      ...retirements.filter(({ retire }) => retire.agreementsLive === 0),
    ],
    [
      ...puts.filter(({ put }) => put.narrows && put.agreementsLive > 0),
      ...retirements.filter(({ retire }) => retire.agreementsLive > 0),
    ],
  ];
}

/** Empties the group as it goes: what was sealed is held no longer. */
async function* linesInBatches(
  group: Step[],
  source: SourceOfBatches,
  run: MakeBatches,
): AsyncGenerator<readonly ImportLine[]> {
  let lines: ImportLine[] = [];
  let bytes = 0;
  // From the end, where taking some away moves nothing.
  group.reverse();
  while (group.length > 0) {
    if (run.signal.aborted) return;
    for (const line of await linesOf(group.splice(-BATCH_LINES_MAX).reverse(), source, run)) {
      const size = sizeAtMost(line);
      if (lines.length === BATCH_LINES_MAX || (lines.length > 0 && bytes + size > BATCH_BYTES_MAX)) {
        yield lines;
        lines = [];
        bytes = 0;
      }
      lines.push(line);
      bytes += size;
    }
  }
  if (lines.length > 0) yield lines;
}

/** Bytes that a value takes in a body, or a few more: no number and no head has more than nine. */
function sizeAtMost(value: unknown): number {
  if (typeof value === "string") return Buffer.byteLength(value) + 9;
  if (value instanceof Uint8Array) return value.length + 9;
  if (typeof value !== "object" || value === null) return 9;
  return Object.values(value).reduce((sum: number, part: unknown) => sum + sizeAtMost(part), 9);
}

/** The lines of some steps; the fields to keep are durable before anybody signs their hashes. */
async function linesOf(
  steps: readonly Step[],
  plan: SourceOfBatches,
  run: MakeBatches,
): Promise<readonly ImportLine[]> {
  const kept = await keepFields(
    steps.flatMap((step) => ("put" in step ? [step.put.kept] : [])),
    plan,
    run,
  );
  let at = 0;
  return steps.map((step): ImportLine => {
    if ("retire" in step) return { kind: "retire", origin: step.retire.origin };
    const { sourceId, ...description } = step.put.record;
    return {
      kind: "put",
      origin: { source: plan.source.key, sourceId, fingerprint: step.put.fingerprint },
      description: { ...description, code: step.put.code, kept: kept[at++] },
    };
  });
}

/** Writes the fields to keep, as many at once as may be in memory, and gives their hashes in order. */
async function keepFields(
  all: readonly Uint8Array[],
  plan: Pick<ImportPlan, "catalog">,
  run: MakeBatches,
): Promise<readonly Uint8Array[]> {
  const hashes: Uint8Array[] = [];
  const logSize = run.logSize();
  const catalog = keptText(plan.catalog);
  let waiting: Uint8Array[] = [];
  let bytes = 0;
  const write = async (): Promise<void> => {
    const stored = await run.blobs.putAll(waiting, { sizeBytesMax: KEPT_BYTES_MAX });
    hashes.push(...stored.map(({ hash }) => hash));
    waiting = [];
    bytes = 0;
  };
  // Drawn at once: each drawing is a call to the system.
  const salts = randomBytes(SALT_BYTES * all.length);
  for (const [i, fields] of all.entries()) {
    const encoded = joinKept({ logSize, catalog, fields }, salts.subarray(i * SALT_BYTES, (i + 1) * SALT_BYTES));
    waiting.push(encoded);
    bytes += encoded.length;
    if (bytes >= KEPT_BYTES_AT_ONCE) await write();
  }
  if (waiting.length > 0) await write();
  return hashes;
}
