import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import { askLedger, runLedger } from "#e2e/fixtures/ledger-command.ts";
import { personWords } from "#e2e/fixtures/people.ts";
import { patternOf } from "#e2e/fixtures/texts.ts";
import { CatalogPages } from "#e2e/pages/catalog-pages.ts";
import { InboxPage } from "#e2e/pages/inbox-page.ts";
import { ProofDrawer } from "#e2e/pages/proof-drawer.ts";

const register = { zh: "低保家庭信息", en: "Low-income household register" } as const;
const LIMIT = 2;

for (const locale of ["zh-CN", "en-GB"]) {
  test.describe(`An agreement, in ${locale}`, () => {
    test.use({ locale });

    test("asked for, decided by two, used up, refused, and proven elsewhere", async ({
      desk,
      city,
      folder,
      language,
      say,
    }) => {
      const catalog = new CatalogPages({ page: desk, say, language });
      const proof = new ProofDrawer({ page: desk, say, language });
      const inbox = new InboxPage({ page: desk, say, language });
      const title = register[language];
      const under = (used: number): RegExp =>
        new RegExp(
          patternOf(
            say("catalog", "use.agreement", { purpose: "@", until: "@", left: LIMIT - used, limit: LIMIT }),
          ).source.replaceAll("@", ".*"),
          "u",
        );
      const stateWords = (state: string): string => say("contract", `state.catalog.agreement.${state}`);
      const mine = catalog
        .panel("agreements")
        .getByRole("row")
        .filter({ hasText: personWords("finance-officer", language).place });
      // In whole: another agreement may have been used 12 times.
      const usedUp = (count: number) => mine.filter({ has: desk.getByText(`${count} / ${LIMIT}`, { exact: true }) });
      const uses = catalog.panel("uses");
      const refused = uses.getByRole("listitem").filter({ hasText: say("catalog", "uses.wasRefused") });
      const why = `e2e ${language} 2026`;

      await test.step("the finance bureau asks for the register", async () => {
        await catalog.frame.actAs("finance-officer");
        await catalog.find(title.slice(0, 4), title);
        await catalog.request({ purpose: "eligibility", why, limit: LIMIT });
        expect(await catalog.frame.sign()).toContain(title);
        await expect(catalog.frame.drawer.getByRole("status")).toContainText(say("catalog", "request.done"));
        await catalog.done();
      });

      for (const owner of ["civil-affairs-steward", "civil-affairs-leader"] as const) {
        await test.step(`${owner} reads what will change, and approves`, async () => {
          await catalog.frame.actAs(owner);
          await catalog.frame.open("inbox");
          await inbox.choose(title, personWords("finance-officer", language).placeShort);
          await expect(inbox.frame.main).toContainText(why);
          await expect(inbox.change(stateWords("REQUESTED"), stateWords("FINALIZED"))).toBeVisible();
          expect(await inbox.decide("approve")).toContain(title);
        });
      }

      await test.step("the agreement is in force, and used up", async () => {
        await catalog.frame.actAs("finance-officer");
        await catalog.find(title.slice(0, 4), title);
        await expect(usedUp(0)).toHaveCount(1);
        for (const used of [1, 2]) {
          await catalog.use({ under: under(used - 1), asked: `question ${used}`, rows: 17 * used });
          await catalog.frame.sign();
          await expect(catalog.frame.drawer.getByRole("status")).toContainText(say("catalog", "use.done"));
          await catalog.done();
          await expect(usedUp(used)).toHaveCount(1);
        }
      });

      await test.step("a use beyond the limit is refused, and recorded", async () => {
        await uses.getByRole("radio", { name: say("catalog", "uses.refused") }).click();
        await expect(uses).toHaveAttribute("aria-busy", "false");
        const refusedBefore = await refused.count();
        await catalog.use({ under: under(LIMIT), asked: "one more", rows: 5 });
        expect(await catalog.frame.signAndBeRefused()).toContain("USE_LIMIT_REACHED");
        await catalog.done();
        await expect(usedUp(LIMIT)).toHaveCount(1);
        await expect(refused).toHaveCount(refusedBefore + 1);
      });

      const vkey = (await askLedger<{ vkey: string }>(["status", city.folder])).vkey;
      const proofs = { agreement: join(folder, "agreement"), refusal: join(folder, "refusal") };

      await test.step("both are proven in the window, and the proofs taken away", async () => {
        await usedUp(LIMIT)
          .getByRole("button", { name: stateWords("FINALIZED") })
          .click();
        await proof.holds();
        await proof.exportTo(proofs.agreement);
        await proof.close();
        await refused.first().getByRole("button").click();
        await proof.holds("valid.refused");
        await proof.exportTo(proofs.refusal);
        await proof.close();
      });

      for (const [what, taken] of Object.entries(proofs)) {
        await test.step(`the proof of the ${what} holds elsewhere, and with a byte changed it does not`, async () => {
          expect(await verifyElsewhere(taken, vkey)).toEqual({ code: 0, valid: true });
          const altered = readdirSync(taken).map((name) => alteredCopy(taken, name));
          expect(altered).toHaveLength(4);
          for (const copy of altered)
            expect(await verifyElsewhere(copy, vkey), copy).toEqual({ code: 1, valid: false });
        });
      }
    });
  });
}

/** What the command says of a proof, run in a folder that holds nothing but the proof. */
async function verifyElsewhere(proof: string, vkey: string): Promise<{ code: number | null; valid: boolean }> {
  const { code, stdout } = await runLedger(["verify", ".", "--key", vkey, "--json"], { folder: proof });
  const { valid }: { valid: boolean } = JSON.parse(stdout);
  return { code, valid };
}

/** A copy of a proof, one byte in the middle of one of its files changed. */
function alteredCopy(proof: string, name: string): string {
  const copy = `${proof}-${name}`;
  cpSync(proof, copy, { recursive: true });
  const bytes = readFileSync(join(copy, name));
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(join(copy, name), bytes);
  return copy;
}
