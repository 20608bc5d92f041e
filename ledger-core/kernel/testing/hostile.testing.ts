/**
 * Hostile input for the fuzz tests: mutations that know the structure of what they mutate, all from one seed. Each case has a seed of its
 * own, which a failure names; `FUZZ_SEED=<seed>` runs that case alone.
 */
import { Random } from "#ledger-core/sim/random.ts";

const GOLDEN_RATIO = 0x9e3779b9;

/** How many cases a test runs: a few in `npm test`, many in `npm run test:long`. */
export function casesOf({ short, long }: { readonly short: number; readonly long: number }): number {
  return process.env["LONG"] === undefined ? short : long;
}

const SHORT_RUN_SEED = 20_261_126;

/** Runs a case so many times, each with a seed of its own. Throws what the first failing case threw, under a message with its seed. */
export async function fuzz(cases: number, run: (random: Random) => void | Promise<void>): Promise<void> {
  const asked = process.env["FUZZ_SEED"];
  // The short run draws the same cases each time, so that it tells what a change has changed; the long run draws new ones.
  const drawn = process.env["LONG"] === undefined ? SHORT_RUN_SEED : Math.floor(Math.random() * 0x1_0000_0000);
  const first = asked === undefined ? drawn : Number(asked);
  for (let i = 0; i < (asked === undefined ? cases : 1); i++) {
    const seed = (first + Math.imul(i, GOLDEN_RATIO)) >>> 0;
    try {
      // Awaited only where there is something to wait for: a million cases of a pure decoder need no million turns.
      const running = run(new Random(seed));
      if (running !== undefined) await running;
    } catch (cause) {
      const why = cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
      throw new Error(`case ${i} fails; run it alone with FUZZ_SEED=${seed}\n${why}`, { cause });
    }
  }
}

/** So many mutations of the same kind after one another: mostly one, now and then several. */
export function mutations(random: Random): number {
  return random.once(3) ? 1 + random.below(4) : 1;
}

/** The bytes with `count` of them from `at` on replaced. */
export function splice(bytes: Uint8Array, at: number, count: number, put: Uint8Array | readonly number[]): Uint8Array {
  const whole = new Uint8Array(bytes.length - Math.min(count, bytes.length - at) + put.length);
  whole.set(bytes.subarray(0, at));
  whole.set(put, at);
  whole.set(bytes.subarray(Math.min(bytes.length, at + count)), at + put.length);
  return whole;
}

/** One blow that knows no structure: a byte changed, put in, taken out or copied elsewhere, the end cut off or made longer. */
export function damageBytes(random: Random, bytes: Uint8Array): Uint8Array {
  const at = random.below(bytes.length + 1);
  switch (random.below(7)) {
    case 0:
      return splice(bytes, at, 1, [random.pick([0x00, 0x7f, 0x80, 0xff, random.below(256)])]);
    case 1:
      return bytes.map((byte, i) => (i === at ? byte ^ (1 << random.below(8)) : byte));
    case 2:
      return splice(bytes, at, 0, random.bytes(1 + random.below(8)));
    case 3:
      return splice(bytes, at, 1 + random.below(16), []);
    case 4:
      return bytes.slice(0, at);
    case 5: {
      const from = random.below(bytes.length + 1);
      return splice(bytes, at, random.below(32), bytes.slice(from, from + random.below(64)));
    }
    default:
      return splice(bytes, bytes.length, 0, random.bytes(1 + random.below(4)));
  }
}

/** How a text falls into tokens, and tokens that do harm in it. */
type Grammar = { readonly tokens: RegExp; readonly strange: readonly string[] };

const deep = (open: string, close: string, count: number, inner = "0"): string =>
  open.repeat(count) + inner + close.repeat(count);

/** What no text should hold, in whatever language. */
const STRANGE_CHARACTERS: readonly string[] = [
  "",
  "\u0000",
  "\ud800",
  "\udc00\ud800",
  "\ufeff",
  "\ufffd",
  "\u202e",
  "\u2028",
  "\r\n",
  "\r",
  "\u0085",
  "é",
  "e\u0301",
  "../../etc/passwd",
  "x".repeat(5_000),
  "9".repeat(400),
  "__proto__",
  "%00",
  "${1+1}",
  "=1+1",
];

export const JSON_GRAMMAR: Grammar = {
  tokens: /"(?:[^"\\]|\\.)*"|[-+.\w]+|\s+|[^]/g,
  strange: [
    ...[
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"',
      "\\",
      "null",
      "true",
      "false",
      "{}",
      "[]",
      '""',
      "NaN",
      "Infinity",
      "-0",
      "01",
      "1e999",
    ],
    ...[
      "-1",
      "0",
      "1",
      "1.5",
      "9007199254740993",
      "1E400",
      "'a'",
      "/*x*/",
      "//x\n",
      '"\\ud800"',
      '"\\u0000"',
      '"\\x41"',
      '"\u0001"',
    ],
    ...[
      '"__proto__":{"admin":true}',
      '"__proto__"',
      '"constructor"',
      '"toString"',
      '{"__proto__":null}',
      '{"length":1e9}',
    ],
    ...[
      deep("[", "]", 70),
      deep("[", "]", 5_000),
      deep('{"a":', "}", 2_000),
      "[".repeat(9_000),
      deep("[", "]", 20, "[],".repeat(400) + "1"),
    ],
    ...STRANGE_CHARACTERS.map((character) => `"${character}"`),
  ],
};

export const XML_GRAMMAR: Grammar = {
  tokens: /<[^<>]*>|[^<>]+|[^]/g,
  strange: [
    ...[
      "<",
      ">",
      "&",
      "]]>",
      "<![CDATA[<a>]]>",
      "<!-- -- -->",
      "<!--",
      "<?xml version='1.1'?>",
      "<?x?>",
      "</a>",
      "<a>",
      "<a/>",
    ],
    ...["&lt;", "&#0;", "&#xD800;", "&#x110000;", "&amp;amp;", "&lol;", "<a b='1' b='2'>", "<a:b:c/>", "<xmlns:a/>"],
    `<!DOCTYPE a [<!ENTITY lol "lol"><!ENTITY lol2 "${"&lol;".repeat(20)}">]>`,
    ...[`<!DOCTYPE a SYSTEM "file:///etc/passwd">`, `<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1:1/x">%p;]>`],
    ...[
      deep("<a>", "</a>", 200),
      "<a>".repeat(3_000),
      `<a ${Array.from({ length: 500 }, (_, i) => `b${i}="1"`).join(" ")}/>`,
    ],
    ...STRANGE_CHARACTERS,
  ],
};

/** Lines: signed notes, tables, lists of keys. */
export const LINE_GRAMMAR: Grammar = {
  tokens: /[^\n ]+|[^]/g,
  strange: [
    ...[
      "\n",
      "\n\n",
      " ",
      "\t",
      "— ",
      "- ",
      "— a b\n",
      "=",
      "==",
      "AAAA",
      "A===",
      "0",
      "-1",
      "+1",
      "01",
      "1e3",
      "18446744073709551616",
    ],
    ...["281474976710656", "9007199254740993", "٣", ";", ",", '"', '"a\nb"', "\u2014", "\u00a0", "\u200b", "// ", "%"],
    ...STRANGE_CHARACTERS,
  ],
};

export const TURTLE_GRAMMAR: Grammar = {
  tokens: /<[^<>\s]*>|"(?:[^"\\]|\\.)*"|[\w:@^-]+|\s+|[^]/g,
  strange: [
    ...[
      "<",
      ">",
      "<a b>",
      "<\\u0000>",
      "<\\UFFFFFFFF>",
      "_:a",
      "_:",
      "[]",
      "[",
      "]",
      "(",
      ")",
      ";",
      ",",
      ".",
      "a",
      "@prefix",
      "@base <x> .",
      "^^",
      "@",
    ],
    ...[
      '"""',
      '"\\uD800"',
      '"a"@x-',
      '"1"^^<a>',
      "true",
      "1e999",
      "-.5",
      "<< >>",
      "{",
      "}",
      "=>",
      "PREFIX a: <b>",
      "#",
    ],
    ...[deep("[ <a:b> ", " ]", 200), "(".repeat(4_000), deep("( ", " )", 300)],
    ...STRANGE_CHARACTERS,
  ],
};

/** One mutation of a text at the level of its tokens. */
export function mutateText(random: Random, text: string, grammar: Grammar): string {
  const tokens = text.match(grammar.tokens) ?? [""];
  const at = random.below(tokens.length);
  const token = tokens[at] ?? "";
  const put = (from: number, count: number, ...added: readonly string[]): string =>
    [...tokens.slice(0, from), ...added, ...tokens.slice(from + count)].join("");
  switch (random.below(10)) {
    case 0:
    case 1:
      return put(at, 1, random.pick(grammar.strange));
    case 2:
      return put(at, 0, random.pick(grammar.strange));
    case 3:
      return put(at, 1);
    case 4:
      return put(at, 0, token);
    case 5:
      return put(at, 1, random.pick(tokens));
    case 6: {
      // A whole stretch once more, as a member, a line or an element that comes twice.
      const stretch = tokens.slice(at, at + 1 + random.below(12));
      return put(random.below(tokens.length), 0, ...stretch);
    }
    case 7:
      return tokens.slice(0, at).join("") + token.slice(0, random.below(token.length + 1));
    case 8: {
      const place = random.below(token.length + 1);
      return put(at, 1, token.slice(0, place) + random.pick(STRANGE_CHARACTERS) + token.slice(place + random.below(3)));
    }
    default:
      return put(at, 1, swappedCase(token));
  }
}

function swappedCase(token: string): string {
  const upper = token.toUpperCase();
  return upper === token ? token.toLowerCase() : upper;
}

/** UTF-8, lone surrogates and all: each of them as the three bytes that no UTF-8 may hold. */
export function looseUtf8(text: string): Uint8Array {
  if (text.isWellFormed()) return new TextEncoder().encode(text);
  const bytes: number[] = [];
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0xd800 && code <= 0xdfff) bytes.push(0xed, 0x80 | ((code >> 6) & 63), 0x80 | (code & 63));
    else bytes.push(...new TextEncoder().encode(character));
  }
  return Uint8Array.from(bytes);
}

/** Values that few programs expect where they stand. */
const STRANGE_VALUES: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    0,
    -1,
    1.5,
    1e300,
    2 ** 53,
    -0,
    "",
    [],
    {},
    [[]],
    [null],
    { a: 1 },
    { length: 1e9 },
    { kind: "x" },
  ],
  ...[
    { constructor: { prototype: { admin: true } } },
    { toString: 1 },
    { toJSON: "x" },
    Array.from({ length: 3_000 }, () => 0),
  ],
  ...STRANGE_CHARACTERS,
];

/** One mutation of a value of JSON: something in it replaced, left out, doubled, wrapped or put elsewhere. The value itself stays as it is. */
export function mutateValue(random: Random, value: unknown): unknown {
  const isInner = typeof value === "object" && value !== null && !random.once(4);
  if (isInner && Array.isArray(value)) {
    const items: readonly unknown[] = value;
    const at = random.below(items.length + 1);
    if (random.once(4)) return items.toSpliced(at, 1);
    if (random.once(4)) return [...items, ...items.slice(at)];
    return items.map((item, i) => (i === at ? mutateValue(random, item) : item));
  }
  if (isInner) {
    const entries = Object.entries(value);
    const at = random.below(entries.length + 1);
    if (random.once(5)) return Object.fromEntries(entries.toSpliced(at, 1));
    if (random.once(6)) return Object.fromEntries([...entries, [random.pick(STRANGE_CHARACTERS), 1]]);
    return Object.fromEntries(entries.map(([name, item], i) => [name, i === at ? mutateValue(random, item) : item]));
  }
  switch (random.below(4)) {
    case 0:
      return typeof value === "number" ? value + random.pick([1, -1, 0.5, 2 ** 53]) : [value];
    case 1:
      return typeof value === "string" ? value + random.pick(STRANGE_CHARACTERS) : { value };
    default:
      return STRANGE_VALUES[random.below(STRANGE_VALUES.length)];
  }
}
