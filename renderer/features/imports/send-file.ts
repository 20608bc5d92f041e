import { client } from "#renderer/shared/client/console-client.ts";
import { base64Of } from "#renderer/shared/files/base64.ts";

const pieceBytes = 1_048_576;

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
      const { receivedBytes } = await client.imports.append({ id, base64: base64Of(bytes) });
      options.onProgress(receivedBytes);
    }
    return id;
  } catch (error) {
    await client.imports.discard({ id }).catch(() => undefined);
    throw error;
  }
}
