/** What bodies and rows look like to one version of the program: all that is needed to read a proof without knowing any rule. */
import { BATCH_LINES_MAX, TRANSACTION_SIZE_BYTES_MAX } from "#ledger-core/contract/schema/limits.ts";
import type { Shape } from "#ledger-core/contract/schema/schema.ts";
import type { TransactionLimits } from "./transaction.ts";

/** The body of an action. `batch`: a list of lines that are proven one by one. `isOnProposal`: it names an open proposal. */
export type ActionForm = {
  readonly kind: string;
  readonly version: number;
  readonly body: Shape;
  readonly batch: boolean;
  readonly isOnProposal: boolean;
};

/** Plain data, so that it travels as JSON into a program that has no rules: the one-file verifier. */
export type FormsData = {
  readonly actions: readonly ActionForm[];
  /** Bodies of what the ledger writes by itself, by the name of the entry. */
  readonly system: readonly { readonly name: string; readonly body: Shape }[];
  /** With the number of the table, and the columns by which a state statement puts its rows in order. */
  readonly rows: readonly (RowOrder & { readonly table: string; readonly row: Shape })[];
};

/** The rows of a table in a state statement: the number and the columns come before their keys. */
export type RowOrder = { readonly number: number; readonly order: readonly string[] };

export type Forms = {
  action(kind: string, version: number): ActionForm | undefined;
  system(name: string): Shape | undefined;
  row(table: string): Shape | undefined;
  order(table: string): RowOrder | undefined;
  readonly limits: TransactionLimits;
};

/** The forms to be looked up by name. */
export function createForms(data: FormsData): Forms {
  const actions = new Map(data.actions.map((form) => [`${form.kind}@${form.version}`, form]));
  const system = new Map(data.system.map(({ name, body }) => [name, body]));
  const rows = new Map(data.rows.map((one) => [one.table, one]));
  return {
    action: (kind, version) => actions.get(`${kind}@${version}`),
    system: (name) => system.get(name),
    row: (table) => rows.get(table)?.row,
    order: (table) => rows.get(table),
    limits: entryLimits((kind, version) => actions.get(`${kind}@${version}`)?.batch),
  };
}

/** What an entry's transaction may be where these kinds are batches. */
export function entryLimits(isBatch: TransactionLimits["isBatch"]): TransactionLimits {
  return { bytesMax: TRANSACTION_SIZE_BYTES_MAX, linesMax: BATCH_LINES_MAX, isBatch };
}
