import type { EntryBrief } from "#ledger-core/contract/api/shared.ts";
import type { SealState } from "./seal.tsx";

/**
 * The seal of an entry as a list shows it. An entry is in a block, so it is at least sealed; it is drawn as proven only
 * by the proof drawer, after the inclusion was recomputed here and a quorum cosigned.
 */
export function sealOfEntry(entry: Pick<EntryBrief, "state">): SealState {
  return entry.state === "refused" ? "refused" : "sealed";
}
