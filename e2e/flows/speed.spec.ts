import { join } from "node:path";
import type { TestInfo } from "@playwright/test";
import { expect, test } from "#e2e/fixtures/console-test.ts";
import { copyCity } from "#e2e/fixtures/copy-city.ts";
import { serveLedger } from "#e2e/fixtures/ledger-command.ts";
import { Frame } from "#e2e/pages/frame.ts";
import { FIRST_LOAD_KILOBYTES_MAX, firstLoads } from "#ledger-core/cli/bench/pages-bench.ts";

test.use({ trace: "off" });

/** How often each way is walked; the first time also loads the page's code. */
const ROUNDS = 5;

function median(values: readonly number[]): number {
  return values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
}

test.describe("Speed", () => {
  test("from a cold start to an inbox that can be used", async ({
    page,
    demo,
    folder,
    complaints,
    say,
    language,
  }, info) => {
    const own = join(folder, "city");
    copyCity(demo, own);
    const begin = performance.now();
    const served = await serveLedger(own);
    const listening = performance.now();
    await page.goto(served.url);
    const frame = new Frame({ page, say, language });
    await expect(frame.who).toBeVisible();
    await expect(frame.main.getByRole("radiogroup", { name: say("inbox", "box"), exact: true })).toBeVisible();
    const usable = performance.now();
    const painted = await page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    );
    report(info, {
      "node listens after": listening - begin,
      "first paint after the address is opened": painted,
      "usable after": usable - begin,
    });
    expect(painted).toBeGreaterThan(0);
    await page.close();
    await served.stop();
    expect(complaints).toEqual([]);
  });

  test("no page loads more code than it may before it stands", () => {
    const loads = firstLoads();
    expect(loads.length).toBeGreaterThan(10);
    expect(loads.filter(({ kilobytes }) => kilobytes > FIRST_LOAD_KILOBYTES_MAX)).toEqual([]);
  });

  test("from a click to the page", async ({ desk, say }, info) => {
    const measured: Record<string, number[]> = {};
    const pages = ["catalog", "consortium", "ledger", "settings", "inbox"] as const;
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const name of pages) {
        const milliseconds = await desk.evaluate(clickToPaint, { link: say("frame", `page.${name}`) });
        (measured[name] ??= []).push(milliseconds);
      }
    }
    report(
      info,
      Object.fromEntries(
        pages.flatMap((name) => {
          const [first = Number.NaN, ...later] = measured[name] ?? [];
          return [
            [`${name}, first`, first],
            [`${name}, later`, median(later)],
          ];
        }),
      ),
    );
    expect(Object.values(measured).flat()).toHaveLength(pages.length * ROUNDS);
  });
});

/** Runs in the page: clicks a link of the navigation, and waits until another heading stands on the page and is painted. */
async function clickToPaint({ link }: { readonly link: string }): Promise<number> {
  const found = [...document.querySelectorAll("nav a")].find((anchor) => anchor.textContent?.includes(link) === true);
  if (!(found instanceof HTMLElement)) throw new Error(`no link ${link}`);
  const heading = (): Element | null => document.querySelector("main h1");
  const before = heading();
  const begin = performance.now();
  found.click();
  await new Promise<void>((resolve) => {
    const look = (): void => {
      if (heading() !== null && heading() !== before) requestAnimationFrame(() => setTimeout(resolve));
      else requestAnimationFrame(look);
    };
    look();
  });
  return performance.now() - begin;
}

/** Prints what was measured. It is not judged: how fast a machine is says nothing about the program. */
function report({ title }: TestInfo, milliseconds: Readonly<Record<string, number>>): void {
  const lines = Object.entries(milliseconds).map(([name, value]) => `  ${name}: ${Math.round(value)} ms`);
  console.log(`${title}\n${lines.join("\n")}`);
}
