/** What waits for a signature: the list and the chosen item. */
import { expect } from "@playwright/test";
import type { Locator } from "@playwright/test";
import { Frame } from "./frame.ts";
import type { Desk } from "./frame.ts";

export type Decision = "approve" | "reject" | "return" | "abstain";

export class InboxPage {
  readonly frame: Frame;
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.frame = new Frame(desk);
  }

  get items(): Locator {
    const { page, say } = this.#desk;
    return page.getByRole("list", { name: say("inbox", "list"), exact: true }).getByRole("button");
  }

  /** The chosen item, beside the list. */
  get item(): Locator {
    const { page, say } = this.#desk;
    return page.getByRole("region", { name: say("inbox", "item"), exact: true });
  }

  /** The bar with the decisions; absent where there is nothing to decide. */
  get decisions(): Locator {
    const { page, say } = this.#desk;
    return page.getByRole("region", { name: say("shared", "decide.label"), exact: true });
  }

  /** What one may do with what one started. */
  get own(): Locator {
    const { page, say } = this.#desk;
    return page.getByRole("region", { name: say("inbox", "own.label"), exact: true });
  }

  /** A line that says how a field of a record is now and how it will be. */
  change(before: string, after: string): Locator {
    return this.frame.main.getByRole("row").filter({ hasText: before }).filter({ hasText: after });
  }

  /** Shows one of the boxes. */
  async box(name: "mine" | "started" | "done"): Promise<void> {
    const { page, say } = this.#desk;
    await page
      .getByRole("radiogroup", { name: say("inbox", "box"), exact: true })
      .getByRole("radio", { name: say("inbox", `box.${name}`) })
      .click();
  }

  /** Opens the item that has all of these words. */
  async choose(...words: readonly string[]): Promise<void> {
    const item = words.reduce((items, hasText) => items.filter({ hasText }), this.items).first();
    await item.click();
    await expect(item).toHaveAttribute("aria-current", "true");
    await expect(this.item).toContainText(words[0] ?? "");
  }

  /**
   * Decides, with the reason that anything but approval needs, and signs, with a passphrase where one is asked for. Gives the sentence
   * that was signed.
   */
  async decide(decision: Decision, reason?: string, passphrase?: string): Promise<string> {
    const { say } = this.#desk;
    if (reason !== undefined) await this.decisions.getByRole("textbox").fill(reason);
    await this.decisions.getByRole("button", { name: say("shared", `decide.${decision}`) }).click();
    const sentence = await this.frame.sign(passphrase);
    await expect(
      this.frame.main.getByRole("status").filter({ hasText: say("inbox", `last.${decision}`) }),
    ).toBeVisible();
    return sentence;
  }
}
