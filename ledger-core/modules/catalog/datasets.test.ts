import { beforeEach, describe, expect, it } from "vitest";
import { NO_VERSION } from "./version-chain.ts";
import { CatalogCity, item } from "./catalog.testing.ts";
import { datasetTable, versionTable } from "./tables.ts";

let city: CatalogCity;

beforeEach(() => {
  city = new CatalogCity();
});

function uploadBody(dataset: number, change: Readonly<Record<string, unknown>> = {}): object {
  const head = versions(dataset).at(-1);
  return {
    dataset: { kind: "key", key: dataset },
    contentHash: new Uint8Array(32).fill(7),
    sizeBytes: 1_000,
    rowCount: 10,
    items: [],
    previousHash: head?.versionHash ?? NO_VERSION,
    ...change,
  };
}

function versions(
  dataset: number,
): readonly { number: number; change: string; versionHash: Uint8Array; previousHash: Uint8Array }[] {
  return city.ledger.rows.scan(versionTable, "dataset", { equal: [dataset], limit: 100 }).map((stored) => stored.row);
}

describe("a dataset", () => {
  it("is published only with every element that its profile asks for, under its own department's code", () => {
    const { ledger, steward } = city;
    const tryPublish = (code: string, change: object): string => {
      ledger.must(steward, "catalog.create", { description: city.describe(code, change) });
      return ledger.codeOf(steward, "catalog.publish", { dataset: { kind: "code", code } });
    };
    expect(tryPublish("a", { items: [] })).toBe("PROFILE_INCOMPLETE");
    expect(tryPublish("b", { sharingCondition: "" })).toBe("PROFILE_INCOMPLETE");
    // The place in the national catalogue is asked of every dataset, the law of those that are not shared.
    expect(tryPublish("f", { classification: "" })).toBe("PROFILE_INCOMPLETE");
    expect(tryPublish("g", { sharing: "not-shared" })).toBe("PROFILE_INCOMPLETE");
    expect(tryPublish("h", { sharing: "not-shared", legalBasis: "Audit Law Article 36" })).toBe("");
    expect(tryPublish("i", { sharing: "unconditional", sharingCondition: "" })).toBe("");
    expect(tryPublish("c", { providerCode: "91320100MA1MXXXXXX" })).toBe("PROVIDER_MISMATCH");
    expect(tryPublish("d", {})).toBe("");
    expect(ledger.codeOf(steward, "catalog.publish", { dataset: { kind: "code", code: "d" } })).toBe("ILLEGAL_MOVE");
    expect(tryPublish("e", { profile: "dcat-us", providerCode: "", items: [], publishedDay: undefined })).toBe(
      "PROFILE_INCOMPLETE",
    );
  });

  it("keeps its code to itself", () => {
    city.publish("one");
    expect(city.ledger.codeOf(city.steward, "catalog.create", { description: city.describe("one") })).toBe(
      "CODE_TAKEN",
    );
  });

  it("is nobody else's to publish, revise, upload or retire", () => {
    const key = city.publish("mine");
    const dataset = { kind: "key", key };
    const { ledger, officer } = city;
    expect(ledger.codeOf(officer, "catalog.revise", { dataset, description: city.describe("mine") })).toBe(
      "NOT_ENTITLED",
    );
    expect(ledger.codeOf(officer, "catalog.upload", uploadBody(key))).toBe("NOT_ENTITLED");
    expect(ledger.codeOf(officer, "catalog.retire", { dataset, reason: "" })).toBe("NOT_ENTITLED");
  });

  it("chains its versions by hash, and says by rule what each changed", () => {
    const key = city.publish("chained");
    const { ledger, steward } = city;
    ledger.must(steward, "catalog.upload", uploadBody(key, { items: [item("a", "text"), item("b", "integer")] }));
    ledger.must(steward, "catalog.upload", uploadBody(key));
    ledger.must(
      steward,
      "catalog.upload",
      uploadBody(key, { items: [item("a", "text"), item("b", "integer"), item("c", "date")] }),
    );
    ledger.must(steward, "catalog.upload", uploadBody(key, { items: [item("a", "code"), item("c", "date")] }));
    const chain = versions(key);
    expect(chain.map((version) => version.change)).toEqual(["first", "data", "minor", "major"]);
    chain.forEach((version, i) => expect(version.previousHash).toEqual(chain[i - 1]?.versionHash ?? NO_VERSION));
    expect(ledger.rows.get(datasetTable, key)).toMatchObject({
      headVersion: 4,
      items: [item("a", "code"), item("c", "date")],
    });
  });

  it("refuses a version that does not follow its head", () => {
    const key = city.publish("broken");
    const { ledger, steward } = city;
    ledger.must(steward, "catalog.upload", uploadBody(key));
    expect(ledger.codeOf(steward, "catalog.upload", uploadBody(key, { previousHash: NO_VERSION }))).toBe(
      "VERSION_CHAIN_BROKEN",
    );
  });

  it("may share less while others hold agreements only if the data bureau signs as well", () => {
    const key = city.publish("narrow");
    city.offer(key);
    city.agree(key);
    const { ledger, steward } = city;
    const description = city.describe("narrow", {
      sharing: "not-shared",
      sharingCondition: "to nobody",
      legalBasis: "a law",
    });
    const proposal = ledger.propose(steward, "catalog.revise", { dataset: { kind: "key", key }, description });
    expect(ledger.voteCode(city.leader, proposal)).toBe("");
    expect(ledger.rows.get(datasetTable, key)?.sharing).toBe("conditional");
    city.mustVote(city.bureauLeader, proposal);
    expect(ledger.rows.get(datasetTable, key)?.sharing).toBe("not-shared");
    expect(
      ledger.codeOf(steward, "catalog.revise", { dataset: { kind: "key", key }, description: city.describe("narrow") }),
    ).toBe("");
  });

  it("is not retired while an agreement is in force", () => {
    const key = city.publish("needed");
    city.offer(key);
    city.agree(key);
    expect(city.ledger.codeOf(city.steward, "catalog.retire", { dataset: { kind: "key", key }, reason: "x" })).toBe(
      "AGREEMENTS_IN_FORCE",
    );
  });
});

describe("an import", () => {
  const origin = (sourceId: string, byte: number, source = "us:energy"): object => ({
    source,
    sourceId,
    fingerprint: new Uint8Array(32).fill(byte),
  });
  const put = (sourceId: string, byte: number, change: object = {}): object => ({
    kind: "put",
    origin: origin(sourceId, byte),
    description: city.describe(sourceId, change),
  });

  it("adds, changes and retires records of its source, and a second run changes nothing", () => {
    const { ledger, steward } = city;
    const first = [put("a", 1), put("b", 2)];
    ledger.must(steward, "catalog.import", first);
    expect(ledger.must(steward, "catalog.import", first).changes).toEqual([]);
    ledger.must(steward, "catalog.import", [
      put("a", 3, { title: "a new title" }),
      { kind: "retire", origin: origin("b", 2) },
    ]);
    const row = (code: string): unknown => ledger.rows.find(datasetTable, "code", code)?.row;
    expect(row("a")).toMatchObject({ title: "a new title", state: "published", owner: city.owner });
    expect(row("b")).toMatchObject({ state: "retired" });
    ledger.must(steward, "catalog.import", [put("b", 2)]);
    expect(row("b")).toMatchObject({ state: "published" });
  });

  it("applies whole or not at all", () => {
    const { ledger, steward } = city;
    expect(ledger.codeOf(steward, "catalog.import", [put("a", 1), put("b", 2, { items: [] })])).toBe(
      "PROFILE_INCOMPLETE",
    );
    expect(ledger.codeOf(steward, "catalog.import", [])).toBe("BATCH_EMPTY");
    expect(ledger.codeOf(steward, "catalog.import", [put("a", 1), put("a", 2)])).toBe("DUPLICATE_LINE");
    const other = { kind: "retire", origin: origin("z", 1, "another") };
    expect(ledger.codeOf(steward, "catalog.import", [put("a", 1), other])).toBe("SOURCE_MISMATCH");
    expect(ledger.rows.scan(datasetTable, "key", { limit: 10 })).toEqual([]);
  });

  it("stands under the strictest policy of its lines", () => {
    const { ledger, steward } = city;
    ledger.must(steward, "catalog.import", [put("a", 1), put("b", 2)]);
    const key = ledger.rows.find(datasetTable, "code", "a")?.key ?? 0;
    city.offer(key);
    city.agree(key);
    const narrowed = put("a", 9, { sharing: "not-shared", sharingCondition: "to nobody", legalBasis: "a law" });
    const entry = ledger.must(steward, "catalog.import", [narrowed, put("b", 8, { title: "b2" })]);
    expect(entry.state).toBe("proposed");
    expect(ledger.rows.find(datasetTable, "code", "b")?.row.title).not.toBe("b2");
    expect(ledger.codeOf(steward, "catalog.import", [{ kind: "retire", origin: origin("a", 1) }])).toBe(
      "AGREEMENTS_IN_FORCE",
    );
  });
});
