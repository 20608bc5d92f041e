/** Sealed content and what is inside of content, from anybody: the published test kit of age, mutations of our own files, tables and maps. */
import { inflateSync } from "node:zlib";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { describe, expect, it } from "vitest";
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import {
  casesOf,
  damageBytes,
  fuzz,
  JSON_GRAMMAR,
  LINE_GRAMMAR,
  looseUtf8,
  mutateText,
  mutateValue,
  mutations,
} from "#ledger-core/kernel/testing/hostile.testing.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { describeRealData, readRealArchive, sha256 } from "#ledger-core/testdata/real-data.testing.ts";
import { mapPartOf } from "./map-part.ts";
import { sealContent, unsealContent } from "./sealing.ts";
import { TableSession } from "./table-session.ts";

const CASES = casesOf({ short: 150, long: 10_000 });
const KIT = "crypto/age-testkit-1.tar.gz";
const VECTORS = 73;

async function* inPieces(bytes: Uint8Array, size = 30_000): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collected(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return new Uint8Array(Buffer.concat(all));
}

const keyOf = async (identity: string) => ({ identity, recipient: await identityToRecipient(identity) });

type Vector = { readonly fields: ReadonlyMap<string, string>; readonly file: Uint8Array };

/** A file of the kit: a head of `name: value` lines, an empty line, and the age file, here and there packed. */
function parseVector(bytes: Uint8Array): Vector {
  const split = Buffer.from(bytes).indexOf("\n\n");
  const lines = Buffer.from(bytes.subarray(0, split)).toString("utf8").split("\n");
  const fields = new Map(lines.map((line) => [line.slice(0, line.indexOf(": ")), line.slice(line.indexOf(": ") + 2)]));
  const file = bytes.slice(split + 2);
  return { fields, file: fields.get("compressed") === "zlib" ? new Uint8Array(inflateSync(file)) : file };
}

/** Why a node need not open a file that the kit says can be opened; empty for one that it must open. */
function notOurs({ fields }: Vector): string {
  if (fields.get("armored") === "yes") return "armoured as text, which content never is";
  if (fields.has("passphrase")) return "sealed under a passphrase, which a node does not have";
  return /^AGE-SECRET-KEY-1/.test(fields.get("identity") ?? "") ? "" : "sealed for another kind of key than a node's";
}

describeRealData("the test kit of age", KIT, () => {
  it("opens with a node's key what must be opened, and nothing else", async () => {
    const vectors = [...readRealArchive(KIT, "age/testdata")].map(([name, bytes]) => ({ name, ...parseVector(bytes) }));
    expect(vectors).toHaveLength(VECTORS);
    const other = await generateX25519Identity();
    let agreed = 0;
    const differ: string[] = [];
    for (const { name, fields, file } of vectors) {
      const identity = fields.get("identity") ?? other;
      const key = /^AGE-SECRET-KEY-1/.test(identity) ? await keyOf(identity) : await keyOf(other);
      const opened = await unsealContent(inPieces(file), key)
        .then(async ({ content }) => encodeHex(sha256(await collected(content))))
        .catch((error: unknown) => (error instanceof Error ? "refused" : "thrown"));
      const isSound = fields.get("expect") === "success";
      const expected = isSound ? fields.get("payload") : "refused";
      if (opened === expected) agreed++;
      else if (isSound && opened === "refused") differ.push(`${name}: ${notOurs({ fields, file })}`);
      else expect.soft(opened, name).toBe(expected);
      if (isSound && notOurs({ fields, file }) === "") expect.soft(opened, name).toBe(expected);
    }
    console.info(`age test kit: ${agreed} of ${vectors.length} agree${differ.map((one) => `; ${one}`).join("")}`);
    expect(agreed + differ.length).toBe(vectors.length);
    expect(differ.filter((one) => one.endsWith(": "))).toEqual([]);
  });
});

describe("sealed content", () => {
  it(`that was altered gives no byte that was not sealed (${CASES} mutations)`, async () => {
    const key = await keyOf(await generateX25519Identity());
    // Of two chunks, so that damage is found in the first and in the last.
    const plain = new Uint8Array(70_000).map((_, i) => i % 251);
    const sealed = await collected(await sealContent(inPieces(plain), key, 7));
    const head = Buffer.from(sealed).indexOf("\n---") + 50;
    let whole = 0;
    await fuzz(CASES, async (random) => {
      let bytes: Uint8Array = sealed;
      if (random.once(2)) {
        const text = mutateText(random, Buffer.from(sealed.subarray(0, head)).toString("latin1"), LINE_GRAMMAR);
        bytes = new Uint8Array(Buffer.concat([Buffer.from(text, "latin1"), sealed.subarray(head)]));
      } else for (let left = mutations(random); left > 0; left--) bytes = damageBytes(random, bytes);
      const given: Uint8Array[] = [];
      let isWhole = false;
      try {
        const { dataset, content } = await unsealContent(inPieces(bytes, 1 + random.below(70_000)), key);
        expect(dataset).toBe(7);
        for await (const piece of content) given.push(piece);
        isWhole = true;
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        if (given.length === 0 && error instanceof NodeError) expect(error.code).toBe("CONTENT_KEY_DAMAGED");
      }
      const got = new Uint8Array(Buffer.concat(given));
      expect(equalBytes(got, plain.subarray(0, got.length))).toBe(true);
      if (isWhole) {
        whole++;
        expect(got.length).toBe(plain.length);
      }
    });
    expect(whole).toBeLessThan(CASES / 2);
  });
});

it("sealed content that was altered behind its first chunk is refused as altered", async () => {
  const key = await keyOf(await generateX25519Identity());
  const sealed = await collected(await sealContent(inPieces(new Uint8Array(200_000)), key, 7));
  const altered = sealed.map((byte, i) => (i === sealed.length - 1 ? byte ^ 1 : byte));
  const reading = unsealContent(inPieces(altered), key).then(async ({ content }) => await collected(content));
  await expect(reading).rejects.toMatchObject({ code: "CONTENT_ALTERED" });
});

describe("a look into content", () => {
  it(`walks through ${CASES} mutated tables within its limits`, async () => {
    const table = `name,pupils,remark\n"First, school",120,"a ""good"" one"\n第二小学,99,\n`.repeat(4);
    await fuzz(CASES, async (random) => {
      let text = table;
      for (let left = mutations(random); left > 0; left--)
        text = mutateText(random, text, { ...LINE_GRAMMAR, tokens: /[^",\n]+|[^]/g });
      const bytes = random.once(4) ? damageBytes(random, looseUtf8(text)) : looseUtf8(text);
      const session = await TableSession.open(inPieces(bytes, 1 + random.below(5_000)));
      try {
        const part = await session.read(random.below(5), 50);
        expect(part.rows.every((row) => row.length === part.columns.length)).toBe(true);
        expect(part.rows.flat().every((cell) => (cell ?? "").length <= 2_001)).toBe(true);
      } catch (error) {
        expect(error).toBeInstanceOf(Error);
        expect(error).toHaveProperty("code", "TABLE_MALFORMED");
      } finally {
        session.close();
      }
    });
  });

  it(`draws of ${CASES} mutated maps what lies on the earth, or nothing`, async () => {
    const ring = [
      [118, 32],
      [119, 32],
      [119, 33],
      [118, 32],
    ];
    const map = {
      type: "FeatureCollection",
      features: [
        {
          type: "Feature",
          properties: { name: "a", n: 1, o: { p: [] } },
          geometry: { type: "Polygon", coordinates: [ring, ring] },
        },
        { type: "Feature", properties: null, geometry: { type: "MultiPolygon", coordinates: [[ring]] } },
        { type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [118.8, 32.06] } },
      ],
    };
    await fuzz(CASES, (random) => {
      const text = random.once(3)
        ? mutateText(random, JSON.stringify(map), JSON_GRAMMAR)
        : JSON.stringify(mutateValue(random, map));
      const parsed = parseJsonText(text ?? "null", { depthMax: 64, valuesMax: 100_000, notesMax: 100 });
      if (!parsed.ok) return;
      const places = mapPartOf(parsed.value, false)?.features.flatMap(({ lines }) => lines.flat()) ?? [];
      for (const [longitude, latitude] of places) {
        expect(Math.abs(longitude)).toBeLessThanOrEqual(180);
        expect(Math.abs(latitude)).toBeLessThanOrEqual(90);
      }
    });
  });
});
