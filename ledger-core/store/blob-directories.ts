/** Directories of content, whose names are on the disk before anyone relies on what lies in them. */
import { dirname, resolve } from "node:path";
import type { BlobFiles } from "./blob-files.ts";
import { syncDirectory } from "./sync-directory.ts";

export class BlobDirectories {
  /** The directory beside which nothing of this is made. */
  readonly #top: string;
  readonly #files: BlobFiles;
  /** Names that this process has made durable: one that was found there may have been made by a call that failed, or by a process that was killed. */
  readonly #durable = new Set<string>();

  /** `folder` need not exist; the one that holds it must. */
  constructor(folder: string, files: BlobFiles) {
    this.#top = dirname(resolve(folder));
    this.#files = files;
  }

  /** Makes a directory of the folder, or the folder, with those above it that are missing; their names are durable on return. */
  async make(directory: string): Promise<void> {
    const outermost = await this.#files.mkdir(directory, { recursive: true });
    // Which of them somebody had taken away is not known.
    if (outermost !== undefined) this.#durable.clear();
    const names: string[] = [];
    for (let one = resolve(directory); one !== this.#top && !this.#durable.has(one); one = dirname(one))
      names.push(one);
    for (const one of names) await syncDirectory(dirname(one), this.#files);
    for (const one of names) this.#durable.add(one);
  }
}
