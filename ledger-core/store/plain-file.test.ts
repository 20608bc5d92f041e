import { execFileSync } from "node:child_process";
import { mkdirSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { isPlainFile, isThere, openPlain, readPlainFile, readPlainText } from "./plain-file.ts";
import { temporaryFolder } from "./temporary.testing.ts";

it("reads a plain file, of a longer one as much as was asked for", async () => {
  const path = join(temporaryFolder(), "file");
  writeFileSync(path, "城市");
  expect([isThere(path), isPlainFile(path), readPlainText(path, 6)]).toEqual([true, true, "城市"]);
  expect(readPlainFile(path, 1)).toEqual(Uint8Array.of(0xe5));
  const handle = await openPlain(path);
  expect((await handle.stat()).size).toBe(6);
  await handle.close();
});

it.skipIf(process.platform === "win32")("reads no pipe, device, folder or link, and waits for none", async () => {
  const folder = temporaryFolder();
  const at = (name: string): string => join(folder, name);
  execFileSync("mkfifo", [at("pipe")]);
  symlinkSync("/dev/zero", at("zeros"));
  symlinkSync("nowhere", at("loose"));
  mkdirSync(at("folder"));
  for (const [name, code] of [
    ["pipe", "ENOTFILE"],
    ["zeros", "ENOTFILE"],
    ["loose", "ENOTFILE"],
    ["folder", "EISDIR"],
  ] as const) {
    const path = at(name);
    expect([isThere(path), isPlainFile(path)], name).toEqual([true, false]);
    expect(() => readPlainFile(path, 9), name).toThrow(expect.objectContaining({ code, path }));
    await expect(openPlain(path), name).rejects.toMatchObject({ code, path });
  }
  expect([isThere(at("nowhere")), isPlainFile(at("nowhere"))]).toEqual([false, false]);
  await expect(openPlain(at("nowhere"))).rejects.toMatchObject({ code: "ENOENT" });
});

it.skipIf(process.platform === "win32")("follows a link that a person gives, but to a plain file only", () => {
  const folder = temporaryFolder();
  writeFileSync(join(folder, "file"), "text");
  symlinkSync("file", join(folder, "link"));
  symlinkSync("/dev/zero", join(folder, "zeros"));
  const options = { followsLinks: true };
  expect(Buffer.from(readPlainFile(join(folder, "link"), 9, options)).toString()).toBe("text");
  expect(() => readPlainFile(join(folder, "zeros"), 9, options)).toThrow("ENOTFILE");
});

it("is read to the letter, also a byte order mark before it", () => {
  const file = join(temporaryFolder(), "file");
  writeFileSync(file, Uint8Array.of(0xef, 0xbb, 0xbf, 0x7b, 0x7d));
  expect(readPlainText(file)).toBe("\ufeff{}");
});
