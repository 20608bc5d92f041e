/** The shape in which every outside catalogue format meets the ledger: one record per dataset, whatever file it came from. */

import type { Description } from "#ledger-core/contract/schema/catalog.ts";

/** A JSON value. Objects never hold the key `__proto__`. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;
export type JsonObject = { readonly [key: string]: Json };

/**
 * One dataset as its source describes it: the fields of the ledger's description, to be signed as they are, with what the ledger has no
 * field for beside them. Texts are as given, never trimmed or escaped; an empty text or list means that the source says nothing.
 * Every record that a parser gives fits the description's schema.
 */
export type DatasetRecord = Omit<Description, "kept"> & {
  /** The identifier in the source, exactly; unique within the source. */
  readonly sourceId: string;
  /**
   * By the source's field names, verbatim: every field without a home in the description, and every field whose home does not hold all of
   * it. May hold names and addresses of people, so it belongs in a blob, never in a ledger row.
   */
  readonly kept: JsonObject;
};

/**
 * What a preview says about one row. `row` counts from 1 in the order of the file, 0 is the file as a whole; `path` names the field
 * (`distribution[0].accessURL`, counted from 0), empty for the row itself. A row with one `refused` is not imported; a `warning` stops nothing.
 * `value` is a short excerpt that is safe to print: marks that cannot be seen are spelt out.
 */
export type RowFinding<Code extends string = string> = {
  readonly row: number;
  readonly path: string;
  readonly code: Code;
  readonly severity: "refused" | "warning";
  readonly value?: string;
  /** The row's identifier, where it has a readable one. */
  readonly sourceId?: string;
};
