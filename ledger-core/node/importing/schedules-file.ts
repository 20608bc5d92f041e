/** The file in which a node keeps its scheduled imports, beside the ledger. */
import { keptSchedulesSchema } from "#ledger-core/contract/api/imports.ts";
import type { KeptSchedules } from "#ledger-core/contract/api/imports.ts";
import { encodeHex, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { readPlainText } from "#ledger-core/store/plain-file.ts";

/** Far more than so many of them have. */
const BYTES_MAX = 4_194_304;

/** What the file holds; undefined for one that somebody has spoilt by hand. Throws what reading it throws. */
export function readSchedules(file: string): KeptSchedules | undefined {
  const settings = readPlainText(file, BYTES_MAX);
  try {
    return keptSchedulesSchema.parse(jsonOf(settings));
  } catch {
    return undefined;
  }
}

/** Editors of some systems put a mark before the text. */
function jsonOf(settings: string): unknown {
  return JSON.parse(settings.replace(/^\ufeff/u, ""));
}

/** The file's text, with a hash over what it says: a node reads what somebody has changed in it, and a check of the folder tells. */
export function schedulesText(schedules: KeptSchedules): string {
  // In one order of fields, whatever order they came in.
  const kept = keptSchedulesSchema.parse(schedules);
  const hash = encodeHex(nodeSuite.sha256(encodeUtf8(JSON.stringify(kept)) ?? new Uint8Array(0)));
  return `${JSON.stringify({ ...kept, hash }, undefined, 1)}\n`;
}

/** Whether the file, which `readSchedules` can read, says to the letter what a node wrote. One of an older program has no hash. Throws as that does. */
export function isAsWritten(file: string): boolean {
  const settings = readPlainText(file, BYTES_MAX);
  const json = jsonOf(settings) as object;
  const isOlder = Array.isArray(json) || Object.keys(json).join() === "place,schedules";
  return isOlder || settings === schedulesText(keptSchedulesSchema.parse(json));
}
