/** Published files that the tests read where the folder with them lies beside the project; they are not part of it. */
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";

const FOLDER = join(import.meta.dirname, "..", "..", "..", "shared", "data");

/** Said once by a suite that skips. */
export const REAL_DATA_ABSENT = "skipped: ../shared/data is absent";

export function hasRealData(file: string): boolean {
  return existsSync(join(FOLDER, file));
}

/** A file's bytes, unpacked if its name ends in `.gz`. */
export function readRealData(file: string): Uint8Array {
  const bytes = readFileSync(join(FOLDER, file));
  return new Uint8Array(file.endsWith(".gz") ? gunzipSync(bytes) : bytes);
}

/** The files of one folder of a packed archive by their names, in order. */
export function readRealArchive(archive: string, folder: string): ReadonlyMap<string, Uint8Array> {
  const target = mkdtempSync(join(tmpdir(), "real-data-"));
  try {
    execFileSync("tar", ["-xzf", join(FOLDER, archive), "-C", target]);
    const names = readdirSync(join(target, folder)).sort();
    return new Map(names.map((name) => [name, new Uint8Array(readFileSync(join(target, folder, name)))]));
  } finally {
    rmSync(target, { recursive: true, force: true });
  }
}

export function sha256(bytes: Uint8Array): Uint8Array {
  return new Uint8Array(createHash("sha256").update(bytes).digest());
}
