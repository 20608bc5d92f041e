/**
 * The file by which a person asks to be enrolled: handle, public key, and the key's own signature over the kernel's statement of
 * both, so that nobody has a key enrolled that they do not hold. It holds no secret, so it may go by mail; who enrols still has
 * to ask the person whether this is their key.
 */
import { encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { isKeyProven, keyStatement } from "#ledger-core/kernel/governance/key-proof.ts";
import { nodeSuite, signEd25519, type KeyPair } from "#ledger-core/node/crypto-suite.ts";
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from "#ledger-core/proof/suite.ts";
import { parseJsonObject, readHexField } from "./key-file.ts";
import { verifyHandle } from "./key-folder.ts";
import { KeystoreError } from "./keystore-error.ts";

const FORM = "tcc-key-request-1";
/** Far more than a request has. */
export const KEY_REQUEST_BYTES_MAX = 4_096;
const NETWORK_BYTES = 32;

export type KeyRequest = {
  /** The network's id in hex. */
  readonly network: string;
  readonly handle: string;
  readonly publicKey: Uint8Array;
  /** The key's signature over `keyStatement`, as the body of `person.enrol` carries it. */
  readonly proof: Uint8Array;
};

/** A request of this key for this network. Throws HANDLE_MALFORMED. */
export function createKeyRequest(
  person: { readonly network: string; readonly handle: string },
  keyPair: KeyPair,
): KeyRequest {
  const { network, handle } = person;
  verifyHandle(handle);
  const networkBytes = readHexField(network, NETWORK_BYTES);
  if (networkBytes === undefined) throw new RangeError("a network's id is 32 bytes in hexadecimal");
  const proof = signEd25519(keyPair.secretKey, keyStatement(networkBytes, handle, keyPair.publicKey));
  return { network, handle, publicKey: keyPair.publicKey, proof };
}

/** The request as a JSON file. */
export function encodeKeyRequest(request: KeyRequest): Uint8Array {
  const content = {
    form: FORM,
    network: request.network,
    handle: request.handle,
    publicKey: encodeHex(request.publicKey),
    proof: encodeHex(request.proof),
  };
  return new TextEncoder().encode(`${JSON.stringify(content, undefined, 2)}\n`);
}

/**
 * Parses a request from anybody and checks its proof. Throws KEY_REQUEST_MALFORMED, HANDLE_MALFORMED, OTHER_NETWORK or
 * KEY_REQUEST_FORGED.
 */
export function parseKeyRequest(bytes: Uint8Array, network: string): KeyRequest {
  const malformed = (reason: "size" | "json" | "shape" | "form"): KeystoreError =>
    new KeystoreError("KEY_REQUEST_MALFORMED", { reason });
  if (bytes.length === 0 || bytes.length > KEY_REQUEST_BYTES_MAX) throw malformed("size");
  const content = parseJsonObject(bytes);
  if (content === undefined) throw malformed("json");
  if (content["form"] !== FORM) throw malformed("form");
  const handle = content["handle"];
  const networkBytes = readHexField(content["network"], NETWORK_BYTES);
  const publicKey = readHexField(content["publicKey"], PUBLIC_KEY_BYTES);
  const proof = readHexField(content["proof"], SIGNATURE_BYTES);
  if (typeof handle !== "string" || networkBytes === undefined) throw malformed("shape");
  if (publicKey === undefined || proof === undefined) throw malformed("shape");
  verifyHandle(handle);
  const ownNetwork = encodeHex(networkBytes);
  if (ownNetwork !== encodeHex(parseHex(network) ?? new Uint8Array(0)))
    throw new KeystoreError("OTHER_NETWORK", { handle, network: ownNetwork });
  if (!isKeyProven(nodeSuite, { network: networkBytes, handle, publicKey }, proof))
    throw new KeystoreError("KEY_REQUEST_FORGED", { handle });
  return { network: ownNetwork, handle, publicKey, proof };
}
