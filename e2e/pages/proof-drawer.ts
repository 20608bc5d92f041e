/** The proof of one entry, beside the page. */
import { join } from "node:path";
import { expect } from "@playwright/test";
import type { Download, Locator } from "@playwright/test";
import { patternOf, textsOf } from "#e2e/fixtures/texts.ts";
import { Frame } from "./frame.ts";
import type { Desk } from "./frame.ts";

/** Of a proof: the leaf, the transaction, what is readable, and the path to the root. */
const FILES = 4;

export class ProofDrawer {
  readonly frame: Frame;
  readonly #desk: Desk;

  constructor(desk: Desk) {
    this.#desk = desk;
    this.frame = new Frame(desk);
  }

  get checks(): Locator {
    return this.frame.drawer.getByRole("list", { name: this.#desk.say("proof", "checks"), exact: true }).first();
  }

  /** Waits until this window has recomputed every check, and found that all hold. */
  async holds(how: "valid" | "valid.refused" = "valid"): Promise<void> {
    const { language } = this.#desk;
    await expect(this.frame.drawer.getByText(patternOf(textsOf("proof", language)[how] ?? ""))).toBeVisible();
  }

  /** Saves the proof's files as a browser does, into a folder; gives their paths. */
  async exportTo(folder: string): Promise<readonly string[]> {
    const { page, say } = this.#desk;
    const downloads: Download[] = [];
    const listen = (download: Download): void => void downloads.push(download);
    page.on("download", listen);
    await this.frame.drawer.getByRole("button", { name: say("proof", "export"), exact: true }).click();
    await expect(this.frame.drawer.getByRole("status").filter({ hasText: say("proof", "exported") })).toBeVisible();
    await expect.poll(() => downloads.length).toBe(FILES);
    page.off("download", listen);
    const paths = downloads.map((download) => join(folder, download.suggestedFilename()));
    for (const [place, download] of downloads.entries()) await download.saveAs(paths[place] ?? "");
    return paths;
  }

  async close(): Promise<void> {
    await this.frame.drawer.getByRole("button", { name: this.#desk.say("shared", "close"), exact: true }).click();
    await expect(this.frame.drawer).toBeHidden();
  }
}
