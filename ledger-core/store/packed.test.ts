import fc from "fast-check";
import { expect, it } from "vitest";
import { pack, unpack } from "./packed.ts";
import { StoreError } from "./store-error.ts";

it("gives back the parts that were packed, each of them where it is said to begin", () => {
  const property = fc.property(fc.array(fc.uint8Array({ maxLength: 400 }), { maxLength: 20 }), (parts) => {
    const { bytes, begins } = pack(parts);
    expect(unpack(bytes)).toEqual(parts);
    expect(begins.map((begin, i) => bytes.subarray(begin, begin + (parts[i]?.length ?? 0)))).toEqual(parts);
    if (parts.some((part) => part.length > 0)) expect(() => unpack(bytes.subarray(0, -1))).toThrow(StoreError);
  });
  fc.assert(property);
});
