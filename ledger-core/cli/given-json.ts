/**
 * JSON that a person wrote, or a program of theirs. What is signed must be what is in it, so that nothing is guessed or left out: a text
 * in another encoding, a key that stands twice or a number that would be rounded is refused in words.
 */
import { decodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { Json } from "#ledger-core/exchange/dataset-record.ts";
import { parseJsonText } from "#ledger-core/exchange/json-text.ts";
import type { JsonFailure, JsonNote } from "#ledger-core/exchange/json-text.ts";
import { cutFigure } from "#ledger-core/proof/check.ts";
import { Failure } from "./failure.ts";
import { readBytes, readStandardInput } from "./files.ts";
import type { Words } from "./words.ts";

/** Bytes of such a file: a body has at most a megabyte, and with the names of its fields, escapes and indents not sixty times as many. */
const BYTES_MAX = 0x400_0000;
/** As people name standard input on the command line. */
const PIPED = "stdin";
/** No body has as many values as bytes, or nests as deep; a text with so many faults is not read to its end. */
const LIMITS = { depthMax: 64, valuesMax: 2_000_000, notesMax: 10_000 };

/** The value in a file. Throws as `readBytes` and `parseGivenJson` do. */
export function readGivenJson(path: string, what: string): Json {
  return parseGivenJson(textOf(readBytes(path, BYTES_MAX), what), what);
}

/** The value on standard input. */
export async function readPipedJson(): Promise<Json> {
  return parseGivenJson(textOf(await readStandardInput(BYTES_MAX), PIPED), PIPED);
}

/**
 * The value of a JSON text, which may begin with a byte order mark; `what` names it in the failure. Throws NOT_JSON, JSON_BEYOND_LIMITS,
 * JSON_KEY_TWICE for a key with two values, and JSON_VALUE_LOST for what would be read as something else.
 */
export function parseGivenJson(text: string, what: string): Json {
  const parsed = parseJsonText(text.replace(/^\ufeff/, ""), LIMITS);
  if (!parsed.ok) throw syntaxFailure(parsed, what);
  const lost = parsed.notes.find(({ code }) => !KEPT.has(code));
  if (lost !== undefined) throw lostFailure(lost, what);
  return parsed.value;
}

/** What is strange and read as it is written: whether it may stand there, the schema says. */
const KEPT: ReadonlySet<JsonNote["code"]> = new Set(["TEXT_BROKEN", "TEXT_NUL"]);

/** Throws NOT_UTF8. */
function textOf(bytes: Uint8Array, what: string): string {
  const text = decodeUtf8(bytes);
  if (text !== undefined) return text;
  throw new Failure(
    "NOT_UTF8",
    2,
    { zh: `${what} 不是 UTF-8 文本。`, en: `${what} is not text in UTF-8.` },
    {
      zh: "请另存为 UTF-8 编码后重试；其他编码（如 GB 18030）不作猜测。",
      en: "Save it in UTF-8, then try again; other encodings, such as GB 18030, are not guessed.",
    },
  );
}

const CORRECT: Words = { zh: "请改正后重试。", en: "Correct it, then try again." };

function syntaxFailure({ code, line, column }: JsonFailure, what: string): Failure {
  if (code === "JSON_SYNTAX" || code === "JSON_CUT_SHORT")
    return new Failure(
      "NOT_JSON",
      2,
      {
        zh: `${what} 不是 JSON：错在第 ${line} 行第 ${column} 个字符。`,
        en: `${what} is not JSON: it goes wrong at line ${line}, character ${column}.`,
      },
      CORRECT,
    );
  return new Failure(
    "JSON_BEYOND_LIMITS",
    2,
    {
      zh: `${what} 中的值过多、过深，或错误过多（第 ${line} 行第 ${column} 个字符）。`,
      en: `${what} has too many values, values nested too deep, or too many faults, at line ${line}, character ${column}.`,
    },
    CORRECT,
  );
}

function lostFailure({ code, path, value }: JsonNote, what: string): Failure {
  const place = cutFigure(path.join("."));
  if (code === "KEY_TWICE")
    return new Failure(
      "JSON_KEY_TWICE",
      2,
      {
        zh: `${what} 中“${place}”出现了两次，值不相同。`,
        en: `In ${what} “${place}” stands twice, with different values.`,
      },
      CORRECT,
    );
  const shown = cutFigure(value);
  return new Failure(
    "JSON_VALUE_LOST",
    2,
    {
      zh: `${what} 中“${place}”处的“${shown}”无法原样读取。`,
      en: `In ${what}, at “${place}”, “${shown}” cannot be read as it is.`,
    },
    CORRECT,
  );
}
