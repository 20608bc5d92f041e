/**
 * The folder of key files, `<handle>.key`. A file is written whole or not at all: under another name, synced, then put in its
 * place, then the folder is synced. Only its owner may read it (where the system knows owners).
 */
import { chmod, link, lstat, mkdir, readdir, rename, stat, unlink } from "node:fs/promises";
import { join } from "node:path";
import { compareText, encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { isHandle } from "#ledger-core/contract/schema/handle.ts";
import { randomBytes } from "#ledger-core/node/crypto-suite.ts";
import { readPlainFile } from "#ledger-core/store/plain-file.ts";
import { KEY_FILE_BYTES_MAX, parseKeyFile } from "./key-file.ts";
import type { KeyFile } from "./key-file.ts";
import { KeystoreError, systemCode } from "./keystore-error.ts";
import { writeNewMeanwhile } from "#ledger-core/node/small-file.ts";
import { syncDirectory } from "#ledger-core/store/sync-directory.ts";

const SUFFIX = ".key";
const LEFTOVER = /^\..+\.[0-9a-f]{16}\.tmp$/;
/** A file that is being written is seconds old. */
const LEFTOVER_AGE_MS = 60_000;

/** Throws HANDLE_MALFORMED unless it is a handle as the ledger admits it, which is also a file name that systems take. */
export function verifyHandle(handle: string): void {
  if (isHandle(handle)) return;
  // The sentence shows it, so what cannot be seen or turns text around is made visible, and its end cut off.
  const visible = [...handle.slice(0, 96)].map((character) => (/[\p{C}\p{Z}]/u.test(character) ? "\ufffd" : character));
  throw new KeystoreError("HANDLE_MALFORMED", { handle: visible.slice(0, 48).join("") });
}

/**
 * The handles of the folder in order; none if there is no folder yet. Files under other names are not looked at. Throws
 * KEY_FILE_UNREADABLE, also for a link in the folder's place.
 */
export async function listHandles(folder: string): Promise<readonly string[]> {
  try {
    const found = await lstat(folder);
    if (!found.isDirectory()) throw new KeystoreError("KEY_FILE_UNREADABLE", { handle: "", cause: "ENOTDIR" });
    const names = await readdir(folder);
    const handles = names.filter((name) => name.endsWith(SUFFIX)).map((name) => name.slice(0, -SUFFIX.length));
    return handles.filter(isHandle).sort(compareText);
  } catch (error) {
    if (error instanceof KeystoreError) throw error;
    if (systemCode(error) === "ENOENT") return [];
    throw new KeystoreError("KEY_FILE_UNREADABLE", { handle: "", cause: systemCode(error) });
  }
}

/** The bytes of a person's file, one more than a sound file may have at most. Throws KEY_FILE_MISSING or KEY_FILE_UNREADABLE. */
export async function readKeyBytes(folder: string, handle: string): Promise<Uint8Array> {
  verifyHandle(handle);
  try {
    return readPlainFile(keyFilePath(folder, handle), KEY_FILE_BYTES_MAX + 1);
  } catch (error) {
    const cause = systemCode(error);
    if (cause === "ENOENT") throw new KeystoreError("KEY_FILE_MISSING", { handle });
    throw new KeystoreError("KEY_FILE_UNREADABLE", { handle, cause });
  }
}

export type FoundKeyFile = { readonly file: KeyFile; readonly bytes: Uint8Array };

/** A person's file; undefined if there is none, or none that can be read. */
export async function findKeyFile(folder: string, handle: string): Promise<FoundKeyFile | undefined> {
  try {
    const bytes = await readKeyBytes(folder, handle);
    return { file: parseKeyFile(handle, bytes), bytes };
  } catch (error) {
    if (error instanceof KeystoreError) return undefined;
    throw error;
  }
}

/**
 * Writes a person's file and returns once it would survive a power cut. With `replace` false an existing file stays as it is:
 * KEY_FILE_EXISTS, even against another process. Throws KEY_FOLDER_UNWRITABLE with the system's code.
 */
export async function saveKeyBytes(
  folder: string,
  handle: string,
  file: { readonly bytes: Uint8Array; readonly replace: boolean },
): Promise<void> {
  verifyHandle(handle);
  const target = keyFilePath(folder, handle);
  const temporary = join(folder, `.${handle}.${encodeHex(randomBytes(8))}.tmp`);
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    try {
      await writeNewMeanwhile(temporary, file.bytes);
      // A hard link refuses to take an existing name; a rename would silently take it.
      if (file.replace) await rename(temporary, target);
      else await linkNew(temporary, target, handle);
    } finally {
      await unlink(temporary).catch(() => undefined);
    }
    await removeLeftovers(folder);
    await syncDirectory(folder);
  } catch (error) {
    if (error instanceof KeystoreError) throw error;
    throw new KeystoreError("KEY_FOLDER_UNWRITABLE", { handle, cause: systemCode(error) });
  }
}

/** Puts a damaged file aside as `<handle>.key.damaged-<random>`, so that nothing is lost when another takes its place. */
export async function setDamagedAside(folder: string, handle: string): Promise<void> {
  try {
    await rename(keyFilePath(folder, handle), `${keyFilePath(folder, handle)}.damaged-${encodeHex(randomBytes(4))}`);
  } catch (error) {
    throw new KeystoreError("KEY_FOLDER_UNWRITABLE", { handle, cause: systemCode(error) });
  }
}

/** Where a person's key lies in a folder of keys. */
export function keyFilePath(folder: string, handle: string): string {
  return join(folder, handle + SUFFIX);
}

async function linkNew(temporary: string, target: string, handle: string): Promise<void> {
  try {
    await link(temporary, target);
  } catch (error) {
    if (systemCode(error) === "EEXIST") throw new KeystoreError("KEY_FILE_EXISTS", { handle });
    throw error;
  }
}

/** A crash may leave a temporary file, which holds the key sealed under a passphrase that was perhaps given up since. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of (await readdir(folder)).filter((name) => LEFTOVER.test(name))) {
    try {
      const path = join(folder, name);
      const age = Date.now() - (await stat(path)).mtimeMs;
      if (age > LEFTOVER_AGE_MS) await unlink(path);
    } catch (error) {
      // Another process that writes a key just now took its own file away.
      if (systemCode(error) !== "ENOENT") throw error;
    }
  }
}
