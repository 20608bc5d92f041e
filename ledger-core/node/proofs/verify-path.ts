/** Offline verification of whatever a person holds: proofs, folders of them, a whole ledger. */
import { join } from "node:path";
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { failed } from "#ledger-core/proof/check.ts";
import type { Check, CheckCode, CheckData, Finding } from "#ledger-core/proof/check.ts";
import { describeCheck } from "#ledger-core/proof/check-text.ts";
import type { CheckLanguage } from "#ledger-core/proof/check-text.ts";
import { OneHistory } from "#ledger-core/proof/one-history.ts";
import { readOlderCheckpoint, verifyFourFiles } from "#ledger-core/proof/proof-files.ts";
import type { FilesRules, ReadConsistency } from "#ledger-core/proof/proof-files.ts";
import { PROOF_FILE_BYTES_MAX } from "#ledger-core/proof/proof-parts.ts";
import type { Suite } from "#ledger-core/proof/suite.ts";
import { findProofs, readGivenFile, readProof } from "./proof-folder.ts";
import type { FoundProof } from "./proof-folder.ts";
import { judged } from "#ledger-core/judge/judged.ts";
import { verifyState } from "./verify-state.ts";
import { verifyTiles } from "./verify-tiles.ts";

/** What the checking of a whole ledger, or of its tiles, found. `consistency` serves the proofs beside it, and must not throw. */
export type LedgerVerdict = { readonly checks: readonly Check[]; readonly consistency?: ReadConsistency | undefined };

/** Checks a ledger's folder from its first byte. `since` is an older checkpoint, a signed note, that it must have grown from. */
export type VerifyLedger = (request: {
  readonly folder: string;
  readonly keys: readonly string[];
  readonly since: string | undefined;
}) => Promise<LedgerVerdict>;

export type VerifyRequest = {
  readonly ruleset: Ruleset;
  readonly suite: Suite;
  readonly paths: readonly string[];
  /** vkeys that the doubter trusts. */
  readonly keys: readonly string[];
  /** Path of an older `.tlog-proof` of the same log, or of a signed checkpoint of it. */
  readonly since?: string | undefined;
  readonly language: CheckLanguage;
  /** Without it, a ledger's folder is not valid: nothing was checked there. */
  readonly verifyLedger?: VerifyLedger | undefined;
};

/** One finding, in data and in words. `subject` is the proof's name or the path. */
export type PathCheck = {
  readonly subject: string;
  readonly name: Check["name"];
  readonly ok: boolean;
  readonly how: Check["how"];
  readonly code: CheckCode;
  readonly data: CheckData;
  readonly title: string;
  readonly detail: string;
};

/** `valid` if there was something to check and every check is ok. */
export type PathVerdict = { readonly valid: boolean; readonly checks: readonly PathCheck[] };

/**
 * Verifies every proof and ledger under the paths. Files are a stranger's: links, devices and files longer than a part of a proof
 * are not read. `FILE_ABSENT` among the codes means that a path is wrong rather than a proof. Never throws but for what
 * `verifyLedger` throws.
 */
export async function verifyPath(request: VerifyRequest): Promise<PathVerdict> {
  const { ruleset, suite, paths, keys } = request;
  const checks: PathCheck[] = [];
  const say = (subject: string, check: Check): void => {
    checks.push({ subject, ...check, ...wordsOf(check, request.language) });
  };
  const since = request.since === undefined ? undefined : readSince(request.since);
  if (typeof since === "object") {
    say(request.since ?? "", { name: "growth", ...since });
    return { valid: false, checks };
  }
  const found = findProofs(paths);
  const history = new OneHistory(suite);
  let rules = judged({ ruleset, suite, keys, since });
  for (const one of found) {
    if (!isWholeLog(one)) continue;
    const verdict =
      one.kind === "tiles" ? verifyTiles(rules, one.folder) : await verifyLedger(request, one.folder, since);
    for (const check of verdict.checks) say(one.folder, check);
    for (const check of history.add(one.folder, verdict.checks, verdict.consistency)) say(one.folder, check);
    rules = { ...rules, consistency: eitherOf(verdict.consistency, rules.consistency) };
  }
  for (const one of found)
    if (!isWholeLog(one)) {
      const subject = subjectOf(one);
      const own = verifyFound(rules, one);
      const place = one.kind === "none" ? subject : join(one.folder, subject);
      for (const check of [...own, ...history.add(place, own)]) say(subject, check);
    }
  return { valid: checks.length > 0 && checks.every((check) => check.ok), checks };
}

function wordsOf(check: Check, language: CheckLanguage): { readonly title: string; readonly detail: string } {
  const { title, detail } = describeCheck(check, language);
  return { title, detail };
}

/** What holds every entry, and so the consistency proofs that the proofs beside it need. */
type WholeLog = Extract<FoundProof, { readonly kind: "ledger" | "tiles" }>;

function isWholeLog(found: FoundProof): found is WholeLog {
  return found.kind === "ledger" || found.kind === "tiles";
}

/** The proof that the first has, else the second. */
function eitherOf(first: ReadConsistency | undefined, second: ReadConsistency | undefined): ReadConsistency {
  return (oldSize, newSize) => first?.(oldSize, newSize) ?? second?.(oldSize, newSize);
}

function subjectOf(found: Exclude<FoundProof, WholeLog>): string {
  return found.kind === "none" ? found.path : found.name;
}

function verifyFound(rules: FilesRules, found: Exclude<FoundProof, WholeLog>): readonly Check[] {
  if (found.kind === "none") return [{ name: "files", ...found.finding }];
  if (found.kind === "state") return verifyState(rules, found.folder, found.name);
  const { folder, name } = found;
  const files = readProof(folder, name);
  return "code" in files ? [{ name: "files", ...files }] : verifyFourFiles(rules, files);
}

async function verifyLedger(request: VerifyRequest, folder: string, since: string | undefined): Promise<LedgerVerdict> {
  if (request.verifyLedger !== undefined) return request.verifyLedger({ folder, keys: request.keys, since });
  return { checks: [{ name: "files", ...failed("LEDGER_NOT_CHECKED", { file: folder }) }] };
}

/** The signed note in what somebody took away earlier. */
function readSince(file: string): string | Finding {
  const bytes = readGivenFile(file, PROOF_FILE_BYTES_MAX["tlog-proof"], { folderCode: "OLDER_IS_FOLDER" });
  return bytes instanceof Uint8Array ? readOlderCheckpoint(file, bytes) : bytes;
}
