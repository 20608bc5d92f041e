import type { ConsoleClient } from "#renderer/shared/client/console-client.ts";
import { base64Of } from "#renderer/shared/files/base64.ts";
import { startFingerprint } from "#renderer/shared/hashing/sha256.ts";

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

/** What is wrong with the file itself, and not with the node that it is sent to. */
export class FileProblem extends Error {
  readonly kind: "unreadable" | "changed";
  constructor(kind: "unreadable" | "changed", cause?: unknown) {
    super(`The file is ${kind}`, { cause });
    this.kind = kind;
  }
}

/** How the content of a chosen file stands. */
export type ContentState = "notKept" | "sending" | "sent" | "unsent";

/** Only `unsent` needs the person: nothing is under way, be it that it was stopped, has failed or the window was loaded anew. */
export function contentState(of: { keeps: boolean; isSent: boolean; isBusy: boolean }): ContentState {
  if (!of.keeps) return "notKept";
  if (of.isSent) return "sent";
  return of.isBusy ? "sending" : "unsent";
}

/** Bytes of one piece: base64 makes a third more of them, and one call takes 1.5 million characters. */
const pieceBytes = 1_048_576;

type Receiver = Pick<ConsoleClient["content"], "begin" | "append" | "finish" | "abandon">;

/**
 * Sends a file to the node piece by piece; nothing of it stays there if it is stopped. Throws `FileProblem` where it cannot be read or is not
 * the content of `contentHash` any more, what the node says, and the signal's reason when it is aborted.
 */
export async function sendContent(
  receiver: Receiver,
  file: SendableFile,
  options: {
    readonly dataset: number;
    /** What an earlier reading found, and the act will say. */
    readonly contentHash: string;
    readonly onProgress: (sentBytes: number) => void;
    readonly signal: AbortSignal;
  },
): Promise<SentContent> {
  const { dataset, contentHash, signal } = options;
  const { upload } = await receiver.begin({ dataset, name: file.name, sizeBytes: file.size });
  try {
    const fingerprint = startFingerprint();
    for (let from = 0; from < file.size; from += pieceBytes) {
      signal.throwIfAborted();
      const piece = await readPiece(file, from);
      fingerprint.add(piece);
      const { receivedBytes } = await receiver.append({ upload, base64: base64Of(piece) });
      options.onProgress(receivedBytes);
    }
    signal.throwIfAborted();
    // Seen before the node keeps it: else it would hold content that no version names.
    if (fingerprint.finish() !== contentHash) throw new FileProblem("changed");
    const sent = await receiver.finish({ upload });
    if (sent.contentHash !== contentHash) throw new FileProblem("changed");
    return sent;
  } catch (error) {
    // The node drops it by itself after a pause; this only spares it the wait.
    await receiver.abandon({ upload }).catch(() => undefined);
    throw error;
  }
}

async function readPiece(file: SendableFile, from: number): Promise<Uint8Array> {
  try {
    return new Uint8Array(await file.slice(from, Math.min(from + pieceBytes, file.size)).arrayBuffer());
  } catch (error) {
    throw new FileProblem("unreadable", error);
  }
}
