/** Content to an age file and back, piece by piece. Source of the format: C2SP age. */
import { Decrypter, Encrypter } from "age-encryption";
import { NodeError } from "#ledger-core/node/node-error.ts";
import type { ContentKey } from "./content-key.ts";

/** The content sealed for this node. */
export async function sealContent(
  content: AsyncIterable<Uint8Array>,
  { recipient }: ContentKey,
): Promise<AsyncIterable<Uint8Array>> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return await encrypter.encrypt(streamOf(content));
}

/** The content of a sealed file. Throws CONTENT_KEY_DAMAGED if it was sealed for another node, or while reading where it was altered. */
export async function unsealContent(
  sealed: AsyncIterable<Uint8Array>,
  { identity }: ContentKey,
): Promise<AsyncIterable<Uint8Array>> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(streamOf(sealed));
  } catch (cause) {
    throw new NodeError("CONTENT_KEY_DAMAGED", { file: "content.key" }, { cause });
  }
}

function streamOf(pieces: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  const iterator = pieces[Symbol.asyncIterator]();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await iterator.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await iterator.return?.();
    },
  });
}
