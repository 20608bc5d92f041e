import { join } from "node:path";
import type { Page, TestInfo } from "@playwright/test";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import type { City } from "#e2e/fixtures/console-test.ts";
import { serveLedger } from "#e2e/fixtures/ledger-command.ts";
import { findAxeFindings, findCrookedLists, findOverflow, findWordFaults } from "#e2e/fixtures/look.ts";
import { findCutTexts } from "#e2e/fixtures/look-of-texts.ts";
import { REGISTER, requestRegister } from "#e2e/fixtures/register.ts";
import type { Language, Say } from "#e2e/fixtures/texts.ts";
import { Frame } from "#e2e/pages/frame.ts";

const sizes = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 },
] as const;
const themes = ["light", "dark"] as const;

// Every picture is attached anyway.
test.use({ trace: "off" });

type Sight = {
  readonly name: string;
  readonly path: string;
  /** What is opened on the page before one looks. */
  readonly open?: (page: Page) => Promise<void>;
};

async function sightsOf(city: City, say: Say): Promise<readonly Sight[]> {
  const { key } = await city.query<{ key: number }>("catalog.dataset", { code: REGISTER.code });
  const { entries } = await city.query<{ entries: readonly { id: string; height: number }[] }>("ledger.entries", {
    limit: 1,
    kind: "catalog.request",
  });
  const [entry] = entries;
  if (entry === undefined) throw new Error("nobody asked for anything");
  const { agreements } = await city.query<{ agreements: readonly { key: number }[] }>("catalog.agreements", {
    dataset: key,
  });
  const [agreement] = agreements;
  if (agreement === undefined) throw new Error("nobody has an agreement");
  return [
    { name: "empty inbox", path: "/inbox" },
    { name: "catalog", path: "/catalog" },
    { name: "dataset", path: `/catalog/${key}` },
    {
      name: "request",
      path: `/catalog/${key}`,
      open: async (page) => {
        await page
          .getByRole("button", { name: say("catalog", "request.action"), exact: true })
          .first()
          .click();
        await expect(page.locator("[data-region='drawer'] h2").first()).toBeVisible();
      },
    },
    { name: "preview", path: `/catalog/${key}?tab=preview` },
    { name: "lineage", path: `/catalog/${key}?tab=lineage` },
    { name: "describe", path: "/catalog/new" },
    { name: "agreements", path: "/catalog/agreements" },
    { name: "agreement", path: `/catalog/agreements/${agreement.key}` },
    { name: "freshness", path: "/catalog/freshness" },
    { name: "claims", path: "/catalog/claims" },
    { name: "uses", path: "/catalog/uses" },
    { name: "imports", path: "/catalog/imports" },
    { name: "new import", path: "/catalog/imports/new" },
    { name: "departments", path: "/consortium/departments" },
    { name: "department", path: "/consortium/departments/5" },
    { name: "people", path: "/consortium/people" },
    { name: "person", path: "/consortium/people/2" },
    { name: "delegations", path: "/consortium/delegations?show=%22all%22" },
    {
      name: "delegate",
      path: "/consortium/delegations",
      open: async (page) => {
        await page.getByRole("button", { name: say("consortium", "delegate.open"), exact: true }).click();
        await expect(page.getByLabel(say("consortium", "delegate.from"), { exact: true })).toBeVisible();
      },
    },
    { name: "votes", path: "/consortium/votes" },
    { name: "decided votes", path: "/consortium/votes?box=decided" },
    { name: "calendar", path: "/consortium/calendar" },
    { name: "policies", path: "/consortium/policies" },
    { name: "permissions", path: "/consortium/policies?as=%22matrix%22" },
    { name: "access", path: "/consortium/policies?as=%22access%22&dataset=1" },
    { name: "policy", path: "/consortium/policies/catalog.agree" },
    { name: "policy being tried", path: "/consortium/policies/catalog.agree?edit=true" },
    { name: "ledger", path: "/ledger" },
    { name: "block", path: `/ledger/blocks/${entry.height}` },
    { name: "entry", path: `/ledger/entries/${entry.id}` },
    {
      name: "proof",
      path: `/ledger/entries/${entry.id}`,
      open: async (page) => {
        await page.locator("main [data-proof]").first().click();
        await expect(page.getByRole("button", { name: say("proof", "export"), exact: true })).toBeVisible();
      },
    },
    { name: "settings", path: "/settings" },
  ];
}

/** Waits until a page has been read and drawn: no bar in place of a text, no call or piece of code on its way. */
async function arrive(page: Page): Promise<void> {
  await expect(page.locator("main h1").first()).toBeVisible();
  await page.waitForLoadState("networkidle");
  await expect(page.locator("main [aria-busy='true']")).toHaveCount(0);
  await expect(page.locator("main [role='alert']")).toHaveCount(0);
}

/** Waits until what changes with the size and the theme has changed. */
async function settle(page: Page): Promise<void> {
  await page.evaluate(async () => {
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => undefined)));
  });
}

type Look = { readonly name: string; readonly language: Language };

async function look(page: Page, info: TestInfo, { name, language }: Look): Promise<readonly string[]> {
  const found: string[] = [];
  await arrive(page);
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const theme of themes) {
      await page.emulateMedia({ colorScheme: theme });
      await settle(page);
      const place = `${name} ${language} ${theme} ${size.width}`;
      const faults = [
        ...(await findAxeFindings(page)),
        ...(await findOverflow(page)),
        ...(await findCutTexts(page)),
        ...(await findCrookedLists(page)),
      ];
      found.push(...faults.map((fault) => `${place}: ${fault}`));
      await info.attach(place, { body: await page.screenshot(), contentType: "image/png" });
    }
  }
  const words = await findWordFaults(page, language);
  return [...found, ...words.map((fault) => `${name} ${language}: ${fault}`)];
}

test.describe("The look of every page", () => {
  for (const locale of ["zh-CN", "en-GB"]) {
    test.describe(locale, () => {
      test.use({ locale });

      test("light and dark, small and large", async ({ desk, city, language, say }, info) => {
        const found: string[] = [];
        const frame = new Frame({ page: desk, say, language });
        await requestRegister(city, { why: "to be looked at 供查看", useLimit: 3, as: "housing-officer" });
        await frame.actAs("finance-officer");
        for (const { name, path, open } of await sightsOf(city, say)) {
          await test.step(name, async () => {
            await frame.goTo(path);
            await open?.(desk);
            found.push(...(await look(desk, info, { name, language })));
          });
        }
        await test.step("a draft of the calendar", async () => {
          await frame.actAs("data-bureau-leader");
          await frame.goTo("/consortium/calendar");
          await desk.getByRole("button", { name: say("consortium", "calendar.edit"), exact: true }).click();
          await desk.getByText(say("consortium", "lines.title"), { exact: true }).click();
          await desk.getByLabel(say("consortium", "lines.field"), { exact: true }).fill("2026-05-06 off\n2026-13-45");
          await desk.getByRole("button", { name: say("consortium", "lines.add"), exact: true }).click();
          found.push(...(await look(desk, info, { name: "a draft of the calendar", language })));
        });
        await test.step("offer to a department", async () => {
          await frame.actAs("civil-affairs-steward");
          const { key } = await city.query<{ key: number }>("catalog.dataset", { code: REGISTER.code });
          await frame.goTo(`/catalog/${key}`);
          await desk.getByRole("button", { name: say("catalog", "more"), exact: true }).click();
          await desk.getByRole("menuitem", { name: say("catalog", "offerAgreement.action"), exact: true }).click();
          await expect(frame.drawer.getByLabel(say("catalog", "offerAgreement.user")).first()).toBeVisible();
          found.push(...(await look(desk, info, { name: "offer to a department", language })));
        });
        await test.step("inbox", async () => {
          await frame.goTo("/inbox");
          found.push(...(await look(desk, info, { name: "inbox", language })));
        });
        await test.step("lock", async () => {
          await frame.who.click();
          await desk.getByRole("menuitem", { name: say("frame", "who.lock"), exact: true }).click();
          await expect(desk.getByRole("heading", { level: 1, name: say("lock", "title"), exact: true })).toBeVisible();
          found.push(...(await look(desk, info, { name: "lock", language })));
        });
        expect(found).toEqual([]);
      });

      test("and of the first run", async ({ page, folder, complaints, language, say }, info) => {
        const served = await serveLedger(join(folder, "nothing"));
        await page.goto(served.url);
        const found = [...(await look(page, info, { name: "first run", language }))];
        await page.getByRole("button", { name: say("firstRun", "create.button"), exact: true }).click();
        found.push(...(await look(page, info, { name: "create", language })));
        await page.close();
        await served.stop();
        expect([...found, ...complaints]).toEqual([]);
      });
    });
  }
});
