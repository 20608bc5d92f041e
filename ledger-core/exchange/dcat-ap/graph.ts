/** Statements by their subject. */
import { nameOf, TYPE } from "./names.ts";
import { isLiteral, isNode, isSameTerm, statementKey, termKey } from "./statements.ts";
import type { Literal, Node, Statement, Term } from "./statements.ts";

/** A set of statements that is asked by subject; the order is that in which they came. A statement may be in it twice until it is written. */
export class Graph {
  readonly #bySubject = new Map<Node, Statement[]>();
  /** By predicate, of subjects of which much is said and that were asked: a series has a link for each dataset, and each asks it for its class. */
  readonly #byPredicate = new Map<Node, Map<string, Statement[]>>();

  constructor(statements: Iterable<Statement> = []) {
    for (const statement of statements) this.add(statement);
  }

  add(statement: Statement): void {
    const { subject, predicate } = statement;
    pushTo(this.#bySubject, subject, statement);
    const known = this.#byPredicate.get(subject);
    if (known !== undefined) pushTo(known, predicate, statement);
  }

  /** Takes every statement that says the same out: where a graph is named, the one in it, else in whatever graph it is. */
  remove({ subject, predicate, object, graph }: Omit<Statement, "graph"> & { readonly graph?: Node }): void {
    const left = this.of(subject).filter(
      (item) =>
        item.predicate !== predicate ||
        !isSameTerm(item.object, object) ||
        (graph !== undefined && item.graph !== graph),
    );
    this.#replace(subject, left);
  }

  /** Takes every statement out that is one of these, each in the graph that it names. The list of a subject is gone through once. */
  removeAll(statements: Iterable<Statement>): void {
    for (const [subject, gone] of Map.groupBy(statements, (statement) => statement.subject)) {
      const keys = new Set(gone.map(statementKey));
      this.#replace(
        subject,
        this.of(subject).filter((item) => !keys.has(statementKey(item))),
      );
    }
  }

  removeSubject(subject: Node): void {
    this.#replace(subject, []);
  }

  /** Takes out every statement about the subject with the predicate and one of the objects; answers with what went. */
  removeObjects(subject: Node, predicate: string, objects: readonly Term[]): readonly Statement[] {
    const keys = new Set(objects.map(termKey));
    const isGone = (item: Statement): boolean => item.predicate === predicate && keys.has(termKey(item.object));
    const gone = this.of(subject).filter(isGone);
    this.#replace(
      subject,
      this.of(subject).filter((item) => !isGone(item)),
    );
    return gone;
  }

  subjects(): Iterable<Node> {
    return this.#bySubject.keys();
  }

  of(subject: Node): readonly Statement[] {
    return this.#bySubject.get(subject) ?? [];
  }

  *all(): Generator<Statement> {
    for (const list of this.#bySubject.values()) yield* list;
  }

  values(subject: Node, predicate: string): readonly Term[] {
    return this.#with(subject, predicate).map((statement) => statement.object);
  }

  nodes(subject: Node, predicate: string): readonly Node[] {
    return this.values(subject, predicate).filter(isNode);
  }

  literals(subject: Node, predicate: string): readonly Literal[] {
    return this.values(subject, predicate).filter(isLiteral);
  }

  hasType(subject: Node, type: string): boolean {
    return this.values(subject, TYPE).includes(type);
  }

  /** The first of the predicates that the subject has a text for, in the language that is read here. */
  label(subject: Node, ...predicates: readonly Parameters<typeof nameOf>[0][]): string {
    for (const predicate of predicates) {
      const text = preferred(this.literals(subject, nameOf(predicate)));
      if (text !== undefined) return text.value;
    }
    return "";
  }

  #with(subject: Node, predicate: string): readonly Statement[] {
    const list = this.of(subject);
    if (list.length < SORTED_FROM) return list.filter((statement) => statement.predicate === predicate);
    let known = this.#byPredicate.get(subject);
    if (known === undefined) {
      known = Map.groupBy(list, (statement) => statement.predicate);
      this.#byPredicate.set(subject, known);
    }
    return known.get(predicate) ?? [];
  }

  #replace(subject: Node, left: Statement[]): void {
    this.#byPredicate.delete(subject);
    if (left.length === 0) this.#bySubject.delete(subject);
    else this.#bySubject.set(subject, left);
  }
}

/** So many statements are not looked through for each question, but sorted by predicate once. */
const SORTED_FROM = 64;

function pushTo(lists: Map<string, Statement[]>, key: string, statement: Statement): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [statement]);
  else list.push(statement);
}

const RANKS = ["zh", "", "en"];

/** Of one text in several languages the Chinese one, else the one without language, else English, else the first by language. */
export function preferred(literals: readonly Literal[]): Literal | undefined {
  const rank = ({ language }: Literal): number => {
    const place = RANKS.indexOf(language.split("-", 1)[0] ?? "");
    return place < 0 ? RANKS.length : place;
  };
  const order = ({ language, value }: Literal): string => `${language}\n${value}`;
  let best: Literal | undefined;
  for (const literal of literals) {
    if (literal.value === "") continue;
    if (best === undefined || rank(literal) < rank(best)) best = literal;
    else if (rank(literal) === rank(best) && order(literal) < order(best)) best = literal;
  }
  return best;
}
