/**
 * The key that signs the log's checkpoints. A node seals without anybody at the keyboard, so its own key lies beside the ledger,
 * readable by the owner of the folder alone; people's keys never do (`keystore/`).
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { encodeNote, noteSignatureMessage } from "#ledger-core/proof/note.ts";
import { encodeCheckpoint } from "#ledger-core/proof/checkpoint.ts";
import { ALGORITHM_ED25519, encodeVerifierKey, verifierKey } from "#ledger-core/proof/verifier-key.ts";
import type { SignCheckpoint } from "#ledger-core/store/store-types.ts";
import { generateKeyPair, keyPairFromSeed, nodeSuite, SEED_BYTES, signEd25519 } from "./crypto-suite.ts";
import type { KeyPair } from "./crypto-suite.ts";
import { NodeError } from "./node-error.ts";

const FILE = "log.key";

/** Makes a new log key in a folder that has none. */
export function createLogKey(folder: string): KeyPair {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pair = generateKeyPair();
  const seed = pair.secretKey.subarray(0, SEED_BYTES);
  const file = openSync(join(folder, FILE), "wx", 0o600);
  try {
    writeSync(file, `${JSON.stringify({ form: 1, publicKey: encodeHex(pair.publicKey), seed: encodeHex(seed) })}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  return pair;
}

/** True if the folder has a log key, good or bad; a copy that somebody was given has none. */
export function hasLogKey(folder: string): boolean {
  return existsSync(join(folder, FILE));
}

/** The folder's log key. Throws LOG_KEY_DAMAGED if it is missing, altered, or not the key that the network names. */
export function loadLogKey(folder: string, expected: Uint8Array): KeyPair {
  const path = join(folder, FILE);
  const damaged = (reason: string): NodeError => new NodeError("LOG_KEY_DAMAGED", { file: path, reason });
  if (!existsSync(path)) throw damaged("missing");
  const parsed = parseFile(readFileSync(path, "utf8"));
  if (parsed === undefined) throw damaged("unreadable");
  const pair = keyPairFromSeed(parsed.seed);
  if (encodeHex(pair.publicKey) !== parsed.publicKey) throw damaged("altered");
  if (encodeHex(expected) !== parsed.publicKey) throw damaged("another-network");
  return pair;
}

function parseFile(text: string): { readonly publicKey: string; readonly seed: Uint8Array } | undefined {
  try {
    const json: unknown = JSON.parse(text);
    if (typeof json !== "object" || json === null || !("seed" in json) || !("publicKey" in json)) return undefined;
    if (typeof json.seed !== "string" || typeof json.publicKey !== "string") return undefined;
    const seed = parseHex(json.seed);
    return seed?.length === SEED_BYTES ? { publicKey: json.publicKey, seed } : undefined;
  } catch {
    return undefined;
  }
}

/** The vkey under which strangers verify this log's checkpoints. */
export function logVkey(origin: string, publicKey: Uint8Array): string {
  return encodeVerifierKey(verifierKey(nodeSuite, { name: origin, algorithm: ALGORITHM_ED25519, publicKey }));
}

/** Signs heads as C2SP checkpoints of the origin. */
export function checkpointSigner(origin: string, pair: KeyPair): SignCheckpoint {
  const key = verifierKey(nodeSuite, { name: origin, algorithm: ALGORITHM_ED25519, publicKey: pair.publicKey });
  return (size, root) => {
    const text = encodeCheckpoint({ origin, size, root, extensions: [] });
    const signature = signEd25519(pair.secretKey, noteSignatureMessage({ text, algorithm: ALGORITHM_ED25519 }));
    return encodeNote({ text, signatures: [{ name: origin, keyId: key.keyId, signature }] });
  };
}
