/**
 * The key of a log hands over to the next one, as the text of a signed note: both keys sign it, so who trusts the old one can go on
 * with the new one without anybody's word. Six lines: the log's origin, what this is, both vkeys, and the log's size and root then.
 */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { encodeBase64, parseBase64 } from "./base64.ts";
import { nextRevision, parseCount } from "./checkpoint.ts";
import { encodeNote, noteSignatureMessage, parseNote, verifyNote } from "./note.ts";
import { HASH_BYTES } from "./suite.ts";
import type { Suite } from "./suite.ts";
import { ALGORITHM_ED25519, encodeVerifierKey, isSameKey, parseVerifierKey } from "./verifier-key.ts";
import type { VerifierKey } from "./verifier-key.ts";

/** The second line. A checkpoint has a number there, so neither can be taken for the other. */
const TITLE = "log key handover";

/** `size` and `root` are those of the log on which the new key goes on; both keys sign as logs. */
export type Handover = {
  readonly from: VerifierKey;
  readonly to: VerifierKey;
  readonly size: number;
  readonly root: Uint8Array;
};

/** What each of the two keys signs. */
export function handoverMessage(handover: Handover): Uint8Array {
  return noteSignatureMessage({ text: handoverText(handover), algorithm: ALGORITHM_ED25519 });
}

/** The note: the old key's signature, then the new one's. */
export function encodeHandover(
  handover: Handover,
  signatures: { readonly from: Uint8Array; readonly to: Uint8Array },
): string {
  const { from, to } = handover;
  const lines = [
    { name: from.name, keyId: from.keyId, signature: signatures.from },
    { name: to.name, keyId: to.keyId, signature: signatures.to },
  ];
  return encodeNote({ text: handoverText(handover), signatures: lines });
}

/**
 * The handover of a note that may come from anybody; undefined if it is none, or not signed by both keys that it names, or hands over to
 * another log than its own or that one's next revision, or is not written as `encodeHandover` does. Whether the old key is to be trusted is another question. Never throws.
 */
export function parseHandover(suite: Suite, whole: string): Handover | undefined {
  const note = parseNote(whole);
  const lines = note?.text.split("\n") ?? [];
  if (note === undefined || lines.length !== 7) return undefined;
  const [, , fromText = "", toText = "", sizeText = "", rootText = ""] = lines;
  const from = parseVerifierKey(suite, fromText);
  const to = parseVerifierKey(suite, toText);
  const size = parseCount(sizeText);
  const root = parseBase64(rootText);
  if (from === undefined || to === undefined || size === undefined || root?.length !== HASH_BYTES) return undefined;
  if ([from, to].some(({ algorithm }) => algorithm !== ALGORITHM_ED25519) || isSameKey(from, to)) return undefined;
  // Whoever holds the key of one log has nothing to hand over of another one.
  if (to.name !== from.name && to.name !== nextRevision(from.name)) return undefined;
  const handover = { from, to, size, root };
  const isSpelt = note.text === handoverText(handover) && encodeNote(note) === whole && note.signatures.length === 2;
  const isInOrder = equalBytes(note.signatures[0]?.keyId ?? new Uint8Array(0), from.keyId);
  if (!isSpelt || !isInOrder) return undefined;
  return verifyNote(suite, note, [from, to]).verified.length === 2 ? handover : undefined;
}

/**
 * The handovers that came with a checkpoint. They are verified when they are first asked for, and once: each is two signatures, a chain
 * may have a thousand, and several checks of one file ask for it.
 */
export class HandoverChain {
  readonly #suite: Suite;
  readonly #notes: readonly string[];
  #read: { readonly links: readonly Handover[] | undefined } | undefined;

  /** Of notes from anybody. */
  constructor(suite: Suite, notes: readonly string[]) {
    this.#suite = suite;
    this.#notes = notes;
  }

  /** How many notes came, whatever they are. */
  get length(): number {
    return this.#notes.length;
  }

  /** In order; undefined if one of the notes is no handover, or does not go on from the one before, with another key or with a log that has become shorter. */
  get links(): readonly Handover[] | undefined {
    this.#read ??= { links: parseLinks(this.#suite, this.#notes) };
    return this.#read.links;
  }
}

function parseLinks(suite: Suite, notes: readonly string[]): readonly Handover[] | undefined {
  const links: Handover[] = [];
  for (const note of notes) {
    const handover = parseHandover(suite, note);
    const last = links.at(-1);
    if (handover === undefined) return undefined;
    if (last !== undefined && (!isSameKey(last.to, handover.from) || handover.size < last.size)) return undefined;
    links.push(handover);
  }
  return links;
}

/** The handovers by which those who trust `keys` come to trust others, in the order of their chain; undefined if it is none. */
export function followHandovers(chain: HandoverChain, keys: readonly VerifierKey[]): readonly Handover[] | undefined {
  const { links } = chain;
  if (links === undefined) return undefined;
  const begin = links.findIndex(({ from }) => keys.some((key) => isSameKey(key, from)));
  return begin < 0 ? [] : links.slice(begin);
}

/** The vkeys of a chain of handovers, in order; none of notes that are not a chain. */
export function keysOfHandovers({ links = [] }: HandoverChain): readonly string[] {
  const [first] = links;
  return first === undefined ? [] : [first.from, ...links.map(({ to }) => to)].map(encodeVerifierKey);
}

function handoverText({ from, to, size, root }: Handover): string {
  const keys = [from, to].map(encodeVerifierKey);
  return `${[from.name, TITLE, ...keys, String(size), encodeBase64(root)].join("\n")}\n`;
}
