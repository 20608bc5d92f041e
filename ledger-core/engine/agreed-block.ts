/** A block without what the node that seals it objects to, and what became of each transaction. */
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Block, SealedEntry } from "#ledger-core/kernel/block.ts";
import type { Sound } from "#ledger-core/kernel/door.ts";
import { receiptOf } from "./block-outcome.ts";
import type { Receipt } from "./engine.ts";

/**
 * Why a node does not seal what an entry would do, though the rules allow it: what only the node itself can know, such as whether it holds
 * a key that is to sign its log.
 */
export type Objection = (entry: SealedEntry) => Turnaway | undefined;

export type AgreedBlock = {
  /** Undefined where nothing is left to seal. */
  readonly block: Block | undefined;
  /** Of the transaction at that place; undefined where there is no block that could say, or none that has taken it. */
  readonly answerOf: (place: number) => Receipt | Turnaway | undefined;
  /** True for one that this node objects to. */
  readonly isObjected: (place: number) => boolean;
  /** True for one that the block has no room for: it waits for the next. */
  readonly isLeft: (place: number) => boolean;
};

/** Executes the transactions, and once more without those that were objected to, until there are none. */
export function agreedBlock(
  sounds: readonly Sound[],
  execute: (taken: readonly Sound[]) => Block | undefined,
  objection: Objection = () => undefined,
): AgreedBlock {
  const objected = new Map<number, Turnaway>();
  for (;;) {
    // Without objections, as is usual, the block's own list of results is in the order of the transactions.
    const places = objected.size === 0 ? undefined : [...sounds.keys()].filter((place) => !objected.has(place));
    const taken = places?.flatMap((place) => sounds[place] ?? []) ?? sounds;
    const block = execute(taken);
    const before = objected.size;
    for (let i = 0; block !== undefined && i < taken.length; i++) {
      const entry = entryOf(block, i);
      const why = entry === undefined ? undefined : objection(entry);
      if (why !== undefined) objected.set(places?.[i] ?? i, why);
    }
    if (objected.size > before) continue;
    const placeIn = (place: number): number => places?.indexOf(place) ?? place;
    const inBlock = (place: number): Receipt | Turnaway | undefined =>
      block === undefined ? undefined : resultOf(block, placeIn(place));
    return {
      block,
      answerOf: (place) => objected.get(place) ?? inBlock(place),
      isObjected: (place) => objected.has(place),
      isLeft: (place) => block !== undefined && !objected.has(place) && block.results[placeIn(place)] === undefined,
    };
  }
}

function entryOf(block: Block, place: number): SealedEntry | undefined {
  const result = block.results[place];
  return typeof result === "number" ? block.entries[result - block.firstIndex] : undefined;
}

function resultOf(block: Block, place: number): Receipt | Turnaway | undefined {
  const result = block.results[place];
  if (typeof result !== "number") return result;
  const entry = entryOf(block, place);
  if (entry === undefined) throw new Error("a result names an entry of its block");
  return receiptOf(entry);
}
