/**
 * The bytes of a key file: a person's Ed25519 seed, sealed under a passphrase. Everything else in the file is authenticated
 * with it, so a file cannot be given another handle, network, key or cost. A file has exactly one spelling, and a checksum over
 * it, so that damage is told apart from a wrong passphrase; who alters a file on purpose can mend the checksum, and then the
 * passphrase no longer opens it.
 */
import { decodeUtf8, encodeHex, equalBytes, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import {
  AEAD_NONCE_BYTES,
  AEAD_TAG_BYTES,
  keyPairFromSeed,
  nodeSuite,
  openAead,
  randomBytes,
  sealAead,
  SEED_BYTES,
  wipe,
  type KeyPair,
} from "#ledger-core/node/crypto-suite.ts";
import { PUBLIC_KEY_BYTES } from "#ledger-core/proof/suite.ts";
import { KeystoreError, type KeyFileFlaw } from "./keystore-error.ts";
import { derivePassphraseKey, findParameterFlaw, type ScryptCost } from "./passphrase.ts";

const FORM = "tcc-key-1";
const CIPHER = "xchacha20poly1305";
const DERIVATION = "scrypt";
const SALT_BYTES = 32;
const NETWORK_BYTES = 32;
const SEALED_BYTES = SEED_BYTES + AEAD_TAG_BYTES;
/** Three times what a file of ours measures. */
export const KEY_FILE_BYTES_MAX = 4_096;

export type KeyFile = {
  readonly handle: string;
  /** The network's id in hex; undefined for a key made before its network was known. */
  readonly network: string | undefined;
  readonly publicKey: Uint8Array;
  readonly cost: ScryptCost;
  readonly salt: Uint8Array;
  readonly nonce: Uint8Array;
  readonly sealed: Uint8Array;
};

export type KeyFileOwner = { readonly handle: string; readonly network: string | undefined };

/** A new key file for a key pair, with a salt and nonce of its own. The pair stays the caller's to wipe. */
export async function sealKeyFile(
  owner: KeyFileOwner,
  keyPair: KeyPair,
  protection: { readonly passphrase: string; readonly cost: ScryptCost },
): Promise<KeyFile> {
  const salt = randomBytes(SALT_BYTES);
  const nonce = randomBytes(AEAD_NONCE_BYTES);
  const head = { ...owner, publicKey: keyPair.publicKey, cost: protection.cost, salt };
  const key = await derivePassphraseKey(protection.passphrase, salt, protection.cost);
  try {
    // The first half of libsodium's secret key is the seed; the other half is the public key, which is in the head.
    const seed = keyPair.secretKey.subarray(0, SEED_BYTES);
    return { ...head, nonce, sealed: sealAead({ key, nonce, associatedData: encodeHead(head) }, seed) };
  } finally {
    wipe(key);
  }
}

/** The key pair of a file; undefined if the passphrase is another, or the file was altered by somebody who mended its checksum. */
export async function openKeyFile(file: KeyFile, passphrase: string): Promise<KeyPair | undefined> {
  const key = await derivePassphraseKey(passphrase, file.salt, file.cost);
  const seed = openAead({ key, nonce: file.nonce, associatedData: encodeHead(file) }, file.sealed);
  wipe(key);
  if (seed === undefined) return undefined;
  const keyPair = keyPairFromSeed(seed);
  wipe(seed);
  if (equalBytes(keyPair.publicKey, file.publicKey)) return keyPair;
  wipe(keyPair.secretKey);
  return undefined;
}

/** The one spelling of a key file: JSON, readable, two to three lines for each idea, ending with its checksum. */
export function encodeKeyFile(file: KeyFile): Uint8Array {
  const content = { ...headOf(file), nonce: encodeHex(file.nonce), sealed: encodeHex(file.sealed) };
  const checksum = encodeHex(nodeSuite.sha256(new TextEncoder().encode(JSON.stringify(content))));
  return new TextEncoder().encode(`${JSON.stringify({ ...content, checksum }, undefined, 2)}\n`);
}

/** Parses a file found under `handle`. Throws KEY_FILE_CORRUPT or KEY_FILE_PARAMETERS; whatever it returns is safe to open. */
export function parseKeyFile(handle: string, bytes: Uint8Array): KeyFile {
  const corrupt = (reason: KeyFileFlaw): KeystoreError => new KeystoreError("KEY_FILE_CORRUPT", { handle, reason });
  if (bytes.length === 0 || bytes.length > KEY_FILE_BYTES_MAX) throw corrupt("size");
  const content = parseJsonObject(bytes);
  if (content === undefined) throw corrupt("json");
  if (typeof content["form"] === "string" && /^tcc-key-[0-9]+$/.test(content["form"]) && content["form"] !== FORM)
    throw corrupt("form");
  const file = readKeyFile(content);
  if (file === undefined) throw corrupt("shape");
  if (!equalBytes(encodeKeyFile(file), bytes)) throw corrupt("checksum");
  if (file.handle !== handle) throw corrupt("handle");
  const parameter = findParameterFlaw(file.cost);
  if (parameter !== undefined)
    throw new KeystoreError("KEY_FILE_PARAMETERS", { handle, parameter, value: file.cost[parameter] });
  return file;
}

/** The JSON object that bytes spell in UTF-8; undefined for anything else. */
export function parseJsonObject(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  const text = decodeUtf8(bytes);
  if (text === undefined) return undefined;
  try {
    return asObject(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** The bytes of a hexadecimal field of an exact length; undefined if it is anything else. */
export function readHexField(value: unknown, lengthBytes: number): Uint8Array | undefined {
  const bytes = typeof value === "string" ? parseHex(value) : undefined;
  return bytes?.length === lengthBytes ? bytes : undefined;
}

function asObject(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isObject = typeof value === "object" && value !== null && !Array.isArray(value);
  return isObject ? (value as Readonly<Record<string, unknown>>) : undefined;
}

function readKeyFile(content: Readonly<Record<string, unknown>>): KeyFile | undefined {
  const derivation = asObject(content["derivation"]);
  const { handle, network } = content;
  const publicKey = readHexField(content["publicKey"], PUBLIC_KEY_BYTES);
  const salt = readHexField(derivation?.["salt"], SALT_BYTES);
  const nonce = readHexField(content["nonce"], AEAD_NONCE_BYTES);
  const sealed = readHexField(content["sealed"], SEALED_BYTES);
  const [N, r, p] = [derivation?.["N"], derivation?.["r"], derivation?.["p"]];
  if (typeof N !== "number" || typeof r !== "number" || typeof p !== "number") return undefined;
  if (typeof handle !== "string" || publicKey === undefined || salt === undefined) return undefined;
  if (nonce === undefined || sealed === undefined) return undefined;
  if (network !== null && readHexField(network, NETWORK_BYTES) === undefined) return undefined;
  return {
    handle,
    network: typeof network === "string" ? network : undefined,
    publicKey,
    cost: { N, r, p },
    salt,
    nonce,
    sealed,
  };
}

type Head = Omit<KeyFile, "nonce" | "sealed">;

function headOf(head: Head): Readonly<Record<string, unknown>> {
  return {
    form: FORM,
    handle: head.handle,
    network: head.network ?? null,
    publicKey: encodeHex(head.publicKey),
    derivation: { name: DERIVATION, N: head.cost.N, r: head.cost.r, p: head.cost.p, salt: encodeHex(head.salt) },
    cipher: CIPHER,
  };
}

/** What is authenticated with the sealed seed. */
function encodeHead(head: Head): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(headOf(head)));
}
