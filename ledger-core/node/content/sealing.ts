/**
 * Content to an age file and back, piece by piece. Source of the format: C2SP age. Inside, before the content, stands the dataset that it
 * was sealed for: what another dataset's version names by its hash is not opened as that dataset's.
 */
import { Decrypter, Encrypter } from "age-encryption";
import { NodeError } from "#ledger-core/node/node-error.ts";
import type { ContentKey } from "./content-key.ts";

/** Begins what is sealed, ending in a new line. */
const SEALED_FOR = "trusted-city/sealed-for ";
const LABEL_BYTES_MAX = SEALED_FOR.length + 17;

/** The content of a dataset sealed for this node. */
export async function sealContent(
  content: AsyncIterable<Uint8Array>,
  { recipient }: ContentKey,
  dataset: number,
): Promise<AsyncIterable<Uint8Array>> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return await encrypter.encrypt(streamOf(labelled(content, dataset)));
}

/** What is in a sealed file: `dataset` is the one it was sealed for; undefined for a file from before that was written down. */
export type Unsealed = {
  readonly dataset: number | undefined;
  /** Whoever begins to read it closes the sealed file by ending. */
  readonly content: AsyncIterable<Uint8Array>;
  /** For whoever does not begin. */
  readonly close: () => Promise<void>;
};

/**
 * The content of a sealed file. Throws CONTENT_KEY_DAMAGED if it was sealed for another node or its beginning was altered, the file
 * being closed by then, and CONTENT_ALTERED while it is read where it was altered or cut further on.
 */
export async function unsealContent(sealed: AsyncIterable<Uint8Array>, { identity }: ContentKey): Promise<Unsealed> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  const source = sealed[Symbol.asyncIterator]();
  const close = async (): Promise<void> => {
    await source.return?.();
  };
  try {
    return { ...(await readLabel(await decrypter.decrypt(streamOf(source)))), close };
  } catch (cause) {
    // The library leaves the stream as it stands when it fails.
    await close();
    throw new NodeError("CONTENT_KEY_DAMAGED", { file: "content.key" }, { cause });
  }
}

async function* labelled(content: AsyncIterable<Uint8Array>, dataset: number): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(`${SEALED_FOR}${dataset}\n`);
  yield* content;
}

async function readLabel(whole: AsyncIterable<Uint8Array>): Promise<Omit<Unsealed, "close">> {
  const iterator = whole[Symbol.asyncIterator]();
  let head = new Uint8Array(0);
  while (head.length < LABEL_BYTES_MAX) {
    const { value, done } = await iterator.next();
    if (done === true) break;
    head = new Uint8Array(Buffer.concat([head, value]));
  }
  const text = Buffer.from(head.subarray(0, LABEL_BYTES_MAX)).toString("latin1");
  const label = text.startsWith(SEALED_FOR) ? /^\S+ (\d{1,16})\n/.exec(text) : null;
  const rest = head.subarray(label?.[0].length ?? 0);
  return { dataset: label === null ? undefined : Number(label[1]), content: goOn(rest, iterator) };
}

async function* goOn(first: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first;
    for (let next = await sound(iterator); next.done !== true; next = await sound(iterator)) yield next.value;
  } finally {
    await iterator.return?.();
  }
}

/** Each piece carries a seal of its own, which the library checks. */
async function sound(iterator: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
  try {
    return await iterator.next();
  } catch (cause) {
    throw new NodeError("CONTENT_ALTERED", {}, { cause });
  }
}

function streamOf(iterator: AsyncIterator<Uint8Array>): ReadableStream<Uint8Array> {
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
