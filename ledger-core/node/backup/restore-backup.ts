/** A backup taken back: every byte of it is compared with its list before the ledger stands under its name. */
import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { resumeRestored } from "#ledger-core/node/outside/outside-memory.ts";
import { newPlace, savePlace } from "#ledger-core/node/outside/place-file.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { encodeBase64 } from "#ledger-core/proof/base64.ts";
import { updateCopy } from "#ledger-core/store/copy-ledger.ts";
import { BackupError } from "./backup-error.ts";
import { checkCopy } from "./check-copy.ts";
import type { Remark } from "./check-copy.ts";
import { copyFile } from "./copy-file.ts";
import { MANIFEST, parseManifest } from "./manifest.ts";
import type { Manifest } from "./manifest.ts";
import { refuseInside } from "./refuse-inside.ts";
import { makeWholeFolder } from "./whole-folder.ts";
import type { ToldOfLeftover } from "./whole-folder.ts";
import type { BackupProgress } from "./write-backup.ts";

export type RestoreBackup = {
  readonly backup: string;
  /** Missing or empty. */
  readonly target: string;
  readonly progress: BackupProgress;
  readonly removed: ToldOfLeftover;
  readonly signal: AbortSignal;
};

const MANIFEST_BYTES_MAX = 256 * 1_048_576;

export type Restored = {
  readonly manifest: Manifest;
  readonly remarks: readonly Remark[];
  /** Why the ledger is only read for the time being; undefined if it may seal. */
  readonly held: Turnaway | undefined;
};

/**
 * Checks the list and each file, has the copy checked from its first byte, and only then gives it its name. Rejects with `BackupError`,
 * `StoreError` or the signal's reason; until it has its name nothing stands under it. What may fail after that is to read it once more, and to
 * remember that it goes on: it is then restored, and held.
 */
export async function restoreBackup({ backup, target, progress, removed, signal }: RestoreBackup): Promise<Restored> {
  const manifest = readManifest(backup);
  refuseInside({ source: backup, target });
  refuseStrangers(backup, manifest);
  const remarks = await makeWholeFolder(target, removed, async (folder) => {
    for (const [place, listed] of manifest.files.entries()) {
      const copied = await copyFile(listed.name, backup, folder, signal).catch((error: unknown) => {
        if (!existsSync(join(backup, listed.name))) throw new BackupError("BACKUP_DAMAGED", listed.name);
        throw error;
      });
      if (copied.bytes !== listed.bytes || copied.sha256 !== listed.sha256)
        throw new BackupError("BACKUP_DAMAGED", listed.name);
      progress("files", place + 1, manifest.files.length);
    }
    // Its bytes are those of the backup by now; one that an older program made is read as a node of it would be gone on with.
    updateCopy(folder, cityRuleset);
    const {
      network,
      head,
      remarks: found,
    } = await checkCopy({
      folder,
      depth: "full",
      progress: (done, total) => progress("checking", done, total),
      signal,
    });
    const { height, size, checkpoint } = head;
    const isListed =
      network === manifest.network &&
      height === manifest.height &&
      size === manifest.entries &&
      encodeBase64(head.root) === manifest.root &&
      checkpoint === manifest.checkpoint;
    if (!isListed) throw new BackupError("BACKUP_DAMAGED", MANIFEST);
    // It is another folder than the one that was copied, whatever comes of it.
    savePlace(folder, newPlace());
    return found;
  });
  const ledger = readLedger({ folder: target });
  try {
    return { manifest, remarks, held: resumeRestored(ledger) };
  } finally {
    ledger.close();
  }
}

function readManifest(backup: string): Manifest {
  const file = join(backup, MANIFEST);
  const found = lstatSync(file, { throwIfNoEntry: false });
  if (found === undefined) throw new BackupError("NOT_A_BACKUP", backup);
  if (!found.isFile() || found.size > MANIFEST_BYTES_MAX) throw new BackupError("BACKUP_DAMAGED", MANIFEST);
  return parseManifest(readFileSync(file, "utf8"));
}

/** Nothing but folders and the files of the list: what nobody listed nobody checked, and a link leads out of the backup. */
function refuseStrangers(backup: string, manifest: Manifest): void {
  const listed = new Set([MANIFEST, ...manifest.files.map(({ name }) => name)]);
  const look = (inner: string): void => {
    for (const entry of readdirSync(join(backup, inner), { withFileTypes: true })) {
      const name = inner === "" ? entry.name : `${inner}/${entry.name}`;
      if (entry.isDirectory()) look(name);
      else if (!entry.isFile() || !listed.has(name)) throw new BackupError("BACKUP_DAMAGED", name);
    }
  };
  look("");
}
