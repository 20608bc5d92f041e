/** Where people of one computer take turns: each opens their own key, and closes it behind them. */
import { expect } from "@playwright/test";
import { Frame } from "./frame.ts";
import type { Desk } from "./frame.ts";

export class LockPage {
  readonly frame: Frame;
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.frame = new Frame(desk);
  }

  /** From the lock page: sits down as one of several people. */
  async unlock(handle: string, passphrase: string): Promise<void> {
    const { page, say } = this.#desk;
    await page.getByRole("radio", { name: handle }).check();
    await page.getByLabel(say("lock", "passphrase"), { exact: true }).fill(passphrase);
    await page.getByLabel(say("lock", "passphrase"), { exact: true }).press("Enter");
    await expect(this.frame.who).toContainText(handle);
  }

  /** Whoever sits here gets up. */
  async lock(): Promise<void> {
    const { page, say } = this.#desk;
    await this.frame.who.click();
    await page.getByRole("menuitem", { name: say("frame", "who.lock"), exact: true }).click();
  }
}
