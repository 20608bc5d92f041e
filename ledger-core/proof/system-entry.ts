/** What the ledger enters by itself, by nobody's signature: `[2, name, body]`, with the body's own CBOR inside. */
import { encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { CborReader, CborWriter, MalformedBytes } from "#ledger-core/contract/schema/cbor.ts";
import { NESTING_MAX } from "./change.ts";
import { FORM_SYSTEM } from "./entry.ts";

/** `name` says which, such as `block` or `due`; `body` is one CBOR value. */
export type SystemEntry = { readonly name: string; readonly body: Uint8Array };

/** Bytes of a system entry's name. */
const NAME_BYTES_MAX = 64;

/** The bytes of a system entry. Throws RangeError for a name out of range; that `body` is CBOR is the caller's promise. */
export function encodeSystemEntry(entry: SystemEntry): Uint8Array {
  if (!isName(entry.name)) throw new RangeError("the name of a system entry");
  const writer = new CborWriter();
  writer.array(3);
  writer.integer(FORM_SYSTEM);
  writer.text(entry.name);
  writer.raw(entry.body);
  return writer.finish();
}

/** The system entry of bytes that may come from anybody; undefined if they are not its one encoding. */
export function parseSystemEntry(bytes: Uint8Array): SystemEntry | undefined {
  const reader = new CborReader(bytes);
  try {
    if (reader.array() !== 3 || reader.integer() !== FORM_SYSTEM) return undefined;
    const name = reader.text();
    if (!isName(name)) return undefined;
    const body = reader.skip(NESTING_MAX).slice();
    reader.end();
    return { name, body };
  } catch (error) {
    if (error instanceof MalformedBytes) return undefined;
    throw error;
  }
}

function isName(name: string): boolean {
  const utf8 = encodeUtf8(name);
  return utf8 !== undefined && utf8.length >= 1 && utf8.length <= NAME_BYTES_MAX;
}
