import { mkdirSync } from "node:fs";
import { join, relative } from "node:path";
import { expect, it } from "vitest";
import { nodeBlobFiles } from "./blob-files.ts";
import type { BlobFiles } from "./blob-files.ts";
import { openBlobs } from "./blob-folder.ts";
import { temporaryFolder } from "./temporary.testing.ts";

const LIMITS = { sizeBytesMax: 100 };

/** Directories below `folder` that are synced from now on; the first so many are refused. */
function watched(folder: string, refused: number): { readonly files: BlobFiles; readonly synced: string[] } {
  const synced: string[] = [];
  let left = refused;
  const open: BlobFiles["open"] = async (path, flags, mode) => {
    const file = await nodeBlobFiles.open(path, flags, mode);
    if (flags !== "r") return file;
    const sync = async (): Promise<void> => {
      if (left-- > 0) throw Object.assign(new Error("the disk failed on purpose"), { code: "EIO" });
      await file.sync();
      synced.push(relative(folder, path));
    };
    return {
      write: async (bytes, offset) => await file.write(bytes, offset),
      sync,
      close: async () => await file.close(),
    };
  };
  return { files: { ...nodeBlobFiles, open }, synced };
}

const bytes = new Uint8Array([7]);
const PREFIX = "ca";

it("makes the name of a directory durable that was left without it by a call that failed", async () => {
  const folder = temporaryFolder();
  const { files, synced } = watched(folder, 1);
  const blobs = openBlobs(join(folder, "blobs"), files);
  await expect(blobs.putAll([bytes], LIMITS)).rejects.toMatchObject({ code: "DISK_FULL" });
  expect(synced).toEqual([]);
  await blobs.putAll([bytes], LIMITS);
  expect(new Set(synced)).toEqual(new Set(["", "blobs", `blobs/${PREFIX}`]));
});

it("makes the names durable once of directories that a process before has left, and those of content each time", async () => {
  const folder = temporaryFolder();
  for (const name of ["incoming", PREFIX]) mkdirSync(join(folder, "blobs", name), { recursive: true });
  const { files, synced } = watched(folder, 0);
  const blobs = openBlobs(join(folder, "blobs"), files);
  await blobs.putAll([bytes], LIMITS);
  expect(new Set(synced)).toEqual(new Set(["", "blobs", `blobs/${PREFIX}`]));
  synced.length = 0;
  await blobs.putAll([bytes], LIMITS);
  expect(synced).toEqual([`blobs/${PREFIX}`]);
});
