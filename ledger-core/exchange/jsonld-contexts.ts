/** The contexts of a JSON-LD document from anybody: what they would cost its reader, and the order in which it can read them in one go. */
import { isJsonList, isJsonObject } from "./canonical-json.ts";
import type { Json, JsonObject } from "./dataset-record.ts";

/** The context that is at hand under an address, if any. */
export type KnownContexts = (address: string) => JsonObject | undefined;

/** `terms` it has, and how often a reader copies all terms in force for it: once, and once for each context within its terms. */
type Weight = { readonly terms: number; readonly copies: number };
/** Terms in force that the document brings itself, and those of contexts at hand. */
type InForce = { readonly own: number; readonly known: number };
/** The context of a term, which the document may declare itself. Where it says how far down it holds, a reader makes it anew for each value below. */
type Scoped = Weight & { readonly isOwn: boolean; readonly isForEach: boolean };

/**
 * How many terms a reader copies for the contexts of the document: those in force wherever a context stands, and wherever a term is used
 * that has a context of its own. Where a term of a context at hand is used, only terms are counted that the document brings itself; what the others
 * cost is limited by the values of a document. The depth must have been limited before.
 */
export function countCopiedTerms(document: Json, known: KnownContexts): number {
  return new CopiedTerms(known).of(document, { own: 0, known: 0 }, undefined);
}

class CopiedTerms {
  readonly #known: KnownContexts;
  readonly #weights = new Map<string, Weight>();
  readonly #scoped = new Map<string, Scoped>();

  constructor(known: KnownContexts) {
    this.#known = known;
  }

  /** Of a value within so many terms, to which the context of a term applies. */
  of(value: Json, above: InForce, scoped: Scoped | undefined): number {
    if (isJsonList(value))
      return value.reduce<number>(
        (sum, item, i) => sum + this.of(item, above, this.#scoped.get(String(i)) ?? scoped),
        0,
      );
    const within = scoped === undefined ? above : { ...above, own: above.own + scoped.terms };
    const copied = scoped === undefined ? 0 : copiedByUse(scoped, above);
    if (isJsonObject(value))
      return copied + this.#ofObject(value, within, scoped?.isForEach === true ? scoped : undefined);
    // A class may have a context as well; a text that only looks like its name is counted with them.
    const use = typeof value === "string" ? this.#scoped.get(value) : undefined;
    return use === undefined ? copied : copied + copiedByUse(use, within);
  }

  #ofObject(value: JsonObject, above: InForce, below: Scoped | undefined): number {
    let { own, known } = above;
    let sum = 0;
    const context = value["@context"];
    for (const entry of isJsonList(context) ? context : context === undefined ? [] : [context]) {
      const { terms, copies } = this.#weigh(entry, false);
      if (typeof entry === "string") {
        known += terms;
        sum += known + own * copies;
      } else {
        own += terms;
        sum += (known + own) * copies;
      }
    }
    for (const [key, item] of Object.entries(value))
      if (key !== "@context") sum += this.of(item, { own, known }, this.#scoped.get(key) ?? below);
    return sum;
  }

  #weigh(context: Json, isKnown: boolean): Weight {
    if (typeof context === "string") return this.#weighKnown(context);
    if (isJsonList(context)) return context.map((entry) => this.#weigh(entry, isKnown)).reduce(plus, NOTHING);
    if (!isJsonObject(context)) return { terms: 0, copies: 1 };
    let weight: Weight = { terms: Object.keys(context).length, copies: 1 };
    for (const [term, meaning] of Object.entries(context)) {
      // What it holds or imports as a whole, it has all terms of.
      if (term === "@context") weight = plus(weight, this.#weigh(meaning, isKnown));
      if (term === "@import" && typeof meaning === "string") weight = plus(weight, this.#weighKnown(meaning));
      const scoped = isJsonObject(meaning) ? meaning["@context"] : undefined;
      if (scoped === undefined) continue;
      const { terms, copies } = this.#weigh(scoped, isKnown);
      weight = plus(weight, { terms: 0, copies });
      const other = this.#scoped.get(term);
      this.#scoped.set(term, {
        terms: Math.max(isKnown ? 0 : terms, other?.terms ?? 0),
        copies: Math.max(copies, other?.copies ?? 0),
        isOwn: other?.isOwn === true || !isKnown,
        isForEach: other?.isForEach === true || this.#saysHowFar(scoped),
      });
    }
    return weight;
  }

  #weighKnown(address: string): Weight {
    const weight = this.#weights.get(address) ?? this.#weigh(this.#known(address) ?? null, true);
    this.#weights.set(address, weight);
    return weight;
  }

  #saysHowFar(context: Json | undefined): boolean {
    if (isJsonList(context)) return context.some((entry) => this.#saysHowFar(entry));
    return isJsonObject(context) && ("@propagate" in context || this.#saysHowFar(context["@context"]));
  }
}

const NOTHING: Weight = { terms: 0, copies: 0 };

function plus(left: Weight, right: Weight): Weight {
  return { terms: left.terms + right.terms, copies: left.copies + right.copies };
}

/** What one use of a term with a context has a reader copy, within so many terms. */
function copiedByUse({ terms, copies, isOwn }: Scoped, { own, known }: InForce): number {
  return (own + terms + (isOwn ? known : 0)) * copies;
}

/**
 * The same document with each object's context first, its class next, and its address behind, so that a reader need not keep the rest waiting for
 * them, which takes time by its square. The depth must have been limited before.
 */
export function putContextsFirst(document: Json, known: KnownContexts): Json {
  return inOrder(document, typeKeys(document, known));
}

function inOrder(value: Json, types: ReadonlySet<string>): Json {
  if (isJsonList(value)) return value.map((item) => inOrder(item, types));
  if (!isJsonObject(value)) return value;
  const rank = (key: string): number => {
    if (key === "@context") return 0;
    if (types.has(key)) return 1;
    return key === "@id" ? 2 : 3;
  };
  const entries = Object.entries(value).toSorted(([left], [right]) => rank(left) - rank(right));
  return Object.fromEntries(entries.map(([key, item]) => [key, inOrder(item, types)]));
}

/** The keys that stand for `@type`: itself, and what a context says is another word for it. */
function typeKeys(document: Json, known: KnownContexts): ReadonlySet<string> {
  const keys = new Set(["@type"]);
  const addresses = new Set<string>();
  const look = (value: Json): void => {
    if (isJsonList(value)) return value.forEach(look);
    if (!isJsonObject(value)) return;
    for (const [key, entry] of Object.entries(value)) {
      const meaning = isJsonObject(entry) ? entry["@id"] : entry;
      if (meaning === "@type" && !key.startsWith("@")) keys.add(key);
      if (key === "@context" || key === "@import")
        for (const address of isJsonList(entry) ? entry : [entry])
          if (typeof address === "string") addresses.add(address);
      look(entry);
    }
  };
  look(document);
  for (const address of addresses) look(known(address) ?? null);
  return keys;
}
