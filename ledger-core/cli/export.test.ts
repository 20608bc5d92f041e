/** An export that is stopped. */
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { bytesOf, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { run } from "#ledger-core/cli/verbs/export.ts";
import { foundLedger, ledger, ledgerJson, makeFolder } from "./cli.testing.ts";
import { Output } from "./output.ts";
import { Options } from "./verb.ts";

const place = makeFolder();
beforeAll(async () => {
  await foundLedger(place.at("city"));
  writeFileSync(place.at("made.json"), bytesOf(madeCatalog(40)));
  const imported = await ledger(["import", place.at("city"), place.at("made.json")]);
  if (imported.code !== 0) throw new Error(imported.stderr);
});
afterAll(() => place.remove());

it("ends without a file or half of one", async () => {
  const before = readdirSync(place.folder);
  const stopping = new AbortController();
  const exporting = run({
    output: new Output("en", true),
    words: ["city", "catalog"],
    options: new Options({ output: "out.json", format: "dcat-ap" }),
    path: (typed) => place.at(typed),
    signal: stopping.signal,
  });
  // Whoever stops it is heard only where it lets others have their turn.
  setImmediate(() => stopping.abort(new Error("stopped")));
  await expect(exporting).rejects.toThrow("stopped");
  expect([existsSync(place.at("out.json")), readdirSync(place.folder)]).toEqual([false, before]);
});

it("says with the file which checkpoint it is of", async () => {
  const given = ["export", place.at("city"), "catalog", "--output", place.at("whole.json")];
  const { json } = await ledgerJson<{ readonly checkpoint: string }>(given);
  const { json: status } = await ledgerJson<{ readonly checkpoint: string }>(["status", place.at("city")]);
  expect(json.checkpoint).toBe(status.checkpoint);
  expect((await ledger(given)).stdout).toContain(status.checkpoint);
});
