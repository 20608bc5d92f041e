import { client } from "#renderer/shared/client/console-client.ts";

const pieceBytes = 1_048_576;
const base64Chunk = 0x8000;

/** Sends a catalogue to the node piece by piece and answers with the import that it is. Throws what the node says, and the signal's reason. */
export async function sendFile(
  file: File,
  options: { readonly onProgress: (sentBytes: number) => void; readonly signal: AbortSignal },
): Promise<string> {
  const { id } = await client.imports.begin({ name: file.name, sizeBytes: file.size });
  try {
    for (let from = 0; from < file.size; from += pieceBytes) {
      options.signal.throwIfAborted();
      const bytes = new Uint8Array(await file.slice(from, Math.min(from + pieceBytes, file.size)).arrayBuffer());
      let binary = "";
      for (let at = 0; at < bytes.length; at += base64Chunk)
        binary += String.fromCharCode(...bytes.subarray(at, at + base64Chunk));
      const { receivedBytes } = await client.imports.append({ id, base64: btoa(binary) });
      options.onProgress(receivedBytes);
    }
    return id;
  } catch (error) {
    await client.imports.discard({ id }).catch(() => undefined);
    throw error;
  }
}
