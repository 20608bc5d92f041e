import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { runQuery } from "#ledger-core/node/query.ts";
import { FRESHNESS } from "#ledger-core/modules/catalog/freshness.ts";
import { fillBenchCity, LaterHost } from "./bench-city.ts";

it("has datasets in every state of freshness, so that a search by it has something to count", async () => {
  const parent = mkdtempSync(join(tmpdir(), "bench-city-"));
  const folder = join(parent, "ledger");
  await fillBenchCity(folder, 120, new AbortController().signal);
  const host = new LaterHost(folder);
  try {
    const answer = await runQuery({ host, client: { id: "test", keystoreSession: undefined } }, "catalog.search", {});
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    const { total, facets } = answer.value as {
      total: number;
      facets: { freshness: readonly { value: string; count: number }[] };
    };
    expect(total).toBe(120);
    expect(facets.freshness.map(({ value }) => value).toSorted()).toEqual([...FRESHNESS].toSorted());
    // No state is so rare that counting it costs nothing.
    for (const { value, count } of facets.freshness) expect(count, value).toBeGreaterThan(6);
  } finally {
    await host.close();
    rmSync(parent, { recursive: true, force: true });
  }
});
