/** `ledger key new`: a second person's key, and the request to enrol it. */
import { closeSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { generateKeyPair, wipe } from "#ledger-core/node/crypto-suite.ts";
import { createKeyRequest, encodeKeyRequest } from "#ledger-core/node/keystore/key-request.ts";
import { ledgerKeystore } from "#ledger-core/node/keystore/ledger-keystore.ts";
import { withReading } from "#ledger-core/cli/access.ts";
import { askNewPassphrase } from "#ledger-core/cli/passphrase.ts";
import { requireText, requireWord } from "#ledger-core/cli/require.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, path } = invocation;
  const folder = path(requireWord(invocation, 0));
  const handle = requireText(options, "person", "key new");
  const requestFile = path(requireText(options, "output", "key new"));
  const network = await withReading(folder, (ledger) => ledger.networkHex);
  const keyPair = generateKeyPair();
  try {
    const request = encodeKeyRequest(createKeyRequest({ network, handle }, keyPair));
    const passphrase = await askNewPassphrase(output, handle);
    // The request first: a key whose request could not be written would block its handle.
    writeNew(requestFile, request);
    try {
      const keystore = ledgerKeystore(folder, network);
      await keystore.createKeyFile({ handle, passphrase, keyPair });
    } catch (error) {
      rmSync(requestFile, { force: true });
      throw error;
    }
    const key = encodeHex(keyPair.publicKey);
    output.result({ person: handle, key }, [
      output.words({ zh: `已为 ${handle} 新建密钥 ${key}。`, en: `The key of ${handle} is made: ${key}.` }),
      output.words({
        zh: `请将 ${requestFile} 交给管理员，由其用 ledger enrol 登记。`,
        en: `Give ${requestFile} to an administrator, who enrols it with ledger enrol.`,
      }),
    ]);
    return 0;
  } finally {
    wipe(keyPair.secretKey);
  }
};

function writeNew(path: string, bytes: Uint8Array): void {
  const file = openSync(path, "wx");
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
