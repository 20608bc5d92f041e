/** Finds the files of proofs under paths that a person gave, and reads them as what they are: a stranger's. */
import { lstatSync, readdirSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { failed } from "#ledger-core/proof/check.ts";
import type { CheckCode, Finding } from "#ledger-core/proof/check.ts";
import {
  commonName,
  isStateFile,
  joinParts,
  PROOF_FILE_BYTES_MAX,
  PROOF_SUFFIXES,
  sortFolder,
} from "#ledger-core/proof/proof-parts.ts";
import type { ProofFiles, ProofSuffix } from "#ledger-core/proof/proof-parts.ts";
import { NotPlainFile, readPlainFile } from "#ledger-core/store/plain-file.ts";
import { codeOf } from "#ledger-core/store/error-code.ts";

/** What a path is: proofs by folder and common name, proofs of the state by folder and file, a ledger's folder, a log's tiles, or nothing that can be checked. */
export type FoundProof =
  | { readonly kind: "proof"; readonly folder: string; readonly name: string }
  | { readonly kind: "ledger"; readonly folder: string }
  | { readonly kind: "tiles"; readonly folder: string }
  | { readonly kind: "state"; readonly folder: string; readonly name: string }
  | { readonly kind: "none"; readonly path: string; readonly finding: Finding };

/** What the paths hold, each proof once. Links are not followed. Never throws. */
export function findProofs(paths: readonly string[]): readonly FoundProof[] {
  const found = new Map<string, FoundProof>();
  for (const one of paths.flatMap(findIn)) {
    const isNamed = one.kind === "proof" || one.kind === "state";
    const name = isNamed ? join(one.folder, one.name) : one.kind === "none" ? one.path : one.folder;
    found.set(`${one.kind} ${name}`, one);
  }
  return [...found.values()];
}

function findIn(path: string): readonly FoundProof[] {
  const none = (finding: Finding): readonly FoundProof[] => [{ kind: "none", path, finding }];
  try {
    const stats = lstatSync(path, { throwIfNoEntry: false });
    if (stats === undefined) return none(failed("FILE_ABSENT", { file: path }));
    if (stats.isDirectory()) return findInFolder(path);
    if (!stats.isFile()) return none(failed("FILE_NOT_REGULAR", { file: path }));
    if (isStateFile(path)) return [{ kind: "state", folder: dirname(path), name: basename(path) }];
    const name = commonName(basename(path));
    return name === undefined
      ? none(failed("NOT_A_PROOF", { file: path }))
      : [{ kind: "proof", folder: dirname(path), name }];
  } catch (error) {
    return none(unreadable(path, error));
  }
}

function findInFolder(folder: string): readonly FoundProof[] {
  const { whole, names, states } = sortFolder(readdirSync(folder));
  const found: readonly FoundProof[] = [
    ...(whole === undefined ? [] : [{ kind: whole, folder } as const]),
    ...names.map((name) => ({ kind: "proof", folder, name }) as const),
    ...states.map((name) => ({ kind: "state", folder, name }) as const),
  ];
  if (found.length > 0) return found;
  return [{ kind: "none", path: folder, finding: failed("NOT_A_PROOF", { file: folder }) }];
}

/** The files of one proof, or what is wrong with the first that cannot be read. Never throws. */
export function readProof(folder: string, name: string): ProofFiles | Finding {
  const parts: Partial<Record<ProofSuffix, Uint8Array>> = {};
  for (const suffix of PROOF_SUFFIXES) {
    const bytes = readGivenFile(join(folder, `${name}.${suffix}`), PROOF_FILE_BYTES_MAX[suffix]);
    if (!(bytes instanceof Uint8Array))
      return bytes.code === "FILE_ABSENT" ? failed("PROOF_INCOMPLETE", bytes.data) : bytes;
    parts[suffix] = bytes;
  }
  return joinParts(name, parts) ?? failed("NOT_A_PROOF", { file: join(folder, name) });
}

/** The bytes of a plain file of at most `bytesMax`; no link, pipe or device is read. `folderCode` is found of a folder. Never throws. */
export function readGivenFile(
  file: string,
  bytesMax: number,
  { folderCode = "FILE_NOT_REGULAR" }: { readonly folderCode?: CheckCode } = {},
): Uint8Array | Finding {
  try {
    const bytes = readPlainFile(file, bytesMax + 1);
    return bytes.length > bytesMax ? failed("FILE_TOO_LARGE", { file, limit: bytesMax }) : bytes;
  } catch (error) {
    if (error instanceof NotPlainFile && error.code === "EISDIR") return failed(folderCode, { file });
    return unreadable(file, error);
  }
}

function unreadable(file: string, error: unknown): Finding {
  if (error instanceof NotPlainFile) return failed("FILE_NOT_REGULAR", { file });
  const code = codeOf(error) ?? "";
  if (code === "ENOENT" || code === "ENOTDIR") return failed("FILE_ABSENT", { file });
  return failed("FILE_UNREADABLE", { file, reason: code });
}
