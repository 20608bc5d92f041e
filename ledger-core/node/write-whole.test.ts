import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { temporaryFolder } from "#ledger-core/store/temporary.testing.ts";
import { writeTogether, writeWhole } from "./write-whole.ts";

it("puts a file in the place of another, of bytes or of text, in a folder that is there", () => {
  const folder = temporaryFolder();
  const file = join(folder, "inner", "file");
  expect(() => writeWhole(file, "text")).toThrow(expect.objectContaining({ code: "ENOENT", path: file }));
  mkdirSync(join(folder, "inner"));
  writeWhole(file, new Uint8Array([1, 2, 3]));
  expect([...readFileSync(file)]).toEqual([1, 2, 3]);
  writeWhole(file, "text");
  expect([readFileSync(file, "utf8"), readdirSync(join(folder, "inner"))]).toEqual(["text", ["file"]]);
});

it("leaves nothing beside what it could not put in its place, and names what was asked for", () => {
  const folder = temporaryFolder();
  const taken = join(folder, "taken");
  mkdirSync(join(taken, "full"), { recursive: true });
  expect(() => writeWhole(taken, "text")).toThrow(expect.objectContaining({ path: taken }));
  expect(readdirSync(folder)).toEqual(["taken"]);
});

it("touches no other file of a person, whatever its name", () => {
  const folder = temporaryFolder();
  const names = ["file.new", "file.tmp", "file~"];
  for (const name of names) writeFileSync(join(folder, name), "a person's own");
  writeWhole(join(folder, "file"), "text");
  expect(readdirSync(folder).toSorted()).toEqual(["file", ...names].toSorted());
  for (const name of names) expect(readFileSync(join(folder, name), "utf8")).toBe("a person's own");
});

it("takes a name as long as systems have them", () => {
  const folder = temporaryFolder();
  const file = join(folder, "n".repeat(255));
  writeWhole(file, "text");
  expect(readFileSync(file, "utf8")).toBe("text");
});

it("gives all of several files their names, or leaves each as it was and names the one that cannot be", () => {
  const folder = temporaryFolder();
  const [first, second, taken, long] = ["first", "second", "taken", "n".repeat(256)].map((name) =>
    join(folder, name),
  ) as [string, string, string, string];
  const both = (other: string) => [
    { file: first, content: "new" },
    { file: other, content: "new" },
  ];
  writeTogether(both(second));
  expect([first, second].map((file) => readFileSync(file, "utf8"))).toEqual(["new", "new"]);
  writeFileSync(first, "old");
  mkdirSync(taken);
  const before = readdirSync(folder);
  for (const [other, code] of [
    [taken, "EISDIR"],
    [long, "ENAMETOOLONG"],
    [join(folder, "missing", "file"), "ENOENT"],
  ] as const)
    for (const files of [both(other), both(other).toReversed()]) {
      expect(() => writeTogether(files)).toThrow(expect.objectContaining({ code, path: other }));
      expect([readFileSync(first, "utf8"), readdirSync(folder)]).toEqual(["old", before]);
    }
});
