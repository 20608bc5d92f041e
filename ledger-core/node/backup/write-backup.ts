/** A backup of a ledger, made while a node may write to it. */
import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { encodeBase64 } from "#ledger-core/proof/base64.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { isThere } from "#ledger-core/store/plain-file.ts";
import { ledgerFile } from "#ledger-core/store/ledger-file.ts";
import { BackupError } from "./backup-error.ts";
import { checkCopy } from "./check-copy.ts";
import type { CheckDepth, Remark } from "./check-copy.ts";
import { copyFile, hashFile } from "./copy-file.ts";
import { copyLog, LOG_KEY } from "./copy-log.ts";
import { keptFiles } from "./kept-files.ts";
import { seeKeys, settleKeys } from "./people-keys.ts";
import type { SeenKeys } from "./people-keys.ts";
import { encodeManifest, LEDGER, MANIFEST } from "./manifest.ts";
import type { Manifest, ManifestFile } from "./manifest.ts";
import { refuseInside } from "./refuse-inside.ts";
import { makeWholeFolder } from "./whole-folder.ts";
import type { ToldOfLeftover } from "./whole-folder.ts";
import { writeNew } from "#ledger-core/node/small-file.ts";

/** Told how far it is: pages that are copied, then files, then entries that are checked. */
export type BackupProgress = (step: "copying" | "files" | "checking", done: number, total: number) => void;

export type WriteBackup = {
  readonly folder: string;
  /** Missing or empty. */
  readonly target: string;
  readonly depth: CheckDepth;
  readonly progress: BackupProgress;
  readonly removed: ToldOfLeftover;
  readonly signal: AbortSignal;
};

export type WrittenBackup = {
  readonly manifest: Manifest;
  /** Looked for with `full` only. */
  readonly remarks: readonly Remark[];
};

/**
 * Copies the ledger as it is at one height, with its blobs and the keys that its rows know, checks the copy and only then gives it its name.
 * It never waits for the writer nor has it wait. Rejects with `BackupError`, NO_LEDGER, `StoreError` (DISK_FULL among them) or the signal's
 * reason; nothing stands under the name then.
 */
export async function writeBackup(backup: WriteBackup): Promise<WrittenBackup> {
  const { folder, target, depth, progress, removed, signal } = backup;
  if (!existsSync(ledgerFile(folder))) throw new NodeError("NO_LEDGER", { folder });
  refuseInside({ source: folder, target });
  return await makeWholeFolder(target, removed, async (copy) => {
    let before: SeenKeys = new Map();
    const hasKey = await copyLog({
      folder,
      copy,
      before: async () => {
        before = await seeKeys(folder);
      },
      progress: (done, total) => progress("copying", done, total),
      signal,
    });
    // After the log, so that what its rows name is among them; a file that is younger does no harm, once people's keys are settled.
    const copied = await copyKeptFiles({ folder, copy, progress, signal });
    const files = await settleKeys({ copy, before, files: copied, signal });
    const { network, head, remarks } = await checkCopy({
      folder: copy,
      depth,
      progress: (done, total) => progress("checking", done, total),
      signal,
    });
    const log: ManifestFile[] = [];
    for (const name of hasKey ? [LEDGER, LOG_KEY] : [LEDGER]) log.push(await hashFile(name, copy, signal));
    const manifest: Manifest = {
      network,
      height: head.height,
      entries: head.size,
      root: encodeBase64(head.root),
      checkpoint: head.checkpoint,
      files: [...log, ...files],
    };
    writeNew(join(copy, MANIFEST), encodeManifest(manifest));
    return { manifest, remarks };
  });
}

type Copying = {
  readonly folder: string;
  readonly copy: string;
  readonly progress: BackupProgress;
  readonly signal: AbortSignal;
};

async function copyKeptFiles({ folder, copy, progress, signal }: Copying): Promise<readonly ManifestFile[]> {
  // A key that waits is renamed when it is in force: looked at first, it is found under one name or the other.
  const isNext = (name: string): boolean => name.startsWith("keys/next/");
  const names = keptFiles(folder).toSorted((a, b) => Number(isNext(b)) - Number(isNext(a)));
  const copied: ManifestFile[] = [];
  for (const name of names) {
    const file = await copyIfThere({ name, folder, copy, signal });
    if (file !== undefined) copied.push(file);
    progress("files", copied.length, names.length);
  }
  return copied;
}

/** A pack, a draft of an import or a key that was taken away since the folder was looked at is not part of the backup. */
async function copyIfThere(given: {
  readonly name: string;
  readonly folder: string;
  readonly copy: string;
  readonly signal: AbortSignal;
}): Promise<ManifestFile | undefined> {
  const { name, folder, copy, signal } = given;
  const file = await copyFile(name, folder, copy, signal).catch((error: unknown) => {
    if (!isThere(join(folder, name))) return undefined;
    throw error;
  });
  const isOther = file !== undefined && /^blobs\/[0-9a-f]{2}\//.test(name) && basename(name) !== file.sha256;
  if (isOther) throw new BackupError("COPY_DAMAGED", name);
  return file;
}
