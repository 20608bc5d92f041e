/**
 * What the clients of a node have written down: each act before its bytes are handed over, each answer after it has come. Files of
 * lines beside the ledger's folder, two for each life of the process.
 */
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, writeSync } from "node:fs";
import { join } from "node:path";

/** An act that somebody is about to submit; `wire` in base64. The same bytes submitted again are written down again. */
export type Intent = { readonly id: string; readonly kind: string; readonly wire: string };

/** What a client was told. `state` is the receipt's, or `turned-away` for what did not become an entry and has no place. */
export type Answer = {
  readonly id: string;
  readonly state: string;
  readonly code: string;
  readonly index: number;
  readonly height: number;
};

export type Promised = { readonly intents: readonly Intent[]; readonly answers: readonly Answer[] };

const FILES = ["intents", "answers"] as const;

function fileOf(folder: string, round: number, name: (typeof FILES)[number]): string {
  return join(folder, `${round}-${name}`);
}

/** The client's side: durable before `intend` returns, so that whoever reads the files knows of everything that was submitted. */
export class Notebook {
  readonly #intents: number;
  readonly #answers: number;

  constructor(folder: string, round: number) {
    const [intents, answers] = FILES.map((name) => openSync(fileOf(folder, round, name), "a"));
    this.#intents = intents ?? -1;
    this.#answers = answers ?? -1;
  }

  intend(intents: readonly Intent[]): void {
    writeSync(this.#intents, intents.map(lineOf).join(""));
    fsyncSync(this.#intents);
  }

  answered(answer: Answer): void {
    writeSync(this.#answers, lineOf(answer));
  }

  close(): void {
    closeSync(this.#intents);
    closeSync(this.#answers);
  }
}

/** What the clients of a round have written down; a line that a kill has cut off is left out. */
export function readPromised(folder: string, round: number): Promised {
  const [intents = [], answers = []] = FILES.map((name) => linesOf(fileOf(folder, round, name)));
  return { intents: intents as readonly Intent[], answers: answers as readonly Answer[] };
}

function lineOf(value: Intent | Answer): string {
  return `${JSON.stringify(value)}\n`;
}

function linesOf(file: string): readonly unknown[] {
  if (!existsSync(file)) return [];
  const lines = readFileSync(file, "utf8").split("\n").slice(0, -1);
  return lines.map((line): unknown => JSON.parse(line));
}
