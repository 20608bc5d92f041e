/** A table that somebody walks through: read once from its beginning, rows kept as far as one has come. */
import { CsvError, parse } from "csv-parse";
import type { Parser } from "csv-parse";
import type { TablePart } from "#ledger-core/contract/api/content.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { decodeText } from "./decode-text.ts";

/** Rows and cells that a preview goes into: enough to know a table by, little enough to hold. */
const ROWS_MAX = 50_000;
const CELLS_MAX = 1_000_000;
const CELL_CHARACTERS_MAX = 2_000;
const RECORD_CHARACTERS_MAX = 4_000_000;
const COLUMNS_MAX = 2_000;

export class TableSession {
  readonly #parser: Parser;
  readonly #iterator: AsyncIterator<readonly string[]>;
  readonly #rows: (string | null)[][] = [];
  #columns: readonly string[] | undefined;
  #isAtEnd = false;
  #isCut = false;
  #cells = 0;

  private constructor(parser: Parser) {
    this.#parser = parser;
    this.#iterator = parser[Symbol.asyncIterator]() as AsyncIterator<readonly string[]>;
  }

  /** Begins to read; nothing is read beyond what is asked for. The separator is the one that the first line has most of. */
  static async open(content: AsyncIterable<Uint8Array>): Promise<TableSession> {
    const text = decodeText(content);
    const first = await text.next();
    const head = first.done === true ? "" : first.value;
    const parser = parse({
      bom: true,
      delimiter: separatorOf(head),
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
      max_record_size: RECORD_CHARACTERS_MAX,
    });
    void feed(parser, head, text);
    return new TableSession(parser);
  }

  /** Rows from a place on; fewer at the end. Throws TABLE_MALFORMED, or what reading the content throws. */
  async read(from: number, limit: number): Promise<Omit<TablePart, "isVerified">> {
    await this.#advance(from + limit);
    const rows = this.#rows.slice(from, from + limit);
    return {
      kind: "table",
      columns: [...(this.#columns ?? [])],
      rows,
      from,
      total: this.#isAtEnd || this.#isCut ? this.#rows.length : null,
      isCut: this.#isCut,
    };
  }

  close(): void {
    this.#parser.destroy();
  }

  async #advance(wanted: number): Promise<void> {
    while (!this.#isAtEnd && !this.#isCut && this.#rows.length < wanted) {
      const next = await this.#next();
      if (next.done === true) this.#isAtEnd = true;
      else this.#take(next.value);
    }
  }

  async #next(): Promise<IteratorResult<readonly string[]>> {
    try {
      return await this.#iterator.next();
    } catch (error) {
      if (!(error instanceof CsvError)) throw error;
      throw new NodeError("TABLE_MALFORMED", { count: Number(error["records"]) }, { cause: error });
    }
  }

  #take(record: readonly string[]): void {
    if (this.#columns === undefined) {
      this.#columns = record.slice(0, COLUMNS_MAX);
      return;
    }
    const width = this.#columns.length;
    this.#rows.push(Array.from({ length: width }, (_, i) => shorten(record[i])));
    this.#cells += width;
    if (this.#rows.length >= ROWS_MAX || this.#cells >= CELLS_MAX) {
      this.#isCut = true;
      this.close();
    }
  }
}

function shorten(cell: string | undefined): string | null {
  if (cell === undefined) return null;
  return cell.length > CELL_CHARACTERS_MAX ? `${cell.slice(0, CELL_CHARACTERS_MAX)}…` : cell;
}

function separatorOf(head: string): string {
  const [line = ""] = head.split(/\r?\n/, 1);
  const counts = [",", "\t", ";", "|"].map((mark) => ({ mark, count: line.split(mark).length }));
  return counts.toSorted((left, right) => right.count - left.count)[0]?.mark ?? ",";
}

/** Hands text to the parser as fast as it is read from, and no faster. */
async function feed(parser: Parser, head: string, rest: AsyncGenerator<string>): Promise<void> {
  try {
    for await (const piece of join(head, rest)) {
      if (parser.destroyed) return;
      if (!parser.write(piece))
        await new Promise<void>((resolve) => {
          parser.once("drain", resolve).once("close", resolve);
        });
    }
    parser.end();
  } catch (error) {
    parser.destroy(error instanceof Error ? error : new Error(String(error)));
  }
}

async function* join(head: string, rest: AsyncGenerator<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}
