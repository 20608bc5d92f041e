/** The datasets of one file as they are taken or refused one by one, and what is found, within the limits of a report. */
import type { DatasetRecord, RowFinding } from "./dataset-record.ts";

type Limits = { readonly findingsPerRowMax: number; readonly findingsMax: number };

export class TakenRows<Code extends string> {
  readonly #limits: Limits;
  readonly #records: DatasetRecord[] = [];
  readonly #ofFile: RowFinding<Code>[] = [];
  readonly #findings: RowFinding<Code>[] = [];
  readonly #rowOf = new Map<string, number>();
  readonly #refusedIds = new Set<string>();
  #isCut = false;
  #rowsRefused = 0;
  #refusedWithoutId = 0;
  #fieldsKept = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** True where an earlier row with this identifier was taken. */
  has(id: string): boolean {
    return this.#rowOf.has(id);
  }

  /**
   * `fieldsKept`: how many fields of the row have no home in the record. A copy of the record is held: a text that was cut out of a line
   * keeps the whole line in memory.
   */
  accept(row: number, record: DatasetRecord, fieldsKept: number): void {
    const copy = structuredClone(record);
    this.#rowOf.set(copy.sourceId, row);
    this.#records.push(copy);
    this.#fieldsKept += fieldsKept;
  }

  /** Leaves a row out; without an identifier any record may be the one that it stands for. */
  refuse(id: string | undefined): void {
    this.refuseGone();
    if (id === undefined) this.#refusedWithoutId++;
    else this.#refusedIds.add(id);
  }

  /** Leaves a row out that says itself that its dataset is no longer there, so that its record may be retired. */
  refuseGone(): void {
    this.#rowsRefused++;
  }

  /** Something about the file as a whole, which is told before what is found in rows. */
  noteFile(finding: Omit<RowFinding<Code>, "row">): void {
    this.#note(this.#ofFile, { row: 0, ...finding });
  }

  /** What was found in one row, refusals first, as much of it as is told of one row. */
  noteRow(findings: readonly RowFinding<Code>[]): void {
    const refusals = findings.filter(({ severity }) => severity === "refused");
    const warnings = findings.filter(({ severity }) => severity === "warning");
    // Every row that is left out is told of, but with its first reason alone once there is more than anybody reads.
    const refusalsMax = this.#told() < this.#limits.findingsMax ? refusals.length : 1;
    if (refusals.length > refusalsMax) this.#isCut = true;
    for (const finding of [...refusals.slice(0, refusalsMax), ...warnings].slice(0, this.#limits.findingsPerRowMax))
      this.#note(this.#findings, finding);
  }

  #told(): number {
    return this.#ofFile.length + this.#findings.length;
  }

  result() {
    const value = String(this.#limits.findingsMax);
    const cut = { row: 0, path: "", code: "FINDINGS_CUT", severity: "warning", value } as const;
    const findings: readonly RowFinding<Code | "FINDINGS_CUT">[] = [
      ...(this.#isCut ? [cut] : []),
      ...this.#ofFile,
      ...this.#findings,
    ];
    return {
      records: this.#records,
      rowOf: this.#rowOf,
      findings,
      rowsRefused: this.#rowsRefused,
      refusedIds: this.#refusedIds,
      refusedWithoutId: this.#refusedWithoutId,
      fieldsKept: this.#fieldsKept,
    };
  }

  /** That a row is refused is always told; the rest of the warnings is cut with a word about it. */
  #note(list: RowFinding<Code>[], finding: RowFinding<Code>): void {
    if (finding.severity === "warning" && this.#told() >= this.#limits.findingsMax) this.#isCut = true;
    else list.push(finding);
  }
}
