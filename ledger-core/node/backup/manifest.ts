/** The list that a backup carries of itself: which ledger, at which height, and each file with its size and hash. */
import { BackupError } from "./backup-error.ts";
import { isKeptName } from "./kept-files.ts";
import { isObject } from "#ledger-core/contract/schema/json.ts";

export const MANIFEST = "backup.json";
export const LEDGER = "ledger.sqlite";
const FORM = 1;
const HASH = /^[0-9a-f]{64}$/;

export type ManifestFile = { readonly name: string; readonly bytes: number; readonly sha256: string };

export type Manifest = {
  readonly network: string;
  readonly height: number;
  readonly entries: number;
  /** Base64. */
  readonly root: string;
  /** The signed note over entries and root. */
  readonly checkpoint: string;
  readonly files: readonly ManifestFile[];
};

/** One text for one manifest, so that no byte of it can be another unnoticed. */
export function encodeManifest({ network, height, entries, root, checkpoint, files }: Manifest): string {
  const listed = files.map(({ name, bytes, sha256 }) => ({ name, bytes, sha256 }));
  const all = { form: FORM, network, height, entries, root, checkpoint, files: listed };
  return `${JSON.stringify(all, null, 1)}\n`;
}

/** Throws BackupError: BACKUP_NEWER for a form of a later program, else BACKUP_DAMAGED. */
export function parseManifest(text: string): Manifest {
  const json = parseJson(text);
  if (isNewer(json)) throw new BackupError("BACKUP_NEWER", MANIFEST);
  if (!isManifest(json) || encodeManifest(json) !== text) throw new BackupError("BACKUP_DAMAGED", MANIFEST);
  const names = json.files.map(({ name }) => name);
  if (!names.includes(LEDGER) || new Set(names).size !== names.length)
    throw new BackupError("BACKUP_DAMAGED", MANIFEST);
  return json;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

function isNewer(json: unknown): boolean {
  return isObject(json) && Number(json["form"]) > FORM;
}

function isManifest(json: unknown): json is Manifest {
  if (!isObject(json) || json["form"] !== FORM) return false;
  const { network, height, entries, root, checkpoint, files } = json;
  const isNamed = typeof network === "string" && HASH.test(network);
  if (!isNamed || !isCount(height) || !isCount(entries)) return false;
  if (typeof root !== "string" || typeof checkpoint !== "string") return false;
  return Array.isArray(files) && files.every((file: unknown) => isFile(file));
}

function isFile(json: unknown): json is ManifestFile {
  if (!isObject(json)) return false;
  const { name, bytes, sha256 } = json;
  if (typeof name !== "string" || typeof sha256 !== "string" || !isCount(bytes)) return false;
  return HASH.test(sha256) && (name === LEDGER || isKeptName(name));
}

function isCount(json: unknown): json is number {
  return Number.isSafeInteger(json) && Number(json) >= 0;
}
