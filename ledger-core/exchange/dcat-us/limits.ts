/** How much of a `data.json` is read. Sizes in bytes are of UTF-8. */
import type { JsonLimits } from "#ledger-core/exchange/json-text.ts";

type ListLimits = { readonly lengthMax: number; readonly bytesMax: number };

export type DataJsonLimits = JsonLimits & {
  readonly fileBytesMax: number;
  readonly rowsMax: number;
  readonly rowCharactersMax: number;
  readonly sourceIdBytesMax: number;
  readonly codeBytesMax: number;
  readonly titleBytesMax: number;
  readonly summaryBytesMax: number;
  readonly publisherBytesMax: number;
  readonly conditionBytesMax: number;
  readonly licenceBytesMax: number;
  readonly cycleBytesMax: number;
  readonly formatBytesMax: number;
  readonly keywords: ListLimits;
  readonly themes: ListLimits;
  readonly languages: ListLimits;
  readonly distributionsMax: number;
  readonly distributionTitleBytesMax: number;
  readonly distributionFormatBytesMax: number;
  readonly urlBytesMax: number;
  readonly findingsPerRowMax: number;
  readonly findingsMax: number;
};

export const DATA_JSON_LIMITS: DataJsonLimits = {
  // Real catalogs nest 6 deep; each level costs a stack frame.
  depthMax: 32,
  // A dataset has about 40 values; this is 100,000 of them, and keeps the process under some 750 MB.
  valuesMax: 4_000_000,
  notesMax: 10_000,
  // The largest of the agencies' catalogs hold tens of thousands of datasets of 2 KB each.
  fileBytesMax: 64 * 1024 * 1024,
  rowsMax: 100_000,
  // Everything kept of a row travels with one action, in one blob.
  rowCharactersMax: 256 * 1024,
  // From here on: what the ledger's description takes, which a test compares. Longer summaries and conditions are shortened in the record
  // and kept whole; anything else that is longer refuses the row.
  sourceIdBytesMax: 2_000,
  codeBytesMax: 512,
  titleBytesMax: 2_000,
  summaryBytesMax: 60_000,
  publisherBytesMax: 600,
  conditionBytesMax: 4_000,
  licenceBytesMax: 400,
  cycleBytesMax: 100,
  formatBytesMax: 200,
  keywords: { lengthMax: 1_000, bytesMax: 400 },
  themes: { lengthMax: 200, bytesMax: 400 },
  languages: { lengthMax: 50, bytesMax: 64 },
  distributionsMax: 2_000,
  distributionTitleBytesMax: 400,
  distributionFormatBytesMax: 200,
  urlBytesMax: 2_000,
  // What a person reads of one row, and of one file.
  findingsPerRowMax: 20,
  findingsMax: 20_000,
};
