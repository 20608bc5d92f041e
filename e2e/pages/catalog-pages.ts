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
    await this.#type(typed);
    await expect(this.results.getByRole("row")).toHaveCount(2);
    await this.#openResult(title);
  }

  /** Finds the dataset that fits best what is typed, whatever else fits, and opens it. */
  async findBest(typed: string, title: string): Promise<void> {
    await this.search(typed, title);
    await this.#openResult(title);
  }

  /** Types into the search; the dataset of this title is the first that is found. */
  async search(typed: string, title: string): Promise<void> {
    await this.#type(typed);
    await expect(this.results.getByRole("row").nth(1)).toContainText(title);
  }

  async #type(typed: string): Promise<void> {
    const { page, say } = this.#desk;
    await this.frame.open("catalog");
    await page.getByRole("searchbox", { name: say("catalog", "search") }).fill(typed);
  }

  async #openResult(title: string): Promise<void> {
    await this.results.getByRole("link", { name: title }).click();
    await expect(this.#desk.page.getByRole("heading", { level: 1, name: title })).toBeVisible();
  }

  get results(): Locator {
    const { page, say } = this.#desk;
    return page.getByRole("table", { name: say("catalog", "results") });
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

  /** Offers terms of use as the form proposes them, for these purposes alone, up to the signature. */
  async offer(purposes: readonly string[]): Promise<void> {
    const { page, say } = this.#desk;
    await page
      .getByRole("button", { name: say("catalog", "offer.action"), exact: true })
      .first()
      .click();
    const permission = this.frame.drawer.getByRole("region", { name: say("catalog", "offer.permission"), exact: true });
    for (const purpose of purposes) {
      const choice = patternOf(say("contract", `purpose.${purpose}`));
      await permission.getByRole("checkbox", { name: new RegExp(choice.source, "iu") }).check();
    }
    await this.frame.drawer.getByRole("button", { name: say("catalog", "offer.button"), exact: true }).click();
  }

  /** Fills in a use under the agreement whose words begin with `under`, for its purpose or another, up to the signature. */
  async use(given: {
    readonly under: RegExp;
    readonly asked: string;
    readonly rows: number;
    readonly purpose?: string;
  }): Promise<void> {
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
    if (given.purpose !== undefined) await form.getByLabel(say("catalog", "field.purpose")).selectOption(given.purpose);
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
