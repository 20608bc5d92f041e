/**
 * All that travels with a proof beside the `.tlog-proof` text itself: the entry, what was ordered, what it changed, and the basis on
 * which it was allowed. `ID.json` carries the last two among fields that are only for reading; those are not parsed here.
 */
import { encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { CHANGES_PER_ENTRY_MAX, HANDOVERS_MAX, KEY_MAX } from "#ledger-core/contract/schema/limits.ts";
import { NOTE_LENGTH_MAX } from "./note.ts";
import { HASH_BYTES } from "./suite.ts";
import { PROOF_HASHES_MAX } from "./tree.ts";
import { isObject } from "#ledger-core/contract/schema/json.ts";

/**
 * One change, proven alone: its path is that of the leaf at `place` in a tree of `count`. A root does not show how many changes there
 * were, so these give the sides of the hashes and no more.
 */
export type ProvenChange = {
  readonly change: Uint8Array;
  readonly place: number;
  readonly count: number;
  readonly hashes: readonly Uint8Array[];
};

/**
 * An earlier entry of the same log, proven against the same checkpoint, that shows why the act was allowed. `what` says which part it
 * plays, such as `key`, `role` or `policy`; `changes` are those of its changes that play it.
 */
export type BasisEntry = {
  readonly what: string;
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  readonly entry: Uint8Array;
  /** The bytes that were ordered there, where somebody's signature of then is part of why: a vote, a proposal. */
  readonly transaction?: Uint8Array | undefined;
  readonly changes: readonly ProvenChange[];
};

/** That the log only grew since an older checkpoint of it: that signed note, and the consistency proof from its size. */
export type GrowthEvidence = { readonly checkpoint: string; readonly hashes: readonly Uint8Array[] };

/**
 * What `ID.json` holds for checking. `keys` are vkeys offered by who made the proof: worth that maker's word and no more. `handovers`
 * are the notes by which the log's first key, and each after it, handed over to the next.
 */
export type EvidenceFile = {
  readonly changes?: readonly Uint8Array[];
  readonly basis: readonly BasisEntry[];
  readonly growth?: GrowthEvidence | undefined;
  readonly keys: readonly string[];
  readonly handovers?: readonly string[] | undefined;
};

/** The same as JSON, bytes in hex; to be written with whatever readable fields the maker adds. */
export type EvidenceJson = {
  readonly format: typeof EVIDENCE_FORMAT;
  readonly changes?: readonly string[];
  readonly basis: readonly unknown[];
  readonly growth?: { readonly checkpoint: string; readonly hashes: readonly string[] };
  readonly keys: readonly string[];
  readonly handovers?: readonly string[];
};

/** The value of `format`; another value is another format. */
export const EVIDENCE_FORMAT = "tcc-evidence@1";
/** Letters of `ID.json`: the changes of the largest entry in hex, at a kilobyte each. */
const EVIDENCE_LENGTH_MAX = 0x400_0000;
/** Lists and objects within one another: a body nests a few deep, and a parser may take memory for every one that is open. */
const DEPTH_MAX = 128;
/** Lists and objects in all: more than the largest body has values. Each costs a parser a hundred bytes, however short its text. */
const NODES_MAX = 0x40_0000;
const BASIS_MAX = 1_024;
const KEYS_MAX = 128;
/** Letters of a vkey: a name of 256 and some fifty, with room. */
const VKEY_LENGTH_MAX = 512;
const HANDOVER_LENGTH_MAX = 2_048;
const WHAT_LENGTH_MAX = 64;

/** The JSON form of evidence. */
export function evidenceJson(evidence: EvidenceFile): EvidenceJson {
  const basis = evidence.basis.map((entry) => ({
    what: entry.what,
    index: entry.index,
    hashes: entry.hashes.map(encodeHex),
    entry: encodeHex(entry.entry),
    ...(entry.transaction === undefined ? {} : { transaction: encodeHex(entry.transaction) }),
    changes: entry.changes.map((proven) => ({
      change: encodeHex(proven.change),
      place: proven.place,
      count: proven.count,
      hashes: proven.hashes.map(encodeHex),
    })),
  }));
  const { changes, growth, keys, handovers } = evidence;
  return {
    format: EVIDENCE_FORMAT,
    ...(changes === undefined ? {} : { changes: changes.map(encodeHex) }),
    basis,
    ...(growth === undefined
      ? {}
      : { growth: { checkpoint: growth.checkpoint, hashes: growth.hashes.map(encodeHex) } }),
    keys,
    ...(handovers === undefined ? {} : { handovers }),
  };
}

/** The evidence in a JSON text that may come from anybody; undefined if it is none. Further fields are ignored. Never throws. */
export function parseEvidence(text: string): EvidenceFile | undefined {
  const json = parseBounded(text);
  if (!isObject(json) || json["format"] !== EVIDENCE_FORMAT) return undefined;
  const basis = listOf(json["basis"], BASIS_MAX, readBasisEntry);
  const keys = readKeys(json["keys"]);
  if (basis === undefined || keys === undefined || !isInOrder(basis)) return undefined;
  const rest: { changes?: readonly Uint8Array[]; growth?: GrowthEvidence; handovers?: readonly string[] } = {};
  if (json["changes"] !== undefined) {
    const changes = listOf(json["changes"], CHANGES_PER_ENTRY_MAX, readBytes);
    if (changes === undefined) return undefined;
    rest.changes = changes;
  }
  if (json["growth"] !== undefined) {
    const growth = readGrowth(json["growth"]);
    if (growth === undefined) return undefined;
    rest.growth = growth;
  }
  if (json["handovers"] !== undefined) {
    const handovers = listOf(json["handovers"], HANDOVERS_MAX, readHandover);
    if (handovers === undefined || handovers.length === 0) return undefined;
    rest.handovers = handovers;
  }
  return { ...rest, basis, keys };
}

/** One form for one basis: in the order of the log, each entry once. */
function isInOrder(basis: readonly BasisEntry[]): boolean {
  return basis.every(({ index }, i) => index > (basis[i - 1]?.index ?? -1));
}

function readGrowth(value: unknown): GrowthEvidence | undefined {
  if (!isObject(value)) return undefined;
  const checkpoint = value["checkpoint"];
  // A consistency proof has a hash more than an inclusion proof in the same tree.
  const hashes = listOf(value["hashes"], PROOF_HASHES_MAX + 1, readHash);
  if (typeof checkpoint !== "string" || checkpoint.length > NOTE_LENGTH_MAX || hashes === undefined) return undefined;
  return { checkpoint, hashes };
}

function readBasisEntry(value: unknown): BasisEntry | undefined {
  if (!isObject(value)) return undefined;
  const what = value["what"];
  const index = readCount(value["index"]);
  const hashes = listOf(value["hashes"], PROOF_HASHES_MAX, readHash);
  const entry = readBytes(value["entry"]);
  const changes = listOf(value["changes"], CHANGES_PER_ENTRY_MAX, readProvenChange);
  if (typeof what !== "string" || what.length > WHAT_LENGTH_MAX) return undefined;
  if (index === undefined || hashes === undefined || entry === undefined || changes === undefined) return undefined;
  // Each change once: its path says where it stands.
  if (new Set(changes.map((change) => `${change.place}/${change.count}`)).size < changes.length) return undefined;
  if (value["transaction"] === undefined) return { what, index, hashes, entry, changes };
  const transaction = readBytes(value["transaction"]);
  return transaction === undefined ? undefined : { what, index, hashes, entry, transaction, changes };
}

function readProvenChange(value: unknown): ProvenChange | undefined {
  if (!isObject(value)) return undefined;
  const change = readBytes(value["change"]);
  const place = readCount(value["place"]);
  const count = readCount(value["count"]);
  const hashes = listOf(value["hashes"], PROOF_HASHES_MAX, readHash);
  if (change === undefined || place === undefined || count === undefined || hashes === undefined) return undefined;
  // As in the complete tree whose paths have that length, so that one path is written in one way.
  return count === 2 ** hashes.length ? { change, place, count, hashes } : undefined;
}

/** Vkeys that a proof offers, each once: twice would be another text of the same proof. */
export function readKeys(value: unknown): readonly string[] | undefined {
  const keys = listOf(value, KEYS_MAX, readVkey);
  return keys === undefined || new Set(keys).size < keys.length ? undefined : keys;
}

function readVkey(value: unknown): string | undefined {
  return typeof value === "string" && value.length <= VKEY_LENGTH_MAX ? value : undefined;
}

export function readHandover(value: unknown): string | undefined {
  return typeof value === "string" && value.length <= HANDOVER_LENGTH_MAX ? value : undefined;
}

export function readBytes(value: unknown): Uint8Array | undefined {
  return typeof value === "string" ? parseHex(value) : undefined;
}

export function readHash(value: unknown): Uint8Array | undefined {
  const bytes = readBytes(value);
  return bytes?.length === HASH_BYTES ? bytes : undefined;
}

export function readCount(value: unknown): number | undefined {
  const ok = typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= KEY_MAX;
  return ok ? value : undefined;
}

export function listOf<T>(value: unknown, lengthMax: number, read: (item: unknown) => T | undefined): T[] | undefined {
  if (!Array.isArray(value) || value.length > lengthMax) return undefined;
  const items: T[] = [];
  for (const item of value) {
    const parsed = read(item);
    if (parsed === undefined) return undefined;
    items.push(parsed);
  }
  return items;
}

/** Whether a parser stays within bounds. What is no JSON is for the parser to refuse. */
function isParsable(text: string): boolean {
  let depth = 0;
  let nodes = 0;
  let isInString = false;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isInString) {
      if (code === BACKSLASH) i++;
      else if (code === QUOTE) isInString = false;
    } else if (code === QUOTE) isInString = true;
    else if (code === OPEN_LIST || code === OPEN_OBJECT) {
      depth++;
      nodes++;
      if (depth > DEPTH_MAX || nodes > NODES_MAX) return false;
    } else if (code === CLOSE_LIST || code === CLOSE_OBJECT) depth--;
  }
  return true;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_OBJECT = 0x7b;
const CLOSE_OBJECT = 0x7d;

/** JSON from anybody, of a length and a depth that a parser bears; undefined for anything else. Never throws. */
export function parseBounded(text: string): unknown {
  if (text.length > EVIDENCE_LENGTH_MAX || !isParsable(text)) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}
