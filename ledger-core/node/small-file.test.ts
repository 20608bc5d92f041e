import { execFileSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  constants,
  linkSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { rename } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder } from "#ledger-core/store/temporary.testing.ts";
import { saveWhole, saveWholeMeanwhile } from "./small-file.ts";

describe.each([
  ["while the thread waits", (path: string): Promise<void> => Promise.resolve(saveWhole(path, "ours"))],
  ["to link it", (path: string): Promise<void> => Promise.resolve(saveWhole(path, "ours", linkSync))],
  ["meanwhile", (path: string): Promise<void> => saveWholeMeanwhile(path, "ours", rename)],
])("a small file that is saved %s", (_, save) => {
  it.skipIf(process.platform === "win32").each([
    ["a link to a file", (draft: string, elsewhere: string): void => symlinkSync(elsewhere, draft)],
    ["a link to nothing", (draft: string, elsewhere: string): void => symlinkSync(`${elsewhere}.missing`, draft)],
    ["another name of a file", (draft: string, elsewhere: string): void => linkSync(elsewhere, draft)],
    ["a file that all may read", openFile],
    ["a pipe", openPipe],
  ])("is its owner's alone and plain, though %s stands where it is drafted", async (_name, stand) => {
    const folder = temporaryFolder();
    const outside = temporaryFolder();
    const elsewhere = join(outside, "victim");
    writeFileSync(elsewhere, "a person's own");
    const path = join(folder, "small");
    stand(`${path}.new`, elsewhere);
    await save(path);
    expect([readFileSync(path, "utf8"), readdirSync(folder)]).toEqual(["ours", ["small"]]);
    expect([lstatSync(path).isFile(), statSync(path).mode & 0o777]).toEqual([true, 0o600]);
    expect([readFileSync(elsewhere, "utf8"), readdirSync(outside)]).toEqual(["a person's own", ["victim"]]);
  });
});

function openFile(draft: string): void {
  writeFileSync(draft, "left");
  chmodSync(draft, 0o666);
}

/** With somebody who reads it, so that who writes into it fails and does not wait for ever. */
function openPipe(draft: string): void {
  execFileSync("mkfifo", [draft]);
  const reader = openSync(draft, constants.O_RDONLY | constants.O_NONBLOCK);
  onTestFinished(() => closeSync(reader));
}
