import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { encodeHex, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { changesRoot, encodeChange, parseChange } from "./change.ts";
import { encodeEntry, parseEntry } from "./entry.ts";
import { testKey, testSuite } from "./suite.testing.ts";
import { encodeSystemEntry, parseSystemEntry } from "./system-entry.ts";
import {
  batchBodyRoot,
  encodeSignedPart,
  encodeTransaction,
  parseSignedPart,
  parseClaim,
  parseTransaction,
  splitLines,
  verifyTransactionSignature,
} from "./transaction.ts";
import type { SignatureClaim, Transaction, TransactionLimits } from "./transaction.ts";
import { leafHash } from "./tree.ts";

type Vectors = {
  readonly changes: readonly {
    readonly table: string;
    readonly key: number;
    readonly row: string | null;
    readonly bytes: string;
  }[];
  readonly changesRoot: string;
  readonly emptyRoot: string;
  readonly transactions: readonly {
    readonly name: string;
    readonly fields: Readonly<Record<"network" | "kind" | "bodyRoot" | "actorKey" | "salt", string>> &
      Readonly<Record<"version" | "department" | "claimedTime" | "validUntil", number>>;
    readonly body: string;
    readonly signedPart: string;
    readonly id: string;
    readonly signature: string;
    readonly bytes: string;
  }[];
  readonly systemEntries: readonly { readonly name: string; readonly body: string; readonly bytes: string }[];
  readonly entries: readonly {
    readonly form: number;
    readonly transactionHash: string;
    readonly height: number;
    readonly index: number;
    readonly code: string;
    readonly changesRoot: string;
    readonly bytes: string;
    readonly leaf: string;
  }[];
};

const path = new URL("../testdata/proof-vectors.json", import.meta.url);
const vectors = JSON.parse(readFileSync(path, "utf8")) as Vectors;
const limits: TransactionLimits = { bytesMax: 10_000, linesMax: 10, isBatch: (kind) => kind === "catalog.import" };

/** Every encoding that the vectors pin, as bytes. */
const pinned = [...vectors.changes, ...vectors.transactions, ...vectors.systemEntries, ...vectors.entries].map(
  ({ bytes }) => hex(bytes),
);

describe("changes", () => {
  it.each(vectors.changes)("$table $key", ({ table, key, row, bytes }) => {
    const change = { table, key, row: row === null ? undefined : hex(row) };
    expect(encodeHex(encodeChange(change))).toBe(bytes);
    expect(parseChange(hex(bytes))).toEqual(change);
  });

  it("have a root", () => {
    const root = changesRoot(
      testSuite,
      vectors.changes.map(({ bytes }) => hex(bytes)),
    );
    expect(encodeHex(root)).toBe(vectors.changesRoot);
    expect(encodeHex(changesRoot(testSuite, []))).toBe(vectors.emptyRoot);
  });

  it("refuse a table or a key out of range", () => {
    for (const change of [
      { table: "", key: 1 },
      { table: "x".repeat(65), key: 1 },
      { table: "x", key: -1 },
      { table: "x", key: 2 ** 48 },
      { table: "x", key: 0.5 },
    ])
      expect(() => encodeChange({ ...change, row: undefined })).toThrow(RangeError);
    // The same as bytes: [“”, 1, []], [“x”, -1, []], [“x”, 2^48, []], two rows, a row cut short, bytes after the end.
    for (const text of [
      "83600180",
      "8361782080",
      "8361781b000100000000000080",
      "836178018200 00",
      "8361780181",
      "8361780180ff",
    ])
      expect(parseChange(hex(text.replace(" ", "")))).toBeUndefined();
  });

  it("refuse a row nested deeper than any schema", () => {
    const nested = (depth: number): Uint8Array => hex(`83617801${"81".repeat(depth)}00`);
    expect(parseChange(nested(33))).toBeDefined();
    expect(parseChange(nested(34))).toBeUndefined();
    expect(parseChange(nested(100_000))).toBeUndefined();
  });
});

describe("transactions", () => {
  it.each(vectors.transactions)("$name", (vector) => {
    const { fields } = vector;
    const signed = {
      ...fields,
      network: hex(fields.network),
      bodyRoot: hex(fields.bodyRoot),
      actorKey: hex(fields.actorKey),
      salt: hex(fields.salt),
    };
    expect(encodeHex(encodeSignedPart(signed))).toBe(vector.signedPart);
    expect(parseSignedPart(hex(vector.signedPart))).toEqual(signed);
    const [signedPart, body, signature] = [hex(vector.signedPart), hex(vector.body), hex(vector.signature)];
    expect(encodeHex(encodeTransaction({ signedPart, body, signature }))).toBe(vector.bytes);
    const parsed = parseTransaction(testSuite, hex(vector.bytes), limits);
    expect(parsed).toEqual({ ok: true, transaction: { signedPart, body, signature, signed, id: hex(vector.id) } });
    expect(parsed.ok && verifyTransactionSignature(testSuite, parsed.transaction)).toBe(true);
  });

  it("are refused with the reason", () => {
    const [single, batch] = vectors.transactions;
    if (single === undefined || batch === undefined) throw new Error("the vectors are not there");
    const reason = (bytes: string | Uint8Array, changed: Partial<TransactionLimits> = {}): string => {
      const parsed = parseTransaction(testSuite, typeof bytes === "string" ? hex(bytes) : bytes, {
        ...limits,
        ...changed,
      });
      return parsed.ok ? "ok" : parsed.reason;
    };
    expect(reason(single.bytes, { bytesMax: single.bytes.length / 2 })).toBe("ok");
    expect(reason(single.bytes, { bytesMax: single.bytes.length / 2 - 1 })).toBe("oversized");
    expect(reason(batch.bytes, { linesMax: 2 })).toBe("ok");
    expect(reason(batch.bytes, { linesMax: 1 })).toBe("oversized");
    expect(reason(batch.bytes, { isBatch: () => false })).toBe("bodyRoot");
    expect(reason(single.bytes, { isBatch: () => true })).toBe("bodyRoot");
    expect(reason(single.bytes.replace(single.body, single.body.replace(/05$/, "06")))).toBe("bodyRoot");
    expect(reason(single.bytes.replace(/^8401/, "8402"))).toBe("malformed");
    expect(reason("")).toBe("malformed");
    const form = { signedPart: hex(single.signedPart), body: hex("00"), signature: hex(single.signature) };
    expect(reason(encodeTransaction(form), { isBatch: () => true })).toBe("malformed");
  });

  it("keep the lines of a batch provable one by one", () => {
    const lines = splitLines(hex(vectors.transactions[1]?.body ?? "")) ?? [];
    expect(lines.map(encodeHex)).toEqual(["82616101", "826162820203"]);
    expect(encodeHex(batchBodyRoot(testSuite, lines))).toBe(vectors.transactions[1]?.fields.bodyRoot);
  });

  it("fail with another key's signature", () => {
    const vector = vectors.transactions[0];
    if (vector === undefined) throw new Error("the vectors are not there");
    const signature = testKey(2).sign(hex(vector.signedPart));
    const bytes = encodeTransaction({ signedPart: hex(vector.signedPart), body: hex(vector.body), signature });
    const parsed = parseTransaction(testSuite, bytes, limits);
    expect(parsed.ok && verifyTransactionSignature(testSuite, parsed.transaction)).toBe(false);
    // The signature is not part of the id: the same act signed twice is one act.
    expect(parsed.ok && encodeHex(parsed.transaction.id)).toBe(vector.id);
  });
});

describe("system entries", () => {
  it.each(vectors.systemEntries)("$name", ({ name, body, bytes }) => {
    expect(encodeHex(encodeSystemEntry({ name, body: hex(body) }))).toBe(bytes);
    expect(parseSystemEntry(hex(bytes))).toEqual({ name, body: hex(body) });
    expect(parseSystemEntry(hex(bytes.replace(/^8302/, "8303")))).toBeUndefined();
    expect(() => encodeSystemEntry({ name: "", body: hex(body) })).toThrow(RangeError);
  });
});

describe("entries", () => {
  it.each(vectors.entries)("form $form at $index", ({ bytes, leaf, ...plain }) => {
    const entry = { ...plain, transactionHash: hex(plain.transactionHash), changesRoot: hex(plain.changesRoot) };
    expect(encodeHex(encodeEntry(entry))).toBe(bytes);
    expect(parseEntry(hex(bytes))).toEqual(entry);
    expect(encodeHex(leafHash(testSuite, hex(bytes)))).toBe(leaf);
    expect(parseEntry(hex(bytes.replace(/^8601|^8602|^8603/, "8604")))).toBeUndefined();
  });
});

function claimOf({ signed, signedPart, signature }: Transaction): SignatureClaim {
  return { publicKey: signed.actorKey, message: signedPart, signature };
}

describe("hostile bytes", () => {
  it("never throw, and what is accepted is the one encoding of what was read", () => {
    const mutated = fc
      .tuple(fc.constantFrom(...pinned), fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 3 }), fc.nat(400))
      .map(([bytes, edits, cut]) => {
        const other = bytes.slice(0, cut % 3 === 0 ? cut : bytes.length);
        for (const [place, byte] of edits) if (place < other.length) other[place] = byte;
        return other;
      });
    fc.assert(
      fc.property(fc.oneof(mutated, fc.uint8Array({ maxLength: 60 })), (bytes) => {
        const change = parseChange(bytes);
        expect(change === undefined ? bytes : encodeChange(change)).toEqual(bytes);
        const entry = parseEntry(bytes);
        expect(entry === undefined ? bytes : encodeEntry(entry)).toEqual(bytes);
        const system = parseSystemEntry(bytes);
        expect(system === undefined ? bytes : encodeSystemEntry(system)).toEqual(bytes);
        const parsed = parseTransaction(testSuite, bytes, limits);
        // Whoever only checks signatures sees the same claim, and has no more to fear of other bytes.
        const claim = parseClaim(bytes);
        if (parsed.ok) expect(claim).toEqual(claimOf(parsed.transaction));
        expect(parsed.ok ? encodeTransaction(parsed.transaction) : bytes).toEqual(bytes);
      }),
      { numRuns: 2_000 },
    );
  });
});

function hex(text: string): Uint8Array {
  const bytes = parseHex(text);
  if (bytes === undefined) throw new Error(`not hexadecimal: ${text}`);
  return bytes;
}
