/** Text of unknown encoding, as cities have it: UTF-8, UTF-16 with a mark, or GB 18030. */

/** The encoding that the first bytes speak of; they need not end with a whole character. */
export function guessEncoding(head: Uint8Array): "utf-8" | "utf-16le" | "utf-16be" | "gb18030" {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(head, { stream: true });
    return "utf-8";
  } catch {
    return "gb18030";
  }
}

/** Bytes by which an encoding is guessed: the first of a store's pieces may be short. */
const HEAD_BYTES = 4_096;

/** Content as text, piece by piece, the first of them long enough to judge by; what is no character becomes U+FFFD. */
export async function* decodeText(content: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let head: readonly Uint8Array[] = [];
  for await (const piece of content) {
    if (decoder !== undefined) {
      yield decoder.decode(piece, { stream: true });
      continue;
    }
    head = [...head, piece];
    if (head.reduce((sum, one) => sum + one.length, 0) < HEAD_BYTES) continue;
    const bytes = Buffer.concat(head);
    decoder = new TextDecoder(guessEncoding(bytes));
    yield decoder.decode(bytes, { stream: true });
  }
  const bytes = Buffer.concat(decoder === undefined ? head : []);
  decoder ??= new TextDecoder(guessEncoding(bytes));
  yield decoder.decode(bytes);
}
