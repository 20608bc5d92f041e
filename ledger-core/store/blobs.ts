/** Content under its SHA-256, beside the log: attachments, kept fields, sealed packages. */

export type StoredBlob = { readonly hash: Uint8Array; readonly sizeBytes: number };

/** `content` is checked as `read` checks it; it fails as a file that is not there where it was erased meanwhile. */
export type BlobCopy = { readonly hash: Uint8Array; readonly content: AsyncIterable<Uint8Array> };

export type Blobs = {
  /**
   * Streams content in and makes it durable before it answers. Throws `StoreError` `BLOB_TOO_LARGE` or `DISK_FULL`, leaving nothing, or the
   * whole content where nothing but its name could not be made durable.
   */
  put(content: AsyncIterable<Uint8Array>, limits: { readonly sizeBytesMax: number }): Promise<StoredBlob>;
  /**
   * Takes in many small contents at once, which costs the disk little more than one; durable before it answers, in their order. Throws
   * as `put` does; what then stays is the content of no record.
   */
  putAll(contents: readonly Uint8Array[], limits: { readonly sizeBytesMax: number }): Promise<readonly StoredBlob[]>;
  /** The content, checked against its hash; undefined if it is not held. Throws `BLOB_DAMAGED` or `BLOB_TOO_LARGE`. */
  get(hash: Uint8Array, limits: { readonly sizeBytesMax: number }): Promise<Uint8Array | undefined>;
  /** As `get` for content of any size. The last piece comes only once the hash was found right; otherwise it throws. */
  read(hash: Uint8Array): AsyncIterable<Uint8Array>;
  has(hash: Uint8Array): boolean;
  /** Every copy of every content that lies here: files in the order of their hashes, then those in packs, each as often as it lies in one. */
  copies(): AsyncIterable<BlobCopy>;
  /**
   * What stands in the place of a blob, of a pack or of a folder of them and is none: links, pipes, packs with an altered head or with bytes
   * behind their end. A blob by its hash, whatever else by its path under the folder, in no order.
   */
  strays(): AsyncIterable<string>;
  /** For erasure; true if it was held. Durable before it answers. */
  remove(hash: Uint8Array): Promise<boolean>;
};
