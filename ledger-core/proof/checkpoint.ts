/** Checkpoints (C2SP tlog-checkpoint): the head of a log at one size, as the text of a signed note. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { encodeBase64, parseBase64 } from "./base64.ts";
import { HASH_BYTES } from "./suite.ts";
import { TREE_SIZE_MAX } from "./tree.ts";

/** `origin` names the log. `extensions` are further lines, which say nothing here and are only carried. */
export type Checkpoint = {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
  readonly extensions: readonly string[];
};

/** The text that is signed, ending in a newline. Throws RangeError for what no checkpoint can say. */
export function encodeCheckpoint(checkpoint: Checkpoint): string {
  const { origin, size, root, extensions } = checkpoint;
  if (![origin, ...extensions].every(isLine)) throw new RangeError("a line of a checkpoint is empty or more than one");
  if (!Number.isSafeInteger(size) || size < 0 || size > TREE_SIZE_MAX) throw new RangeError("the size of a checkpoint");
  if (root.length !== HASH_BYTES) throw new RangeError("the root of a checkpoint");
  return `${[origin, String(size), encodeBase64(root), ...extensions].join("\n")}\n`;
}

/** The checkpoint of a note's text; undefined if it is none. Never throws. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const lines = text.split("\n");
  if (lines.pop() !== "") return undefined;
  const [origin, sizeText, rootText, ...extensions] = lines;
  if (origin === undefined || sizeText === undefined || rootText === undefined) return undefined;
  if (![origin, ...extensions].every(isLine)) return undefined;
  const size = parseCount(sizeText);
  const root = parseBase64(rootText);
  if (size === undefined || root?.length !== HASH_BYTES) return undefined;
  return { origin, size, root, extensions };
}

/** A count or place within a tree from decimal digits without leading zeroes; undefined for anything else. */
export function parseCount(text: string): number | undefined {
  if (!/^(0|[1-9][0-9]{0,15})$/.test(text)) return undefined;
  const count = Number(text);
  return count <= TREE_SIZE_MAX ? count : undefined;
}

/** The origin of a network's log: `tcc/` and the first 16 hex digits of the network's id; a later revision follows after `/`. */
export function networkOrigin(network: Uint8Array, revision = 1): string {
  const first = `tcc/${encodeHex(network.subarray(0, 8))}`;
  return revision === 1 ? first : `${first}/${revision}`;
}

/** The origin under which a log goes on after a loss; undefined for a name that is no network's log. */
export function nextRevision(origin: string): string | undefined {
  const parts = /^(tcc\/[0-9a-f]{16})(?:\/([2-9]|[1-9][0-9]{1,4}))?$/.exec(origin);
  return parts === null ? undefined : `${parts[1]}/${Number(parts[2] ?? 1) + 1}`;
}

/** Whether a log's origin is of this network: its own, or one that follows it after `/`, as a recovered log's revision does. */
export function isOriginOf(origin: string, network: Uint8Array): boolean {
  const own = networkOrigin(network);
  return origin === own || origin.startsWith(`${own}/`);
}

function isLine(line: string): boolean {
  return line.length > 0 && !line.includes("\n");
}
