/**
 * The key that signs the log's checkpoints. A node seals without anybody at the keyboard, so its own key lies beside the ledger,
 * readable by the owner of the folder alone; people's keys never do (`keystore/`).
 */
import { linkSync, renameSync } from "node:fs";
import { join } from "node:path";
import { encodeHex, equalBytes, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { handoverRows, logKeyAfter } from "#ledger-core/kernel/log-keys.ts";
import type { FirstLogKey } from "#ledger-core/kernel/log-keys.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import { encodeNote, noteSignatureMessage } from "#ledger-core/proof/note.ts";
import { encodeCheckpoint } from "#ledger-core/proof/checkpoint.ts";
import { ALGORITHM_ED25519, encodeVerifierKey, verifierKey } from "#ledger-core/proof/verifier-key.ts";
import { isThere, NotPlainFile, readPlainText } from "#ledger-core/store/plain-file.ts";
import type { SignCheckpoint } from "#ledger-core/store/store-types.ts";
import { syncDirectoryNow } from "#ledger-core/store/sync-directory.ts";
import { generateKeyPair, keyPairFromSeed, nodeSuite, SEED_BYTES, signEd25519, wipe } from "./crypto-suite.ts";
import type { KeyPair } from "./crypto-suite.ts";
import { NodeError } from "./node-error.ts";
import { parseObject, saveWhole } from "./small-file.ts";

const FILE = "log.key";
/** A key that is to follow: it waits beside the one in use until the ledger says that it is in force. */
const NEXT_FILE = "log.next.key";

/** Where the log's key lies in a ledger's folder. */
export function logKeyFile(folder: string): string {
  return join(folder, FILE);
}

/** Makes a new log key in a folder that has none. */
export function createLogKey(folder: string): KeyPair {
  return makeKeyFile(logKeyFile(folder), linkSync);
}

/**
 * The key that is to follow the one in use: the one that waits already, so that what was prepared with it stays good; a new one in its
 * place where there is none that can be read, or where `isFresh` asks for one that nobody else can hold a copy of.
 */
export function nextLogKey(folder: string, { isFresh }: { readonly isFresh: boolean }): KeyPair {
  const waiting = isFresh ? undefined : readKeyFile(join(folder, NEXT_FILE));
  if (waiting !== undefined && !(waiting instanceof NodeError)) return waiting;
  return makeKeyFile(join(folder, NEXT_FILE));
}

/** Throws LOG_KEY_DAMAGED where a key that is to follow waits and cannot be read. */
export function verifyNextLogKey(folder: string): void {
  const waiting = readKeyFile(join(folder, NEXT_FILE));
  if (!(waiting instanceof NodeError)) wipe(waiting.secretKey);
  else if (waiting.data["reason"] !== "missing") throw waiting;
}

/** A new key with its file; `place` as `saveWhole` takes it. */
function makeKeyFile(path: string, place?: Parameters<typeof saveWhole>[2]): KeyPair {
  const pair = generateKeyPair();
  try {
    saveWhole(path, keyText(pair), place);
    return pair;
  } catch (error) {
    wipe(pair.secretKey);
    throw error;
  }
}

/** Puts the key that followed in its place, once the ledger says that it is in force. Cut off anywhere, the key in force has a file. */
function takeUpNextLogKey(folder: string, inForce: Uint8Array): void {
  const next = readKeyFile(join(folder, NEXT_FILE));
  if (next instanceof NodeError) return;
  wipe(next.secretKey);
  if (!equalBytes(next.publicKey, inForce)) return;
  renameSync(join(folder, NEXT_FILE), logKeyFile(folder));
  syncDirectoryNow(folder);
}

function keyText({ publicKey, secretKey }: KeyPair): string {
  const seed = secretKey.subarray(0, SEED_BYTES);
  return `${JSON.stringify({ form: 1, publicKey: encodeHex(publicKey), seed: encodeHex(seed) })}\n`;
}

/** True if the folder has a log key, good or bad, or anything in its place; a copy that somebody was given has none. */
export function hasLogKey(folder: string): boolean {
  return isThere(logKeyFile(folder));
}

/**
 * The log's key that is in force, in its place or still waiting for it; what lies beside it, sound or not, does not stand in the way.
 * Throws LOG_KEY_DAMAGED if it is missing, altered, or not the key that the network names.
 */
export function loadLogKey(folder: string, expected: Uint8Array): KeyPair {
  const path = logKeyFile(folder);
  const [own, next] = [path, join(folder, NEXT_FILE)].map(readKeyFile);
  const found = [own, next].find(
    (pair): pair is KeyPair =>
      !(pair instanceof NodeError) && pair !== undefined && equalBytes(pair.publicKey, expected),
  );
  for (const pair of [own, next])
    if (pair !== found && pair !== undefined && !(pair instanceof NodeError)) wipe(pair.secretKey);
  if (found !== undefined) return found;
  if (own instanceof NodeError) throw own;
  throw new NodeError("LOG_KEY_DAMAGED", { file: path, reason: "another-network" });
}

/** True if the folder holds the key, in force or waiting. */
export function holdsLogKey(folder: string, publicKey: Uint8Array): boolean {
  try {
    wipe(loadLogKey(folder, publicKey).secretKey);
    return true;
  } catch (error) {
    if (error instanceof NodeError) return false;
    throw error;
  }
}

/**
 * Puts a copy of the log's key, as a backup holds one, in the place of a file that is lost or damaged. Throws LOG_KEY_DAMAGED unless the copy
 * is sound and of the key that is in force.
 */
export function takeBackLogKey(folder: string, copy: string, inForce: Uint8Array): void {
  const pair = readKeyFile(copy);
  if (pair instanceof NodeError) throw pair;
  try {
    if (!equalBytes(pair.publicKey, inForce))
      throw new NodeError("LOG_KEY_DAMAGED", { file: copy, reason: "another-key" });
    saveWhole(logKeyFile(folder), keyText(pair));
  } finally {
    wipe(pair.secretKey);
  }
}

/** The pair of a file, or what is wrong with it. */
function readKeyFile(path: string): KeyPair | NodeError {
  const damaged = (reason: string): NodeError => new NodeError("LOG_KEY_DAMAGED", { file: path, reason });
  if (!isThere(path)) return damaged("missing");
  const written = readText(path);
  const seed = written === undefined ? undefined : seedIn(written);
  if (seed === undefined) return damaged("unreadable");
  const pair = keyPairFromSeed(seed);
  // To the letter: whatever else is in it has been altered.
  if (written === keyText(pair)) return pair;
  wipe(pair.secretKey);
  return damaged("altered");
}

/** Undefined for what is no plain file. Throws where the system does not let it be read. */
function readText(path: string): string | undefined {
  try {
    return readPlainText(path);
  } catch (error) {
    if (error instanceof NotPlainFile) return undefined;
    throw error;
  }
}

/** Undefined for what is no key file, whatever else it is. */
function seedIn(written: string): Uint8Array | undefined {
  const hex = parseObject(written)?.["seed"];
  const seed = typeof hex === "string" ? parseHex(hex) : undefined;
  return seed?.length === SEED_BYTES ? seed : undefined;
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

  /**
   * To be called once a block is durable that handed the key over: the key before is gone from memory and from the folder. Throws what the
   * file system throws; the pair that signed last is held then as before.
   */
  takeUp(): void {
    const before = this.#pair;
    this.#pair = this.#load();
    wipe(before.secretKey);
  }

  wipe(): void {
    wipe(this.#pair.secretKey);
  }

  #load(): KeyPair {
    const { publicKey } = logKeyAfter(this.#first, handoverRows(this.#rows));
    takeUpNextLogKey(this.#folder, publicKey);
    return loadLogKey(this.#folder, publicKey);
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
