/** Readers that are streams, fed with one text. */
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import type { DcatApRefusal } from "./finding-codes.ts";
import { StatementSink, StopReading } from "./from-rdfjs.ts";
import type { OutsideQuad, ReadStatements } from "./from-rdfjs.ts";

/** The part of a parser's stream that is used. */
export type QuadStream = {
  on(event: "data", listener: (quad: OutsideQuad) => void): unknown;
  on(event: "error", listener: (error: Error) => void): unknown;
  on(event: "end", listener: () => void): unknown;
  write(text: string): unknown;
  end(): unknown;
  destroy(): unknown;
};

type Reading = { readonly statementsMax: number; readonly syntaxCode: DcatApRefusal };

/** All statements of the text, or the one reason why it has none. Never rejects. */
export function readThrough(stream: QuadStream, text: string, reading: Reading): Promise<ReadStatements> {
  const sink = new StatementSink(reading.statementsMax);
  return new Promise((resolve) => {
    const stop = (error: unknown): void => {
      stream.destroy();
      if (error instanceof StopReading) resolve({ ok: false, code: error.code, detail: "" });
      else
        resolve({ ok: false, code: reading.syntaxCode, detail: error instanceof Error ? excerpt(error.message) : "" });
    };
    stream.on("data", (quad) => {
      try {
        sink.take(quad);
      } catch (error) {
        stop(error);
      }
    });
    stream.on("error", stop);
    stream.on("end", () => resolve({ ok: true, statements: sink.statements, repaired: sink.repaired }));
    try {
      for (const piece of piecesOf(text)) stream.write(piece);
      stream.end();
    } catch (error) {
      stop(error);
    }
  });
}

const PIECE_UNITS = 65_536;

/** The text in pieces: a parser that works with promises is done with one before it takes the next, and need not hold all of them. */
function* piecesOf(text: string): Generator<string> {
  for (let start = 0; start < text.length;) {
    const end = start + PIECE_UNITS;
    // The two halves of a character stay together.
    const isWithin = (text.charCodeAt(end - 1) & 0xfc00) === 0xd800;
    yield text.slice(start, isWithin ? end + 1 : end);
    start = isWithin ? end + 1 : end;
  }
}
