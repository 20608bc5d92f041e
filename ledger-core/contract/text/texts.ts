/** The words of the core in both languages. A key that one language lacks does not compile. */
import en from "./en.json" with { type: "json" };
import { dayText, endText, momentText } from "./moments.ts";
import { fillTemplate, plainText } from "./template.ts";
import type { Language, SentencePart, TemplateValue, TemplateValues } from "./template.ts";
import zh from "./zh.json" with { type: "json" };

export type { Language, SentencePart };

/** Both languages have the same keys: `npm run check` fails where they do not. */
export type TextKey = keyof typeof zh;

const TEXTS: Readonly<Record<Language, Readonly<Record<string, string>>>> = { zh, en };

/** The text of a key with its values filled in. What stands out in it is lost; `textParts` keeps it. */
export function text(language: Language, key: TextKey, values: TemplateValues = {}): string {
  return plainText(textParts(language, key, values));
}

/** The text of a key in parts. */
export function textParts(language: Language, key: TextKey, values: TemplateValues = {}): readonly SentencePart[] {
  return fillTemplate(language, TEXTS[language][key] ?? "", values);
}

/** The text of a key known only at run time; undefined where there is none. */
export function findText(language: Language, key: string, values: TemplateValues = {}): string | undefined {
  const template = Object.hasOwn(TEXTS[language], key) ? TEXTS[language][key] : undefined;
  return template === undefined ? undefined : plainText(fillTemplate(language, template, values));
}

/** What became of an act that was refused: why, and the next step that a person can take. */
export type RefusalSentence = { readonly cause: string; readonly next: string };

type RefusalValues = Readonly<Record<string, string | number>>;

/**
 * Cause and next step of a refusal: of the ledger, the store or the keystore. `data` is the refusal's own; words in it that
 * name kinds, states, roles and the like are said in the language. A code from a newer program is named as it is. Where a node does not seal for a reason
 * that has a sentence of its own, such as a full disk, that is the cause, and its next step comes first.
 */
export function refusalSentence(language: Language, code: string, data: RefusalValues = {}): RefusalSentence {
  const said = sentenceOf(language, code, data);
  const reason = code === "NOT_SEALING" ? String(data["reason"]) : "";
  if (findText(language, `code.${reason}.cause`) === undefined) return said;
  const { cause, next } = sentenceOf(language, reason, data);
  return { cause, next: inOneText(language, next, said.next) };
}

function sentenceOf(language: Language, code: string, data: RefusalValues): RefusalSentence {
  const known = findText(language, `code.${code}.cause`) !== undefined;
  const values = known ? refusalValues(language, code, data) : { code };
  const find = (part: "cause" | "next"): string =>
    findText(language, `code.${known ? code : "UNKNOWN"}.${part}`, values) ?? "";
  return { cause: find("cause"), next: find("next") };
}

/** Cause and next step as one text. */
export function refusalMessage(language: Language, code: string, data: RefusalValues = {}): string {
  const { cause, next } = refusalSentence(language, code, data);
  return inOneText(language, cause, next);
}

function inOneText(language: Language, first: string, second: string): string {
  return language === "zh" ? first + second : `${first} ${second}`;
}

/** Name of a kind of action or of an entry that the ledger makes itself; the kind as written where this program does not know it. */
export function kindName(language: Language, kind: string): string {
  return findText(language, `kind.${kind}.name`) ?? kind;
}

/** Label of a table's column, for views of what was and what is. */
export function columnLabel(language: Language, table: string, column: string): string {
  return findText(language, `column.${table}.${column}`) ?? findText(language, `element.${column}`) ?? column;
}

/** A choice of a row in words, such as a state, a purpose or a role; undefined where the column's values are not words of the contract. */
export function choiceText(language: Language, table: string, column: string, value: string): string | undefined {
  const own = column === "state" ? `state.${table}.${value}` : `choice.${column}.${value}`;
  const found = findText(language, own);
  if (found !== undefined) return found;
  const group = CHOICE_GROUPS[column];
  return group === undefined ? undefined : findText(language, `${group}.${value}`);
}

const CHOICE_GROUPS: Readonly<Record<string, string>> = {
  role: "role",
  functions: "function",
  purpose: "purpose",
  action: "useAction",
  profile: "profile",
  sharing: "sharing",
  openness: "openness",
  sensitivity: "sensitivity",
  duty: "duty",
  freshness: "freshness",
};

function refusalValues(language: Language, code: string, data: RefusalValues): TemplateValues {
  const entries = Object.entries(data).map(([name, value]): [string, TemplateValue] => {
    if (value === 0 && ZERO_IS_NONE.includes(name)) return [name, undefined];
    if (NUMBERED.includes(name)) return [name, String(value)];
    if (typeof value === "number") return [name, TIMES.includes(name) ? timeWord(language, name, value) : value];
    return [name, refusalWord(language, code, name, value, data)];
  });
  return Object.fromEntries(entries);
}

/** Fields in which 0 says that there is nothing to name. */
const ZERO_IS_NONE = ["key", "waitSeconds", "line", "place"];
/** Fields that number something: written without groups of digits. */
const NUMBERED = ["key", "proposal", "offer", "agreement", "contest", "number", "port"];
const TIMES = ["expires", "validUntil", "day"];

function timeWord(language: Language, name: string, value: number): string {
  if (name === "day") return dayText(language, value);
  return name === "expires" ? endText(language, value) : momentText(language, value);
}

function refusalWord(language: Language, code: string, name: string, value: string, data: RefusalValues): string {
  if (name === "kind") return kindName(language, value);
  if (name === "missing") {
    const elements = value.split(" ").map((element) => findText(language, `element.${element}`) ?? element);
    return elements.join(language === "zh" ? "、" : ", ");
  }
  if (name === "state" || name === "wanted") return stateWord(language, code, value, data);
  const groups = name === "term" ? [data["because"] === "constraint" ? "term" : "useAction"] : groupsOf(code, name);
  for (const group of groups) {
    const found = findText(language, `${group}.${value}`);
    if (found !== undefined) return found;
  }
  return value;
}

/**
 * A state, or several of which one is wanted, as the table has them that the refusal is about: the first of those that the code may
 * be about which knows every state in the refusal.
 */
function stateWord(language: Language, code: string, value: string, data: RefusalValues): string {
  const asked = [data["state"], data["wanted"]].flatMap((one) => (typeof one === "string" ? one.split(" ") : []));
  const find = (table: string, state: string): string | undefined => findText(language, `state.${table}.${state}`);
  const table = (STATE_TABLES[code] ?? []).find((one) => asked.every((state) => find(one, state) !== undefined));
  const words = value.split(" ").map((state) => (table === undefined ? undefined : find(table, state)) ?? state);
  return words.join(language === "zh" ? "”或“" : "” or “");
}

/** Where the words of a field are. */
function groupsOf(code: string, name: string): readonly string[] {
  if (name === "reason") return [REASON_GROUPS[code] ?? "keyFileFlaw"];
  const group = FIELD_GROUPS[name];
  return group === undefined ? [] : [group];
}

const REASON_GROUPS: Readonly<Record<string, string>> = {
  PASSPHRASE_WEAK: "passphraseFlaw",
  IMPORT_FETCH: "fetchFlaw",
};

const STATE_TABLES: Readonly<Record<string, readonly string[]>> = {
  ILLEGAL_MOVE: [
    "kernel.member",
    "kernel.key",
    "kernel.delegation",
    "catalog.dataset",
    "catalog.agreement",
    "catalog.offer",
    "catalog.contest",
  ],
  PROPOSAL_NOT_OPEN: ["kernel.proposal"],
  NOT_BLOCKED: ["kernel.proposal"],
  DATASET_NOT_PUBLISHED: ["catalog.dataset"],
  AGREEMENT_NOT_IN_FORCE: ["catalog.agreement"],
};

const FIELD_GROUPS: Readonly<Record<string, string>> = {
  table: "table",
  flaw: "flaw",
  function: "function",
  role: "role",
  purpose: "purpose",
  agreed: "purpose",
  because: "because",
  duty: "duty",
  outcome: "state.catalog.contest",
  profile: "profile",
};
