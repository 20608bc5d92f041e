/**
 * `ledger key new`: a person's key, and the request to enrol it. For somebody who is enrolled already it waits beside the key in use, until
 * two colleagues have enrolled it in its place.
 */
import { closeSync, fsyncSync, openSync, rmSync, writeFileSync } from "node:fs";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { findPersonByHandle } from "#ledger-core/kernel/directory.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { generateKeyPair, wipe } from "#ledger-core/node/crypto-suite.ts";
import { createKeyRequest, encodeKeyRequest } from "#ledger-core/node/keystore/key-request.ts";
import { ledgerKeystore } from "#ledger-core/node/keystore/ledger-keystore.ts";
import type { ReadLedger } from "#ledger-core/node/open-ledger.ts";
import { requestKey } from "#ledger-core/node/request-key.ts";
import { withPath } from "#ledger-core/node/write-whole.ts";
import { withReading } from "#ledger-core/cli/access.ts";
import { askNewPassphrase } from "#ledger-core/cli/passphrase.ts";
import { requireOutputPath } from "#ledger-core/cli/output-path.ts";
import { requireText, requireWord } from "#ledger-core/cli/require.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";

export const run: RunVerb = async (invocation) => {
  const { output, options, path } = invocation;
  const folder = path(requireWord(invocation, 0));
  const handle = requireText(options, "person", "key new");
  const requestFile = requireOutputPath(invocation, "key new");
  const known = await withReading(folder, async (ledger) => {
    const isEnrolled = findPersonByHandle(new Rows(ledger.reader.rows()), handle) !== undefined;
    return isEnrolled ? await renew(ledger, { invocation, handle, requestFile }) : undefined;
  });
  if (known !== undefined) return known;
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

/** A new key for somebody who has lost the old one, or its passphrase. */
async function renew(
  ledger: ReadLedger,
  asked: { readonly invocation: Parameters<RunVerb>[0]; readonly handle: string; readonly requestFile: string },
): Promise<0> {
  const { handle, requestFile } = asked;
  const { output } = asked.invocation;
  const passphrase = await askNewPassphrase(output, handle);
  const { request, bytes } = await requestKey(ledger, { handle, passphrase, replace: true });
  writeNew(requestFile, bytes);
  const key = encodeHex(request.publicKey);
  output.result({ person: handle, key }, [
    output.words({
      zh: `已为 ${handle} 新建密钥 ${key}，原密钥暂不变。`,
      en: `A new key of ${handle} is made: ${key}. The old one stays for now.`,
    }),
    output.words({
      zh: `请将 ${requestFile} 交给本部门的两位同事（管理员或负责人）签署 key.enrol；登记后，新口令即可使用。`,
      en: `Give ${requestFile} to two colleagues (administrators or leaders), who sign key.enrol; then the new passphrase opens it.`,
    }),
  ]);
  return 0;
}

/** A file that must not be there yet. Throws what the file system throws; nothing that was begun is left then. */
function writeNew(path: string, bytes: Uint8Array): void {
  const file = openSync(path, "wx");
  try {
    try {
      writeFileSync(file, bytes);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
  } catch (error) {
    rmSync(path, { force: true });
    throw withPath(error, path);
  }
}
