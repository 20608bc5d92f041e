/** What a key request says, as far as a window can read it; whether its proof holds, the node says when the act is previewed. */
export type KeyRequestFile = { readonly handle: string; readonly publicKey: string; readonly proof: string };

export type ReadKeyRequest =
  | { readonly ok: true; readonly request: KeyRequestFile }
  | { readonly ok: false; readonly flaw: "size" | "form" | "network" };

const form = "tcc-key-request-1";
export const keyRequestBytesMax = 4_096;

/** Reads the file that `ledger key new` writes. `network` is the id of the network that the person wants to join. */
export function readKeyRequest(content: string, network: string): ReadKeyRequest {
  if (content.length === 0 || content.length > keyRequestBytesMax) return { ok: false, flaw: "size" };
  const fields = parseObject(content);
  const { handle, publicKey, proof } = fields;
  const isWhole =
    fields["form"] === form &&
    typeof handle === "string" &&
    isHex(publicKey, 32) &&
    isHex(proof, 64) &&
    isHex(fields["network"], 32);
  if (!isWhole) return { ok: false, flaw: "form" };
  if (fields["network"] !== network) return { ok: false, flaw: "network" };
  return { ok: true, request: { handle, publicKey, proof } };
}

function parseObject(content: string): Readonly<Record<string, unknown>> {
  try {
    const parsed: unknown = JSON.parse(content);
    return typeof parsed === "object" && parsed !== null ? { ...parsed } : {};
  } catch {
    return {};
  }
}

function isHex(value: unknown, bytes: number): value is string {
  return typeof value === "string" && value.length === bytes * 2 && /^[0-9a-f]+$/.test(value);
}
