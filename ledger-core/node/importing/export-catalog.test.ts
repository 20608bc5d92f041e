import { expect, it } from "vitest";
import { NATIONAL_CSV } from "#ledger-core/exchange/national/national-formats.ts";
import { CatalogCity } from "#ledger-core/modules/catalog/catalog.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { commitAll } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { temporaryFolder, temporaryReader, temporaryWriter } from "#ledger-core/store/temporary.testing.ts";
import { exportCatalog } from "./export-catalog.ts";

/** More than an export reads at once. */
const BATCHES = 3;
const BATCH_LINES = 200;

it("an export is of one block, named with its checkpoint, whatever is sealed meanwhile", async () => {
  const city = new CatalogCity();
  const { ledger, steward } = city;
  const fingerprint = new Uint8Array(32);
  for (let batch = 0; batch < BATCHES; batch++) {
    const codes = Array.from({ length: BATCH_LINES }, (_, i) => `${batch}-${i}`);
    const put = (code: string) => ({ kind: "put", description: city.describe(code) });
    const lines = codes.map((code) => ({ ...put(code), origin: { source: "s", sourceId: code, fingerprint } }));
    ledger.must(steward, "catalog.import", lines);
  }
  const options = { folder: temporaryFolder(), ruleset: cityRuleset, suite: nodeSuite };
  const writer = temporaryWriter(options);
  const checkpoint = commitAll(writer, ledger).at(-1);
  const reader = temporaryReader(options);
  const request = { format: NATIONAL_CSV };
  const before = await exportCatalog(reader, request);
  expect(before).toMatchObject({ height: ledger.height, checkpoint, records: BATCHES * BATCH_LINES });
  const exporting = exportCatalog(reader, request);
  // The first page has been read by then, and the dataset that goes is on the next.
  setImmediate(() => {
    const code = `${BATCHES - 1}-${BATCH_LINES - 1}`;
    ledger.must(steward, "catalog.retire", { dataset: { kind: "code", code }, reason: "merged" });
    commitAll(writer, ledger);
  });
  expect(await exporting).toEqual(before);
  const { height, records } = await exportCatalog(reader, request);
  expect([height, records]).toEqual([before.height + 1, before.records - 1]);
  await expect(exportCatalog(reader, { ...request, height: height + 1 })).rejects.toThrow(RangeError);
});
