import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bytesOf, ImportLedger, madeCatalog } from "./importing/import.testing.ts";
import { runImport } from "./importing/run-import.ts";
import { ProjectingThread } from "./projecting-thread.ts";

let city: ImportLedger;
beforeEach(async () => {
  city = await ImportLedger.found();
});
afterEach(async () => await city.close());

const found = (): number =>
  city.ledger.reader.sql.get<{ readonly count: number }>("SELECT count(*) AS count FROM catalog_search_row")?.count ??
  0;

describe("the thread of the projections", () => {
  it("has taken in what a receipt and a block's event speak of", async () => {
    const plan = await city.plan({ bytes: bytesOf(madeCatalog(450)) });
    if (!plan.ok) throw new Error(plan.code);
    const { ledger } = city;
    const heard: boolean[] = [];
    const end = ledger.engine.onBlock(({ size }) => heard.push(ledger.reader.projectedSize() >= size));
    const answered: boolean[] = [];
    let behind = 0;
    const outcome = await runImport(plan, {
      blobs: ledger.reader.blobs,
      logSize: () => ledger.reader.head()?.size ?? 0,
      perform: async (kind, body) => {
        const answer = await city.perform(kind, body);
        if ("index" in answer) answered.push(ledger.reader.projectedSize() > answer.index);
        if (ledger.writer.projected() !== undefined) behind++;
        return answer;
      },
      onBatch: () => undefined,
      signal: new AbortController().signal,
    });
    end();
    expect(outcome.stopped).toBeUndefined();
    expect([heard, answered]).toEqual([
      [true, true, true],
      [true, true, true],
    ]);
    expect(found()).toBe(450);
    expect(ledger.writer.projectionFailure()).toBeUndefined();
    // Else this would hold without any thread.
    expect(behind).toBeGreaterThan(0);
  });

  it("is followed by small blocks in their order, and goes on after it was ended", async () => {
    await city.import(madeCatalog(250));
    await city.reopen();
    expect(found()).toBe(250);
    await city.import(madeCatalog(260));
    await city.import(madeCatalog(480));
    expect([found(), city.ledger.reader.projectedSize()]).toEqual([480, city.ledger.reader.head()?.size]);
  });

  it("answers with what went wrong, each time", async () => {
    const folder = mkdtempSync(join(tmpdir(), "projecting-"));
    const thread = new ProjectingThread(folder);
    try {
      expect(await thread.catchUp()).toBeInstanceOf(Error);
      expect(await thread.catchUp()).toBeInstanceOf(Error);
    } finally {
      await thread.close();
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
