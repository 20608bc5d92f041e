/** What is around every page. */
import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { personWords } from "#e2e/fixtures/people.ts";
import type { Handle } from "#e2e/fixtures/people.ts";
import type { Language, Say } from "#e2e/fixtures/texts.ts";

export type Desk = { readonly page: Page; readonly say: Say; readonly language: Language };

export class Frame {
  readonly page: Page;
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.page = desk.page;
    this.#desk = desk;
  }

  /** Opens an address of the console, such as `/catalog`, in the window as it is. */
  async goTo(path: string): Promise<void> {
    await this.page.evaluate((hash) => {
      globalThis.location.hash = hash;
    }, `#${path}`);
  }

  /** Opens a page from the navigation. */
  async open(name: "inbox" | "catalog" | "consortium" | "ledger" | "settings"): Promise<void> {
    const { say } = this.#desk;
    const navigation = this.page.getByRole("navigation", { name: say("frame", "navigation"), exact: true });
    await navigation.getByRole("link", { name: say("frame", `page.${name}`) }).click();
  }

  get who(): Locator {
    return this.page.getByRole("button", { name: `${this.#desk.say("frame", "who")}:` });
  }

  /** What is open beside the page: a form or a proof. */
  get drawer(): Locator {
    return this.page.locator("[data-region='drawer']");
  }

  get main(): Locator {
    return this.page.getByRole("main");
  }

  get statusLine(): Locator {
    return this.page.getByRole("contentinfo", { name: this.#desk.say("frame", "status") });
  }

  /** In a demo: goes on as one of the seven people, whoever sits here now. */
  async actAs(handle: Handle): Promise<void> {
    const { title, place } = personWords(handle, this.#desk.language);
    const now = (await this.who.textContent()) ?? "";
    if (now.includes(title) && now.includes(place)) return;
    await this.who.click();
    await this.page.getByRole("menuitem").filter({ hasText: title }).filter({ hasText: place }).click();
    await expect(this.who).toContainText(title);
    await expect(this.who).toContainText(place);
  }

  /** The sentence that is about to be signed; signs it. With `passphrase` where one is asked for. */
  async sign(passphrase?: string): Promise<string> {
    const { say } = this.#desk;
    const dialog = this.page.getByRole("dialog");
    await expect(dialog).toBeVisible();
    const sentence = (await dialog.getByRole("paragraph").first().textContent()) ?? "";
    if (passphrase !== undefined)
      await dialog.getByLabel(say("shared", "sign.passphrase"), { exact: true }).fill(passphrase);
    await dialog.getByRole("button", { name: say("shared", "sign.confirm"), exact: true }).click();
    return sentence;
  }

  /** Signs what the ledger will refuse, reads the refusal and closes it; gives the words of the refusal. */
  async signAndBeRefused(): Promise<string> {
    const { say } = this.#desk;
    await this.sign();
    const dialog = this.page.getByRole("dialog");
    const refusal = dialog.getByRole("alert").filter({ hasText: say("shared", "sign.refused") });
    await expect(refusal).toBeVisible();
    const words = (await refusal.textContent()) ?? "";
    await dialog
      .getByRole("button", { name: say("shared", "close"), exact: true })
      .last()
      .click();
    await expect(dialog).toBeHidden();
    return words;
  }
}
