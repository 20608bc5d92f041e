/** A key about whose signatures libraries disagree: its point is a sound one plus one of order 8. */
import { createHash } from "node:crypto";
import { Point } from "@noble/ed25519";
import { concatBytes } from "#ledger-core/contract/schema/bytes.ts";
import { littleEndian } from "./other-signature.testing.ts";

const SECRET = 0x1234_5678_9abc_def0n;
const POINT_OF_ORDER_8 = "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05";

/** The same key in every run. It signs with commitments for which the part of small order falls away. */
export function mixedKey(): { readonly publicKey: Uint8Array; readonly sign: (message: Uint8Array) => Uint8Array } {
  const order = Point.CURVE().n;
  const publicKey = Point.BASE.multiply(SECRET).add(Point.fromHex(POINT_OF_ORDER_8)).toBytes();
  const sign = (message: Uint8Array): Uint8Array => {
    for (let nonce = 1n; ; nonce++) {
      const commitment = Point.BASE.multiply(nonce).toBytes();
      const digest = createHash("sha512")
        .update(concatBytes(commitment, publicKey, message))
        .digest();
      const challenge = littleEndian(digest) % order;
      if (challenge % 8n !== 0n) continue;
      const response = (nonce + challenge * SECRET) % order;
      const bytes = Buffer.from(response.toString(16).padStart(64, "0"), "hex").reverse();
      return concatBytes(commitment, bytes);
    }
  };
  return { publicKey, sign };
}
