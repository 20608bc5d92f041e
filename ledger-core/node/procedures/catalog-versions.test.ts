/** A dataset with more versions than its page holds: every one of them is listed, and told against the one before. */
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DatasetVersion } from "#ledger-core/contract/api/catalog.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { versionTable } from "#ledger-core/modules/catalog/tables.ts";
import { ImportLedger, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { ReadingHost } from "#ledger-core/node/reading-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";
import { problemOf } from "./windows.testing.ts";

const VERSIONS = 57;
const ITEM = { dataType: "text", sensitivity: "open", rule: "", code: "" };

describe("a dataset of many versions", () => {
  let city: ImportLedger;
  let host: ReadingHost;
  const window = () =>
    createRouterClient(createRouter(), {
      context: { host, client: { id: "test", keystoreSession: undefined }, door: "browser" },
    });

  beforeAll(async () => {
    city = await ImportLedger.found();
    await city.import(madeCatalog(2, () => ({ accrualPeriodicity: "R/P1W" })));
    for (let number = 1; number <= VERSIONS; number++) {
      const previous = city.rows.find(versionTable, "dataset", 1, number - 1)?.row;
      const answer = await city.perform("catalog.upload", {
        dataset: { kind: "key", key: 1 },
        contentHash: new Uint8Array(32).fill(number),
        sizeBytes: 1_000,
        rowCount: number * number,
        // From the eighth version on there is one item more.
        items: ["a", "b"].slice(0, number < 8 ? 1 : 2).map((name) => ({ ...ITEM, name })),
        previousHash: previous?.versionHash ?? new Uint8Array(32),
        parents: [],
        mediaType: "text/csv",
        sealedHash: undefined,
      });
      if (!isReceipt(answer) || answer.state !== "executed") throw new Error(JSON.stringify(answer));
    }
    host = new ReadingHost(city.folder);
  });
  afterAll(async () => {
    await host.close();
    await city.close();
  });

  it("is listed page by page to its first version, and the page holds the newest of the same list", async () => {
    const listed: DatasetVersion[] = [];
    for (let below: number | undefined; ;) {
      const page = await window().catalog.versions({ dataset: 1, limit: 25, ...(below !== undefined && { below }) });
      expect(page.total).toBe(VERSIONS);
      listed.push(...page.versions);
      below = page.versions.at(-1)?.number;
      if (below === undefined) break;
    }
    expect(listed.map(({ number }) => number)).toEqual(Array.from({ length: VERSIONS }, (_, i) => VERSIONS - i));
    expect(listed.filter(({ added }) => added > 0).map(({ number }) => number)).toEqual([8]);
    for (const { number, rowCount, rowsBefore } of listed)
      expect([rowCount, rowsBefore]).toEqual([number * number, number === 1 ? null : (number - 1) ** 2]);
    // The eighth is the oldest that the page holds, and is told against the seventh all the same.
    const { versions, freshness } = await window().catalog.dataset({ key: 1 });
    expect(versions).toEqual(listed.slice(0, 50));
    expect(freshness).toEqual({ word: "fresh", due: (versions[0]?.time ?? 0) + 7 * 86_400, lastKept: true });
    expect(versions.at(-1)).toMatchObject({ number: 8, added: 1, rowsBefore: 49 });
  });

  it("answers at the edges, and compares any two", async () => {
    const numbers = async (input: object): Promise<readonly number[]> =>
      (await window().catalog.versions({ dataset: 1, ...input })).versions.map(({ number }) => number);
    expect(await numbers({ below: 1 })).toEqual([]);
    expect(await numbers({ below: 2 })).toEqual([1]);
    expect(await numbers({ below: 1_000_000, limit: 2 })).toEqual([57, 56]);
    expect(await window().catalog.versions({ dataset: 2 })).toMatchObject({ total: 0, versions: [] });
    expect(await problemOf(window().catalog.versions({ dataset: 3 }))).toMatchObject({ code: "NO_SUCH_RECORD" });
    const { items, rows } = await window().catalog.compare({ dataset: 1, from: 1, to: 57 });
    expect([rows, items.map(({ change }) => change).toSorted()]).toEqual([
      { from: 1, to: 3_249 },
      ["added", "unchanged"],
    ]);
  });
});
