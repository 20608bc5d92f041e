/** Where a command speaks: results on stdout, everything else on stderr. */
import type { Language } from "#ledger-core/contract/text/texts.ts";
import type { Told } from "./failure.ts";
import type { Words } from "./words.ts";

const PROGRESS_INTERVAL_MS = 100;

export class Output {
  readonly language: Language;
  readonly isJson: boolean;
  #progressAt = 0;
  #hasProgress = false;
  #hasDocument = false;

  constructor(language: Language, isJson: boolean) {
    this.language = language;
    this.isJson = isJson;
  }

  words(words: Words): string {
    return words[this.language];
  }

  /** The command's result: one JSON document, or lines for people. Called once. */
  result(json: unknown, lines: readonly string[]): void {
    this.#endProgress();
    this.#hasDocument = true;
    process.stdout.write(
      this.isJson ? `${JSON.stringify(json)}\n` : lines.map((line) => `${printable(line)}\n`).join(""),
    );
  }

  /** A line for people on stderr. */
  say(words: Words): void {
    this.#endProgress();
    process.stderr.write(`${printable(this.words(words))}\n`);
  }

  /** How far long work is: a line that is written over, on terminals only. */
  progress(words: Words): void {
    const now = Date.now();
    if (!process.stderr.isTTY || now - this.#progressAt < PROGRESS_INTERVAL_MS) return;
    this.#progressAt = now;
    this.#hasProgress = true;
    process.stderr.write(`\r\u001b[K${printable(this.words(words))}`);
  }

  /** A step that is done and durable: a line of its own where stderr is not a terminal, so that a log shows how far the work came. */
  step(words: Words): void {
    if (process.stderr.isTTY) this.progress(words);
    else process.stderr.write(`${printable(this.words(words))}\n`);
  }

  /** Why there is no result, or no end to what followed it: where the one document was printed already, in words alone. */
  failure({ code, reason, next }: Told): void {
    this.#endProgress();
    if (this.isJson && !this.#hasDocument)
      process.stdout.write(
        `${JSON.stringify({ error: { code, message: this.words(reason), next: this.words(next) } })}\n`,
      );
    this.#hasDocument = true;
    process.stderr.write(printable(`${this.words(reason)}\n${this.words(next)}\n`));
  }

  #endProgress(): void {
    if (this.#hasProgress) process.stderr.write("\r\u001b[K");
    this.#hasProgress = false;
  }
}

/** Controls other than line ends and tabs, and marks that turn the direction of writing. */
const OBEYED_BY_TERMINALS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** A text for a terminal: names and reasons in it are other people's, and a terminal would do what is in them. */
function printable(text: string): string {
  return text.replace(OBEYED_BY_TERMINALS, "\ufffd");
}

/** Lines of `name  value`, the names as wide as the widest. */
export function fieldLines(fields: readonly (readonly [name: string, value: string])[]): readonly string[] {
  const wide = Math.max(...fields.map(([name]) => widthOf(name)));
  return fields.map(([name, value]) => `${name}${" ".repeat(wide - widthOf(name))}  ${value}`);
}

/** A checkpoint behind what it speaks for; null where there is none. */
export function checkpointLines(checkpoint: string | null): readonly string[] {
  return checkpoint === null ? [] : ["", checkpoint.trimEnd()];
}

/** A table with its columns as wide as their widest cell. */
export function tableLines(rows: readonly (readonly string[])[]): readonly string[] {
  const wide: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (wide[i] = Math.max(wide[i] ?? 0, widthOf(cell))));
  return rows.map((row) =>
    row
      .map((cell, i) => cell + " ".repeat((wide[i] ?? 0) - widthOf(cell)))
      .join("  ")
      .trimEnd(),
  );
}

/** Columns that a text takes in a terminal: two for each Chinese character and full-width mark. */
function widthOf(text: string): number {
  let width = 0;
  for (const point of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(point)
      ? 2
      : 1;
  return width;
}
