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
      stream.write(text);
      stream.end();
    } catch (error) {
      stop(error);
    }
  });
}
