import { BY_HAND, hasPublishedCatalogs, publishedFile, test } from "#e2e/fixtures/published-catalogs.ts";
import { expect } from "#e2e/fixtures/console-test.ts";
import { personWords } from "#e2e/fixtures/people.ts";
import { patternOf } from "#e2e/fixtures/texts.ts";
import { CatalogPages } from "#e2e/pages/catalog-pages.ts";
import { ImportPage } from "#e2e/pages/import-page.ts";
import { InboxPage } from "#e2e/pages/inbox-page.ts";
import { REAL_DATA_ABSENT } from "#ledger-core/testdata/real-data.testing.ts";

// Steps say where it failed; pictures of every one, of lists of 20,000, would only make it slow.
test.use({ trace: "off" });

type Wanted = { readonly typed: string; readonly title: string };

/** A dataset of each catalogue, and what somebody types who looks for it. */
const wanted: readonly (Wanted & { readonly file: string })[] = [
  { file: "us-datajson-dhs.json", typed: "covid passenger throughput", title: "COVID-19 Passenger Throughput" },
  { file: "us-datajson-dol.json", typed: "workforce recruitment", title: "Workforce Recruitment Program database" },
  {
    file: "us-datajson-energy-2025-02-01.json",
    typed: "Declassification Mission",
    title: "Declassification Mission Application Server (DMAS)",
  },
  { file: BY_HAND.newer, typed: "Paducah Pegasis", title: "PPPO Paducah Pegasis" },
  { file: "us-datajson-gsa.json", typed: "networx FY2013 3rd", title: "Networx Business Volume FY2013, 3rd Qtr" },
  {
    file: "ckanext-dcat-examples/examples/ckan/ckan_full_dataset_croissant.json",
    typed: "croissant",
    title: "Test Croissant dataset",
  },
  {
    file: "ckanext-dcat-examples/examples/dcat/dataset_gob_es.ttl",
    typed: "escuelas municipales",
    title: "Estudio de Satisfacción con el Programa de Escuelas Municipales",
  },
  {
    file: "ckanext-dcat-examples/examples/dcat/dataset_sweden.rdf",
    typed: "linked nobel",
    title: "Linked Nobel prizes",
  },
  {
    file: "datagov-harvester-example_data/example_data/dcatus/dcatus_spatial_no_translate.json",
    typed: "cant translate spatial",
    title: "Commitment of Traders (cant translate spatial)",
  },
  { file: BY_HAND.flawed, typed: "case investigations", title: "Licenses and Inspections: Case Investigations" },
  // By the initials of its pinyin.
  { file: "dataportals-registry-catalogs.jsonl.zst", typed: "zjssjkfpt", title: "浙江省数据开放平台" },
];

/** What is asked for and used: shared on conditions, so that two of the owner's people have to agree, or open to every department. */
const used = {
  zh: [
    { sharing: "conditional", typed: "nobel prizes linked", title: "Linked Nobel prizes" },
    { sharing: "open", typed: "数据开放", title: "浙江省数据开放平台" },
  ],
  en: [
    {
      sharing: "conditional",
      typed: "declassification mission",
      title: "Declassification Mission Application Server (DMAS)",
    },
  ],
} as const;

test.describe("Catalogues that others published", () => {
  if (!hasPublishedCatalogs) test.skip(REAL_DATA_ABSENT, () => undefined);

  for (const locale of hasPublishedCatalogs ? ["zh-CN", "en-GB"] : []) {
    test.describe(`in one city, in ${locale}`, () => {
      test.use({ locale });

      test("imported, found, asked for, agreed to, used, and a use refused", async ({
        desk,
        imported,
        language,
        say,
      }) => {
        const catalog = new CatalogPages({ page: desk, say, language });
        const imports = new ImportPage({ page: desk, say, language });
        const inbox = new InboxPage({ page: desk, say, language });
        const { frame } = catalog;
        const uses = catalog.panel("uses");
        const finance = personWords("finance-officer", language);
        const inState = (state: string): RegExp =>
          new RegExp(patternOf(say("contract", `state.catalog.agreement.${state}`)).source, "iu");

        await test.step("of every file there is a report, and no row without an outcome", () => {
          for (const [file, report] of imported) {
            expect(report.imported || report.refused.length > 0, file).toBe(true);
            if (!report.imported) continue;
            const { added, changed, unchanged, refused, read } = report;
            expect(added + changed + unchanged + refused.length, file).toBe(read);
          }
          const registry = imported.get("dataportals-registry-catalogs.jsonl.zst");
          expect(registry).toMatchObject({ imported: true, added: 19_140, refused: [] });
          for (const { file } of wanted)
            if (imported.has(file)) expect(imported.get(file), file).toMatchObject({ imported: true });
        });

        await test.step("the newer state of a catalogue comes in by what has changed", async () => {
          await frame.actAs("civil-affairs-steward");
          await imports.choose({ name: BY_HAND.newer, bytes: publishedFile(BY_HAND.newer) });
          await expect(imports.count("unchanged")).toHaveText("480");
          await expect(imports.count("added")).toHaveText("2");
          await expect(imports.records).toContainText("PPPO Paducah Pegasis");
          expect(await imports.sign(2)).toContain("2");
        });

        await test.step("of a flawed one, the rows that are sound; the others are named", async () => {
          await imports.choose({ name: "dcatus_with_none.json", bytes: publishedFile(BY_HAND.flawed) });
          await expect(imports.count("refused")).toHaveText("391");
          const first = imports.findings
            .getByRole("row")
            .filter({ hasText: say("imports", "severity.refused") })
            .first();
          await expect(first).toContainText("modified");
          await expect(first.getByRole("cell").nth(1)).toHaveText("1");
          await imports.sign(11);
        });

        await test.step("a dataset of each is found by what one types", async () => {
          for (const { typed, title } of wanted) await catalog.search(typed, title);
        });

        for (const { sharing, typed, title } of used[language]) {
          const mine = catalog.panel("agreements").getByRole("row").filter({ hasText: finance.place });
          const under = new RegExp(patternOf(say("contract", "purpose.statistics")).source, "iu");

          await test.step(`the owner offers terms for what is ${sharing}`, async () => {
            await frame.actAs("civil-affairs-steward");
            await catalog.findBest(typed, title);
            await catalog.offer(["statistics", "planning"]);
            expect(await frame.sign()).toContain(title);
            await expect(frame.drawer.getByRole("status")).toContainText(say("catalog", "offer.done"));
            await catalog.done();
          });

          await test.step("another department finds it and asks for it", async () => {
            await frame.actAs("finance-officer");
            await catalog.findBest(typed, title);
            await catalog.request({ purpose: "statistics", why: `${language} ${sharing}`, limit: 1 });
            expect(await frame.sign()).toContain(title);
            await expect(frame.drawer.getByRole("status")).toContainText(say("catalog", "request.done"));
            await catalog.done();
            const state = sharing === "open" ? "FINALIZED" : "REQUESTED";
            await expect(mine).toContainText(inState(state));
          });

          const owners = sharing === "open" ? [] : (["civil-affairs-steward", "civil-affairs-leader"] as const);
          for (const owner of owners)
            await test.step(`${owner} agrees`, async () => {
              await frame.actAs(owner);
              await frame.open("inbox");
              await inbox.choose(title, finance.placeShort);
              expect(await inbox.decide("approve")).toContain(title);
            });

          await test.step("it is in force, and used as agreed", async () => {
            await frame.actAs("finance-officer");
            await catalog.findBest(typed, title);
            await expect(mine).toContainText(inState("FINALIZED"));
            await catalog.use({ under, asked: "first", rows: 7 });
            await frame.sign();
            await expect(frame.drawer.getByRole("status")).toContainText(say("catalog", "use.done"));
            await catalog.done();
            await expect(mine).toContainText("1 / 1");
          });

          const refused = uses.getByRole("listitem").filter({ hasText: say("catalog", "uses.wasRefused") });
          const refusals = [
            { code: "USE_OUTSIDE_PURPOSE", purpose: "enforcement" },
            { code: "USE_LIMIT_REACHED", purpose: "statistics" },
          ];
          for (const [count, { code, purpose }] of refusals.entries())
            await test.step(`a use is refused and recorded: ${code}`, async () => {
              await catalog.use({ under, asked: "another", rows: 1, purpose });
              expect(await frame.signAndBeRefused()).toContain(code);
              await catalog.done();
              await expect(refused).toHaveCount(count + 1);
              await expect(refused.first()).toContainText(finance.place);
              await expect(mine).toContainText("1 / 1");
            });
        }
      });
    });
  }
});
