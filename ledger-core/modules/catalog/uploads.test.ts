/** Content by its hashes: the chain, what a version was made from, and what is withdrawn. */
import { beforeEach, describe, expect, it } from "vitest";
import type { VersionRow } from "#ledger-core/contract/schema/catalog.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { ClaimCity, item } from "./catalog.testing.ts";
import { datasetTable, versionTable } from "./tables.ts";
import { nextVersion, NO_VERSION } from "./version-chain.ts";

const ITEMS = [item("a", "text")];
let city: ClaimCity;

beforeEach(() => {
  city = new ClaimCity();
});

function head(dataset: number): VersionRow | undefined {
  const number = city.ledger.rows.get(datasetTable, dataset)?.headVersion ?? 0;
  return city.ledger.rows.find(versionTable, "dataset", dataset, number)?.row;
}

function uploadBody(dataset: number, change: object = {}): object {
  return {
    dataset: { kind: "key", key: dataset },
    contentHash: new Uint8Array(32).fill(7),
    sizeBytes: 1_000,
    rowCount: 10,
    items: [],
    previousHash: head(dataset)?.versionHash ?? NO_VERSION,
    parents: [],
    mediaType: "text/csv",
    sealedHash: undefined,
    ...change,
  };
}

function code(dataset: number, change: object = {}): string {
  return city.ledger.codeOf(city.steward, "catalog.upload", uploadBody(dataset, change));
}

/** Uploads a version made from others; its hash. */
function upload(dataset: number, ...parents: readonly Uint8Array[]): Uint8Array {
  city.ledger.must(city.steward, "catalog.upload", uploadBody(dataset, { parents }));
  return head(dataset)?.versionHash ?? NO_VERSION;
}

/** Uploads so many versions in one block; their hashes. */
function uploadMany(dataset: number, count: number): readonly Uint8Array[] {
  const { ledger, steward } = city;
  let last = head(dataset);
  const made: VersionRow[] = [];
  const acts = Array.from({ length: count }, () => {
    const previousHash = last?.versionHash ?? NO_VERSION;
    const body = { ...uploadBody(dataset), previousHash } as Parameters<typeof nextVersion>[1]["upload"];
    last = nextVersion(nodeSuite, { dataset, head: last, upload: { ...body, items: ITEMS }, time: ledger.time });
    made.push(last);
    return ledger.check(ledger.sign(steward, "catalog.upload", { ...body, items: ITEMS }));
  });
  ledger.seal(acts);
  expect(head(dataset)?.number).toBe(count);
  return made.map((version) => version.versionHash);
}

function withdraw(dataset: number, number: number, change: object = {}): string {
  const body = { dataset: { kind: "key", key: dataset }, number, reason: "wrong year", ...change };
  return city.ledger.codeOf(city.steward, "catalog.withdraw-version", body);
}

describe("a version", () => {
  it("keeps what it was made from, its media type and its sealed hash, all under its own hash", () => {
    const [source, derived] = [city.publish("source"), city.publish("derived")];
    const parent = upload(source);
    const sealedHash = new Uint8Array(32).fill(9);
    city.ledger.must(city.steward, "catalog.upload", uploadBody(derived, { parents: [parent], sealedHash }));
    const row = head(derived);
    expect(row).toMatchObject({ parents: [parent], mediaType: "text/csv", sealedHash, withdrawn: "no", number: 1 });
    const others = [{ parents: [] }, { mediaType: "text/tsv" }, { sealedHash: undefined }, { rowCount: 11 }];
    const hashes = others.map((change) => {
      const again = city.publish(`again ${JSON.stringify(change)}`);
      city.ledger.must(city.steward, "catalog.upload", uploadBody(again, { parents: [parent], sealedHash, ...change }));
      return head(again)?.versionHash;
    });
    expect(new Set([...hashes, row?.versionHash].map(String)).size).toBe(5);
  });

  it("of the first rules has the hash that it always had: what was appended is not in it where it is empty", () => {
    const old = new ClaimCity(["catalog.upload@2"]);
    const now = city;
    const body = { ...uploadBody(1), items: [item("a", "text")], mediaType: "" };
    const hashes = [old, now].map((one) => {
      city = one;
      expect(one.publish("same")).toBe(1);
      one.ledger.must(one.steward, "catalog.upload", body);
      return head(1)?.versionHash;
    });
    expect(hashes[0]).toEqual(hashes[1]);
    expect(old.ledger.rows.get(versionTable, 1)).toMatchObject({ parents: [], mediaType: "", withdrawn: "no" });
  });

  it("is uploaded by an officer, steward or leader of the owner, and by nobody else", () => {
    const dataset = city.publish("own");
    for (const person of [city.officer, city.claimantSteward, city.bureauLeader])
      expect(city.ledger.codeOf(person, "catalog.upload", uploadBody(dataset))).toBe("NOT_ENTITLED");
    expect(city.ledger.codeOf(city.leader, "catalog.upload", uploadBody(dataset))).toBe("");
  });
});

describe("what a version was made from", () => {
  it("must be known, the place of the first that is not is named", () => {
    const [source, derived] = [city.publish("source"), city.publish("derived")];
    const parent = upload(source);
    const unknown = new Uint8Array(32).fill(1);
    const refused = city.ledger.submit(
      city.steward,
      "catalog.upload",
      uploadBody(derived, { parents: [parent, unknown] }),
    );
    expect(refused).toMatchObject({ code: "LINEAGE_PARENT_UNKNOWN", data: { place: 2 }, changes: [] });
    expect(code(derived, { parents: [NO_VERSION] })).toBe("LINEAGE_PARENT_UNKNOWN");
  });

  it("must not have been withdrawn when it is named, and may be later; what was made from it before stands", () => {
    const [source, middle, derived] = [city.publish("source"), city.publish("middle"), city.publish("derived")];
    const first = upload(source);
    const made = upload(middle, first);
    expect(withdraw(source, 1)).toBe("");
    expect(code(derived, { parents: [first] })).toBe("VERSION_WITHDRAWN");
    // Named beside something that was made from it, and whatever the order, it is named all the same.
    expect(code(derived, { parents: [first, made] })).toBe("VERSION_WITHDRAWN");
    expect(code(derived, { parents: [made, first] })).toBe("VERSION_WITHDRAWN");
    expect(code(derived, { parents: [made] })).toBe("");
    expect(head(middle)?.withdrawn).toBe("no");
  });

  it("never leads back to the dataset itself: not at once, not over others, not by a version before", () => {
    const [a, b, c] = [city.publish("a"), city.publish("b"), city.publish("c")];
    const first = upload(a);
    expect(code(a, { parents: [first] })).toBe("LINEAGE_CIRCLE");
    const second = upload(b, first);
    expect(code(a, { parents: [second] })).toBe("LINEAGE_CIRCLE");
    const third = upload(c, second);
    expect(code(a, { parents: [third] })).toBe("LINEAGE_CIRCLE");
    expect(code(b, { parents: [third] })).toBe("LINEAGE_CIRCLE");
    upload(a);
    // A version of b that stands on nothing is no way back either, but c was made from the one that does.
    const bare = upload(b);
    expect(code(a, { parents: [bare] })).toBe("");
    expect(code(b, { parents: [third] })).toBe("LINEAGE_CIRCLE");
  });

  it("may be the same version by several ways, and named twice", () => {
    const keys = ["top", "left", "right", "bottom"].map((name) => city.publish(name));
    const [top, left, right, bottom] = keys as [number, number, number, number];
    const root = upload(top);
    const sides = [upload(left, root), upload(right, root)];
    upload(bottom, ...sides, root, root);
    expect(head(bottom)?.parents).toHaveLength(4);
  });

  it("is looked through up to a limit, and refused beyond it rather than half checked", () => {
    // Sixteen versions, each made from sixty-four of another dataset: more than a thousand in all, most of them sealed in one block.
    const [base, middle, top] = [city.publish("base"), city.publish("middle"), city.publish("top")];
    const leaves = uploadMany(base, 1_024);
    const groups = Array.from({ length: 16 }, (_, i) => upload(middle, ...leaves.slice(64 * i, 64 * i + 64)));
    expect(code(top, { parents: groups })).toBe("LINEAGE_TOO_DEEP");
    expect(code(top, { parents: groups.slice(0, 15) })).toBe("");
  });
});

describe("a version that is withdrawn", () => {
  it("is withdrawn by a keeper of the owner, once, with a reason", () => {
    const dataset = city.publish("withdrawn");
    upload(dataset);
    expect(withdraw(dataset, 1, { reason: "" })).toBe("REASON_MISSING");
    expect(withdraw(dataset, 2)).toBe("NOT_FOUND");
    expect(withdraw(dataset, 0)).toBe("NOT_FOUND");
    const body = { dataset: { kind: "key", key: dataset }, number: 1, reason: "x" };
    expect(city.ledger.codeOf(city.officer, "catalog.withdraw-version", body)).toBe("NOT_ENTITLED");
    expect(withdraw(dataset, 1)).toBe("");
    expect(withdraw(dataset, 1)).toBe("VERSION_WITHDRAWN");
    expect(head(dataset)).toMatchObject({ withdrawn: "yes", withdrawReason: "wrong year" });
  });

  it("stays the head that the next one follows", () => {
    const dataset = city.publish("chain");
    const first = upload(dataset);
    expect(withdraw(dataset, 1)).toBe("");
    expect(code(dataset, { previousHash: NO_VERSION })).toBe("VERSION_CHAIN_BROKEN");
    expect(code(dataset)).toBe("");
    expect(head(dataset)).toMatchObject({ number: 2, previousHash: first, withdrawn: "no" });
  });
});
