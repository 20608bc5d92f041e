/** How much of a DCAT-AP file is read. Sizes in bytes are of UTF-8. */
import type { JsonLimits } from "#ledger-core/exchange/json-text.ts";

export type DcatApLimits = JsonLimits & {
  readonly fileBytesMax: number;
  readonly statementsMax: number;
  readonly contextTermsMax: number;
  readonly xmlDepthMax: number;
  readonly rowsMax: number;
  readonly rowCharactersMax: number;
  readonly keptCharactersMax: number;
  readonly catalogCharactersMax: number;
  readonly findingsPerRowMax: number;
  readonly findingsMax: number;
};

export const DCAT_AP_LIMITS: DcatApLimits = {
  // JSON-LD: each level costs a stack frame. Real catalogues nest 12 deep.
  depthMax: 64,
  valuesMax: 4_000_000,
  notesMax: 100,
  fileBytesMax: 64 * 1024 * 1024,
  // A dataset has about 40; this is 25,000 of them, and keeps the process at about 1 GB.
  statementsMax: 1_000_000,
  // The reader of JSON-LD copies all terms in force for each context that it meets or makes. A file that brings the context of DCAT-AP along has it
  // make one for each thing of a class: 281 terms for a dataset with its six usual things. This is 25,000 of them, twice and a little more.
  contextTermsMax: 16_000_000,
  // The XML reader looks through all open elements at each new one.
  xmlDepthMax: 128,
  rowsMax: 100_000,
  // Everything kept of a dataset travels with one action, in one blob.
  rowCharactersMax: 256 * 1024,
  // What datasets share is kept with each of them; this bounds the sum.
  keptCharactersMax: 256 * 1024 * 1024,
  // What a catalogue says beside its datasets travels with an import as well, in 64 KB of JSON; this ends the work on what never will.
  catalogCharactersMax: 1024 * 1024,
  // What a person reads of one row, and of one file.
  findingsPerRowMax: 20,
  findingsMax: 20_000,
};
