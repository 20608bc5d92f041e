/** Which code each imported record gets within this network. */
import { compareText, encodeHex, encodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { DatasetRecord, RowFinding } from "#ledger-core/exchange/dataset-record.ts";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import type { Rows } from "#ledger-core/kernel/rows.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import type { KnownRecord } from "./known-records.ts";

const CODE_BYTES_MAX = 512;

export type CodeChoiceContext = {
  readonly rows: Rows;
  readonly known: ReadonlyMap<string, KnownRecord>;
  readonly source: string;
  /** Gets one for each record that cannot have its own code. */
  readonly findings: RowFinding[];
};

/** The code that a record has here already, else its own, else its own behind the source's key. */
export class CodeChoice {
  readonly #context: CodeChoiceContext;
  readonly #taken: Set<string>;

  /** `records`: those whose codes will be asked for. */
  constructor(context: CodeChoiceContext, records: readonly DatasetRecord[]) {
    this.#context = context;
    const fresh = records.filter((record) => !context.known.has(record.sourceId));
    this.#taken = codesTaken(
      context.rows,
      fresh.map((record) => record.code),
    );
  }

  of(record: DatasetRecord): string {
    const code = this.#context.known.get(record.sourceId)?.code ?? this.#free(record);
    this.#taken.add(code);
    return code;
  }

  #free(record: DatasetRecord): string {
    if (!this.#taken.has(record.code)) return record.code;
    const { rows, source, findings } = this.#context;
    const prefixed = `${source}:${record.code}`;
    const digits = encodeHex(nodeSuite.sha256(encodeUtf8(prefixed.toWellFormed()) ?? new Uint8Array())).slice(0, 24);
    const isFree =
      (encodeUtf8(prefixed)?.length ?? CODE_BYTES_MAX + 1) <= CODE_BYTES_MAX &&
      !this.#taken.has(prefixed) &&
      rows.find(datasetTable, "code", prefixed) === undefined;
    const code = isFree ? prefixed : `${source.slice(0, 60)}:${digits}`;
    const { sourceId } = record;
    findings.push({
      row: 0,
      path: "identifier",
      code: "CODE_PREFIXED",
      severity: "warning",
      value: excerpt(code),
      sourceId,
    });
    return code;
  }
}

/**
 * Those of the codes that datasets have. Both are walked in the index's order, so what lies between two datasets is known to be free by
 * one look, and a large file costs an almost empty catalogue almost nothing.
 */
function codesTaken(rows: Rows, codes: readonly string[]): Set<string> {
  const taken = new Set<string>();
  let next = "";
  for (const code of codes.toSorted(compareText)) {
    if (compareText(next, code) < 0) {
      const [found] = rows.scan(datasetTable, "code", { from: code, limit: 1 });
      if (found === undefined) break;
      next = found.row.code;
    }
    if (next === code) taken.add(code);
  }
  return taken;
}
