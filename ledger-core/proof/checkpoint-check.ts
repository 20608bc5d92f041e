/** Whose word a checkpoint is, and whether one checkpoint grew out of another. */
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { failed, recomputed, vouched } from "./check.ts";
import type { Check, Finding } from "./check.ts";
import { parseCheckpoint } from "./checkpoint.ts";
import type { Checkpoint } from "./checkpoint.ts";
import { followHandovers, keysOfHandovers } from "./handover.ts";
import type { Handover, HandoverChain } from "./handover.ts";
import { parseNote, verifyNote } from "./note.ts";
import type { Note } from "./note.ts";
import type { Suite } from "./suite.ts";
import { verifyConsistency } from "./tree.ts";
import { ALGORITHM_ED25519, isSameKey, parseVerifierKey } from "./verifier-key.ts";
import type { VerifierKey } from "./verifier-key.ts";

/**
 * `keys` are vkeys that the doubter trusts; `offeredKeys` came with the proof and serve only where no other is given. By
 * `handovers` a key that is trusted handed over to the one that signed.
 */
export type CheckpointKeys = {
  readonly keys: readonly string[];
  readonly offeredKeys: readonly string[];
  readonly handovers?: HandoverChain | undefined;
};

/** A checkpoint with the note that carries it. */
export type SignedCheckpoint = { readonly note: Note; readonly checkpoint: Checkpoint };

/** The checkpoint of a signed note; undefined if either is malformed. No signature is checked. Never throws. */
export function parseSignedCheckpoint(text: string): SignedCheckpoint | undefined {
  const note = parseNote(text);
  const checkpoint = note === undefined ? undefined : parseCheckpoint(note.text);
  return note === undefined || checkpoint === undefined ? undefined : { note, checkpoint };
}

/** A note as it was signed, of one that was copied from a screen or kept by an editor that ends lines in its own way. */
export function asNote(text: string): string {
  const lines = text.replaceAll("\r\n", "\n");
  return lines.endsWith("\n") ? lines : `${lines}\n`;
}

/** What somebody took away, as a checkpoint of one log: `size` and `root` are those of a checkpoint, 0 and empty where it is none. */
export type HeldCheckpoint = {
  readonly flaw: "unreadable" | "other-log" | "unsigned" | undefined;
  readonly size: number;
  readonly root: Uint8Array;
};

/** The same against the keys that ever signed for the log: it may have been taken away under an earlier one. Never throws. */
export function readHeld(suite: Suite, text: string, keysEver: readonly VerifierKey[]): HeldCheckpoint {
  const signed = parseSignedCheckpoint(asNote(text));
  if (signed === undefined) return { flaw: "unreadable", size: 0, root: new Uint8Array(0) };
  const { size, root, origin } = signed.checkpoint;
  const keys = keysEver.filter(({ name }) => name === origin);
  if (keys.length === 0) return { flaw: "other-log", size, root };
  return { flaw: verifyNote(suite, signed.note, keys).accepted ? undefined : "unsigned", size, root };
}

/**
 * Whose signature is on the checkpoint. With trusted keys at least one of them must have signed and none may fail. Without, the keys
 * that came with the proof must hold, and the finding says that it is their word. Without any key nothing is checked: not ok. A key
 * that signs as a log stands for the log of its own name alone; only a cosigner speaks about logs of others.
 */
export function checkSignatures(suite: Suite, signed: SignedCheckpoint, given: CheckpointKeys): Finding {
  const { note, checkpoint } = signed;
  const isTrusting = given.keys.length > 0;
  const keys: VerifierKey[] = [];
  for (const text of isTrusting ? given.keys : given.offeredKeys) {
    const key = parseVerifierKey(suite, text);
    if (key === undefined) return failed("KEY_MALFORMED", { key: text.slice(0, 128) });
    keys.push(key);
  }
  if (keys.length === 0) return failed("CHECKPOINT_KEY_MISSING", { signers: names(note.signatures) });
  const handovers = given.handovers === undefined ? [] : followHandovers(given.handovers, keys);
  if (handovers === undefined) return failed("HANDOVER_FAILS");
  const reached = handovers.filter((handover) => goesOn(handover, checkpoint)).map(({ to }) => to);
  // Whoever trusts two logs does not trust either of them about the other.
  const entitled = [...keys, ...reached].filter(
    (key) => key.algorithm !== ALGORITHM_ED25519 || key.name === checkpoint.origin,
  );
  const verdict = verifyNote(suite, note, entitled);
  if (verdict.failed.length > 0) return failed("CHECKPOINT_SIGNATURE_FAILS", { signers: names(verdict.failed) });
  if (!verdict.accepted) return failed("CHECKPOINT_KEY_UNKNOWN", { signers: names(note.signatures) });
  const signers = verdict.verified.map(({ key }) => key);
  const { origin, size, root } = checkpoint;
  const whose = { signers: names(signers), count: signers.length, keys: signers.map(fingerprint).join(", ") };
  const data = { ...whose, origin, size, root: encodeHex(root) };
  if (!isTrusting) return vouched("CHECKPOINT_SELF_SIGNED", data);
  const isOwn = signers.some((key) => keys.some((own) => isSameKey(own, key)));
  return recomputed(isOwn ? "CHECKPOINT_SIGNED" : "CHECKPOINT_HANDED_OVER", data);
}

/** A key goes on with the log as it was handed over: it has nothing to say about a shorter one, nor about another of the same size. */
function goesOn({ size, root }: Handover, checkpoint: Checkpoint): boolean {
  return checkpoint.size > size || (checkpoint.size === size && equalBytes(checkpoint.root, root));
}

/**
 * Whether the newer checkpoint's log begins with the whole of the older one's: same origin, both signed, and `hashes` the consistency
 * proof between their sizes (empty for the same size). Never throws.
 */
export function verifyGrowth(
  suite: Suite,
  claim: { readonly older: string; readonly newer: string; readonly hashes: readonly Uint8Array[] } & CheckpointKeys,
): Check {
  return { name: "growth", ...growth(suite, claim) };
}

function growth(suite: Suite, claim: Parameters<typeof verifyGrowth>[1]): Finding {
  const older = parseSignedCheckpoint(claim.older);
  const newer = parseSignedCheckpoint(claim.newer);
  if (older === undefined || newer === undefined) return failed("CHECKPOINT_MALFORMED");
  const { origin, size: oldSize, root: oldRoot } = older.checkpoint;
  const { size: newSize, root: newRoot } = newer.checkpoint;
  if (
    newer.checkpoint.origin !== origin &&
    !isHandedOver(claim.handovers, { from: origin, to: newer.checkpoint.origin })
  )
    return failed("ORIGIN_DIFFERS", { origin: newer.checkpoint.origin, expected: origin });
  // The older one may be from before a handover, by which the keys after vouch for the keys before.
  const chain = claim.handovers === undefined ? [] : keysOfHandovers(claim.handovers);
  const isTrusting = claim.keys.length > 0;
  const known = [...(isTrusting ? claim.keys : claim.offeredKeys), ...chain];
  const oldSigned = checkSignatures(suite, older, { keys: isTrusting ? known : [], offeredKeys: known });
  if (!oldSigned.ok) return oldSigned;
  // Who trusts no key has the older checkpoint alone: whoever signed that has signed the newer one, or has handed over to who did. Keys that
  // came along would else stand beside the handovers of another.
  const isSigner = (key: string): boolean => checkSignatures(suite, older, { keys: [], offeredKeys: [key] }).ok;
  const newSigned = checkSignatures(
    suite,
    newer,
    isTrusting ? claim : { ...claim, offeredKeys: known.filter(isSigner) },
  );
  if (!newSigned.ok) return newSigned;
  const data = { oldSize, newSize, origin, oldRoot: encodeHex(oldRoot) };
  if (!verifyConsistency(suite, { oldSize, oldRoot, newSize, newRoot, proof: claim.hashes }))
    return failed("GROWTH_FAILS", data);
  return { ok: true, how: newSigned.how, code: "GROWTH_HOLDS", data };
}

/** Whether a log went on under another origin, which its earlier key has signed. */
function isHandedOver(
  handovers: HandoverChain | undefined,
  { from, to }: { readonly from: string; readonly to: string },
): boolean {
  const links = handovers?.links ?? [];
  const begin = links.findIndex((handover) => handover.from.name === from);
  return begin >= 0 && links.slice(begin).some((handover) => handover.to.name === to);
}

function names(keys: readonly { readonly name: string }[]): string {
  return [...new Set(keys.map(({ name }) => name))].join(", ");
}

function fingerprint(key: VerifierKey): string {
  return encodeHex(key.publicKey.subarray(0, 8));
}
