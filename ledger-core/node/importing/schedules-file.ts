/** The file in which a node keeps its scheduled imports, beside the ledger. */
import { keptSchedulesSchema } from "#ledger-core/contract/api/imports.ts";
import type { KeptSchedules } from "#ledger-core/contract/api/imports.ts";
import { readPlainText } from "#ledger-core/store/plain-file.ts";

/** Far more than so many of them have. */
const BYTES_MAX = 4_194_304;

/** What the file holds; undefined for one that somebody has spoilt by hand. Throws what reading it throws. */
export function readSchedules(file: string): KeptSchedules | undefined {
  const settings = readPlainText(file, BYTES_MAX);
  try {
    return keptSchedulesSchema.parse(JSON.parse(settings));
  } catch {
    return undefined;
  }
}
