/**
 * Key files that the ledger does not know yet, in `keys/next`: a person's new key waits there, beside the old one, until the ledger says
 * that it is theirs. Wherever anything is cut off, the key that the ledger knows has a file.
 */
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { findKey } from "#ledger-core/kernel/directory.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { findKeyFile, listHandles, saveKeyBytes } from "./keystore/key-folder.ts";
import type { FoundKeyFile } from "./keystore/key-folder.ts";
import { Keystore } from "./keystore/keystore.ts";
import { keysFolder } from "./keystore/ledger-keystore.ts";
import type { ReadLedger } from "./open-ledger.ts";

/** Whose people's keys are meant, and what the ledger knows of them. */
export type KeyedLedger = Pick<ReadLedger, "folder" | "reader" | "networkHex">;

const NEXT = "next";
/** Beside the key's file: the request to enrol it. */
const REQUEST_SUFFIX = ".request.json";

/** Where the files of keys wait that the ledger does not know yet. */
export function nextFolder({ folder }: Pick<KeyedLedger, "folder">): string {
  return join(keysFolder(folder), NEXT);
}

/** The keystore of the keys that wait. */
export function nextKeystore(ledger: Pick<KeyedLedger, "folder" | "networkHex">): Keystore {
  return new Keystore({ folder: nextFolder(ledger), network: ledger.networkHex });
}

/** Where the request lies that was made with a person's next key. */
export function nextRequestPath(ledger: Pick<KeyedLedger, "folder">, handle: string): string {
  return join(nextFolder(ledger), handle + REQUEST_SUFFIX);
}

/** A person's next key file; undefined if there is none, or none that can be read: it must not keep anybody from the key that they have. */
export async function findNextKey(
  ledger: Pick<KeyedLedger, "folder">,
  handle: string,
): Promise<FoundKeyFile | undefined> {
  return await findKeyFile(nextFolder(ledger), handle);
}

/** Everybody who has a next key file, in order. */
export async function listNextHandles(ledger: Pick<KeyedLedger, "folder">): Promise<readonly string[]> {
  return await listHandles(nextFolder(ledger));
}

/**
 * Puts a person's next key file in its place if the ledger knows its key: after a rotation, after one that was cut off between the
 * ledger and the file, and after colleagues have enrolled it. To be called before a person is unlocked.
 */
export async function takeUpNextKey(ledger: KeyedLedger, handle: string): Promise<void> {
  await inTurn(() => takeUp(ledger, handle));
}

/** The same for everybody, so that whoever has a new key is named among those who have one. */
export async function takeUpNextKeys(ledger: KeyedLedger): Promise<void> {
  await inTurn(async () => {
    for (const handle of await listNextHandles(ledger)) await takeUp(ledger, handle);
  });
}

/** `takeUpNextKey` for who has the turn already. Only within `inTurn`. */
export async function takeUp(ledger: KeyedLedger, handle: string): Promise<void> {
  const next = await findNextKey(ledger, handle);
  if (next === undefined) return;
  if (findKey(new Rows(ledger.reader.rows()), next.file.publicKey)?.row.state !== "live") return;
  await saveKeyBytes(keysFolder(ledger.folder), handle, { bytes: next.bytes, replace: true });
  await removeNextKey(ledger, handle);
}

let turn: Promise<unknown> = Promise.resolve();

/**
 * One after the other: a key that is being put in its place is not taken away by another window nor written over, nor is one that was just
 * made. Whoever has the turn never asks for it again, which would wait for itself; nor do they wait for people in it.
 */
export async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const result = turn.then(work);
  turn = result.catch(() => undefined);
  return await result;
}

/** Takes away a person's next key and its request. Removing what is not there is no mistake. */
export async function removeNextKey(ledger: Pick<KeyedLedger, "folder">, handle: string): Promise<void> {
  const folder = nextFolder(ledger);
  await rm(join(folder, `${handle}.key`), { force: true });
  await rm(join(folder, handle + REQUEST_SUFFIX), { force: true });
}
