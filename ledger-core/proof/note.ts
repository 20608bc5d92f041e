/**
 * Signed notes (C2SP signed-note): a text, an empty line, and lines `— name base64(keyId || signature)`. A note's text is worth nothing
 * before `verifyNote` has named a trusted key for it.
 */
import { concatBytes, encodeUtf8, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { encodeBase64, parseBase64 } from "./base64.ts";
import { SIGNATURE_BYTES } from "./suite.ts";
import type { Suite } from "./suite.ts";
import { ALGORITHM_COSIGNATURE, ALGORITHM_ED25519, isKeyName, KEY_ID_BYTES } from "./verifier-key.ts";
import type { NoteAlgorithm, VerifierKey } from "./verifier-key.ts";

/** `signature` is what follows the key id: for a cosignature 8 bytes of time and 64 of signature. */
export type NoteSignature = { readonly name: string; readonly keyId: Uint8Array; readonly signature: Uint8Array };

/** `text` ends in a newline. */
export type Note = { readonly text: string; readonly signatures: readonly NoteSignature[] };

/** A key whose signature holds; `time` is what a cosignature says, in unix seconds. */
export type VerifiedKey = { readonly key: VerifierKey; readonly time?: number };

/** `accepted` if at least one known key verified and none failed; the specification advises to reject a note with one that failed. */
export type NoteVerdict = {
  readonly accepted: boolean;
  readonly verified: readonly VerifiedKey[];
  readonly failed: readonly VerifierKey[];
};

/** Letters of a whole note; 49 cosignatures take 8,000. */
export const NOTE_LENGTH_MAX = 1_000_000;
/** Lines of signatures; the specification asks for at least 16, a city has 49 departments and each may be rotating its key. */
export const NOTE_SIGNATURES_MAX = 100;

const TIME_BYTES = 8;
const LINE_START = "\u2014 ";
const CONTROL_BUT_NEWLINE = /[\u0000-\u0009\u000b-\u001f]/;

/** The note of a text that may come from anybody; undefined if it is none, or has a line twice. No signature is checked. Never throws. */
export function parseNote(whole: string): Note | undefined {
  if (whole.length > NOTE_LENGTH_MAX || !isNoteText(whole)) return undefined;
  const split = whole.lastIndexOf("\n\n");
  if (split < 0) return undefined;
  const lines = whole.slice(split + 2).split("\n");
  // What follows the last newline: a note ends in one, so it is empty.
  if (lines.pop() !== "" || lines.length === 0 || lines.length > NOTE_SIGNATURES_MAX) return undefined;
  // Nobody signs in one way twice: a second line of the same was put there.
  if (new Set(lines).size < lines.length) return undefined;
  const signatures: NoteSignature[] = [];
  for (const line of lines) {
    const signature = parseSignatureLine(line);
    if (signature === undefined) return undefined;
    signatures.push(signature);
  }
  return { text: whole.slice(0, split + 1), signatures };
}

/** The text of a note. Throws RangeError if its text does not end in a newline or holds what a note may not. */
export function encodeNote(note: Note): string {
  if (!note.text.endsWith("\n") || !isNoteText(note.text)) throw new RangeError("the text of a note");
  return `${note.text}\n${note.signatures.map((signature) => `${signatureLine(signature)}\n`).join("")}`;
}

/** One line of signature, without its newline. */
export function signatureLine({ name, keyId, signature }: NoteSignature): string {
  if (!isKeyName(name) || keyId.length !== KEY_ID_BYTES) throw new RangeError("the name or the id of a note's key");
  return `${LINE_START}${name} ${encodeBase64(concatBytes(keyId, signature))}`;
}

/**
 * The bytes that a key of this algorithm signs. `time`, unix seconds, is needed for a cosignature and unused otherwise. Throws
 * RangeError for a text that a note may not hold.
 */
export function noteSignatureMessage(note: {
  readonly text: string;
  readonly algorithm: NoteAlgorithm;
  readonly time?: number;
}): Uint8Array {
  const head = note.algorithm === ALGORITHM_COSIGNATURE ? `cosignature/v1\ntime ${note.time ?? 0}\n` : "";
  const message = isNoteText(note.text) ? encodeUtf8(head + note.text) : undefined;
  if (message === undefined) throw new RangeError("the text of a note");
  return message;
}

/**
 * What stands in a cosignature's line after the key id: its time, 8 bytes with the highest first, then the Ed25519 signature.
 *
 * @internal Witnesses write it; here it is only read, and tests sign with it.
 */
export function cosignatureBytes({
  time,
  signature,
}: {
  readonly time: number;
  readonly signature: Uint8Array;
}): Uint8Array {
  if (!Number.isSafeInteger(time) || time < 0) throw new RangeError("the time of a cosignature");
  const bytes = new Uint8Array(TIME_BYTES);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(time));
  return concatBytes(bytes, signature);
}

/**
 * Which of the given keys signed the note. Lines of keys that are not given are ignored; of several lines of one key each must hold,
 * and the key is named once. The caller makes sure that a note with cosignatures is a checkpoint. Never throws.
 */
export function verifyNote(suite: Suite, note: Note, keys: readonly VerifierKey[]): NoteVerdict {
  const verified: VerifiedKey[] = [];
  const failed: VerifierKey[] = [];
  for (const key of keys) {
    if (verified.some((other) => isSameKey(other.key, key)) || failed.some((other) => isSameKey(other, key))) continue;
    const lines = note.signatures.filter((line) => line.name === key.name && equalBytes(line.keyId, key.keyId));
    const [first, ...others] = lines.map((line) => verifyLine(suite, note.text, key, line.signature));
    if (lines.length === 0) continue;
    if (first === undefined || others.includes(undefined)) failed.push(key);
    else verified.push(first);
  }
  return { accepted: verified.length > 0 && failed.length === 0, verified, failed };
}

function verifyLine(suite: Suite, text: string, key: VerifierKey, signature: Uint8Array): VerifiedKey | undefined {
  if (key.algorithm === ALGORITHM_ED25519) {
    if (signature.length !== SIGNATURE_BYTES) return undefined;
    const message = noteSignatureMessage({ text, algorithm: key.algorithm });
    return suite.verifyEd25519(key.publicKey, message, signature) ? { key } : undefined;
  }
  if (signature.length !== TIME_BYTES + SIGNATURE_BYTES) return undefined;
  const wide = new DataView(signature.buffer, signature.byteOffset, TIME_BYTES).getBigUint64(0);
  // Beyond 2^53 a number would round, and a rounded time is not the one that was signed.
  if (wide > BigInt(Number.MAX_SAFE_INTEGER)) return undefined;
  const time = Number(wide);
  const message = noteSignatureMessage({ text, algorithm: key.algorithm, time });
  return suite.verifyEd25519(key.publicKey, message, signature.slice(TIME_BYTES)) ? { key, time } : undefined;
}

function parseSignatureLine(line: string): NoteSignature | undefined {
  if (!line.startsWith(LINE_START)) return undefined;
  const [name, base64, ...rest] = line.slice(LINE_START.length).split(" ");
  if (name === undefined || base64 === undefined || rest.length > 0 || !isKeyName(name)) return undefined;
  const bytes = parseBase64(base64);
  if (bytes === undefined || bytes.length <= KEY_ID_BYTES) return undefined;
  return { name, keyId: bytes.slice(0, KEY_ID_BYTES), signature: bytes.slice(KEY_ID_BYTES) };
}

function isNoteText(text: string): boolean {
  return !CONTROL_BUT_NEWLINE.test(text) && encodeUtf8(text) !== undefined;
}

function isSameKey(left: VerifierKey, right: VerifierKey): boolean {
  return left.name === right.name && equalBytes(left.keyId, right.keyId);
}
