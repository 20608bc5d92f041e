import type { Page } from "@playwright/test";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import type { City } from "#e2e/fixtures/console-test.ts";
import { findAxeFindings, findOverflow } from "#e2e/fixtures/look.ts";
import { findCutTexts, findTurnedLines } from "#e2e/fixtures/look-of-texts.ts";
import { CatalogPages } from "#e2e/pages/catalog-pages.ts";
import { ImportPage } from "#e2e/pages/import-page.ts";
import { InboxPage } from "#e2e/pages/inbox-page.ts";

// What is found says where; pictures of every step would only make it slow.
test.use({ trace: "off" });

const SCRIPT = "<script>globalThis.taken = 1</script>";
const IMAGE = '<img src="x" onerror="globalThis.taken = 1">';
/** From here on from right to left, and never closed. */
const TURN = "\u202e";
/** Ends what the page has put around the text. */
const ESCAPE = "\u2069";
const endless = (length: number): string => "Verwaltungsvorschrift".repeat(length).slice(0, length);

const titles = {
  markup: `Kept ${SCRIPT}${IMAGE} ${TURN}desrever`,
  escaped: `Escaped ${ESCAPE}${ESCAPE}${TURN}tuo denrut`,
  hebrew: "סקר משקי בית",
  hidden: "Hid\u200bden\u2060 wo\u00adrds\ufeff",
  endless: `Long${endless(380)}`,
} as const;
const reason = `Needed ${ESCAPE}${TURN}yltnegru`;
const department = `<b>Office</b> ${ESCAPE}${TURN}sgniht fo`;

const datasets: readonly Readonly<Record<string, unknown>>[] = [
  {
    title: titles.markup,
    description: `${IMAGE}${SCRIPT} ${ESCAPE}${TURN}yrammus`,
    keyword: [IMAGE, `${TURN}drowyek`, endless(300), "plain"],
    publisher: { name: `${SCRIPT}Office ${TURN}eciffo` },
    distribution: [
      {
        title: `${IMAGE}${TURN}`,
        format: `<b>CSV</b>${TURN}`,
        downloadURL: "https://example.org/a.csv",
        mediaType: "text/csv",
      },
    ],
  },
  { title: titles.escaped, rights: `Only ${ESCAPE}${TURN}smret no` },
  {
    title: titles.hebrew,
    description: "نص عربي 12 (3)",
    keyword: ["עברית", "2024 list"],
    publisher: { name: "משרד 12" },
  },
  { title: titles.hidden, keyword: ["ze\u200bro", "wi\u00addth"] },
  {
    title: titles.endless,
    description: endless(3000),
    identifier: `hostile-${endless(200)}`,
    keyword: [endless(120)],
    publisher: { name: endless(250) },
    rights: endless(200),
  },
  // Refused for want of a title, and named in the findings by its identifier.
  { title: "", identifier: `${IMAGE}${TURN}` },
];

const catalog = {
  conformsTo: "https://project-open-data.cio.gov/v1.1/schema",
  dataset: datasets.map((given, place) => ({
    identifier: `hostile-${place}`,
    description: `What dataset ${place} holds`,
    keyword: ["made"],
    modified: "2025-01-02",
    publisher: { name: "Made" },
    contactPoint: { fn: "Somebody", hasEmail: "mailto:somebody@example.org" },
    accessLevel: "restricted public",
    rights: "Ask the owner",
    ...given,
  })),
};

/** Every text of the catalogue and the acts that is longer than a word. */
const given: readonly string[] = [...textsIn(catalog.dataset), reason, department];

function textsIn(value: unknown): readonly string[] {
  if (typeof value === "string") return value.length > 3 ? [value] : [];
  return typeof value === "object" && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** The owner offers a dataset on any terms, and the finance bureau asks for it. */
async function ask(city: City, key: number): Promise<void> {
  const dataset = { kind: "key", key };
  const permission = { actions: ["query"], constraints: [], duties: [], groups: [] };
  await city.submit(
    "catalog.offer",
    { dataset, policy: { permissions: [permission], prohibitions: [] } },
    "civil-affairs-steward",
  );
  const { offers } = await city.query<{ offers: readonly { key: number; offerHash: string }[] }>("catalog.dataset", {
    key,
  });
  const [offer] = offers;
  if (offer === undefined) throw new Error("the dataset is not offered");
  const terms = { purpose: "statistics", useLimit: 2, expires: Math.floor(Date.now() / 1_000) + 86_400 * 60 };
  const body = { dataset, offer: offer.key, offerHash: offer.offerHash, justification: reason, ...terms };
  await city.submit("catalog.request", body, "finance-officer");
}

/** What may be said against the page as it is. Contrast is left out where something lies over it, which axe cannot decide. */
async function look(page: Page, name: string, isCovered: boolean): Promise<readonly string[]> {
  await expect(page.locator("[aria-busy='true']")).toHaveCount(0);
  await page.evaluate(async () => {
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  });
  const markup = await page.evaluate(() => [
    ...(Reflect.has(globalThis, "taken") ? ["a script of a text ran"] : []),
    ...[...document.querySelectorAll("img[src='x'], b")].map(
      ({ tagName }) => `markup of a text took effect: ${tagName}`,
    ),
  ]);
  const found = [
    ...markup,
    ...(await findAxeFindings(page)).filter((finding) => !isCovered || !finding.startsWith("color-contrast")),
    ...(await findOverflow(page)),
    ...(await findCutTexts(page)),
    ...(await findTurnedLines(page, given)),
  ];
  return found.map((fault) => `${name}: ${fault}`);
}

for (const locale of ["zh-CN", "en-GB"]) {
  test.describe(`Texts of others, in ${locale}`, () => {
    test.use({ locale });

    test("are texts: no markup takes effect, no page overflows, no word beside them is turned", async ({
      desk,
      city,
      language,
      say,
    }) => {
      const pages = new CatalogPages({ page: desk, say, language });
      const imports = new ImportPage({ page: desk, say, language });
      const inbox = new InboxPage({ page: desk, say, language });
      const { frame } = pages;
      const found: string[] = [];
      const see = async (name: string, isCovered = false): Promise<void> =>
        void found.push(...(await look(desk, name, isCovered)));

      await test.step("in the preview of an import, and in what is signed", async () => {
        await frame.actAs("civil-affairs-steward");
        await imports.choose({ name: "portal.json", bytes: Buffer.from(JSON.stringify(catalog)) });
        await expect(imports.findings.getByRole("row").filter({ hasText: "U+202E" })).not.toHaveCount(0);
        await see("preview");
        await imports.sign(5);
      });

      await test.step("in the list, as found, and in the search of everything", async () => {
        await frame.goTo("/catalog?sort=newest");
        await expect(pages.results).toContainText(titles.endless);
        await see("list");
        await pages.search("kept desrever", titles.markup);
        await see("found");
        await desk.getByRole("combobox", { name: say("frame", "search") }).fill("kept desrever");
        await expect(desk.getByRole("option").filter({ hasText: titles.markup })).toBeVisible();
        await see("search of everything", true);
        await desk.keyboard.press("Escape");
      });

      const { rows } = await city.query<{ rows: readonly { key: number; title: string }[] }>("catalog.search", {
        text: "",
        sort: "newest",
        limit: 5,
      });
      const keyOf = (title: string): number => rows.find((row) => row.title === title)?.key ?? 0;
      const asked = [titles.markup, titles.endless];
      for (const title of asked) await ask(city, keyOf(title));

      for (const { key, title } of rows)
        await test.step(`on the page of ${title.slice(0, 8)}`, async () => {
          await frame.goTo(`/catalog/${key}`);
          await expect(desk.getByRole("heading", { level: 1, name: title.split(" ")[0] ?? "" })).toBeVisible();
          await see(`page of ${title.slice(0, 8)}`);
        });

      await test.step("in forms and agreements", async () => {
        await frame.goTo(`/catalog/${keyOf(titles.escaped)}`);
        await desk
          .getByRole("button", { name: say("catalog", "offer.action"), exact: true })
          .first()
          .click();
        await expect(frame.drawer).toContainText("Escaped");
        await see("form");
        await frame.goTo("/catalog/agreements");
        await expect(frame.main).toContainText(titles.endless);
        await see("agreements");
      });

      for (const title of asked)
        await test.step(`in the inbox: ${title.slice(0, 8)}`, async () => {
          await frame.open("inbox");
          await inbox.choose(title.split(" ")[0] ?? "");
          await expect(frame.main).toContainText(reason.split(" ")[0] ?? "");
          await see(`inbox with ${title.slice(0, 8)}`);
        });

      await test.step("in what is signed with one's name", async () => {
        await inbox.decisions.getByRole("button", { name: say("shared", "decide.approve") }).click();
        await expect(desk.getByRole("dialog")).toBeVisible();
        await see("dialog");
        await desk.keyboard.press("Escape");
      });

      await test.step("as the name of a department", async () => {
        const uscc = makeUnifiedSocialCreditCode("11320100MB2468135");
        await city.submit("member.admit", { uscc, name: department, functions: [] }, "data-bureau-leader");
        await frame.actAs("audit-leader");
        await frame.open("inbox");
        await inbox.choose("<b>Office</b>");
        await see("department");
      });
      expect(found).toEqual([]);
    });
  });
}
