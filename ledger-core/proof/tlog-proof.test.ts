import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeCheckpoint, isOriginOf, networkOrigin, parseCheckpoint } from "./checkpoint.ts";
import { encodeTlogProof, parseTlogProof } from "./tlog-proof.ts";

const HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
const CHECKPOINT = `example.com/log\n7\n${HASH}\n\n\u2014 example.com/log AAAAAAA=\n`;
const SOUND = `c2sp.org/tlog-proof@v1\nindex 5\n${HASH}\n${HASH}\n\n${CHECKPOINT}`;

describe(".tlog-proof", () => {
  it("reads and writes the specified form, with and without extra data and hashes", () => {
    const proof = parseTlogProof(SOUND);
    expect(proof).toMatchObject({ index: 5, checkpoint: CHECKPOINT });
    expect(proof?.hashes).toHaveLength(2);
    const extra = SOUND.replace("index 5", "extra AQID\nindex 5");
    expect(parseTlogProof(extra)?.extra).toEqual(Uint8Array.of(1, 2, 3));
    const alone = `c2sp.org/tlog-proof@v1\nindex 0\n\n${CHECKPOINT}`;
    for (const text of [SOUND, extra, alone]) {
      const parsed = parseTlogProof(text);
      expect(parsed === undefined ? "" : encodeTlogProof(parsed)).toBe(text);
    }
  });

  it.each([
    ["another version", SOUND.replace("@v1", "@v2")],
    ["no index", SOUND.replace("index 5\n", "")],
    ["a leading zero", SOUND.replace("index 5", "index 05")],
    ["a sign", SOUND.replace("index 5", "index +5")],
    ["a huge index", SOUND.replace("index 5", "index 281474976710657")],
    ["extra data after the index", SOUND.replace("index 5", "index 5\nextra AQID")],
    ["unclean extra data", SOUND.replace("index 5", "extra AQI\nindex 5")],
    ["a short hash", SOUND.replace(HASH, "AAAA")],
    ["no empty line", SOUND.split("\n\n")[0] ?? ""],
    ["a carriage return", SOUND.replace("@v1\n", "@v1\r\n")],
    ["too many hashes", SOUND.replace(HASH, Array.from({ length: 48 }, () => HASH).join("\n"))],
    ["nothing", ""],
  ])("refuses %s", (_what, text) => expect(parseTlogProof(text)).toBeUndefined());

  it("never throws, and what is read is written the same", () => {
    const edited = fc.tuple(fc.nat(SOUND.length), fc.nat(3), fc.string({ maxLength: 3 }));
    fc.assert(
      fc.property(edited, ([place, length, text]) => {
        const other = SOUND.slice(0, place) + text + SOUND.slice(place + length);
        const parsed = parseTlogProof(other);
        expect(parsed === undefined || encodeTlogProof(parsed) === other).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("checkpoints", () => {
  const root = new Uint8Array(32).fill(1);

  it("keep their extension lines", () => {
    const checkpoint = { origin: "日志 a", size: 281_474_976_710_656, root, extensions: ["one", "two"] };
    expect(parseCheckpoint(encodeCheckpoint(checkpoint))).toEqual(checkpoint);
  });

  it.each([
    ["no newline at the end", `a\n1\n${HASH}`],
    ["an empty origin", `\n1\n${HASH}\n`],
    ["a leading zero", `a\n01\n${HASH}\n`],
    ["a size that is no number", `a\n1e3\n${HASH}\n`],
    ["a size beyond 2^48", `a\n281474976710657\n${HASH}\n`],
    ["a short root", "a\n1\nAAAA\n"],
    ["an empty extension", `a\n1\n${HASH}\n\n`],
    ["two lines", "a\n1\n"],
  ])("refuse %s", (_what, text) => expect(parseCheckpoint(text)).toBeUndefined());

  it("are not written from what no checkpoint can say", () => {
    const sound = { origin: "a", size: 1, root, extensions: [] };
    for (const wrong of [
      { origin: "" },
      { origin: "a\nb" },
      { size: -1 },
      { size: 0.5 },
      { root: root.slice(1) },
      { extensions: [""] },
    ])
      expect(() => encodeCheckpoint({ ...sound, ...wrong })).toThrow(RangeError);
  });

  it("name their network", () => {
    const network = new Uint8Array(32).fill(0xab);
    expect(networkOrigin(network)).toBe("tcc/abababababababab");
    expect(isOriginOf("tcc/abababababababab", network)).toBe(true);
    expect(isOriginOf("tcc/abababababababab/2", network)).toBe(true);
    expect(isOriginOf("tcc/abababababababab2", network)).toBe(false);
  });
});
