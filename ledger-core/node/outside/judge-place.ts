/** Whether a folder is the one that this machine has seen sealing, and holds all that it has seen sealed. */
import { resolve } from "node:path";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { loadMemory } from "./memory-file.ts";
import { isStillAt, placeOf } from "./place-file.ts";

export type JudgedLedger = {
  readonly folder: string;
  readonly networkHex: string;
  readonly reader: Pick<Reader, "head" | "rootAt">;
};

/**
 * Why nothing may be sealed in this folder, undefined if it may: two folders that sign with one key sign two histories. LEDGER_OLDER_THAN_SEEN
 * if it lacks entries that this machine saw sealed, LEDGER_FORKED if it holds others in their place, LEDGER_COPIED if it is not the
 * folder that sealed last here; without `seen` in its data if nothing here remembers the ledger at all. A folder of an older program, of which the machine knows nothing, may go on.
 */
export function judgePlace({ folder, networkHex, reader }: JudgedLedger): Turnaway | undefined {
  const place = placeOf(folder);
  const memory = loadMemory(networkHex);
  const size = reader.head()?.size ?? 0;
  if (memory === undefined) return place === undefined ? undefined : { code: "LEDGER_COPIED", data: { size } };
  const data = { seen: memory.size, size };
  if (memory.size > size) return { code: "LEDGER_OLDER_THAN_SEEN", data };
  if (encodeHex(reader.rootAt(memory.size)) !== memory.root) return { code: "LEDGER_FORKED", data };
  // Cut off between the two, the memory stands and the place is still to be made.
  if (place === undefined && memory.folder === resolve(folder)) return undefined;
  if (memory.place !== place || isStillAt(memory.folder, folder, memory.place)) return { code: "LEDGER_COPIED", data };
  return undefined;
}

/** The folder that sealed last here, if it is another one and still lies where it was, and how many entries it had by then. */
export function originalOf({
  folder,
  networkHex,
}: Omit<JudgedLedger, "reader">): { readonly folder: string; readonly entries: number } | undefined {
  const memory = loadMemory(networkHex);
  if (memory === undefined || !isStillAt(memory.folder, folder, memory.place)) return undefined;
  return { folder: memory.folder, entries: memory.size };
}

/** Entries that this machine has seen sealed in the network; 0 where it knows nothing of it. */
export function entriesSeen(networkHex: string): number {
  return loadMemory(networkHex)?.size ?? 0;
}

/**
 * Whether a ledger that was brought back may go on under its key: the node that sealed last here ended as it should, with just these
 * entries, and its folder is gone. Nobody can then have signed another entry behind them, so far as this machine can know.
 */
export function mayGoOn({ folder, networkHex, reader }: JudgedLedger): boolean {
  const memory = loadMemory(networkHex);
  const head = reader.head();
  if (memory === undefined || head === undefined) return false;
  const isAll = memory.closed && memory.size === head.size && memory.root === encodeHex(head.root);
  return isAll && !isStillAt(memory.folder, folder, memory.place);
}
