import { spawn } from "node:child_process";
import { once } from "node:events";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { StoreError } from "./store-error.ts";
import { openReader, openWriter } from "./store.ts";
import { shelfOptions, temporaryFolder } from "./temporary.testing.ts";

function codeOf(open: () => unknown): string {
  try {
    open();
    return "";
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
}

it("lets one writer in at a time, and the next one when it is closed", () => {
  const options = shelfOptions(temporaryFolder());
  const first = openWriter(options);
  expect(codeOf(() => openWriter(options))).toBe("LEDGER_LOCKED");
  first.close();
  openWriter(options).close();
});

it("turns a second process away at once, lets readers in, and opens again when the first process is killed", async () => {
  const options = shelfOptions(temporaryFolder());
  const script = new URL("crash-child.testing.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, options.folder], { stdio: ["ignore", "pipe", "inherit"] });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  const begin = performance.now();
  expect(codeOf(() => openWriter(options))).toBe("LEDGER_LOCKED");
  expect(performance.now() - begin).toBeLessThan(1_000);
  const reader = openReader(options);
  const size = reader.head()?.size ?? 0;
  expect(size).toBeGreaterThan(0);
  await expect.poll(() => reader.head()?.size ?? 0).toBeGreaterThan(size);
  reader.close();
  child.kill("SIGKILL");
  await once(child, "close");
  const writer = openWriter(options);
  expect(writer.head()?.size).toBeGreaterThan(size);
  writer.close();
});

it("says what is wrong with a folder that holds no ledger", () => {
  const options = shelfOptions(temporaryFolder());
  expect(codeOf(() => openReader(options))).toBe("NOT_A_LEDGER");
  writeFileSync(join(options.folder, "ledger.sqlite"), "this is a letter, and no ledger at all".repeat(100));
  expect(codeOf(() => openReader(options))).toBe("NOT_A_LEDGER");
  expect(codeOf(() => openWriter(options))).toBe("NOT_A_LEDGER");
});

it("names the lock where something else stands in its place", () => {
  const options = shelfOptions(temporaryFolder());
  openWriter(options).close();
  const file = join(options.folder, "writer.lock");
  writeFileSync(file, "this is a letter, and no lock at all".repeat(100));
  const refusal = { code: "NOT_A_LEDGER", data: expect.objectContaining({ file }) as object };
  expect(() => openWriter(options)).toThrow(expect.objectContaining(refusal) as Error);
});

it("says so where no folder can be", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "");
  expect(codeOf(() => openWriter(shelfOptions(join(folder, "file"))))).toBe("FOLDER_UNWRITABLE");
  expect(codeOf(() => openWriter(shelfOptions(join(folder, "file", "below"))))).toBe("FOLDER_UNWRITABLE");
});
