/** The calls by which content reaches the disk: those of Node, or of a disk that fails on purpose. */
import { mkdir, open, rename, rm } from "node:fs/promises";

export type BlobFiles = {
  /** Makes a directory with those above it that are missing; answers with the outermost of those it made. */
  mkdir(directory: string, options: { readonly recursive: true }): Promise<string | undefined>;
  /** Opens what is there to be read, or a new file to be written. */
  open(path: string, flags: "r" | "wx", mode?: number): Promise<BlobFile>;
  rename(from: string, to: string): Promise<void>;
  rm(path: string, options: { readonly force: true }): Promise<void>;
};

export type BlobFile = {
  /** Writes from the offset on, which may be fewer bytes than there are. */
  write(bytes: Uint8Array, offset: number): Promise<{ readonly bytesWritten: number }>;
  sync(): Promise<void>;
  close(): Promise<void>;
};

export const nodeBlobFiles: BlobFiles = { mkdir, open, rename, rm };
