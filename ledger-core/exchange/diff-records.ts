/** What a source's new file changes against what the ledger holds from the same source. */
import { compareText } from "#ledger-core/contract/schema/bytes.ts";

/** Lists of source identifiers, each in order of code points; every identifier is in exactly one of them. */
export type RecordDiff = {
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly unchanged: readonly string[];
  readonly retired: readonly string[];
  /** Still in the source, but in a row that was refused: left as they are, neither changed nor retired. */
  readonly held: readonly string[];
};

type Fingerprints = ReadonlyMap<string, string>;

/**
 * Compares fingerprints by source identifier. `before` holds only records of this source that are not retired; `present` names the
 * identifiers of refused rows. Says nothing about order: the same two states give the same answer.
 */
export function diffRecords(
  before: Fingerprints,
  after: Fingerprints,
  present: ReadonlySet<string> = new Set(),
): RecordDiff {
  const added: string[] = [];
  const changed: string[] = [];
  const unchanged: string[] = [];
  for (const [id, fingerprint] of after) {
    const known = before.get(id);
    if (known === undefined) added.push(id);
    else if (known === fingerprint) unchanged.push(id);
    else changed.push(id);
  }
  const gone = [...before.keys()].filter((id) => !after.has(id));
  const held = gone.filter((id) => present.has(id));
  const retired = gone.filter((id) => !present.has(id));
  for (const list of [added, changed, unchanged, retired, held]) list.sort(compareText);
  return { added, changed, unchanged, retired, held };
}

/**
 * True if a person must agree before the retirements happen: more than a fifth of what the source had would go, or rows without a
 * readable identifier were refused, so that a retired record may be one of them.
 */
export function retirementNeedsConsent(diff: RecordDiff, refusedWithoutId: number): boolean {
  if (diff.retired.length === 0) return false;
  const had = diff.changed.length + diff.unchanged.length + diff.retired.length + diff.held.length;
  return refusedWithoutId > 0 || 5 * diff.retired.length > had;
}
