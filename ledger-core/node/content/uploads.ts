/** Files on their way into this node: each begun by a window, sent piece by piece, hashed and sealed as it comes. */
import { createHash, randomUUID } from "node:crypto";
import { PassThrough } from "node:stream";
import type { StoredBlob } from "#ledger-core/store/blobs.ts";
import type { Blobs } from "#ledger-core/store/blobs.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import type { ContentKey } from "./content-key.ts";
import { mediaTypeOf } from "./media-type.ts";
import { sealContent } from "./sealing.ts";

/** Largest content in bytes: what a city's largest tables take, and what a disk can be asked for without a word. */
const CONTENT_BYTES_MAX = 8 * 1_073_741_824;
/** Room that an age file takes beyond its content: a head, and 16 bytes for each 64 KiB. */
const SEALED_BYTES_MAX = CONTENT_BYTES_MAX + CONTENT_BYTES_MAX / 4_096 + 4_096;
/** Uploads that one node takes in at a time, and how long one may pause. */
const UPLOADS_MAX = 16;
const PAUSE_MS_MAX = 10 * 60_000;

export type FinishedUpload = {
  readonly contentHash: Uint8Array;
  readonly sizeBytes: number;
  readonly mediaType: string;
  /** Hash of the age file; undefined where the content is kept open. */
  readonly sealedHash: Uint8Array | undefined;
};

type Upload = {
  readonly owner: string;
  readonly intake: PassThrough;
  readonly hash: ReturnType<typeof createHash>;
  readonly head: Buffer[];
  readonly name: string;
  readonly isSealed: boolean;
  readonly stored: Promise<StoredBlob>;
  receivedBytes: number;
  timer: NodeJS.Timeout;
};

const HEAD_BYTES = 4_096;

export class Uploads {
  readonly #blobs: Blobs;
  readonly #key: () => Promise<ContentKey>;
  readonly #uploads = new Map<string, Upload>();

  constructor(blobs: Blobs, key: () => Promise<ContentKey>) {
    this.#blobs = blobs;
    this.#key = key;
  }

  /**
   * Begins a file; `owner` is the client's session, and nobody else may go on with it. `sealedFor` is the dataset that it is sealed for,
   * undefined for one that is kept open. Throws CONTENT_BUSY.
   */
  begin(owner: string, { name, sealedFor }: { readonly name: string; readonly sealedFor: number | undefined }): string {
    if (this.#uploads.size >= UPLOADS_MAX) throw new NodeError("CONTENT_BUSY", { count: UPLOADS_MAX });
    const intake = new PassThrough();
    const id = randomUUID();
    const stored = this.#store(intake, sealedFor);
    // Whoever waits for the result sees the failure; until then it must not end the process.
    stored.catch((error: unknown) => intake.destroy(error instanceof Error ? error : new Error(String(error))));
    intake.on("error", () => {});
    const timer = this.#watch(id);
    const hash = createHash("sha256");
    const isSealed = sealedFor !== undefined;
    this.#uploads.set(id, { owner, intake, hash, head: [], name, isSealed, stored, receivedBytes: 0, timer });
    return id;
  }

  /** Takes the next piece and answers how much has arrived; waits while the disk is behind. Throws NO_SUCH_RECORD, or what storing throws. */
  async append(owner: string, id: string, piece: Uint8Array): Promise<number> {
    const upload = this.#find(owner, id);
    clearTimeout(upload.timer);
    upload.timer = this.#watch(id);
    upload.hash.update(piece);
    if (upload.receivedBytes < HEAD_BYTES) upload.head.push(Buffer.from(piece.subarray(0, HEAD_BYTES)));
    upload.receivedBytes += piece.length;
    if (upload.intake.destroyed) await upload.stored;
    if (!upload.intake.write(piece))
      await Promise.race([new Promise((resolve) => upload.intake.once("drain", resolve)), upload.stored]);
    return upload.receivedBytes;
  }

  /** Ends the file and waits until it is durable. */
  async finish(owner: string, id: string): Promise<FinishedUpload> {
    const upload = this.#find(owner, id);
    this.#uploads.delete(id);
    clearTimeout(upload.timer);
    upload.intake.end();
    const { hash: storedHash } = await upload.stored;
    const contentHash = new Uint8Array(upload.hash.digest());
    const mediaType = mediaTypeOf(upload.name, Buffer.concat(upload.head));
    const sealedHash = upload.isSealed ? storedHash : undefined;
    return { contentHash, sizeBytes: upload.receivedBytes, mediaType, sealedHash };
  }

  /** Drops a file that was begun; nothing of it stays. */
  abandon(owner: string, id: string): void {
    this.#drop(id, this.#find(owner, id));
  }

  /** Drops every file that is on its way. */
  close(): void {
    for (const [id, upload] of this.#uploads) this.#drop(id, upload);
  }

  async #store(intake: PassThrough, sealedFor: number | undefined): Promise<StoredBlob> {
    if (sealedFor === undefined) return await this.#blobs.put(intake, { sizeBytesMax: CONTENT_BYTES_MAX });
    const sealed = await sealContent(intake, await this.#key(), sealedFor);
    return await this.#blobs.put(sealed, { sizeBytesMax: SEALED_BYTES_MAX });
  }

  #find(owner: string, id: string): Upload {
    const upload = this.#uploads.get(id);
    if (upload === undefined || upload.owner !== owner)
      throw new NodeError("NO_SUCH_RECORD", { table: "upload", key: id });
    return upload;
  }

  #watch(id: string): NodeJS.Timeout {
    return setTimeout(() => {
      const upload = this.#uploads.get(id);
      if (upload !== undefined) this.#drop(id, upload);
    }, PAUSE_MS_MAX).unref();
  }

  #drop(id: string, upload: Upload): void {
    clearTimeout(upload.timer);
    this.#uploads.delete(id);
    upload.intake.destroy(new Error("the upload was abandoned"));
  }
}
