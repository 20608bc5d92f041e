import { existsSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "#ledger-core/store/temporary.testing.ts";
import { makeFolder, removeFolders } from "./make-folder.ts";

it("makes what is missing, says what that was, and takes it away again unless something lies in it", () => {
  const folder = temporaryFolder();
  const [outer, inner] = [join(folder, "outer"), join(folder, "outer", "inner")];
  const made = makeFolder(inner, { mode: 0o700 });
  expect([made, makeFolder(inner)]).toEqual([[inner, outer], []]);
  if (process.platform !== "win32")
    expect([outer, inner].map((path) => statSync(path).mode & 0o777)).toEqual([448, 448]);
  writeFileSync(join(outer, "file"), "");
  removeFolders(made);
  expect([existsSync(inner), existsSync(outer)]).toEqual([false, true]);
});

it("names what stands in the way, and leaves nothing", () => {
  const folder = temporaryFolder();
  const taken = join(folder, "taken");
  writeFileSync(taken, "");
  for (const path of [taken, join(taken, "inner"), join(taken, "inner", "most")])
    expect(() => makeFolder(path)).toThrow(expect.objectContaining({ code: "EEXIST", path: taken }));
  mkdirSync(join(folder, "there"));
  expect(makeFolder(join(folder, "there"))).toEqual([]);
});
