/** Files that are to be imported: all are looked at before the first is read, and each is read when its turn comes. */
import { truncateSync, writeFileSync } from "node:fs";
import { afterAll, expect, it } from "vitest";
import { bytesOf, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { FILE_BYTES_MAX } from "#ledger-core/node/importing/unpack-file.ts";
import { ended, foundLedger, ledgerJson, makeFolder, start } from "./cli.testing.ts";
import type { FileReport } from "./import-report.ts";
import { InputFile } from "./input-file.ts";

const place = makeFolder();
afterAll(() => place.remove());

it("is read when it is asked for, and is the same each time", () => {
  writeFileSync(place.at("a"), "before");
  const input = new InputFile("a", place.at("a"));
  writeFileSync(place.at("a"), "after");
  expect(new TextDecoder().decode(input.read())).toBe("after");
  expect(input.read()).toHaveLength(5);
  writeFileSync(place.at("a"), "other");
  expect(() => input.read()).toThrow(expect.objectContaining({ code: "FILE_CHANGED", exit: 3 }));
});

it("is refused at once where it cannot be read", () => {
  expect(() => new InputFile("b", place.at("nowhere"))).toThrow(expect.objectContaining({ code: "ENOENT" }));
  expect(() => new InputFile("b", place.folder)).toThrow(expect.objectContaining({ code: "EISDIR" }));
  writeFileSync(place.at("b"), "");
  truncateSync(place.at("b"), FILE_BYTES_MAX + 1);
  expect(() => new InputFile("b", place.at("b"))).toThrow(expect.objectContaining({ code: "FILE_TOO_LARGE" }));
});

it("is imported as it is when its turn comes, and not at all where another one cannot be read", async () => {
  const city = place.at("city");
  await foundLedger(city);
  const catalogue = (name: string, count: number): string => {
    writeFileSync(place.at(name), bytesOf(madeCatalog(count, (i) => ({ identifier: `${name}-${i}` })) as never));
    return place.at(name);
  };
  const first = catalogue("first-2025-01-01.json", 3_000);
  const second = catalogue("second-2025-01-01.json", 1);
  const missing = await ledgerJson<{ error: { code: string } }>([
    "import",
    city,
    first,
    second,
    place.at("third.json"),
  ]);
  expect([missing.code, missing.json.error.code]).toEqual([3, "FILE_MISSING"]);
  const { json: before } = await ledgerJson<{ readonly height: number }>(["status", city]);
  expect(before.height).toBe(0);

  const child = start(["import", city, first, second, "--json", "--lang", "en"]);
  child.stdin?.end();
  const answer = ended(child);
  // With the first of several batches of the first file sealed, the second file has not been looked into.
  await new Promise<void>((resolve) => {
    let said = "";
    child.stderr?.on("data", (piece: string) => {
      said += piece;
      if (said.includes("sealed")) resolve();
    });
  });
  catalogue("second-2025-01-01.json", 3);
  const { code, stdout } = await answer;
  const { files } = JSON.parse(stdout) as { readonly files: readonly FileReport[] };
  expect([code, files.map(({ read }) => read)]).toEqual([0, [3_000, 3]]);
});
