import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { nodeFiles, openOutbox } from "./outbox.ts";

const wires = [1, 2, 3].map((byte) => new Uint8Array(100 * byte).fill(byte));

function folderOfTest(): string {
  const folder = mkdtempSync(join(tmpdir(), "outbox-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

it("keeps what it was given until it is cleared", () => {
  const folder = folderOfTest();
  openOutbox(folder).save(wires.slice(0, 1));
  openOutbox(folder).save(wires.slice(1));
  expect(openOutbox(folder).load()).toEqual(wires);
  openOutbox(folder).clear();
  expect(openOutbox(folder).load()).toEqual([]);
});

it("writes what is left when a write takes fewer bytes", () => {
  const folder = folderOfTest();
  const write: typeof nodeFiles.write = (file, bytes) => nodeFiles.write(file, bytes.subarray(0, 7));
  openOutbox(folder, { ...nodeFiles, write }).save(wires);
  expect(openOutbox(folder).load()).toEqual(wires);
});

it.each([
  ["a part of a transaction", new Uint8Array([0, 0, 1, 0, 9, 9])],
  ["zeros", new Uint8Array(50)],
])("finds what is saved behind %s that a crash has left", (_, rest) => {
  const folder = folderOfTest();
  openOutbox(folder).save(wires.slice(0, 1));
  appendFileSync(join(folder, "outbox"), rest);
  openOutbox(folder).save(wires.slice(1));
  expect(openOutbox(folder).load()).toEqual(wires);
});

it.skipIf(process.platform === "win32").each([
  ["a link", (path: string, other: string) => symlinkSync(other, path)],
  ["a pipe", (path: string) => execFileSync("mkfifo", [path])],
  ["a folder", (path: string) => mkdirSync(path)],
])("neither reads nor writes %s in its place, and leaves what it leads to alone", (_, put) => {
  const folder = folderOfTest();
  const other = join(folder, "letter");
  writeFileSync(other, "a letter");
  put(join(folder, "outbox"), other);
  const outbox = openOutbox(folder);
  const refusal = expect.objectContaining({ code: "NOT_A_LEDGER" }) as Error;
  expect(() => outbox.load()).toThrow(refusal);
  expect(() => outbox.save(wires)).toThrow(refusal);
  expect(() => outbox.clear()).toThrow(refusal);
  expect(readFileSync(other, "utf8")).toBe("a letter");
});

it("neither reads what is longer than any outbox, nor becomes so", () => {
  const folder = folderOfTest();
  const path = join(folder, "outbox");
  const bytesMax = 4 + 100 + 4 + 200;
  const outbox = openOutbox(folder, nodeFiles, bytesMax);
  expect(outbox.save(wires.slice(0, 2))).toBe(bytesMax);
  expect(outbox.load()).toEqual(wires.slice(0, 2));
  expect(() => outbox.save(wires.slice(2))).toThrow(expect.objectContaining({ code: "DISK_FULL" }) as Error);
  expect(openOutbox(folder).load()).toEqual(wires.slice(0, 2));
  outbox.clear();
  // Most of it is not on the disk.
  writeFileSync(path, "");
  truncateSync(path, 3 * 2 ** 30);
  const refusal = expect.objectContaining({
    code: "NOT_A_LEDGER",
    data: expect.objectContaining({ file: path }) as object,
  });
  expect(() => openOutbox(folder).load()).toThrow(refusal as Error);
  expect(() => openOutbox(folder).save(wires)).toThrow(refusal as Error);
});
