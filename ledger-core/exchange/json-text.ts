/**
 * A JSON reader for files from anybody. `JSON.parse` silently drops the first of two equal keys, rounds long numbers and recurses
 * as deep as a file likes; here each of these is limited or reported, with the path of the value.
 */
import { equalJson } from "./canonical-json.ts";
import type { Json } from "./dataset-record.ts";

export type JsonLimits = {
  readonly depthMax: number;
  readonly valuesMax: number;
  /** Above so many notes the file is refused. */
  readonly notesMax: number;
  /** True where what is nested deeper is left out and noted, so that one value does not refuse the whole text. */
  readonly notesDeep?: boolean;
};

/**
 * Something that would be lost or is dangerous. KEY_TWICE: the last of two different values was taken. KEY_FORBIDDEN: `__proto__`, left out. TEXT_BROKEN:
 * half a surrogate pair. TEXT_NUL: the character U+0000. NUMBER_ROUNDED: more digits than a double holds. NUMBER_TOO_LARGE: read as 0.
 * VALUE_TOO_DEEP: nested deeper than the limit, read as `null`.
 */
export type JsonNote = {
  readonly path: readonly (string | number)[];
  readonly code:
    | "KEY_TWICE"
    | "KEY_FORBIDDEN"
    | "TEXT_BROKEN"
    | "TEXT_NUL"
    | "NUMBER_ROUNDED"
    | "NUMBER_TOO_LARGE"
    | "VALUE_TOO_DEEP";
  readonly value: string;
};

export type JsonFailure = {
  readonly ok: false;
  readonly code: "JSON_SYNTAX" | "JSON_CUT_SHORT" | "TOO_DEEP" | "TOO_MANY_VALUES" | "TOO_MANY_FAULTS";
  /** Counted from 1; the column in UTF-16 units. */
  readonly line: number;
  readonly column: number;
};
export type ParsedJson =
  | {
      readonly ok: true;
      readonly value: Json;
      readonly notes: readonly JsonNote[];
      /** How many values it holds at any depth, itself among them. */
      readonly values: number;
    }
  | JsonFailure;

/** The value of a JSON text (RFC 8259, strictly), or where it stops being one. Never throws, whatever the text. */
export function parseJsonText(text: string, limits: JsonLimits): ParsedJson {
  const reader = new JsonReader(text, limits);
  try {
    return { ok: true, value: reader.document(), notes: reader.notes, values: reader.values };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    return { ok: false, code: error.code, ...placeOf(text, error.at) };
  }
}

class Stop extends Error {
  readonly code: JsonFailure["code"];
  readonly at: number;
  constructor(code: JsonFailure["code"], at: number) {
    super(code);
    this.code = code;
    this.at = at;
  }
}

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
/** What begins or ends a list, an object or a text. */
const MARK = /[[\]{}"]/g;
const HEX4 = /[0-9a-fA-F]{4}/y;
const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  "\\": "\\",
  "/": "/",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
};

/** One of each for all that are empty: a small file can hold millions of them. */
const EMPTY_OBJECT: Json = Object.freeze({});
const EMPTY_LIST: Json = Object.freeze([]);

/** Fields of one object: each costs ten times what a value in a list does, and the largest records have some hundred. */
const KEYS_MAX = 100_000;

class JsonReader {
  readonly notes: JsonNote[] = [];
  readonly #text: string;
  readonly #limits: JsonLimits;
  readonly #path: (string | number)[] = [];
  #at = 0;
  #values = 0;

  get values(): number {
    return this.#values;
  }

  constructor(text: string, limits: JsonLimits) {
    this.#text = text;
    this.#limits = limits;
  }

  document(): Json {
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) throw new Stop("JSON_SYNTAX", this.#at);
    return value;
  }

  #value(): Json {
    this.#space();
    if (++this.#values > this.#limits.valuesMax) throw new Stop("TOO_MANY_VALUES", this.#at);
    const first = this.#text[this.#at];
    if (first === '"') return this.#string();
    if (first === "{" || first === "[") {
      if (this.#path.length >= this.#limits.depthMax) return this.#tooDeep();
      return first === "{" ? this.#object() : this.#array();
    }
    if (first === "t") return this.#word("true", true);
    if (first === "f") return this.#word("false", false);
    if (first === "n") return this.#word("null", null);
    return this.#number();
  }

  /** Passes over a list or an object without looking into it. */
  #tooDeep(): Json {
    const start = this.#at;
    if (this.#limits.notesDeep !== true) throw new Stop("TOO_DEEP", start);
    let open = 0;
    do {
      MARK.lastIndex = this.#at;
      const mark = MARK.exec(this.#text);
      // What never ends is no value that could be left out.
      if (mark === null) throw new Stop("TOO_DEEP", start);
      this.#at = mark.index;
      // What stands in a text begins and ends nothing.
      if (mark[0] === '"') this.#string();
      else {
        open += mark[0] === "{" || mark[0] === "[" ? 1 : -1;
        this.#at++;
      }
    } while (open > 0);
    this.#note("VALUE_TOO_DEEP", "");
    return null;
  }

  #object(): Json {
    this.#at++;
    if (this.#skipIf("}")) return EMPTY_OBJECT;
    const object: Record<string, Json> = {};
    let keys = 0;
    do {
      this.#space();
      if (this.#text[this.#at] !== '"') throw this.#wrong();
      const key = this.#string();
      if (!this.#skipIf(":")) throw this.#wrong();
      if (++keys > KEYS_MAX) throw new Stop("TOO_MANY_VALUES", this.#at);
      this.#path.push(key);
      const before = Object.hasOwn(object, key) ? object[key] : undefined;
      const value = this.#value();
      if (before !== undefined && !equalJson(before, value)) this.#note("KEY_TWICE", key);
      // Assigning to this one key would set the object's prototype instead of a field.
      if (key === "__proto__") this.#note("KEY_FORBIDDEN", key);
      else object[key] = value;
      this.#path.pop();
    } while (this.#skipIf(","));
    if (!this.#skipIf("}")) throw this.#wrong();
    return object;
  }

  #array(): Json {
    this.#at++;
    if (this.#skipIf("]")) return EMPTY_LIST;
    const array: Json[] = [];
    do {
      this.#path.push(array.length);
      array.push(this.#value());
      this.#path.pop();
    } while (this.#skipIf(","));
    if (!this.#skipIf("]")) throw this.#wrong();
    return array;
  }

  #string(): string {
    let value = "";
    let start = ++this.#at;
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit === 0x22) break;
      if (unit === 0x5c) {
        value += this.#text.slice(start, this.#at) + this.#escape();
        start = this.#at;
      } else if (unit >= 0x20) this.#at++;
      else throw this.#wrong();
    }
    value += this.#text.slice(start, this.#at++);
    if (!value.isWellFormed()) this.#note("TEXT_BROKEN", value);
    if (value.includes("\0")) this.#note("TEXT_NUL", value);
    return value;
  }

  #escape(): string {
    const letter = this.#text[++this.#at] ?? "";
    if (letter !== "u") {
      const character = ESCAPES[letter];
      if (character === undefined) throw this.#wrong();
      this.#at++;
      return character;
    }
    HEX4.lastIndex = ++this.#at;
    const digits = HEX4.exec(this.#text)?.[0];
    if (digits === undefined) {
      // A file that ends within the four digits was cut; one that goes on with another character was not.
      if (/^[0-9a-fA-F]*$/.test(this.#text.slice(this.#at))) this.#at = this.#text.length;
      throw this.#wrong();
    }
    this.#at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #number(): number {
    NUMBER.lastIndex = this.#at;
    const source = NUMBER.exec(this.#text)?.[0];
    if (source === undefined) throw this.#wrong();
    this.#at += source.length;
    const value = Number(source);
    if (!Number.isFinite(value)) {
      this.#note("NUMBER_TOO_LARGE", source);
      return 0;
    }
    if (decimal(source) !== decimal(String(value))) this.#note("NUMBER_ROUNDED", source);
    // Minus zero would be written as 0: say so from the start.
    return value === 0 ? 0 : value;
  }

  #word<T>(word: string, value: T): T {
    if (this.#text.startsWith(word, this.#at)) {
      this.#at += word.length;
      return value;
    }
    if (word.startsWith(this.#text.slice(this.#at))) this.#at = this.#text.length;
    throw this.#wrong();
  }

  #skipIf(mark: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== mark) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    for (;;) {
      const unit = this.#text.charCodeAt(this.#at);
      if (unit !== 0x20 && unit !== 0x0a && unit !== 0x0d && unit !== 0x09) return;
      this.#at++;
    }
  }

  #wrong(): Stop {
    // A sign, point or exponent as the very last thing: the file was cut within a number.
    const cut = this.#at >= this.#text.length - 2 && /^(?:-|\.|[eE][+-]?)?$/.test(this.#text.slice(this.#at));
    return new Stop(cut ? "JSON_CUT_SHORT" : "JSON_SYNTAX", this.#at);
  }

  #note(code: JsonNote["code"], value: string): void {
    if (this.notes.length >= this.#limits.notesMax) throw new Stop("TOO_MANY_FAULTS", this.#at);
    this.notes.push({ path: [...this.#path], code, value });
  }
}

/** A number's text in one form, digits and power of ten, so that `1.50e2` and `150` compare equal. */
function decimal(source: string): string {
  const parts = /^(-?)([0-9]+)(?:\.([0-9]+))?(?:[eE]([+-]?[0-9]+))?$/.exec(source);
  if (parts === null) return source;
  const fraction = parts[3] ?? "";
  const digits = ((parts[2] ?? "") + fraction).replace(/^0+/, "");
  if (digits === "") return "0";
  let length = digits.length;
  while (digits[length - 1] === "0") length--;
  const power = Number(parts[4] ?? "0") - fraction.length + (digits.length - length);
  return `${parts[1] ?? ""}${digits.slice(0, length)}e${power}`;
}

function placeOf(text: string, at: number): { line: number; column: number } {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf("\n"); next >= 0 && next < at; next = text.indexOf("\n", next + 1)) {
    line++;
    lineStart = next + 1;
  }
  return { line, column: at - lineStart + 1 };
}
