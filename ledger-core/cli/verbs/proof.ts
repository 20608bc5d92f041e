/** `ledger proof`: a proof that leaves the machine. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import type { ReadLedger } from "#ledger-core/node/open-ledger.ts";
import { exportProof } from "#ledger-core/node/proofs/export-proof.ts";
import { compareCheckpoint } from "#ledger-core/node/compare-checkpoint.ts";
import { withReading } from "#ledger-core/cli/access.ts";
import { Failure, usageFailure } from "#ledger-core/cli/failure.ts";
import { readHeldCheckpoint } from "#ledger-core/cli/held-checkpoint.ts";
import { requireOutputPath } from "#ledger-core/cli/output-path.ts";
import { requireWord } from "#ledger-core/cli/require.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";
import { VERIFIER_FILE } from "#ledger-core/cli/verifier-file.ts";
import { writeFiles } from "#ledger-core/cli/write-files.ts";

const VERIFIER = "verifier.html";

export const run: RunVerb = async (invocation) => {
  const { output, options, path } = invocation;
  const id = requireWord(invocation, 1);
  const folder = requireOutputPath(invocation, "proof");
  const named = options.text("since");
  const held = named === undefined ? undefined : readHeldCheckpoint(path(named));
  const page = options.has("verifier") ? readVerifier() : undefined;
  const proof = await withReading(path(requireWord(invocation, 0)), (ledger) => {
    const { reader, ruleset, first } = ledger;
    const since = held === undefined ? undefined : sizeOfOlder(ledger, held);
    return exportProof(reader, ruleset, nodeSuite, { index: findIndex(ledger, id), first, since });
  });
  const pages = page === undefined ? [] : [{ name: VERIFIER, bytes: page }];
  const written = writeFiles(folder, [...proof.files, ...pages]);
  const files = written.slice(0, proof.files.length);
  const verifier = join(folder, VERIFIER);
  output.result({ id: proof.id, index: proof.index, files, ...(page === undefined ? {} : { verifier }) }, [
    output.words({ zh: `条目 ${proof.index} 的证明：`, en: `Proof of entry ${proof.index}:` }),
    ...files.map((file) => `  ${file}`),
    page === undefined
      ? output.words({
          zh: "可用 ledger verify 离线验证；加 --verifier 可附上在浏览器中离线验证的网页。",
          en: "ledger verify checks it, offline and anywhere; --verifier adds a page that does so in a browser.",
        })
      : output.words({
          zh: `可用 ledger verify 离线验证，或在浏览器中打开 ${verifier}。`,
          en: `ledger verify checks it, offline and anywhere; so does ${verifier}, opened in a browser.`,
        }),
  ]);
  return 0;
};

/** How many entries the checkpoint speaks of. Throws GROWTH_NOT_SHOWN where the log has not grown from it, and says in which way. */
function sizeOfOlder(ledger: ReadLedger, held: string): number {
  const { verdict, size, words } = compareCheckpoint(ledger, held);
  if (verdict === "same" || verdict === "grew") return size;
  throw new Failure("GROWTH_NOT_SHOWN", 1, words, {
    zh: "没有取出证明。请核对这个检查点，或不用 --since 取证明。",
    en: "No proof was taken. Look at that checkpoint again, or take the proof without --since.",
  });
}

/** The page as it was built, read before anything is written. */
function readVerifier(): Uint8Array {
  try {
    return readFileSync(VERIFIER_FILE);
  } catch (error) {
    throw new Failure(
      "FILE_MISSING",
      3,
      { zh: `验证网页尚未构建：${VERIFIER_FILE}。`, en: `The verifier page is not built yet: ${VERIFIER_FILE}.` },
      { zh: "请先运行一次 npm start，它会构建该网页。", en: "Run npm start once, which builds it." },
      { cause: error },
    );
  }
}

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
