import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { contentKey } from "./content-key.ts";

function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "content-key-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it("is refused wherever a byte of it is another, cut off or one more", async () => {
  const folder = makeFolder();
  const file = join(folder, "content.key");
  await contentKey(folder, () => false);
  const whole = readFileSync(file);
  const altered = [...whole].flatMap((byte, at) =>
    Array.from({ length: 8 }, (_, bit) => Buffer.from(whole).fill(byte ^ (1 << bit), at, at + 1)),
  );
  for (const bytes of [...altered, whole.subarray(0, -1), Buffer.concat([whole, Buffer.from("\n")])]) {
    writeFileSync(file, bytes);
    await expect(
      contentKey(folder, () => true),
      bytes.toString(),
    ).rejects.toMatchObject({
      code: "CONTENT_KEY_DAMAGED",
    });
  }
});

it.skipIf(process.platform === "win32")(
  "takes nothing but a plain file for a key, and puts none in another's place",
  async () => {
    const folder = makeFolder();
    const file = join(folder, "content.key");
    for (const place of [
      () => execFileSync("mkfifo", [file]),
      () => symlinkSync("/dev/zero", file),
      () => symlinkSync("nowhere", file),
      () => mkdirSync(file),
    ]) {
      place();
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
