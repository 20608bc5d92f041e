/** A statement, and rows of it, as files that leave the machine. */
import { encodeHex, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { statementTable } from "#ledger-core/kernel/governance/tables.ts";
import type { FirstLogKey } from "#ledger-core/kernel/log-keys.ts";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { logIdentity } from "#ledger-core/node/log-signer.ts";
import { exportProof } from "#ledger-core/node/proofs/export-proof.ts";
import type { ProofFile } from "#ledger-core/node/proofs/export-proof.ts";
import { formsOf } from "#ledger-core/judge/forms-of.ts";
import { createForms } from "#ledger-core/proof/forms.ts";
import { STATE_FILE_SUFFIX } from "#ledger-core/proof/proof-parts.ts";
import type { StateRows } from "#ledger-core/proof/state-checks.ts";
import { rangeText, writeStateJson } from "#ledger-core/proof/state-json.ts";
import type { StateClaim } from "#ledger-core/proof/state-json.ts";
import { rowsOf } from "#ledger-core/proof/state-statement.ts";
import type { StatementHead } from "#ledger-core/proof/state-statement.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";

/** What is to leave: rows of the statement of a height. */
export type StateExport = {
  readonly head: StatementHead;
  readonly rows: StateRows;
  readonly first: FirstLogKey;
};

/** Statements of just these rows and this root, however many others there are about the height. */
const SIGNED_SQL = `SELECT key FROM kernel_statement WHERE height = ? AND "rows" = ? AND root = ? ORDER BY key DESC`;

/**
 * `TABLE-at-HEIGHT.state.json`, behind the table's name the key or a part of a hash where it is not about all rows; and the four files of the act that signed the statement, if
 * somebody did. The newest checkpoint stands for all of it, so that it holds for who trusts any key that the log has had.
 */
export function exportState(
  reader: Reader,
  ruleset: Ruleset,
  suite: Suite,
  { head, rows, first }: StateExport,
): readonly ProofFile[] {
  return reader.snapshot(() => {
    const newest = reader.block(reader.head()?.height ?? 0);
    if (newest === undefined || newest.height < head.height) throw new RangeError(`there is no block ${head.height}`);
    const { vkey, handovers } = logIdentity({ reader, first }, newest.height);
    const signedAt = findDeclaration(reader, ruleset, head, rows.root);
    const signed = signedAt === undefined ? undefined : exportProof(reader, ruleset, suite, { index: signedAt, first });
    const json = writeStateJson(createForms(formsOf(ruleset)), suite, {
      ...rows,
      checkpoint: newest.checkpoint,
      grown: reader.consistency(head.size, newest.firstIndex + newest.count),
      keys: [vkey],
      handovers,
      declared: signed?.id,
    });
    const bytes = json === undefined ? undefined : encodeUtf8(json);
    if (bytes === undefined) throw new Error("rows of the state do not parse");
    const name = `${rows.claim.table}${claimName(suite, rows.claim)}-at-${head.height}${STATE_FILE_SUFFIX}`;
    return [{ name, bytes }, ...(signed?.files ?? [])];
  });
}

/** Two claims about a table and height have two names: the key, that it is none, nothing for the whole table, else a part of a hash. */
function claimName(suite: Suite, claim: StateClaim): string {
  if (claim.kind === "row") return `-${claim.key}`;
  if (claim.without !== undefined) return `-without-${claim.without}`;
  if (claim.from.length === 0 && claim.below === undefined) return "";
  const text = encodeUtf8(rangeText(claim)) ?? new Uint8Array(0);
  return `-rows-${encodeHex(suite.sha256(text)).slice(0, 8)}`;
}

/** The place in the log of the newest act that signed exactly this statement. Whoever has one carried out that was stopped signs none. */
function findDeclaration(reader: Reader, ruleset: Ruleset, head: StatementHead, root: Uint8Array): number | undefined {
  const table = ruleset.tables.get(statementTable.name);
  if (table === undefined) return undefined;
  for (const { key } of reader.sql.all<{ readonly key: number }>(SIGNED_SQL, head.height, rowsOf(head), root)) {
    const index = reader.history(table, key, { limit: 1 })[0]?.index;
    if (index !== undefined && reader.entry(index)?.kind !== "proposal.retry") return index;
  }
  return undefined;
}
