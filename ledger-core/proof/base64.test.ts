import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeBase64, parseBase64 } from "./base64.ts";

describe("base64", () => {
  it("has the examples of RFC 4648, section 10", () => {
    const examples = {
      "": "",
      f: "Zg==",
      fo: "Zm8=",
      foo: "Zm9v",
      foob: "Zm9vYg==",
      fooba: "Zm9vYmE=",
      foobar: "Zm9vYmFy",
    };
    for (const [plain, encoded] of Object.entries(examples)) {
      expect(encodeBase64(Buffer.from(plain))).toBe(encoded);
      expect(Buffer.from(parseBase64(encoded) ?? [1]).toString()).toBe(plain);
    }
  });

  it.each([
    "Z",
    "Zg",
    "Zg=",
    "Zg===",
    "Zh==",
    "Zm9=",
    "Zm 9v",
    "Zm9v\n",
    "Zm-_",
    "=Zm9",
    "Z=m9",
    "====",
    "Zg==Zg==",
    "Zé==",
  ])("refuses %j", (text) => expect(parseBase64(text)).toBeUndefined());

  it("gives back any bytes, as another implementation encodes them", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
        const text = encodeBase64(bytes);
        expect(text).toBe(Buffer.from(bytes).toString("base64"));
        expect(parseBase64(text)).toEqual(bytes);
      }),
    );
  });

  it("has one text for one value", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), (text) => {
        const bytes = parseBase64(text);
        expect(bytes === undefined || encodeBase64(bytes) === text).toBe(true);
      }),
    );
  });
});
