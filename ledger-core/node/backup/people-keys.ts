/**
 * People's keys in a backup. Somebody may have changed their key after the moment at which the log was copied: its rows know the key from
 * before, which has no file any more when files are copied. So what is in the files is looked at before the log as well.
 */
import { mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { findKey } from "#ledger-core/kernel/directory.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { findKeyFile, listHandles } from "#ledger-core/node/keystore/key-folder.ts";
import type { FoundKeyFile } from "#ledger-core/node/keystore/key-folder.ts";
import { KEY_REQUEST_BYTES_MAX } from "#ledger-core/node/keystore/key-request.ts";
import { KeystoreError } from "#ledger-core/node/keystore/keystore-error.ts";
import { keysFolder } from "#ledger-core/node/keystore/ledger-keystore.ts";
import { nextFolder, nextRequestPath } from "#ledger-core/node/next-key.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { isPlainFile, readPlainFile } from "#ledger-core/store/plain-file.ts";
import { hashFile } from "./copy-file.ts";
import type { ManifestFile } from "./manifest.ts";
import { writeNew } from "#ledger-core/node/small-file.ts";

/** The key in use, the one that waits to follow it, and the request that was made with that. */
type Keys = {
  readonly own: FoundKeyFile | undefined;
  readonly next: FoundKeyFile | undefined;
  readonly request: Uint8Array | undefined;
};

/** By handle. */
export type SeenKeys = ReadonlyMap<string, Keys>;

/** What is in people's key files. What cannot be read is passed over: whoever copies it is told. */
export async function seeKeys(folder: string): Promise<SeenKeys> {
  // A key that waits is renamed when it is in force: looked at first, it is found under one name or the other.
  const next = await findKeys(nextFolder({ folder }));
  const own = await findKeys(keysFolder(folder));
  const handles = new Set([...next.keys(), ...own.keys()]);
  return new Map(
    [...handles].map((handle) => {
      const request = next.has(handle) ? findBytes(nextRequestPath({ folder }, handle)) : undefined;
      return [handle, { own: own.get(handle), next: next.get(handle), request }];
    }),
  );
}

/**
 * Has each person's key that is live by the copied rows among the files of the copy: one that has lost its file since `before` is in use
 * there, and the one that has followed it waits. Resolves with the files of the copy as they are then.
 */
export async function settleKeys(given: {
  readonly copy: string;
  readonly before: SeenKeys;
  readonly files: readonly ManifestFile[];
  readonly signal: AbortSignal;
}): Promise<readonly ManifestFile[]> {
  const { copy, before, signal } = given;
  const after = await seeKeys(copy);
  const ledger = readLedger({ folder: copy });
  let files = given.files;
  try {
    const rows = new Rows(ledger.reader.rows());
    const stateOf = (key: FoundKeyFile | undefined): string | undefined =>
      key && findKey(rows, key.file.publicKey)?.row.state;
    for (const [handle, was] of before) {
      const now = after.get(handle);
      const live = [was.next, was.own].find((key) => stateOf(key) === "live");
      if (live === undefined || [now?.next, now?.own].some((key) => stateOf(key) === "live")) continue;
      const names = [`keys/${handle}.key`, `keys/next/${handle}.key`, `keys/next/${handle}.request.json`] as const;
      const follower = now?.own;
      save(copy, names[0], live.bytes);
      if (follower !== undefined && stateOf(follower) === undefined) {
        const isAskedFor = was.next !== undefined && equalBytes(was.next.file.publicKey, follower.file.publicKey);
        save(copy, names[1], follower.bytes);
        save(copy, names[2], isAskedFor ? was.request : undefined);
      }
      files = await listAgain(files, { copy, names, signal });
    }
    return files;
  } finally {
    ledger.close();
  }
}

async function findKeys(folder: string): Promise<ReadonlyMap<string, FoundKeyFile>> {
  const found = new Map<string, FoundKeyFile>();
  for (const handle of await handlesIn(folder)) {
    const key = await findKeyFile(folder, handle);
    if (key !== undefined) found.set(handle, key);
  }
  return found;
}

async function handlesIn(folder: string): Promise<readonly string[]> {
  try {
    return await listHandles(folder);
  } catch (error) {
    if (error instanceof KeystoreError) return [];
    throw error;
  }
}

/** It goes with the key that it was made with. */
function findBytes(path: string): Uint8Array | undefined {
  try {
    return readPlainFile(path, KEY_REQUEST_BYTES_MAX);
  } catch {
    return undefined;
  }
}

/** Undefined for a file that is not to be there. */
function save(copy: string, name: string, bytes: Uint8Array | undefined): void {
  const path = join(copy, name);
  rmSync(path, { force: true });
  if (bytes === undefined) return;
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeNew(path, bytes);
}

async function listAgain(
  files: readonly ManifestFile[],
  given: { readonly copy: string; readonly names: readonly string[]; readonly signal: AbortSignal },
): Promise<readonly ManifestFile[]> {
  const { copy, names, signal } = given;
  const listed = files.filter(({ name }) => !names.includes(name));
  for (const name of names) if (isPlainFile(join(copy, name))) listed.push(await hashFile(name, copy, signal));
  return listed;
}
