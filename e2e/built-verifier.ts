import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect } from "@playwright/test";
import type { Locator, Page } from "@playwright/test";
import { repository } from "./built-shell.ts";

export type BuiltVerifier = { readonly file: string; readonly folder: string; readonly remove: () => void };

/** Builds the one-file verifier for these tests alone, into a folder where they may put more. */
export function buildVerifier(): BuiltVerifier {
  const folder = mkdtempSync(join(tmpdir(), "verifier-"));
  const file = join(folder, "verifier.html");
  const program = join(repository, ".ci", "verifier-build.ts");
  execFileSync(process.execPath, [program, file], { cwd: repository, stdio: ["ignore", "ignore", "inherit"] });
  return { file, folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A check as the page shows it, with what it says of itself to programs. */
export type ShownCheck = { readonly name: string; readonly ok: boolean; readonly how: string; readonly code: string };
export type ShownProof = { readonly subject: string; readonly valid: boolean; readonly checks: readonly ShownCheck[] };

/** The verifier, opened from its file as a doubter opens it. Whatever it asks the network for, or complains of, is kept. */
export class VerifierPage {
  readonly page: Page;
  readonly trouble: string[] = [];
  readonly requests: string[] = [];

  constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => this.trouble.push(message.text()));
    page.on("pageerror", (error) => this.trouble.push(String(error)));
    page.on("request", (request) => this.requests.push(request.url()));
  }

  async open(file: string): Promise<void> {
    await this.page.goto(pathToFileURL(file).href);
    await expect(this.page.getByRole("heading", { level: 1 })).toBeVisible();
  }

  get files(): Locator {
    return this.page.locator("#files");
  }

  get folder(): Locator {
    return this.page.locator("#folder");
  }

  get keys(): Locator {
    return this.page.locator("#keys");
  }

  get older(): Locator {
    return this.page.locator("#older");
  }

  get status(): Locator {
    return this.page.getByRole("status");
  }

  /** What was found, once the round of checks is over. */
  async verdict(): Promise<{ readonly valid: boolean; readonly proofs: readonly ShownProof[] }> {
    const found = await this.page.waitForFunction(() => {
      if (document.documentElement.dataset["state"] !== "ready") return undefined;
      const say = (found: Element | null, name: string): string => found?.getAttribute(`data-${name}`) ?? "";
      const proofs = [...document.querySelectorAll(".proof")].map((proof) => ({
        subject: proof.querySelector(".name")?.textContent ?? "",
        valid: say(proof, "valid") === "true",
        checks: [...proof.querySelectorAll("li")].map((check) => ({
          name: say(check, "name"),
          ok: say(check, "ok") === "true",
          how: say(check, "how"),
          code: say(check, "code"),
        })),
      }));
      return { valid: say(document.querySelector("#status > *"), "valid") === "true", proofs };
    });
    return (await found.jsonValue()) ?? { valid: false, proofs: [] };
  }
}
