/**
 * The past of random lives: what a whole ledger says as of a height is what one says that stopped there, in every table, history and
 * export. The seed is printed where a property fails.
 */
import { cpSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { formatsNamed, formatWords } from "#ledger-core/exchange/catalog-formats.ts";
import type { RowSource, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { AnyTable, RowValue } from "#ledger-core/kernel/table.ts";
import type { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { CatalogAct } from "#ledger-core/modules/catalog/random-lives.testing.ts";
import { catalogLife, liveCatalog, startedCity } from "#ledger-core/modules/catalog/random-lives.testing.ts";
import { openBlobs } from "#ledger-core/store/blob-folder.ts";
import { blobsFolder, ledgerFile, projectionsFile } from "#ledger-core/store/ledger-file.ts";
import type { Reader, Writer } from "#ledger-core/store/store-types.ts";
import { temporaryFolder, temporaryReader, temporaryWriter } from "#ledger-core/store/temporary.testing.ts";
import { nodeSuite } from "./crypto-suite.ts";
import { commitAll } from "./fsck/little-ledger.testing.ts";
import { exportCatalog } from "./importing/export-catalog.ts";
import { saveKept } from "./importing/kept-fields.testing.ts";
import { makePast } from "./past/make-past.ts";
import type { MakePast } from "./past/make-past.ts";
import { tablesOf } from "./past/tables.testing.ts";
import { cityRuleset } from "./rules.ts";

const numRuns = process.env["LONG"] === undefined ? 4 : 100;
const TABLES = [...cityRuleset.tables.values()];

/** One look at the past: the height as a part of a thousand of the newest, rows of a page, and which export. */
type Look = {
  readonly part: number;
  readonly limit: number;
  readonly format: string;
  readonly department: number | undefined;
  readonly source: string | undefined;
  readonly dataset: number | undefined;
};

const looks = fc.array(
  fc.record({
    part: fc.integer({ min: 0, max: 1_000 }),
    limit: fc.integer({ min: 1, max: 12 }),
    format: fc.constantFrom(...formatWords()),
    department: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined, freq: 2 }),
    source: fc.option(fc.constant("s"), { nil: undefined, freq: 5 }),
    dataset: fc.option(fc.integer({ min: 1, max: 6 }), { nil: undefined, freq: 5 }),
  }),
  { minLength: 3, maxLength: 6 },
);

type Life = {
  readonly ledger: TestLedger;
  readonly folder: string;
  readonly writer: Writer;
  /** Right after a dataset with kept fields came, and before the next one did. */
  readonly betweenKept: number;
};

/** A whole life in a folder, with two datasets that keep fields of the catalogue that they came with. */
async function storedLife(acts: readonly CatalogAct[]): Promise<Life> {
  const folder = temporaryFolder();
  const blobs = openBlobs(blobsFolder(folder));
  const city = startedCity();
  const { ledger } = city;
  const keep = async (code: string, logSize: number): Promise<void> => {
    const kept = await saveKept(blobs, { logSize, catalog: { describedBy: code }, fields: { language: [code] } });
    city.publish(code, { kept, profile: "dcat-us", keywords: [code] });
  };
  await keep("kept", 1);
  const betweenKept = ledger.height;
  await keep("kept later", 2);
  liveCatalog(city, acts);
  const writer = temporaryWriter({ folder, ruleset: cityRuleset, suite: nodeSuite });
  commitAll(writer, ledger);
  expect(writer.head()?.root).toEqual(ledger.root());
  return { ledger, folder, writer, betweenKept };
}

/** Every page of a table in primary order. */
function pagesOf(rows: RowSource, table: AnyTable, limit: number): readonly (readonly StoredRow[])[] {
  const pages: (readonly StoredRow[])[] = [];
  for (let from = 0; ; from = (pages.at(-1)?.at(-1)?.key ?? 0) + 1) {
    const page = rows.scan(table, "key", { from, limit });
    if (page.length === 0) return pages;
    pages.push(page);
  }
}

type Change = {
  readonly index: number;
  readonly height: number;
  readonly before: RowValue | undefined;
  readonly after: RowValue | undefined;
  readonly kind: string;
  readonly person: number;
  readonly department: number;
};

/** What the ledger in memory, which made every entry itself, did to each row that it ever held; oldest first. */
function changesOf({ entries }: TestLedger): ReadonlyMap<AnyTable, ReadonlyMap<number, readonly Change[]>> {
  const all = new Map(TABLES.map((table) => [table, new Map<number, Change[]>()]));
  for (const { index, height, kind, actor, writes } of entries) {
    const who = { kind, person: actor?.person ?? 0, department: actor?.department ?? 0 };
    for (const { table, key, row } of writes) {
      const ofTable = all.get(table);
      if (ofTable === undefined) throw new Error(`the rules have no table ${table.name}`);
      const ofRow = ofTable.get(key) ?? [];
      ofTable.set(key, [...ofRow, { index, height, before: ofRow.at(-1)?.after, after: row, ...who }]);
    }
  }
  return all;
}

/** The history of a row in pages, oldest first, with who each change is by; of the first `size` entries. */
function historyOf(
  reader: Reader,
  row: { readonly table: AnyTable; readonly key: number },
  { limit, size }: { readonly limit: number; readonly size: number },
): readonly Change[] {
  const changes: Change[] = [];
  for (let before = size; ; before = changes.at(-1)?.index ?? 0) {
    const page = reader.history(row.table, row.key, { limit, before });
    for (const change of page) {
      const { kind = "", person = 0, department = 0, height } = reader.entry(change.index) ?? {};
      expect(height).toBe(change.height);
      changes.push({ ...change, kind, person, department });
    }
    if (page.length < limit) return changes.toReversed();
  }
}

/** That the ledger set back to the height is the one that stopped there, in every table of the log, the state and the projections. */
async function expectSetBack(made: Pick<MakePast, "folder" | "height">, stopped: string): Promise<void> {
  const past = await makePast({ ...made, progress: () => {}, signal: new AbortController().signal });
  try {
    for (const file of [ledgerFile, projectionsFile])
      expect(tablesOf(file(past.folder)), `${file(past.folder)} at ${made.height}`).toEqual(tablesOf(file(stopped)));
  } finally {
    past.remove();
  }
}

it("every table, history and export as of a height is that of a ledger which stopped there", async () => {
  const property = fc.asyncProperty(catalogLife({ min: 40, max: 90 }), looks, async (acts, asked) => {
    const { ledger, folder, writer, betweenKept } = await storedLife(acts);
    const whole = writer.reader();
    const all = changesOf(ledger);
    const stopping = { folder: temporaryFolder(), ruleset: cityRuleset, suite: nodeSuite };
    cpSync(blobsFolder(folder), blobsFolder(stopping.folder), { recursive: true });
    const stopped = temporaryWriter(stopping);
    const then = temporaryReader(stopping);
    const heightOf = ({ part }: Look): number => Math.round((part * ledger.height) / 1_000);
    const chosen = asked.map((look, i) => ({ ...look, height: [0, betweenKept, ledger.height][i] ?? heightOf(look) }));
    const inOrder = chosen.toSorted((a, b) => a.height - b.height);
    for (const [i, { height, limit, ...look }] of inOrder.entries()) {
      commitAll(stopped, ledger, { upTo: height });
      const past = whole.rowsAt(height);
      const size = then.head()?.size ?? 0;
      for (const table of TABLES) {
        expect(pagesOf(past, table, limit), `${table.name} at ${height}`).toEqual(pagesOf(then.rows(), table, limit));
        // Also keys that the table had no longer, or not yet.
        for (const [key, changes] of all.get(table) ?? []) {
          expect(past.get(table, key), `${table.name} ${key} at ${height}`).toEqual(then.rows().get(table, key));
          const byThen = changes.filter((change) => change.height <= height);
          const row = { table, key };
          expect(historyOf(whole, row, { limit, size }), `${table.name} ${key} by ${height}`).toEqual(byThen);
          expect(historyOf(then, row, { limit, size }), `${table.name} ${key} at ${height}`).toEqual(byThen);
        }
      }
      const { department, source, dataset } = look;
      for (const format of formatsNamed(look.format)) {
        const request = { format, department, source, dataset };
        const exported = await exportCatalog(whole, { ...request, height });
        expect(exported, `${format.name} at ${height}`).toEqual(await exportCatalog(then, request));
        expect(exported).toMatchObject({ height, checkpoint: then.head()?.checkpoint });
      }
      // To set a whole ledger back takes longer than a look at its changes.
      if (i === 1) await expectSetBack({ folder, height }, stopping.folder);
    }
    whole.close();
  });
  // Each run takes seconds, so what fails is not made smaller.
  await fc.assert(property, { numRuns, endOnFailure: true });
}, 1_800_000);
