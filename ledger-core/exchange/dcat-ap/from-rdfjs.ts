/** Terms as the parsing libraries give them (RDF/JS) to the plain values used here. */
import { languageLiteral, typedLiteral } from "./statements.ts";
import type { Node, Statement, Term } from "./statements.ts";
import type { DcatApRefusal } from "./finding-codes.ts";

/** The part of an RDF/JS term that is read; `Quad` is a statement in the place of a term. */
export type OutsideTerm = {
  readonly termType: string;
  readonly value: string;
  readonly language?: string;
  readonly datatype?: { readonly value: string };
};
export type OutsideQuad = {
  readonly subject: OutsideTerm;
  readonly predicate: OutsideTerm;
  readonly object: OutsideTerm;
  readonly graph: OutsideTerm;
};

export type ReadStatements =
  | {
      readonly ok: true;
      readonly statements: readonly Statement[];
      /** Addresses with characters that no address may have, which are now spelt with percent signs. */
      readonly repaired: readonly string[];
    }
  | { readonly ok: false; readonly code: DcatApRefusal; readonly detail: string };

/** Relative addresses are read against this one, which belongs to nobody (RFC 2606): a file does not say where it was published. */
export const BASE = "https://relative.invalid/";

/** Thrown through a library's callbacks, to stop reading. */
export class StopReading extends Error {
  readonly code: DcatApRefusal;
  constructor(code: DcatApRefusal) {
    super(code);
    this.code = code;
  }
}

/** Vocabularies have hundreds of words; a file may make up any number. */
const WORDS_MAX = 10_000;

/** Takes quads one by one, up to a limit. */
export class StatementSink {
  readonly statements: Statement[] = [];
  readonly repaired: string[] = [];
  readonly #max: number;
  readonly #repairedMax = 100;
  /** Names of predicates, datatypes and the subject before this one: each a text of its own in every statement as the parsers give them. */
  readonly #words = new Map<string, string>();
  #subject: Node = "";

  constructor(statementsMax: number) {
    this.#max = statementsMax;
  }

  take(quad: OutsideQuad): void {
    if (this.statements.length >= this.#max) throw new StopReading("TOO_MANY_STATEMENTS");
    const { subject: given, predicate, object, graph } = quad;
    const subject = this.#node(given);
    if (subject !== this.#subject) this.#subject = subject;
    this.statements.push({
      subject: this.#subject,
      predicate: this.#word(predicate.value),
      object: this.#term(object),
      graph: graph.termType === "DefaultGraph" ? "" : this.#node(graph),
    });
  }

  #term(term: OutsideTerm): Term {
    if (term.termType !== "Literal") return this.#node(term);
    const value = term.value.toWellFormed();
    const language = term.language ?? "";
    return language === ""
      ? typedLiteral(value, this.#word(term.datatype?.value ?? ""))
      : languageLiteral(value, language);
  }

  #node(term: OutsideTerm): Node {
    if (term.termType === "BlankNode") return `_:${term.value}`;
    if (term.termType !== "NamedNode") throw new StopReading("STATEMENT_QUOTED");
    return this.#address(term.value);
  }

  #word(given: string): string {
    const known = this.#words.get(given);
    if (known !== undefined) return known;
    const word = this.#address(given);
    if (this.#words.size < WORDS_MAX) this.#words.set(given, word);
    return word;
  }

  #address(address: string): string {
    const repaired = repairAddress(address);
    if (repaired !== address && this.repaired.length < this.#repairedMax) this.repaired.push(address);
    return repaired;
  }
}

/** The address with what none may hold (RFC 3987, as Turtle has it) spelt with percent signs; an address that may stand is left as it is. */
export function repairAddress(address: string): string {
  const repaired = address.toWellFormed().replace(/[\u0000-\u0020<>"{}|\\^`]/g, percent);
  return hasScheme(repaired) ? repaired : `${BASE}${repaired.replace(/^[/#]/, "")}`;
}

/** True of a whole address, which says by itself where it leads; a relative one does not. */
export function hasScheme(address: string): boolean {
  return /^[A-Za-z][A-Za-z0-9+.-]*:/.test(address);
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0")}`;
}
