/** The request that lies beside a key that waits (`keys/next`): what colleagues are handed to enrol it. It holds no secret. */
import { mkdir, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { NotPlainFile, readPlainFile } from "#ledger-core/store/plain-file.ts";
import { encodeKeyRequest, KEY_REQUEST_BYTES_MAX, parseKeyRequest } from "./keystore/key-request.ts";
import type { KeyRequest } from "./keystore/key-request.ts";
import { KeystoreError, systemCode } from "./keystore/keystore-error.ts";
import { findNextKey, nextRequestPath } from "./next-key.ts";
import type { KeyedLedger } from "./next-key.ts";
import { writeNewMeanwhile } from "./small-file.ts";

/** A request whose key waits here; `made` in unix seconds. */
export type WaitingRequest = { readonly request: KeyRequest; readonly bytes: Uint8Array; readonly made: number };

/** A person's request with its key; undefined if either is missing, damaged or no plain file, or they do not belong together. */
export async function findRequest(ledger: KeyedLedger, handle: string): Promise<WaitingRequest | undefined> {
  const next = await findNextKey(ledger, handle);
  if (next === undefined) return undefined;
  try {
    const bytes = readPlainFile(nextRequestPath(ledger, handle), KEY_REQUEST_BYTES_MAX + 1);
    const request = parseKeyRequest(bytes, ledger.networkHex);
    const isOfKey = request.handle === handle && equalBytes(request.publicKey, next.file.publicKey);
    return isOfKey ? { request, bytes, made: await madeAt(nextRequestPath(ledger, handle)) } : undefined;
  } catch (error) {
    const isNone = error instanceof NotPlainFile || systemCode(error) === "ENOENT";
    if (error instanceof KeystoreError || isNone) return undefined;
    throw error;
  }
}

/**
 * Throws KEY_REQUEST_MALFORMED, KEY_REQUEST_FORGED or OTHER_NETWORK unless a request is to the letter as it was written, for the key that it
 * lies beside; where either is missing there is no fault.
 */
export async function verifyRequest(ledger: Pick<KeyedLedger, "folder" | "networkHex">, handle: string): Promise<void> {
  const next = await findNextKey(ledger, handle);
  if (next === undefined) return;
  const malformed = new KeystoreError("KEY_REQUEST_MALFORMED", { reason: "shape" });
  try {
    const bytes = readPlainFile(nextRequestPath(ledger, handle), KEY_REQUEST_BYTES_MAX + 1);
    const request = parseKeyRequest(bytes, ledger.networkHex);
    const isOfKey = request.handle === handle && equalBytes(request.publicKey, next.file.publicKey);
    if (!isOfKey || !equalBytes(encodeKeyRequest(request), bytes)) throw malformed;
  } catch (error) {
    if (systemCode(error) === "ENOENT") return;
    throw error instanceof NotPlainFile ? malformed : error;
  }
}

/**
 * Writes a request where there is none and returns once it would survive a power cut. Throws KEY_FILE_EXISTS where another process has
 * written one meanwhile, and KEY_FOLDER_UNWRITABLE; something of it may lie there then.
 */
export async function saveRequest(ledger: KeyedLedger, request: KeyRequest): Promise<WaitingRequest> {
  const { handle } = request;
  const path = nextRequestPath(ledger, handle);
  const bytes = encodeKeyRequest(request);
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeNewMeanwhile(path, bytes);
    return { request, bytes, made: await madeAt(path) };
  } catch (error) {
    const cause = systemCode(error);
    if (cause === "EEXIST") throw new KeystoreError("KEY_FILE_EXISTS", { handle });
    throw new KeystoreError("KEY_FOLDER_UNWRITABLE", { handle, cause });
  }
}

async function madeAt(path: string): Promise<number> {
  return Math.floor((await stat(path)).mtimeMs / 1_000);
}
