/** `ledger verify`: proofs and ledgers, checked offline and by nobody's word but that of the keys that were named. */
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { verifyPath } from "#ledger-core/node/proofs/verify-path.ts";
import type { PathCheck } from "#ledger-core/node/proofs/verify-path.ts";
import { parseVerifierKey } from "#ledger-core/proof/verifier-key.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { Failure, usageFailure } from "#ledger-core/cli/failure.ts";
import { readHeldCheckpoint } from "#ledger-core/cli/held-checkpoint.ts";
import type { Output } from "#ledger-core/cli/output.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";
import { verifyLedgerFolder } from "#ledger-core/cli/verify-ledger.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, words, path, signal } = invocation;
  const named = options.text("since");
  const since = named === undefined ? undefined : path(named);
  const malformed = options.list("key").find((key) => parseVerifierKey(nodeSuite, key) === undefined);
  if (malformed !== undefined)
    throw usageFailure(
      {
        zh: `“${malformed}”不是验证密钥；它形如 tcc/0123456789abcdef+01234567+AbCd…，由 ledger status 给出。`,
        en: `“${malformed}” is no verifier key; one looks like tcc/0123456789abcdef+01234567+AbCd…, and ledger status gives it.`,
      },
      "verify",
    );
  // What holds no checkpoint was named by mistake: that is no answer about what is to be verified.
  if (since !== undefined) readHeldCheckpoint(since);
  const { valid, checks } = await verifyPath({
    ruleset: cityRuleset,
    suite: nodeSuite,
    paths: words.map(path),
    keys: options.list("key"),
    since,
    language: output.language,
    verifyLedger: (request) => verifyLedgerFolder(request, { output, signal }),
  });
  const absent = checks.find((check) => check.code === "FILE_ABSENT");
  if (absent !== undefined) throw absentFailure(absent);
  output.result({ valid, checks }, [
    ...checks.map((check) => checkLine(check, output)),
    valid ? output.words({ zh: "有效。", en: "Valid." }) : output.words({ zh: "无效。", en: "Not valid." }),
  ]);
  return valid ? 0 : 1;
};

function checkLine(check: PathCheck, output: Output): string {
  if (check.code === "NOT_RUN") return `-     ${check.title}: ${check.detail}`;
  if (!check.ok) return `FAIL  ${check.title}: ${check.detail}`;
  const how = {
    recomputed: { zh: "本机重新计算", en: "recomputed here" },
    vouched: { zh: "由他人担保", en: "vouched for" },
  };
  return `ok    ${check.title} (${output.words(how[check.how])}): ${check.detail}`;
}

function absentFailure({ subject }: PathCheck): Failure {
  return new Failure(
    "FILE_MISSING",
    3,
    { zh: `没有可验证的内容：${subject}。`, en: `There is nothing to verify at ${subject}.` },
    { zh: "请检查路径。", en: "Check the path." },
  );
}
