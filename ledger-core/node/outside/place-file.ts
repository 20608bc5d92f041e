/** The name of a ledger's place, in a small file that goes where the folder goes. The machine's memory names the same place. */
import { randomBytes } from "node:crypto";
import { rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { parseObject, saveWhole } from "#ledger-core/node/small-file.ts";
import { NotPlainFile, readPlainText } from "#ledger-core/store/plain-file.ts";

const FILE = "place.json";
const PLACE = /^[0-9a-f]{32}$/;

/** The folder's place; `damaged` for a file that is none, undefined where there is no such file. */
export function placeOf(folder: string): string | undefined {
  try {
    const json = parseObject(readPlainText(join(folder, FILE)));
    const place = json?.["form"] === 1 ? json["place"] : undefined;
    return typeof place === "string" && PLACE.test(place) ? place : "damaged";
  } catch (error) {
    return error instanceof NotPlainFile ? "damaged" : undefined;
  }
}

/** A place that nothing else has. */
export function newPlace(): string {
  return randomBytes(16).toString("hex");
}

/** Throws what the file system throws. */
export function savePlace(folder: string, place: string): void {
  saveWhole(join(folder, FILE), `${JSON.stringify({ form: 1, place })}\n`);
}

export function removePlace(folder: string): void {
  rmSync(join(folder, FILE), { force: true });
}

/** True if another folder, on this machine, still holds a ledger of that place. */
export function isStillAt(other: string, folder: string, place: string): boolean {
  return placeOf(other) === place && !isSameFolder(other, folder);
}

function isSameFolder(left: string, right: string): boolean {
  const [a, b] = [left, right].map((folder) => statSync(folder, { bigint: true, throwIfNoEntry: false }));
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino;
}
