/** A stored block executed once more. */
import type { RefusalData } from "#ledger-core/contract/schema/errors.ts";
import { refusalSentence } from "#ledger-core/contract/text/texts.ts";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import type { Block, SealedEntry } from "#ledger-core/kernel/block.ts";
import { checkCurrent, checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import type { Sound } from "#ledger-core/kernel/door.ts";
import { executeGenesis } from "#ledger-core/kernel/genesis.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { parseSystemEntry } from "#ledger-core/proof/system-entry.ts";
import type { CheckCode } from "./check-codes.ts";
import { areSame } from "./compare-entry.ts";
import type { Problems } from "./problems.ts";
import type { Scratch } from "./scratch.ts";
import { believingSuite } from "./signatures.ts";
import type { BelievingSuite, SignatureChecks } from "./signatures.ts";
import type { StoredBlock, StoredColumns } from "./stored-block.ts";

export type ExecutionOptions = {
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  readonly network: Uint8Array;
  readonly problems: Problems;
  readonly scratch: Scratch;
  readonly signatures: SignatureChecks;
};

/**
 * The block as the rules make it from what was signed, on the scratch's state, which is left as it is; its entries then stand one
 * to one beside the stored ones. Undefined where that is not so: an act is damaged, missing or was never admissible, or the rules
 * make other entries. Why is among the problems then.
 */
export function executeAgain(options: ExecutionOptions, stored: StoredBlock, next: number): Block | undefined {
  const { ruleset, suite, problems, scratch } = options;
  if (stored.height === 0) return executeFirst(options, stored);
  const believing = believingSuite(suite);
  const sounds: (readonly [StoredColumns, Sound])[] = [];
  let isWhole = stored.missing.length === 0;
  for (const entry of stored.entries) {
    if (parseSystemEntry(entry.bytes) !== undefined) continue;
    const sound = soundOf(options, believing, entry);
    if (sound === undefined) isWhole = false;
    else sounds.push([entry, sound]);
  }
  const time = stored.closing?.time ?? stored.row?.time;
  if (!isWhole || time === undefined) return undefined;
  const at = { height: stored.height, time, replay: scratch.replay };
  const transactions = sounds.map(([, sound]) => sound);
  const block = attemptBlock(options, stored, () =>
    executeBlock({ ...at, ruleset, suite, base: scratch.rows, firstIndex: next, transactions }),
  );
  if (block === "failed") return undefined;
  // A block of which everything is turned away does not come about, so each act is then asked for by itself.
  const view = { ...at, ruleset, rows: new Rows(scratch.rows), isSeen: (id: Uint8Array) => scratch.replay.has(id) };
  sounds.forEach(([entry, sound], i) => {
    const result = block === undefined ? checkCurrent(view, sound) : block.results[i];
    if (typeof result !== "object" || !isTurnaway(result)) return;
    isWhole = false;
    reportReason(problems, "ENTRY_TURNED_AWAY", entry, result);
  });
  if (!isWhole) return undefined;
  return standSideBySide(problems, stored, block?.entries ?? []) ? block : undefined;
}

function executeFirst(options: ExecutionOptions, stored: StoredBlock): Block | undefined {
  const bytes = stored.entries[0]?.bytes;
  if (bytes === undefined) return undefined;
  const { ruleset, suite, scratch } = options;
  const block = attemptBlock(options, stored, () => executeGenesis(ruleset, suite, bytes, scratch.rows));
  return block === "failed" ? undefined : block;
}

/** The transaction of an entry, with its signature handed on to be checked; undefined if it is none. */
function soundOf(
  { ruleset, network, problems, signatures }: ExecutionOptions,
  believing: BelievingSuite,
  entry: StoredColumns,
): Sound | undefined {
  const sound = checkSound(ruleset, believing.suite, network, entry.bytes);
  if (isTurnaway(sound)) {
    reportReason(problems, "ENTRY_MALFORMED", entry, sound);
    return undefined;
  }
  const claim = believing.take();
  const { place } = entry;
  const onInvalid = (): void => problems.add(`entry ${place}`, "ENTRY_SIGNATURE_INVALID", { index: String(place) });
  if (claim === undefined) onInvalid();
  else signatures.add(claim, onInvalid);
  return sound;
}

/** A state that is damaged may break what the rules rely on: they then stop with an error, which is what this finds out. */
function attemptBlock<T>({ problems }: ExecutionOptions, { height }: StoredBlock, execute: () => T): T | "failed" {
  try {
    return execute();
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    problems.add(`block ${height}`, "BLOCK_NOT_EXECUTABLE", { height: String(height), detail });
    return "failed";
  }
}

/** Whether both lists hold the same acts and system entries in the same order; the first that does not fit is reported. */
function standSideBySide(problems: Problems, stored: StoredBlock, made: readonly SealedEntry[]): boolean {
  const length = Math.max(stored.entries.length, made.length);
  for (let i = 0; i < length; i++) {
    const [left, right] = [stored.entries[i], made[i]];
    if (left !== undefined && right !== undefined && areSame(left.bytes, right.bytes)) continue;
    const isLacking =
      left === undefined || (right !== undefined && !stored.entries.some(({ bytes }) => areSame(bytes, right.bytes)));
    const index = String(isLacking ? right?.index : left?.place);
    problems.add(`entry ${index}`, isLacking ? "ENTRY_LACKING" : "ENTRY_UNFOUNDED", { index });
    return false;
  }
  return true;
}

function reportReason(
  problems: Problems,
  code: CheckCode & ("ENTRY_MALFORMED" | "ENTRY_TURNED_AWAY"),
  entry: StoredColumns,
  reason: { readonly code: string; readonly data: RefusalData },
): void {
  const index = String(entry.place);
  problems.add(`entry ${index}`, code, (language) => ({
    index,
    reason: refusalSentence(language, reason.code, reason.data).cause,
  }));
}
