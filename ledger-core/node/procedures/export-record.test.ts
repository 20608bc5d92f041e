/** The record of one dataset in other people's formats, as its page gives it: that one and no other. */
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, expect, test } from "vitest";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { formatsNamed } from "#ledger-core/exchange/catalog-formats.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { ImportLedger, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { ReadingHost } from "#ledger-core/node/reading-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";
import { problemOf } from "./windows.testing.ts";

const TURTLE = `@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> . @prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix e: <https://e.org/> .
e:c a dcat:Catalog ; dct:title "C" ; dct:description "D" ; dct:publisher e:p ; dcat:dataset e:alpha, e:beta .
e:p a foaf:Agent ; foaf:name "Bureau" .
e:alpha a dcat:Dataset ; dct:title "Alpha" ; dct:description "D" ; e:own "kept of alpha" ; dct:publisher e:p .
e:beta a dcat:Dataset ; dct:title "Beta" ; dct:description "D" ; e:own "kept of beta" ; dct:publisher e:p .`;

let city: ImportLedger;
let host: ReadingHost;
const window = () =>
  createRouterClient(createRouter(), {
    context: { host, client: { id: "test", keystoreSession: undefined }, door: "browser" },
  });

beforeAll(async () => {
  city = await ImportLedger.found();
  const plan = await city.plan({ bytes: new TextEncoder().encode(TURTLE), fileName: "c.ttl" });
  if (!plan.ok) throw new Error(plan.code);
  await city.run(plan);
  await city.import(madeCatalog(2, (i) => ({ title: `Made ${i}` })));
  host = new ReadingHost(city.folder);
});
afterAll(async () => {
  await host.close();
  await city.close();
});

async function keyOf(title: string): Promise<number> {
  const { rows } = await window().catalog.search({ text: title });
  const key = rows.find((row) => row.title === title)?.key;
  if (key === undefined) throw new Error(`no ${title}`);
  return key;
}

/** What the format itself reads in the file, with the file as text. A national sheet refuses rows that other standards let pass. */
async function taken(format: string, dataset: number) {
  const answer = await window().imports.export({ format, dataset });
  const bytes = new Uint8Array(Buffer.from(answer.base64, "base64"));
  const parsed = await formatsNamed(format)[0]?.parse(bytes, nodeSuite.sha256);
  if (parsed?.ok !== true) throw new Error(`${format} is not read again`);
  return {
    ...answer,
    rows: parsed.rows,
    titles: parsed.records.map(({ title }) => title),
    text: new TextDecoder().decode(bytes),
  };
}

test.each(["dcat-ap-jsonld", "dcat-ap-turtle"])(
  "%s holds the one dataset, whichever format it came from",
  async (format) => {
    for (const title of ["Alpha", "Beta", "Made 1"])
      expect(await taken(format, await keyOf(title))).toMatchObject({ records: 1, rows: 1, titles: [title] });
    expect((await taken(format, await keyOf("Alpha"))).text).not.toMatch(/beta|made/iu);
  },
);

test.each(["national-xlsx", "national-csv"])("%s holds one row", async (format) => {
  for (const title of ["Alpha", "Made 1"])
    expect(await taken(format, await keyOf(title))).toMatchObject({ records: 1, rows: 1 });
  const { text } = await taken("national-csv", await keyOf("Alpha"));
  expect(text).toContain("Alpha");
  expect(text).not.toMatch(/beta|made/iu);
});

test("what its source said beside the ledger's own fields is in it, and the file is named for the dataset", async () => {
  const alpha = await keyOf("Alpha");
  const { text, name } = await taken("dcat-ap-turtle", alpha);
  expect(text).toContain("kept of alpha");
  expect(name).toMatch(/^[\p{L}\p{N}._-]+-\d{4}-\d{2}-\d{2}\.ttl$/u);
  expect(name).not.toMatch(/^catalogue-/u);
});

test("an export says which block it is as of, with the checkpoint of that block", async () => {
  const { height, checkpoint } = await window().system.status();
  const all = await window().imports.export({ format: "dcat-us-1.1" });
  const one = await window().imports.export({ format: "dcat-ap-turtle", dataset: await keyOf("Alpha") });
  for (const answer of [all, one]) expect(answer).toMatchObject({ height, checkpoint });
});

test("one that is no longer published still has its record, and one that never was has none", async () => {
  const key = await keyOf("Made 0");
  const answer = await city.perform("catalog.retire", { dataset: { kind: "key", key }, reason: "no longer kept" });
  expect(isReceipt(answer) && answer.state).toBe("executed");
  expect((await taken("dcat-ap-jsonld", key)).titles).toEqual(["Made 0"]);
  const unknown = window().imports.export({ format: "dcat-ap-jsonld", dataset: 999 });
  expect(await problemOf(unknown)).toMatchObject({ code: "NO_SUCH_RECORD" });
});
