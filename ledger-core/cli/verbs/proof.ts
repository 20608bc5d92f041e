/** `ledger proof`: a proof that leaves the machine. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import type { ReadLedger } from "#ledger-core/node/open-ledger.ts";
import { exportProof } from "#ledger-core/node/proofs/export-proof.ts";
import { withReading } from "#ledger-core/cli/access.ts";
import { usageFailure } from "#ledger-core/cli/failure.ts";
import { requireText, requireWord } from "#ledger-core/cli/require.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, path } = invocation;
  const id = requireWord(invocation, 1);
  const folder = path(requireText(options, "output", "proof"));
  const proof = await withReading(path(requireWord(invocation, 0)), (ledger) => {
    const { reader, ruleset, vkey } = ledger;
    return exportProof(reader, ruleset, nodeSuite, { index: findIndex(ledger, id), vkey });
  });
  mkdirSync(folder, { recursive: true });
  const files = proof.files.map(({ name, bytes }) => {
    const file = join(folder, name);
    writeFileSync(file, bytes);
    return file;
  });
  output.result({ id: proof.id, index: proof.index, files }, [
    output.words({ zh: `条目 ${proof.index} 的证明：`, en: `Proof of entry ${proof.index}:` }),
    ...files.map((file) => `  ${file}`),
    output.words({ zh: "可用 ledger verify 离线验证。", en: "ledger verify checks it, offline and anywhere." }),
  ]);
  return 0;
};

/** An entry by its id, or by its place in the log. */
function findIndex({ reader }: ReadLedger, named: string): number {
  const id = /^[0-9a-fA-F]{64}$/.test(named) ? parseHex(named) : undefined;
  if (id === undefined && !/^[0-9]{1,15}$/.test(named))
    throw usageFailure({ zh: `“${named}”不是条目的编号。`, en: `“${named}” is not the id of an entry.` }, "proof");
  const entry = id === undefined ? reader.entry(Number(named)) : reader.findEntry(id);
  if (entry === undefined)
    throw new NodeError("NO_SUCH_RECORD", { table: "log", key: id === undefined ? named : encodeHex(id) });
  return entry.index;
}
