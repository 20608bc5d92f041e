/**
 * What is signed, and how it travels. A person or a machine signs the signed part, which holds the body's root rather than the body.
 * The id is the hash of the signed part without the signature: a second signature of the same act is the same act.
 */
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { CborReader, MalformedBytes } from "#ledger-core/contract/schema/cbor.ts";
import { decode, decodeViews, encode } from "#ledger-core/contract/schema/codec.ts";
import { bytes, integer, record } from "#ledger-core/contract/schema/schema.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import {
  hashSchema,
  kindSchema,
  publicKeySchema,
  saltSchema,
  signatureSchema,
  timeSchema,
} from "#ledger-core/contract/schema/units.ts";
import { NESTING_MAX } from "./change.ts";
import { FORM_TRANSACTION } from "./entry.ts";
import type { Suite } from "./suite.ts";
import { leafHash, treeRoot } from "./tree.ts";

/** No signed part is longer: 32 + 64 + 32 + 32 + 16 bytes of fields, the integers and the heads. */
const SIGNED_PART_BYTES_MAX = 256;
/** No body reaches this, whatever limit the caller sets: byte strings of the codec are bounded by a number that must exist. */
const BODY_BYTES_MAX = 0x7fff_ffff;

/** The positions of the signed part; never changed, for every signature depends on them. */
export const signedPartSchema = record({
  /** SHA-256 of the network's genesis bytes. */
  network: hashSchema,
  kind: kindSchema,
  version: integer(1, 65_535),
  bodyRoot: hashSchema,
  actorKey: publicKeySchema,
  /** The department that the actor acts for. */
  department: integer(0, 0xffff_ffff),
  /** Unix seconds by the signer's own clock; a claim, never a fact. */
  claimedTime: timeSchema,
  /** Unix seconds of block time after which it may no longer be sealed. */
  validUntil: timeSchema,
  /** Keeps two acts apart that are equal otherwise. */
  salt: saltSchema,
});

export type SignedPart = Value<typeof signedPartSchema>;

const wireSchema = record({
  form: integer(FORM_TRANSACTION, FORM_TRANSACTION),
  signedPart: bytes(SIGNED_PART_BYTES_MAX, 1),
  body: bytes(BODY_BYTES_MAX, 0),
  signature: signatureSchema,
});

/** A transaction whose form and body root were checked; its bytes are views into those that it was parsed from. Its signature was not: see `verifyTransactionSignature`. */
export type Transaction = {
  readonly signedPart: Uint8Array;
  readonly body: Uint8Array;
  readonly signature: Uint8Array;
  readonly signed: SignedPart;
  readonly id: Uint8Array;
};

export type TransactionLimits = {
  /** Bytes of the whole transaction. */
  readonly bytesMax: number;
  /** Lines of a batch. */
  readonly linesMax: number;
  /** Whether the body of this kind is a list of lines that are proven one by one; undefined for one that this program does not know. */
  readonly isBatch: (kind: string, version: number) => boolean | undefined;
};

/** `oversized`: longer than `bytesMax`, or more lines than `linesMax`. `bodyRoot`: the body is not the one that was signed. */
export type TransactionFault = "oversized" | "malformed" | "bodyRoot";

export type ParsedTransaction =
  | { readonly ok: true; readonly transaction: Transaction }
  | { readonly ok: false; readonly reason: TransactionFault; readonly detail: string };

/** The bytes that are signed. Throws `ValueOutOfSchema` if a field is out of its range. */
export function encodeSignedPart(signed: SignedPart): Uint8Array {
  return encode(signedPartSchema, signed);
}

/**
 * The signed part of bytes that may come from anybody; undefined if they are not its one encoding.
 *
 * @internal The way back of `encodeSignedPart`, held against it by the known answers.
 */
export function parseSignedPart(signedPart: Uint8Array): SignedPart | undefined {
  const decoded = decode(signedPartSchema, signedPart);
  return decoded.ok ? decoded.value : undefined;
}

/** 32 bytes that name the act. */
export function transactionId(suite: Suite, signedPart: Uint8Array): Uint8Array {
  return suite.sha256(signedPart);
}

/** The root of a body that is proven as a whole. */
export function singleBodyRoot(suite: Suite, body: Uint8Array): Uint8Array {
  return suite.sha256(body);
}

/** The root of a batch from its lines' bytes. */
export function batchBodyRoot(suite: Suite, lines: readonly Uint8Array[]): Uint8Array {
  return treeRoot(
    suite,
    lines.map((line) => leafHash(suite, line)),
  );
}

/** The root by which a body is signed: its hash, or of a batch the tree over its lines; undefined if a batch is not a list of lines. */
export function bodyRootOf(suite: Suite, isBatch: boolean, body: Uint8Array): Uint8Array | undefined {
  if (!isBatch) return singleBodyRoot(suite, body);
  const lines = splitLines(body);
  return lines === undefined ? undefined : batchBodyRoot(suite, lines);
}

/** The lines of a batch, which is a CBOR array of anything, as views into the body; undefined if the body is no such array. */
export function splitLines(body: Uint8Array): readonly Uint8Array[] | undefined {
  return readLines(body, body.length)?.lines;
}

/** The same with their number; of more than `linesMax` lines there is only the number. */
function readLines(
  body: Uint8Array,
  linesMax: number,
): { readonly count: number; readonly lines: readonly Uint8Array[] } | undefined {
  const reader = new CborReader(body);
  try {
    const count = reader.array();
    const lines: Uint8Array[] = [];
    if (count > linesMax) skipArray(body);
    else {
      for (let i = 0; i < count; i++) lines.push(reader.skip(NESTING_MAX));
      reader.end();
    }
    return { count, lines };
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined;
    throw error;
  }
}

/** Passes over a whole batch without a view of each line: a megabyte may hold a million, and a view takes a hundred bytes. */
function skipArray(body: Uint8Array): void {
  const reader = new CborReader(body);
  reader.skip(NESTING_MAX + 1);
  reader.end();
}

/** The bytes in which a transaction travels and is stored. Throws `ValueOutOfSchema` if the signature has not 64 bytes. */
export function encodeTransaction(transaction: Pick<Transaction, "signedPart" | "body" | "signature">): Uint8Array {
  return encode(wireSchema, { form: FORM_TRANSACTION, ...transaction });
}

/** The transaction of bytes that may come from anybody, or why they are none. Never throws. */
export function parseTransaction(suite: Suite, wire: Uint8Array, limits: TransactionLimits): ParsedTransaction {
  if (wire.length > limits.bytesMax) return fault("oversized", `${wire.length} bytes`);
  const outer = decodeViews(wireSchema, wire);
  if (!outer.ok) return fault("malformed", failureText(outer));
  const inner = decodeViews(signedPartSchema, outer.value.signedPart);
  if (!inner.ok) return fault("malformed", failureText({ ...inner, path: `signedPart.${inner.path}` }));
  const { signedPart, body, signature } = outer.value;
  const signed = inner.value;
  const isBatch = limits.isBatch(signed.kind, signed.version);
  let bodyRoot = isBatch === true ? undefined : singleBodyRoot(suite, body);
  // No body hashes to the root of both sorts, so of a kind that is not known the root says which it is.
  if (bodyRoot === undefined || (isBatch === undefined && !equalBytes(bodyRoot, signed.bodyRoot))) {
    const batch = readLines(body, limits.linesMax);
    if (batch === undefined) return fault("malformed", "the body is not a list of lines");
    if (batch.count > limits.linesMax) return fault("oversized", `${batch.count} lines`);
    bodyRoot = batchBodyRoot(suite, batch.lines);
  }
  if (!equalBytes(bodyRoot, signed.bodyRoot)) return fault("bodyRoot", "the body is not the one that was signed");
  return { ok: true, transaction: { signedPart, body, signature, signed, id: transactionId(suite, signedPart) } };
}

/** What a signature claims: that the key's holder has signed the message. */
export type SignatureClaim = {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
};

/**
 * The claim of a transaction's bytes, which may come from anybody; undefined if there is none in them. It is the claim of just the
 * transaction that `parseTransaction` makes of the same bytes, if that makes one; whether it does is not asked here.
 */
export function parseClaim(wire: Uint8Array): SignatureClaim | undefined {
  try {
    const outer = new CborReader(wire, true);
    outer.array();
    outer.integer();
    const message = outer.bytes();
    outer.bytes();
    const signature = outer.bytes();
    const inner = new CborReader(message, true);
    inner.array();
    for (const before of FIELDS_BEFORE_KEY) inner[before]();
    return { publicKey: inner.bytes(), message, signature };
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined;
    throw error;
  }
}

/** How the fields of the signed part are read that stand before the actor's key: network, kind, version, body root. */
const FIELDS_BEFORE_KEY = ["bytes", "text", "integer", "bytes"] as const;

/** True if the actor's key signed the signed part. Whether that key may act is not asked here. */
export function verifyTransactionSignature(suite: Suite, transaction: Transaction): boolean {
  return suite.verifyEd25519(transaction.signed.actorKey, transaction.signedPart, transaction.signature);
}

function fault(reason: TransactionFault, detail: string): ParsedTransaction {
  return { ok: false, reason, detail };
}

function failureText(failure: { readonly reason: string; readonly path: string }): string {
  return failure.path === "" ? failure.reason : `${failure.path}: ${failure.reason}`;
}
