/** The import of a catalogue: the file, what it would do, the one signature for all of it. */
import { expect } from "@playwright/test";
import type { Locator } from "@playwright/test";
import { Frame } from "./frame.ts";
import type { Desk } from "./frame.ts";

type GivenFile = string | { readonly name: string; readonly bytes: Uint8Array };
type Count = "read" | "added" | "changed" | "retired" | "unchanged" | "refused";

export class ImportPage {
  readonly frame: Frame;
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.frame = new Frame(desk);
  }

  /** From the page of imports: chooses a file, and waits until it is read. */
  async choose(file: GivenFile): Promise<void> {
    const { page, say } = this.#desk;
    await this.frame.goTo("/catalog/imports");
    await page.getByRole("button", { name: say("imports", "new.open"), exact: true }).click();
    const given =
      typeof file === "string"
        ? file
        : { name: file.name, mimeType: "application/octet-stream", buffer: Buffer.from(file.bytes) };
    await page.locator('input[type="file"]').setInputFiles(given);
    await expect(this.records).toBeVisible();
  }

  get records(): Locator {
    const { page, say } = this.#desk;
    return page.getByRole("table", { name: say("imports", "records.title"), exact: true });
  }

  get findings(): Locator {
    const { page, say } = this.#desk;
    return page.getByRole("table", { name: say("imports", "findings.title"), exact: true });
  }

  /** How many rows of the file would become this. */
  count(name: Count): Locator {
    const label = this.#desk.say("imports", `count.${name}`);
    return this.frame.main.getByText(label, { exact: true }).locator("xpath=self::dt/following-sibling::dd[1]");
  }

  /** Signs for so many records, and waits until all are sealed. Gives the sentence that was signed. */
  async sign(count: number): Promise<string> {
    const { page, say } = this.#desk;
    await page.getByRole("button", { name: say("imports", "sign.button", { count }), exact: true }).click();
    const sentence = await this.frame.sign();
    await expect(this.frame.main.getByRole("status")).toContainText(say("imports", "run.done"));
    return sentence;
  }
}
