/** The four files of a proof, and how large each may be. A longer file is not read: no part of a proof is that long. */

/** The bytes of a proof's files; `name` is what their names have in common, which for an untouched proof is its id. */
export type ProofFiles = {
  readonly name: string;
  readonly tlogProof: Uint8Array;
  readonly entry: Uint8Array;
  readonly transaction: Uint8Array;
  readonly json: Uint8Array;
};

/** Bytes of each file of a proof by the end of its name. */
export const PROOF_FILE_BYTES_MAX = {
  /** Two million letters are what a proof and its note may have. */
  "tlog-proof": 0x80_0000,
  /** A leaf has some 150. */
  entry: 1_024,
  /** A transaction has its own limit; a genesis holds a thousand policies. */
  tx: 0x100_0000,
  /** Sixty-four million letters are what evidence may have, in any script. */
  json: 0x1000_0000,
} as const;

/** Bytes of a file with nothing but a checkpoint; 49 cosignatures take 8,000. */
export const CHECKPOINT_BYTES_MAX = 65_536;

/** The name of the file with the checkpoint that a file taken out of a ledger is as of, beside it; a path gives a path. */
export function checkpointNameOf(file: string): string {
  return `${file}.checkpoint`;
}

/** The end of a file's name, without its dot. */
export type ProofSuffix = keyof typeof PROOF_FILE_BYTES_MAX;
export const PROOF_SUFFIXES = Object.keys(PROOF_FILE_BYTES_MAX) as readonly ProofSuffix[];

/** The file in a folder that makes it a ledger's. */
const LEDGER_FILE = "ledger.sqlite";
/** What is in a folder of tiles. */
const TILES_NAMES = ["checkpoint", "tile"];

/** The name without the end that says which part of a proof the file is; undefined for any other file. */
export function commonName(file: string): string | undefined {
  const suffix = PROOF_SUFFIXES.find((end) => file.endsWith(`.${end}`));
  return suffix === undefined ? undefined : file.slice(0, -suffix.length - 1);
}

/** The end of the name of a file that proves rows of the state. */
export const STATE_FILE_SUFFIX = ".state.json";
/** Bytes of such a file. */
export const STATE_FILE_BYTES_MAX = 0x400_0000;

/** Whether a file's name is that of a proof of the state. */
export function isStateFile(name: string): boolean {
  return name.endsWith(STATE_FILE_SUFFIX);
}

/**
 * What is in a folder by the names in it: the whole log, as a ledger's folder or as tiles; proofs by their common names, and proofs of
 * the state by their files' names, both in order. A folder may hold all of it: what lies beside a log is not proven by it.
 */
export type SortedFolder = {
  readonly whole: "ledger" | "tiles" | undefined;
  readonly names: readonly string[];
  readonly states: readonly string[];
};

export function sortFolder(names: readonly string[]): SortedFolder {
  const areTiles = TILES_NAMES.every((name) => names.includes(name));
  const whole = names.includes(LEDGER_FILE) ? "ledger" : areTiles ? "tiles" : undefined;
  // A JSON file may be anything; a proof is told by its other files.
  const proofs = names.filter((name) => !name.endsWith(".json")).map(commonName);
  const states = names.filter(isStateFile).sort();
  return { whole, names: [...new Set(proofs.filter((name) => name !== undefined))].sort(), states };
}

/** The files of a proof from their bytes by the end of their names; undefined if one is missing. */
export function joinParts(
  name: string,
  parts: Readonly<Partial<Record<ProofSuffix, Uint8Array>>>,
): ProofFiles | undefined {
  const { "tlog-proof": tlogProof, entry, tx: transaction, json } = parts;
  if (tlogProof === undefined || entry === undefined || transaction === undefined || json === undefined)
    return undefined;
  return { name, tlogProof, entry, transaction, json };
}
