import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "#ledger-core/store/temporary.testing.ts";
import { writeWhole, writeWholeDurably } from "./write-whole.ts";

it("puts a file in the place of another, of bytes or of text, with the folders above it where that was asked", () => {
  const folder = temporaryFolder();
  const file = join(folder, "inner", "file");
  expect(() => writeWholeDurably(file, "text")).toThrow(expect.objectContaining({ code: "ENOENT", path: file }));
  writeWhole(file, new Uint8Array([1, 2, 3]));
  expect([...readFileSync(file)]).toEqual([1, 2, 3]);
  writeWholeDurably(file, "text");
  expect([readFileSync(file, "utf8"), readdirSync(join(folder, "inner"))]).toEqual(["text", ["file"]]);
});

it("leaves nothing beside what it could not put in its place, and names what was asked for", () => {
  const folder = temporaryFolder();
  const taken = join(folder, "taken");
  mkdirSync(join(taken, "full"), { recursive: true });
  for (const write of [writeWhole, writeWholeDurably])
    expect(() => write(taken, "text")).toThrow(expect.objectContaining({ path: taken }));
  expect(readdirSync(folder)).toEqual(["taken"]);
});
