/**
 * The key under which this node seals content that is shared under conditions. It lies beside the ledger, readable by the owner of
 * the folder alone, as the log's key does: the node opens content only against a sealed record, without anybody at the keyboard.
 */
import { linkSync } from "node:fs";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { saveWhole } from "#ledger-core/node/small-file.ts";
import { isThere, NotPlainFile, readPlainText } from "#ledger-core/store/plain-file.ts";

const FILE = "content.key";
const KEY_TEXT = /^(AGE-SECRET-KEY-1[A-Z0-9]{58})\n$/;

export type ContentKey = { readonly identity: string; readonly recipient: string };

/**
 * The folder's content key, made when the first content is sealed. Where something is sealed already a missing key is not replaced: the
 * old one, brought back later, would then shut out what was sealed since. Throws CONTENT_KEY_DAMAGED.
 */
export async function contentKey(folder: string, hasSealed: () => boolean): Promise<ContentKey> {
  const file = join(folder, FILE);
  if (!isThere(file)) {
    if (hasSealed()) throw new NodeError("CONTENT_KEY_DAMAGED", { file });
    // Durable before anything is sealed under it: content whose key is lost is lost.
    saveWhole(file, `${await generateX25519Identity()}\n`, linkSync);
  }
  const identity = KEY_TEXT.exec(readKey(file))?.[1];
  if (identity === undefined) throw new NodeError("CONTENT_KEY_DAMAGED", { file });
  try {
    return { identity, recipient: await identityToRecipient(identity) };
  } catch (cause) {
    // The key holds a check sum of itself.
    throw new NodeError("CONTENT_KEY_DAMAGED", { file }, { cause });
  }
}

function readKey(file: string): string {
  try {
    return readPlainText(file);
  } catch (cause) {
    if (cause instanceof NotPlainFile) throw new NodeError("CONTENT_KEY_DAMAGED", { file }, { cause });
    throw cause;
  }
}
