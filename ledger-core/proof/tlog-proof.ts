/** Proofs that leave the machine (C2SP tlog-proof): one entry's place in a log, with the checkpoint that it is proven against. */
import { encodeBase64, parseBase64 } from "./base64.ts";
import { parseCount } from "./checkpoint.ts";
import { NOTE_LENGTH_MAX } from "./note.ts";
import { HASH_BYTES } from "./suite.ts";
import { PROOF_HASHES_MAX } from "./tree.ts";

/** `checkpoint` is the signed note, verbatim. `extra` is not covered by any signature. */
export type TlogProof = {
  readonly index: number;
  readonly hashes: readonly Uint8Array[];
  readonly checkpoint: string;
  readonly extra?: Uint8Array;
};

const HEADER = "c2sp.org/tlog-proof@v1";
const EXTRA = "extra ";
const INDEX = "index ";
/** Letters of the lines before the checkpoint: 48 hashes and any extra data that a person would send. */
const HEAD_LENGTH_MAX = 1_000_000;

/** The text of a `.tlog-proof` file. */
export function encodeTlogProof(proof: TlogProof): string {
  const lines = [HEADER];
  if (proof.extra !== undefined) lines.push(EXTRA + encodeBase64(proof.extra));
  lines.push(INDEX + String(proof.index), ...proof.hashes.map(encodeBase64));
  return `${lines.join("\n")}\n\n${proof.checkpoint}`;
}

/** Whether a text says of itself that it is a proof; whether it is one is not asked. */
export function isTlogProof(text: string): boolean {
  return text.startsWith(`${HEADER}\n`);
}

/** The proof of a text that may come from anybody; undefined if it is none. The checkpoint in it is not parsed. Never throws. */
export function parseTlogProof(text: string): TlogProof | undefined {
  if (text.length > HEAD_LENGTH_MAX + NOTE_LENGTH_MAX) return undefined;
  const split = text.indexOf("\n\n");
  if (split < 0) return undefined;
  const [header, ...lines] = text.slice(0, split).split("\n");
  if (header !== HEADER) return undefined;
  let extra: Uint8Array | undefined;
  if (lines[0]?.startsWith(EXTRA) === true) {
    extra = parseBase64(lines[0].slice(EXTRA.length));
    if (extra === undefined) return undefined;
    lines.shift();
  }
  const indexLine = lines.shift();
  const index = indexLine?.startsWith(INDEX) === true ? parseCount(indexLine.slice(INDEX.length)) : undefined;
  if (index === undefined || lines.length > PROOF_HASHES_MAX) return undefined;
  const hashes: Uint8Array[] = [];
  for (const line of lines) {
    const hash = parseBase64(line);
    if (hash?.length !== HASH_BYTES) return undefined;
    hashes.push(hash);
  }
  const checkpoint = text.slice(split + 2);
  return extra === undefined ? { index, hashes, checkpoint } : { index, hashes, checkpoint, extra };
}
