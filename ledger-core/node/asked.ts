/** What an answer is computed from: one moment, with departments and people by name. */
import { Rows } from "#ledger-core/kernel/rows.ts";
import { Briefs } from "./briefs.ts";
import type { Moment } from "./moment.ts";

/** `height` is that of the last block: what the answer says stood in the ledger then. */
export type Asked = { readonly moment: Moment; readonly briefs: Briefs; readonly rows: Rows; readonly height: number };

export function askedAt(moment: Moment): Asked {
  return { moment, briefs: new Briefs(moment), rows: new Rows(moment.rows), height: moment.height - 1 };
}
