/** Turtle, N-Triples, TriG and N-Quads, which one reader takes. */
import { Parser } from "n3";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import { BASE, StatementSink, StopReading } from "./from-rdfjs.ts";
import type { ReadStatements } from "./from-rdfjs.ts";
import type { DcatApLimits } from "./limits.ts";
import { readUtf8 } from "./read-text.ts";

/** The statements of a file, or where it stops being Turtle. Never rejects. */
export async function readTurtle(bytes: Uint8Array, limits: DcatApLimits): Promise<ReadStatements> {
  const read = readUtf8(bytes);
  if (!read.ok) return read;
  const sink = new StatementSink(limits.statementsMax);
  return await new Promise((resolve) => {
    // TriG holds the other three. With a callback the reader keeps neither tokens nor quads; it cannot be stopped, so the rest is let pass.
    new Parser({ baseIRI: BASE, format: "application/trig" }).parse(read.text, (error, quad) => {
      if (error !== null && error !== undefined) return resolve(refusalOf(error, read.text));
      try {
        if (quad) sink.take(quad);
        else resolve({ ok: true, statements: sink.statements, repaired: sink.repaired });
      } catch (stop) {
        resolve({ ok: false, code: stop instanceof StopReading ? stop.code : "TURTLE_SYNTAX", detail: "" });
      }
    });
  });
}

function refusalOf(error: Error, text: string): ReadStatements {
  const line = /on line (\d+)/.exec(error.message)?.[1] ?? "";
  if (/\beof\b/.test(error.message) || endsWithin(text, Number(line)))
    return { ok: false, code: "FILE_CUT_SHORT", detail: line };
  return { ok: false, code: "TURTLE_SYNTAX", detail: excerpt(error.message) };
}

/** True if the line is the last one and nothing ends the statement in it: a file that was cut within a word stops there. */
function endsWithin(text: string, line: number): boolean {
  const end = text.trimEnd();
  return !/[.}]$/.test(end) && end.split("\n").length === line;
}
