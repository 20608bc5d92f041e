/** The catalog: the list, a dataset, and the forms beside it. */
import { expect } from "@playwright/test";
import type { Locator } from "@playwright/test";
import { patternOf, textsOf } from "#e2e/fixtures/texts.ts";
import { Frame } from "./frame.ts";
import type { Desk } from "./frame.ts";

export class CatalogPages {
  readonly frame: Frame;
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.frame = new Frame(desk);
  }

  /** Finds the one dataset that fits what is typed into the catalog's search, and opens it. */
  async find(typed: string, title: string): Promise<void> {
    const { page, say } = this.#desk;
    await this.frame.open("catalog");
    await page.getByRole("searchbox", { name: say("catalog", "search") }).fill(typed);
    const results = page.getByRole("table", { name: say("catalog", "results") });
    await expect(results.getByRole("row")).toHaveCount(2);
    await results.getByRole("link", { name: title }).click();
    await expect(page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  }

  /** One of the page's panels, by the key of its title. */
  panel(key: "agreements" | "versions" | "uses" | "offers"): Locator {
    const { page, say } = this.#desk;
    return page.getByRole("region", { name: say("catalog", key), exact: true });
  }

  /** Fills in the request beside the page, up to the signature. */
  async request(given: { readonly purpose: string; readonly why: string; readonly limit: number }): Promise<void> {
    const { page, say } = this.#desk;
    await page
      .getByRole("button", { name: say("catalog", "request.action"), exact: true })
      .first()
      .click();
    const form = this.frame.drawer;
    await form.getByLabel(say("catalog", "field.purpose")).selectOption(given.purpose);
    await form.getByLabel(say("catalog", "field.justification")).fill(given.why);
    await form.getByLabel(say("catalog", "field.useLimit")).fill(String(given.limit));
    await form.getByRole("button", { name: say("catalog", "request.button"), exact: true }).click();
  }

  /** Fills in a use under the agreement whose words begin with `under`, up to the signature. */
  async use(given: { readonly under: RegExp; readonly asked: string; readonly rows: number }): Promise<void> {
    const { page, say } = this.#desk;
    await page
      .getByRole("button", { name: say("catalog", "use.action"), exact: true })
      .first()
      .click();
    const form = this.frame.drawer;
    const choice = form.getByLabel(say("catalog", "use.under"));
    if ((await choice.count()) > 0) {
      const option = choice.getByRole("option").filter({ hasText: given.under });
      await choice.selectOption(await option.getAttribute("value"));
    } else await expect(form).toContainText(given.under);
    await form.getByLabel(say("catalog", "field.question")).fill(given.asked);
    await form.getByLabel(say("catalog", "field.rowCount")).fill(String(given.rows));
    await form.getByRole("button", { name: say("catalog", "use.button"), exact: true }).click();
  }

  /** Chooses a file for the next version, up to the signature. */
  async upload(file: string): Promise<void> {
    const { page, say } = this.#desk;
    await page
      .getByRole("button", { name: say("catalog", "upload.action"), exact: true })
      .first()
      .click();
    const form = this.frame.drawer;
    await form.getByLabel(say("catalog", "field.file")).setInputFiles(file);
    const button = patternOf(textsOf("catalog", this.#desk.language)["upload.button"] ?? "");
    await form.getByRole("button", { name: button }).click();
  }

  /** Closes the form that says what became of the act. */
  async done(): Promise<void> {
    const { say } = this.#desk;
    await this.frame.drawer.getByRole("button", { name: say("forms", "done"), exact: true }).click();
    await expect(this.frame.drawer).toBeHidden();
  }
}
