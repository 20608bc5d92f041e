/** The demo city built before a window's eyes, stopped and gone on with. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient, ORPCError } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { TestClock } from "#ledger-core/engine/engine.testing.ts";
import { NodeHost } from "#ledger-core/node/node-host.ts";
import { createRouter } from "#ledger-core/node/router.ts";
import { buildDemo } from "#ledger-core/sim/demo.ts";

const UNTIL = 1_795_147_200;
let folder: string;
let host: NodeHost;

function newWindow() {
  const client = { id: "window", keystoreSession: undefined };
  return createRouterClient(createRouter(), { context: { host, client, door: "browser" } });
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "setup-"));
  host = new NodeHost({
    folder: join(folder, "ledger"),
    clock: new TestClock(UNTIL),
    buildDemo: async (given) => void (await buildDemo({ ...given, until: UNTIL, size: "small" })),
  });
});

afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

it("a build that nobody watches any more stops, and the next one goes on from there", async () => {
  const window = newWindow();
  let stoppedAt = 0;
  for await (const { done, total } of await window.setup.demo()) {
    expect(done).toBeLessThan(total);
    stoppedAt = done;
    if (done > 0) break;
  }
  expect(stoppedAt).toBeGreaterThan(0);
  expect(await window.setup.state()).toMatchObject({ ledger: "none" });
  const seen: number[] = [];
  let total = 0;
  // Asked again at once, while the first build still lets go of the folder.
  for await (const event of await window.setup.demo()) {
    seen.push(event.done);
    total = event.total;
  }
  expect(seen.at(-1)).toBe(total);
  expect(seen.find((done) => done > 0)).toBeGreaterThan(stoppedAt - 1);
  expect(await window.setup.state()).toMatchObject({ ledger: "demo" });
}, 60_000);

it("a second build beside an open ledger is a problem in words", async () => {
  const window = newWindow();
  for await (const event of await window.setup.demo()) expect(event.total).toBeGreaterThan(0);
  const refused = await (async () => {
    for await (const event of await window.setup.demo()) expect(event).toBeUndefined();
  })().catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(ORPCError);
  expect(refused).toMatchObject({ code: "PROBLEM", data: { code: "LEDGER_EXISTS" } });
}, 60_000);
