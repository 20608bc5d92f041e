/** Names that are on the disk: on the systems where a directory can be opened they are made durable; elsewhere the file system does it. */
import { closeSync, fsyncSync, openSync } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { nodeBlobFiles } from "./blob-files.ts";
import type { BlobFiles } from "./blob-files.ts";

const HAS_DIRECTORIES_TO_OPEN = process.platform !== "win32";

/** Makes the names in a directory durable. */
export async function syncDirectory(directory: string, files: BlobFiles = nodeBlobFiles): Promise<void> {
  if (!HAS_DIRECTORIES_TO_OPEN) return;
  const handle = await files.open(directory, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** The same, while the thread waits. */
export function syncDirectoryNow(directory: string): void {
  if (!HAS_DIRECTORIES_TO_OPEN) return;
  const opened = openSync(directory, "r");
  try {
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}

/** Makes the names in a directory durable, and in all directories within. */
export async function syncDirectories(directory: string): Promise<void> {
  for (const entry of await readdir(directory, { withFileTypes: true }))
    if (entry.isDirectory()) await syncDirectories(join(directory, entry.name));
  await syncDirectory(directory);
}
