import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { ImportLedger } from "#ledger-core/node/importing/import.testing.ts";
import { runQuery } from "#ledger-core/node/query.ts";
import { ReadingHost } from "#ledger-core/node/reading-host.ts";

type Found = {
  readonly total: number;
  readonly rows: readonly { readonly code: string; readonly matched: readonly string[]; readonly summary: string }[];
  readonly facets: Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>;
};

const described = (code: string, given: Partial<Description>): Description => ({
  code,
  profile: "dcat-ap",
  title: code,
  summary: "",
  publisher: "Bureau",
  providerCode: "",
  format: "",
  items: [],
  sharing: "unconditional",
  sharingCondition: "",
  sharingMethod: "",
  openness: "open",
  updateCycle: "",
  publishedDay: undefined,
  modifiedDay: undefined,
  relatedCodes: [],
  keywords: [],
  themes: [],
  languages: [],
  distributions: [],
  kept: undefined,
  classification: "",
  legalBasis: "",
  licence: "",
  ...given,
});
const item = (name: string, code = "") => ({ name, dataType: "text", sensitivity: "open" as const, rule: "", code });

const DATASETS: readonly Description[] = [
  described("A-1", {
    title: "低保家庭信息 Low-income household register",
    summary: "按月核对的名册。",
    items: [item("户主姓名"), item("保障金额", "JE01")],
    themes: ["民生"],
    classification: "主题/社会保障",
    updateCycle: "R/P1M",
    format: "csv",
  }),
  described("A-2", {
    title: "城市公交线路",
    summary: "线路与站点，含低保家庭优惠的说明。",
    themes: ["交通"],
    classification: "部门/交通",
    updateCycle: "每月",
    sharing: "conditional",
    sharingCondition: "x",
  }),
  described("A-3", { title: "重庆银行行长名单", summary: "x", themes: ["金融", "民生"], openness: "closed" }),
  described("B-10", { title: "Écoles and their vehicles", summary: "Where a policy applies", keywords: ["traffic"] }),
  described("B-100", { title: "Traffic lights", summary: "B-10 is related", distributions: [] }),
  described("B-101", { title: "Parks", summary: `${"green ".repeat(100)}traffic lights`, providerCode: "113201000" }),
  described("C-1", { title: "Ünïted <b>data</b> \u202e", summary: "x", keywords: ["k".repeat(300)] }),
];

describe("the search of the catalogue", () => {
  let city: ImportLedger;
  let host: ReadingHost;
  const search = async (input: object): Promise<Found> => {
    const answer = await runQuery(
      { host, client: { id: "test", keystoreSession: undefined } },
      "catalog.search",
      input,
    );
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    return answer.value as Found;
  };
  const codes = async (text: string, more: object = {}): Promise<readonly string[]> =>
    (await search({ text, ...more })).rows.map(({ code }) => code);
  const perform = async (kind: string, body: unknown): Promise<void> => {
    const answer = await city.perform(kind, body);
    if (!isReceipt(answer) || answer.state !== "executed") throw new Error(JSON.stringify(answer));
  };
  const put = async (descriptions: readonly Description[]): Promise<void> =>
    await perform(
      "catalog.import",
      descriptions.map((description, i) => ({
        kind: "put",
        origin: { source: "s", sourceId: description.code, fingerprint: new Uint8Array(32).fill(i) },
        description,
      })),
    );

  beforeAll(async () => {
    city = await ImportLedger.found();
    await put(DATASETS);
    host = new ReadingHost(city.folder);
  });
  afterAll(async () => {
    await host.close();
    await city.close();
  });

  it("finds Chinese as it is written, by one character, in full pinyin and by first letters; the title leads", async () => {
    for (const text of ["低保家庭", "低保", "dibaojiating", "dbjt", "dibaojia", "庭优", "DBJT"])
      expect((await codes(text))[0], text).toBe(text === "庭优" ? "A-2" : "A-1");
    expect(await codes("低保家庭")).toEqual(["A-1", "A-2"]);
    expect(await codes("户")).toEqual(["A-1"]);
    expect(await codes("bzje")).toEqual(["A-1"]);
    expect(await codes("chongqingyinhang")).toEqual(["A-3"]);
    expect(await codes("zhongqing")).toEqual(["A-3"]);
    expect(await codes("cqyh hzmd")).toEqual(["A-3"]);
  });

  it("finds English by beginnings, without accents, and in the other number", async () => {
    expect(await codes("ecole vehicle")).toEqual(["B-10"]);
    expect(await codes("ÉCOLE")).toEqual(["B-10"]);
    expect(await codes("policies")).toEqual(["B-10"]);
    expect(await codes("lo inc hou")).toEqual(["A-1"]);
    expect(await codes("united")).toEqual(["C-1"]);
    expect(await codes("JE01")).toEqual(["A-1"]);
    expect(await codes("113201000")).toEqual(["B-101"]);
  });

  it("puts the code that is asked for first, then titles that begin so, then titles, then the rest", async () => {
    expect((await codes("b-10"))[0]).toBe("B-10");
    expect(await codes("traffic")).toEqual(["B-100", "B-10", "B-101"]);
  });

  it("finds by the owner's name, which may change without the index", async () => {
    expect((await search({ text: "data bureau" })).total).toBe(DATASETS.length);
    const names = { nameZh: "大数据管理局", nameEn: "Office of Figures", shortZh: "数据局", shortEn: "Figures" };
    await perform("consortium.describe", { department: 1, ...names });
    for (const text of ["数据局", "dsjglj", "office figures", "dashuju"])
      expect((await search({ text })).total, text).toBe(DATASETS.length);
    expect(await codes("数据局 低保 名册")).toEqual(["A-1"]);
  });

  it("counts each facet under the others, takes several values of one, and keeps what is chosen in sight", async () => {
    const all = await search({});
    expect(all.total).toBe(DATASETS.length);
    expect(all.facets["theme"]).toEqual([
      { value: "民生", label: { zh: "民生", en: "民生" }, count: 2 },
      expect.objectContaining({ value: "交通", count: 1 }),
      expect.objectContaining({ value: "金融", count: 1 }),
    ]);
    expect(all.facets["classification"]?.map(({ value }) => value)).toEqual(["主题", "部门"]);
    expect(all.facets["cycle"]).toEqual([expect.objectContaining({ value: "R/P1M", count: 2 })]);
    expect(all.facets["format"]).toEqual([expect.objectContaining({ value: "CSV", count: 1 })]);
    const narrowed = await search({ theme: ["民生", "交通"], openness: ["open"] });
    expect(narrowed.rows.map(({ code }) => code).toSorted()).toEqual(["A-1", "A-2"]);
    expect(narrowed.facets["theme"]?.find(({ value }) => value === "金融")).toBeUndefined();
    expect(narrowed.facets["openness"]).toEqual([
      expect.objectContaining({ value: "open", count: 2 }),
      expect.objectContaining({ value: "closed", count: 1 }),
    ]);
    const none = await search({ text: "低保", theme: ["金融"], owner: ["x"], sharing: ["never"] });
    expect([none.total, none.facets["theme"]?.at(-1)]).toEqual([
      0,
      expect.objectContaining({ value: "金融", count: 0 }),
    ]);
  });

  it("sorts by title as a dictionary does, by what came last and by what was described last, page by page", async () => {
    const byTitle = await codes("", { sort: "title" });
    expect(byTitle).toEqual(
      ["B-10", "B-101", "B-100", "C-1", "A-3", "A-2", "A-1"].toSorted(
        (a, b) => byTitle.indexOf(a) - byTitle.indexOf(b),
      ),
    );
    expect(byTitle.slice(-3)).toEqual(
      ["A-2", "A-3", "A-1"].toSorted((a, b) => byTitle.indexOf(a) - byTitle.indexOf(b)),
    );
    for (const sort of ["title", "newest", "updated", "relevance"]) {
      const pages = await Promise.all([0, 3, 6, 9].map((offset) => codes("", { sort, offset, limit: 3 })));
      expect(pages.flat(), sort).toEqual(await codes("", { sort }));
    }
    await put([{ ...described("A-2", { title: "城市公交线路", summary: "新" }), themes: ["交通"] }]);
    expect((await codes("", { sort: "updated" }))[0]).toBe("A-2");
    expect((await codes("", { sort: "newest" }))[0]).toBe("C-1");
    expect(await codes("优惠")).toEqual([]);
    expect(await codes("xin")).toContain("A-2");
  });

  it("says which parts it has found, and shows the summary where they are", async () => {
    const [first] = (await search({ text: "dbjt" })).rows;
    expect(first?.matched).toEqual(["低保家庭"]);
    const park = (await search({ text: "parks traffic" })).rows[0];
    expect(park?.matched).toEqual(["Parks", "traffic"]);
    expect(park?.summary).toMatch(/^….*traffic lights$/);
  });

  it("reads nothing that is typed as a language, and finds nothing for signs alone", async () => {
    for (const text of [
      '"); DROP TABLE x; --',
      "NEAR(a b)",
      "title : x",
      "a*",
      "-x",
      "^y",
      "低保 OR",
      "\u0000",
      "𠀀",
      "'",
    ])
      await expect(search({ text }), text).resolves.toBeDefined();
    expect((await search({ text: '"; --' })).total).toBe(0);
    expect((await search({ text: "   " })).total).toBe(DATASETS.length);
  });
});
