/**
 * What of a ledger's folder a backup takes, besides the ledger's own file. Left out are derived tables, which are filled again from the
 * log, and the outbox: what waits there was never acknowledged, and put back after a month it would be sealed behind its signer's back.
 */
import { lstatSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { isHandle } from "#ledger-core/contract/schema/handle.ts";
import { DEMO_PASSPHRASE_FILE } from "#ledger-core/node/demo-people.ts";
import { LOG_KEY, NEXT_LOG_KEY } from "./copy-log.ts";

const FILES: readonly string[] = ["content.key", DEMO_PASSPHRASE_FILE];
/** The log's keys, which are copied together with the log; an older program listed also the one that waits to follow. */
const LOG_KEY_FILES: readonly string[] = [LOG_KEY, NEXT_LOG_KEY];
const FOLDERS = ["blobs", "keys", "imports"] as const;
/** The folders themselves, where something else stands in their place. */
const FOLDER = /^(?:blobs(?:\/(?:[0-9a-f]{2}|packs))?|keys(?:\/next)?|imports)$/;
const BLOB = /^blobs\/(?:(?<start>[0-9a-f]{2})\/\k<start>[0-9a-f]{62}|packs\/[0-9a-f]{64})$/;
/** A person's key, the one that waits to follow it, and the request that was made with that. */
const KEY = /^keys\/(?:(?:next\/)?(?<key>[^/]+)\.key|next\/(?<asked>[^/]+)\.request\.json)$/;
const IMPORT = /^imports\/(?:schedules\.json|[0-9A-Za-z-]{1,64}\.fetched)$/;

/** True for names that a ledger's folder may have; they hold no `..`, no backslash and nothing absolute. */
export function isKeptName(name: string): boolean {
  if (FILES.includes(name) || LOG_KEY_FILES.includes(name) || BLOB.test(name) || IMPORT.test(name)) return true;
  const { key, asked } = KEY.exec(name)?.groups ?? {};
  return isHandle(key ?? asked ?? "");
}

/**
 * The names of the files that are there, in order, but for the log's keys. A link, or whatever else is no file, is among them: it is not followed,
 * and whoever copies it is told so, for what it stood for would be missing.
 */
export function keptFiles(folder: string): readonly string[] {
  const inFolders = FOLDERS.flatMap((name) => namesIn(folder, name));
  return [...FILES.flatMap((name) => namesIn(folder, name)), ...inFolders]
    .filter((name) => isKeptName(name) || FOLDER.test(name))
    .toSorted();
}

/** Every file under a name, which may be one itself. */
function namesIn(folder: string, name: string): readonly string[] {
  const found = lstatSync(join(folder, name), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (!found.isDirectory()) return [name];
  return readdirSync(join(folder, name)).flatMap((inner) => namesIn(folder, `${name}/${inner}`));
}
