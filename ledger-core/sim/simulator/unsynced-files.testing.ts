/** Files and names within a folder that no sync has made safe: what goes, wholly or in part, when the power does. */
import { existsSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Random } from "#ledger-core/sim/random.ts";

const SECTOR_BYTES = 512;

/** What became of a name; paths are below the folder. */
type Renaming =
  | { readonly kind: "made"; readonly path: string }
  | { readonly kind: "moved"; readonly path: string; readonly from: string; readonly before: Uint8Array | undefined }
  | { readonly kind: "removed"; readonly path: string; readonly before: Uint8Array };

export class UnsyncedFiles {
  /** Of files that were written since they were synced last: so many of their bytes are safe. */
  readonly #safeBytes = new Map<string, number>();
  /** In order; each is safe once the directory of its path is synced. */
  #renamings: Renaming[] = [];

  made(path: string): void {
    this.#renamings.push({ kind: "made", path });
  }

  /** A new file that has no bytes yet. */
  madeFile(path: string): void {
    this.made(path);
    this.#safeBytes.set(path, 0);
  }

  /** `before`: what stood under the new name. */
  moved(from: string, path: string, before: Uint8Array | undefined): void {
    this.#renamings.push({ kind: "moved", path, from, before });
    this.#takeAlong(from, path);
  }

  removed(path: string, before: Uint8Array): void {
    this.#renamings.push({ kind: "removed", path, before });
    this.#safeBytes.delete(path);
  }

  syncedFile(path: string, sizeBytes: number): void {
    this.#safeBytes.set(path, sizeBytes);
  }

  syncedDirectory(path: string): void {
    this.#renamings = this.#renamings.filter((one) => dirname(one.path) !== path);
  }

  /** In a copy of the folder: any of the names are as they were, the newest first, and of the files any bytes that are not safe are not there. */
  lose(folder: string, random: Random): void {
    for (const one of this.#renamings.toReversed()) if (random.once(2)) this.#undo(folder, one);
    for (const [path, safe] of this.#safeBytes) tear(join(folder, path), safe, random);
  }

  #undo(folder: string, renaming: Renaming): void {
    const path = join(folder, renaming.path);
    switch (renaming.kind) {
      case "made":
        return rmSync(path, { recursive: true, force: true });
      case "moved":
        if (!existsSync(path)) return;
        renameSync(path, join(folder, renaming.from));
        this.#takeAlong(renaming.path, renaming.from);
        if (renaming.before !== undefined) writeFileSync(path, renaming.before);
        return;
      case "removed":
        if (existsSync(dirname(path))) writeFileSync(path, renaming.before);
    }
  }

  #takeAlong(from: string, to: string): void {
    const safe = this.#safeBytes.get(from);
    this.#safeBytes.delete(from);
    if (safe === undefined) this.#safeBytes.delete(to);
    else this.#safeBytes.set(to, safe);
  }
}

/** Bytes that were not synced: all there, cut off somewhere, or with sectors that never came, from `sectorsFrom` on. */
export function tear(path: string, safe: number, random: Random, sectorsFrom = safe): void {
  const size = existsSync(path) ? statSync(path).size : 0;
  if (size <= safe) return;
  const how = random.below(4);
  if (how === 0) return;
  if (how < 3) return truncateSync(path, safe + random.below(size - safe + 1));
  const bytes = readFileSync(path);
  for (let at = sectorsFrom; at < size; at += SECTOR_BYTES)
    if (random.once(3)) bytes.fill(0, at, Math.min(size, at + SECTOR_BYTES));
  writeFileSync(path, bytes);
}
