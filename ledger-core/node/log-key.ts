/**
 * The key that signs the log's checkpoints. A node seals without anybody at the keyboard, so its own key lies beside the ledger,
 * readable by the owner of the folder alone; people's keys never do (`keystore/`).
 */
import { closeSync, existsSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { join } from "node:path";
import { encodeHex, equalBytes, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { handoverRows, logKeyAfter } from "#ledger-core/kernel/log-keys.ts";
import type { FirstLogKey } from "#ledger-core/kernel/log-keys.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import { encodeNote, noteSignatureMessage } from "#ledger-core/proof/note.ts";
import { encodeCheckpoint } from "#ledger-core/proof/checkpoint.ts";
import { ALGORITHM_ED25519, encodeVerifierKey, verifierKey } from "#ledger-core/proof/verifier-key.ts";
import type { SignCheckpoint } from "#ledger-core/store/store-types.ts";
import { generateKeyPair, keyPairFromSeed, nodeSuite, SEED_BYTES, signEd25519, wipe } from "./crypto-suite.ts";
import type { KeyPair } from "./crypto-suite.ts";
import { NodeError } from "./node-error.ts";

const FILE = "log.key";
/** A key that is to follow: it waits beside the one in use until the ledger says that it is in force. */
const NEXT_FILE = "log.next.key";

/** Makes a new log key in a folder that has none. */
export function createLogKey(folder: string): KeyPair {
  return createKeyFile(folder, FILE);
}

/** The key that is to follow the one in use, made if there is none yet. Throws LOG_KEY_DAMAGED for a file that is none. */
export function nextLogKey(folder: string): KeyPair {
  if (!existsSync(join(folder, NEXT_FILE))) return createKeyFile(folder, NEXT_FILE);
  return readKeyFile(join(folder, NEXT_FILE));
}

/** Puts the key that followed in its place, once the ledger says that it is in force. Cut off anywhere, the key in force has a file. */
function takeUpNextLogKey(folder: string, inForce: Uint8Array): void {
  const next = join(folder, NEXT_FILE);
  if (!existsSync(next)) return;
  const { publicKey, secretKey } = readKeyFile(next);
  wipe(secretKey);
  if (!equalBytes(publicKey, inForce)) return;
  renameSync(next, join(folder, FILE));
}

function createKeyFile(folder: string, name: string): KeyPair {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const pair = generateKeyPair();
  const seed = pair.secretKey.subarray(0, SEED_BYTES);
  const file = openSync(join(folder, name), "wx", 0o600);
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

/**
 * The log's key that is in force, in its place or still waiting for it. Throws LOG_KEY_DAMAGED if it is missing, altered, or not the key
 * that the network names.
 */
export function loadLogKey(folder: string, expected: Uint8Array): KeyPair {
  const path = join(folder, FILE);
  const next = join(folder, NEXT_FILE);
  // The next one is looked at first: a key in use that was damaged must not stand in the way of the one that follows it.
  if (existsSync(next)) {
    const pair = readKeyFile(next);
    if (equalBytes(pair.publicKey, expected)) return pair;
    wipe(pair.secretKey);
  }
  const pair = readKeyFile(path);
  if (!equalBytes(pair.publicKey, expected))
    throw new NodeError("LOG_KEY_DAMAGED", { file: path, reason: "another-network" });
  return pair;
}

function readKeyFile(path: string): KeyPair {
  const damaged = (reason: string): NodeError => new NodeError("LOG_KEY_DAMAGED", { file: path, reason });
  if (!existsSync(path)) throw damaged("missing");
  const parsed = parseFile(readFileSync(path, "utf8"));
  if (parsed === undefined) throw damaged("unreadable");
  const pair = keyPairFromSeed(parsed.seed);
  if (encodeHex(pair.publicKey) !== parsed.publicKey) throw damaged("altered");
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

/** The key pairs of an open ledger's log: the one in force, and while it is handed over the one that follows. */
export class LogKeys {
  readonly #folder: string;
  readonly #rows: Rows;
  readonly #first: FirstLogKey;
  #pair: KeyPair;

  /** Throws LOG_KEY_DAMAGED unless the folder has the key that is in force by the rows. */
  constructor(folder: string, rows: Rows, first: FirstLogKey) {
    this.#folder = folder;
    this.#rows = rows;
    this.#first = first;
    this.#pair = this.#load();
  }

  /** The pair of a public key that is in force, or comes into force with the block that is being signed. */
  pairOf(publicKey: Uint8Array): KeyPair {
    if (!equalBytes(this.#pair.publicKey, publicKey)) {
      const pair = loadLogKey(this.#folder, publicKey);
      wipe(this.#pair.secretKey);
      this.#pair = pair;
    }
    return this.#pair;
  }

  /** To be called once a block is durable that handed the key over: the key before is gone from memory and from the folder. */
  takeUp(): void {
    wipe(this.#pair.secretKey);
    this.#pair = this.#load();
  }

  wipe(): void {
    wipe(this.#pair.secretKey);
  }

  #load(): KeyPair {
    const { publicKey } = logKeyAfter(this.#first, handoverRows(this.#rows));
    const pair = loadLogKey(this.#folder, publicKey);
    takeUpNextLogKey(this.#folder, publicKey);
    return pair;
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
