/** Turtle, N-Triples, TriG and N-Quads, which one reader takes. */
import { Parser } from "n3";
import { excerpt } from "#ledger-core/exchange/hidden-marks.ts";
import { BASE, StatementSink, StopReading } from "./from-rdfjs.ts";
import type { OutsideQuad, ReadStatements } from "./from-rdfjs.ts";
import type { DcatApLimits } from "./limits.ts";
import { readUtf8 } from "./read-text.ts";

/** The part of the reader that is used: with a callback it keeps neither tokens nor quads. */
type TurtleReader = {
  parse(source: unknown, callback: (error: Error | null, quad?: OutsideQuad | null) => void): void;
};

/** The statements of a file, or where it stops being Turtle. Never rejects. */
export async function readTurtle(bytes: Uint8Array, limits: DcatApLimits): Promise<ReadStatements> {
  const read = readUtf8(bytes);
  return await Promise.resolve(read.ok ? readTurtleText(read.text, limits) : read);
}

function readTurtleText(text: string, limits: DcatApLimits): ReadStatements {
  const sink = new StatementSink(limits.statementsMax);
  const source = new TextSource();
  let refusal: ReadStatements | undefined;
  // TriG holds the other three.
  const reader: TurtleReader = new Parser({ baseIRI: BASE, format: "application/trig" });
  try {
    reader.parse(source, (error, quad) => {
      if (error) refusal ??= refusalOf(error, text);
      else if (quad) sink.take(quad);
    });
    source.send(text);
  } catch (error) {
    if (error instanceof StopReading) return { ok: false, code: error.code, detail: "" };
    // The library says what is wrong and goes on, until it stumbles over what it has not read.
    refusal ??= { ok: false, code: "TURTLE_SYNTAX", detail: "" };
  }
  return refusal ?? { ok: true, statements: sink.statements, repaired: sink.repaired };
}

/**
 * The text as a stream that is read while it is sent. From a string the library reads later by itself, where what it throws would be
 * caught by nobody and end the process.
 */
class TextSource {
  readonly #listeners = new Map<string, (data?: string) => void>();

  on(event: string, listener: (data?: string) => void): void {
    this.#listeners.set(event, listener);
  }

  send(text: string): void {
    this.#listeners.get("data")?.(text);
    this.#listeners.get("end")?.();
  }
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
