import { PURPOSES, usePolicySchema } from "#ledger-core/contract/schema/catalog.ts";
import type { Purpose } from "#ledger-core/contract/schema/catalog.ts";
import { fromJson } from "#ledger-core/contract/schema/json.ts";
import { purposesOpen } from "#ledger-core/contract/schema/use-terms.ts";

/** The purposes that an offer's permissions leave open; all of them if the policy cannot be read, since the ledger decides anyway. */
export function purposesOffered(policy: unknown): readonly Purpose[] {
  const read = fromJson(usePolicySchema, policy);
  if (!read.ok) return PURPOSES;
  const open = purposesOpen(read.value);
  return open.length === 0 ? PURPOSES : open;
}
