import { expect, test } from "#e2e/fixtures/console-test.ts";

const notice = /请从终端里的网址打开.*Open the address from the terminal/su;

test.describe("The door of the console", () => {
  test("stays shut without a ticket, and to a ticket that was used", async ({ browser, city, desk }) => {
    // Another browser: no cookie of the first.
    const stranger = await browser.newContext();
    const page = await stranger.newPage();
    const bare = await page.goto(city.origin);
    expect(bare?.status()).toBe(401);
    await expect(page.getByRole("main")).toContainText(notice);
    const used = await page.goto(city.url);
    expect(used?.status()).toBe(401);
    await expect(page.getByRole("main")).toContainText(notice);
    const status = await stranger.request.get(`${city.origin}/api/status`);
    expect(status.status()).toBe(401);
    await stranger.close();
    // The first browser goes on.
    await desk.reload();
    await expect(desk.getByRole("navigation").first()).toBeVisible();
  });

  test("is open to a second tab of the same browser", async ({ context, city, desk, say }) => {
    const second = await context.newPage();
    await second.goto(`${city.origin}/#/ledger`);
    await expect(second.getByRole("navigation", { name: say("frame", "navigation"), exact: true })).toBeVisible();
    // The ticket left the address, so that neither history nor a copied link holds it.
    expect(desk.url()).not.toContain("ticket");
    expect(second.url()).not.toContain("ticket");
    const cookies = await context.cookies();
    expect(cookies).toMatchObject([{ httpOnly: true, sameSite: "Strict" }]);
    await second.close();
  });

  test("opens to no other site, and under no other name", async ({ city, context, desk }) => {
    await expect(desk.getByRole("navigation").first()).toBeVisible();
    const ask = async (headers: Record<string, string>): Promise<number> =>
      (await context.request.get(`${city.origin}/api/status`, { headers })).status();
    // The cookie goes along each time.
    expect(await ask({})).toBe(200);
    expect(await ask({ Origin: "http://example.org" })).toBe(403);
    expect(await ask({ "Sec-Fetch-Site": "cross-site" })).toBe(403);
    expect(await ask({ Host: `example.org:${new URL(city.origin).port}` })).toBe(403);
  });
});
