import { client } from "#renderer/shared/client/console-client.ts";
import { base64Of } from "#renderer/shared/files/base64.ts";

/** Content that the node has taken in: what the act that uploads it says of it. */
export type SentContent = {
  readonly contentHash: string;
  readonly mediaType: string;
  /** Undefined where the node keeps it open. */
  readonly sealedHash: string | null;
};

/** The part of `File` that is sent. */
export type SendableFile = {
  readonly name: string;
  readonly size: number;
  readonly slice: (from: number, end: number) => { readonly arrayBuffer: () => Promise<ArrayBuffer> };
};

/** Bytes of one piece: base64 makes a third more of them, and one call takes 1.5 million characters. */
const pieceBytes = 1_048_576;

/**
 * Sends a file to the node piece by piece; nothing of it stays there if it is stopped. Throws what the node says, and the signal's
 * reason when it is aborted.
 */
export async function sendContent(
  file: SendableFile,
  dataset: number,
  options: { readonly onProgress: (sentBytes: number) => void; readonly signal: AbortSignal },
): Promise<SentContent> {
  const { upload } = await client.content.begin({ dataset, name: file.name, sizeBytes: file.size });
  try {
    for (let from = 0; from < file.size; from += pieceBytes) {
      options.signal.throwIfAborted();
      const piece = await file.slice(from, Math.min(from + pieceBytes, file.size)).arrayBuffer();
      const { receivedBytes } = await client.content.append({ upload, base64: base64Of(new Uint8Array(piece)) });
      options.onProgress(receivedBytes);
    }
    options.signal.throwIfAborted();
    return await client.content.finish({ upload });
  } catch (error) {
    // The node drops it by itself after a pause; this only spares it the wait.
    await client.content.abandon({ upload }).catch(() => undefined);
    throw error;
  }
}
