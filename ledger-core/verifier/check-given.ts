/** Checks what was given, exactly as the command line checks paths: the same grouping, limits, order and codes. */
import { decodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { failed } from "#ledger-core/proof/check.ts";
import type { Check, Finding } from "#ledger-core/proof/check.ts";
import { judged } from "#ledger-core/judge/judged.ts";
import { judgedRules } from "#ledger-core/modules/judged-rules.ts";
import { OneHistory } from "#ledger-core/proof/one-history.ts";
import { readOlderCheckpoint, verifyFourFiles } from "#ledger-core/proof/proof-files.ts";
import type { FilesRules } from "#ledger-core/proof/proof-files.ts";
import {
  commonName,
  isStateFile,
  joinParts,
  PROOF_FILE_BYTES_MAX,
  PROOF_SUFFIXES,
  sortFolder,
  STATE_FILE_BYTES_MAX,
} from "#ledger-core/proof/proof-parts.ts";
import type { ProofFiles, ProofSuffix, SortedFolder } from "#ledger-core/proof/proof-parts.ts";
import { verifyStateFile } from "#ledger-core/proof/state-checks.ts";
import { declarationIn } from "#ledger-core/proof/state-json.ts";
import type { Given } from "./given-files.ts";
import { pageSuite } from "./page-suite.ts";

/** What the doubter brings besides the proofs. `older` is an older `.tlog-proof` of the same log, or a signed checkpoint of it. */
export type Doubt = {
  readonly keys: readonly string[];
  readonly older: { readonly name: string; readonly file: Blob } | undefined;
};

/** What was found about one proof, or about what was given in place of one. `json` is the readable part, if all of it follows. */
export type Verdict = {
  readonly subject: string;
  readonly valid: boolean;
  readonly checks: readonly Check[];
  readonly json: string | undefined;
};

type Found =
  | { readonly kind: "proof"; readonly name: string; readonly files: ReadonlyMap<string, Blob> }
  | { readonly kind: "state"; readonly name: string; readonly files: ReadonlyMap<string, Blob> }
  | { readonly kind: "none"; readonly subject: string; readonly finding: Finding };

/**
 * The verdicts on everything that was given, one after the other: proofs in the order of their names. Files are read one proof at a
 * time, and only up to the length that a part of a proof may have. Never throws.
 */
export async function* checkGiven(given: Given, doubt: Doubt): AsyncGenerator<Verdict> {
  const { keys, older } = doubt;
  const since = older === undefined ? undefined : await readOlder(older.name, older.file);
  if (typeof since === "object") {
    yield verdictOf(older?.name ?? "", [{ name: "growth", ...since }]);
    return;
  }
  const rules = judged({ ruleset: judgedRules, suite: pageSuite, keys, since });
  const history = new OneHistory(pageSuite);
  for (const found of findProofs(given)) {
    if (found.kind === "none") {
      yield verdictOf(found.subject, [{ name: "files", ...found.finding }]);
      continue;
    }
    if (found.kind === "state") {
      yield ofOneHistory(history, await checkState(rules, found.name, found.files));
      continue;
    }
    const files = await readProof(found.name, found.files);
    if ("code" in files) yield verdictOf(found.name, [{ name: "files", ...files }]);
    else {
      const checks = safely(files.name, () => verifyFourFiles(rules, files));
      yield ofOneHistory(history, verdictOf(found.name, checks, files.json));
    }
  }
}

/** The verdict, or why it contradicts one before it. */
function ofOneHistory(history: OneHistory, verdict: Verdict): Verdict {
  const contradicts = history.add(verdict.subject, verdict.checks);
  if (contradicts.length === 0) return verdict;
  return { ...verdict, valid: false, checks: [...verdict.checks, ...contradicts], json: undefined };
}

/** A proof of the state, with the proof of the act that signed its statement where that was given with it. */
async function checkState(rules: FilesRules, name: string, files: ReadonlyMap<string, Blob>): Promise<Verdict> {
  const blob = files.get(name);
  const bytes =
    blob === undefined ? failed("FILE_ABSENT", { file: name }) : await readBlob(name, blob, STATE_FILE_BYTES_MAX);
  if (!(bytes instanceof Uint8Array)) return verdictOf(name, [{ name: "files", ...bytes }]);
  const id = declarationIn(bytes);
  const signed = id === undefined ? undefined : await readProof(id, files);
  const declaration = (): ProofFiles | undefined => (signed === undefined || "code" in signed ? undefined : signed);
  return verdictOf(
    name,
    safely(name, () => verifyStateFile({ ...rules, declaration }, name, bytes)),
    bytes,
  );
}

/** The checks throw for nothing that a file holds; a browser that runs out of memory must still not leave a proof without a verdict. */
function safely(file: string, verify: () => readonly Check[]): readonly Check[] {
  try {
    return verify();
  } catch (error) {
    const reason = error instanceof Error ? error.name : "";
    return [{ name: "files", ...failed("FILE_UNREADABLE", { file, reason }) }];
  }
}

function verdictOf(subject: string, checks: readonly Check[], json?: Uint8Array): Verdict {
  const valid = checks.length > 0 && checks.every(({ ok }) => ok);
  return { subject, valid, checks, json: valid && json !== undefined ? decodeUtf8(json) : undefined };
}

async function readOlder(name: string, file: Blob): Promise<string | Finding> {
  const bytes = await readBlob(name, file, PROOF_FILE_BYTES_MAX["tlog-proof"]);
  return bytes instanceof Uint8Array ? readOlderCheckpoint(name, bytes) : bytes;
}

function findProofs({ files, folders }: Given): readonly Found[] {
  const found = new Map<string, Found>();
  const byFolder = Map.groupBy(files, ({ folder, isWhole }) => `${isWhole ? "folder" : "loose"} ${folder}`);
  const none = (subject: string, finding: Finding): void => {
    found.set(`none ${subject}`, { kind: "none", subject, finding });
  };
  for (const { folder, names } of folders) {
    const sorted = sortFolder(names);
    if (sorted.whole !== undefined) none(folder, failed("LEDGER_NOT_CHECKED", { file: folder }));
    else if (sorted.names.length + sorted.states.length === 0) none(folder, failed("NOT_A_PROOF", { file: folder }));
    addProofs(folder, sorted, byFolder.get(`folder ${folder}`) ?? []);
  }
  const loose = byFolder.get("loose ") ?? [];
  for (const { name } of loose) if (commonName(name) === undefined) none(name, failed("NOT_A_PROOF", { file: name }));
  const parts = loose.map(({ name }) => name).filter((name) => !isStateFile(name));
  const names = new Set(parts.map(commonName).filter((name) => name !== undefined));
  const states = loose.map(({ name }) => name).filter(isStateFile);
  addProofs("", { names: [...names].sort(), states: states.sort() }, loose);
  return [...found.values()];

  function addProofs(
    folder: string,
    { names: proofs, states: stateFiles }: Omit<SortedFolder, "whole">,
    from: Given["files"],
  ): void {
    const byName = new Map(from.map(({ name, file }) => [name, file]));
    for (const name of proofs) found.set(`proof ${folder}/${name}`, { kind: "proof", name, files: byName });
    for (const name of stateFiles) found.set(`state ${folder}/${name}`, { kind: "state", name, files: byName });
  }
}

async function readProof(name: string, files: ReadonlyMap<string, Blob>): Promise<ProofFiles | Finding> {
  const parts: Partial<Record<ProofSuffix, Uint8Array>> = {};
  for (const suffix of PROOF_SUFFIXES) {
    const file = `${name}.${suffix}`;
    const blob = files.get(file);
    if (blob === undefined) return failed("PROOF_INCOMPLETE", { file });
    const bytes = await readBlob(file, blob, PROOF_FILE_BYTES_MAX[suffix]);
    if (!(bytes instanceof Uint8Array)) return bytes;
    parts[suffix] = bytes;
  }
  return joinParts(name, parts) ?? failed("NOT_A_PROOF", { file: name });
}

/** The bytes of a file of at most `bytesMax`: its length is looked at before it is read. */
async function readBlob(file: string, blob: Blob, bytesMax: number): Promise<Uint8Array | Finding> {
  if (blob.size > bytesMax) return failed("FILE_TOO_LARGE", { file, limit: bytesMax });
  try {
    return new Uint8Array(await blob.arrayBuffer());
  } catch (error) {
    return failed("FILE_UNREADABLE", { file, reason: error instanceof DOMException ? error.name : "" });
  }
}
