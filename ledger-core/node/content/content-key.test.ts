import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { contentKey, hasContentKey } from "./content-key.ts";

it.skipIf(process.platform === "win32")(
  "takes nothing but a plain file for a key, and puts none in another's place",
  async () => {
    const folder = mkdtempSync(join(tmpdir(), "content-key-"));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const file = join(folder, "content.key");
    for (const place of [
      () => execFileSync("mkfifo", [file]),
      () => symlinkSync("/dev/zero", file),
      () => symlinkSync("nowhere", file),
      () => mkdirSync(file),
    ]) {
      place();
      expect(hasContentKey(folder)).toBe(true);
      await expect(contentKey(folder, () => false)).rejects.toMatchObject({
        code: "CONTENT_KEY_DAMAGED",
        data: { file },
      });
      rmSync(file, { recursive: true });
    }
    const made = await contentKey(folder, () => false);
    expect(await contentKey(folder, () => true)).toEqual(made);
  },
);
