/** Comparisons of a document as comparisons of the ledger. A day becomes the span from its first second to its last. */
import type { Constraint } from "#ledger-core/contract/schema/catalog.ts";
import { flaw } from "./findings.ts";
import type { Flaw } from "./findings.ts";
import type { GraphTerm } from "./graph.ts";
import type { Reading } from "./names.ts";
import { ODRL, XSD } from "./namespaces.ts";
import type { Comparison, Expression } from "./policy-model.ts";
import { parseTime } from "./times.ts";
import type { SpanOfTime } from "./times.ts";

/** `all` holds where all its parts hold, like `and`, but was made here and stands in no document. */
export type Limit =
  | { readonly kind: "leaf"; readonly constraint: Constraint }
  | { readonly kind: "all" | "and" | "or" | "xone"; readonly parts: readonly Limit[] }
  | { readonly kind: "flawed"; readonly flaws: readonly Flaw[] };

type Operator = Constraint["operator"];
type Operand = Constraint["right"][number];

const LEFTS = ["dateTime", "purpose", "recipient", "count", "spatial"] as const;
const OPERATORS = ["eq", "neq", "lt", "lteq", "gt", "gteq", "isAnyOf", "isNoneOf"] as const;
/** Operators over a collection or class, which stand for any of its members. */
const OF_MEMBERS = ["isA", "isPartOf"].map((name) => ODRL + name);
/** Values of one comparison on the ledger. */
export const OPERANDS_MAX = 64;
const WHOLE = ["integer", "int", "long", "short", "nonNegativeInteger", "positiveInteger", "unsignedInt", "string"];
const BROKEN = ["decimal", "double", "float"];
const TIMES = ["dateTime", "dateTimeStamp", "date", "string"];

/** Reads an expression; `warn` is told how something was read where that could surprise. */
export function readLimit(expression: Expression, reading: Reading, warn: (found: Flaw) => void): Limit {
  if (expression.kind === "unreadable") return { kind: "flawed", flaws: expression.flaws };
  if (expression.kind === "comparison") return readComparison(expression, reading, warn);
  return { kind: expression.kind, parts: expression.operands.map((part) => readLimit(part, reading, warn)) };
}

function readComparison(comparison: Comparison, reading: Reading, warn: (found: Flaw) => void): Limit {
  const { path, right } = comparison;
  const flawed = (code: Flaw["code"], step: string, term?: string): Limit => ({
    kind: "flawed",
    flaws: [flaw(code, `${path}.${step}`, term)],
  });
  const left = LEFTS.find((name) => comparison.left === ODRL + name);
  if (left === undefined && comparison.left !== "") return flawed("OPERAND_UNKNOWN", "leftOperand", comparison.left);
  if (left === undefined || comparison.flaws.length > 0) return { kind: "flawed", flaws: comparison.flaws };
  const found = operatorOf(comparison, reading);
  if (found === undefined) return flawed("OPERATOR_UNKNOWN", "operator", comparison.operator);
  const { operator, terms } = found;
  const isNumeric = left === "dateTime" || left === "count";
  const isSet = operator === "isAnyOf" || operator === "isNoneOf";
  if (!isNumeric && !isSet && operator !== "eq" && operator !== "neq")
    return flawed("OPERATOR_UNFIT", "operator", comparison.operator);
  if (right.length === 0) return flawed("VALUE_MISSING", "rightOperand");
  if (terms.length > (isSet ? OPERANDS_MAX : 1)) return flawed("VALUES_TOO_MANY", "rightOperand");
  if (left === "dateTime") return readTimes({ path, operator, terms }, reading, warn);
  const operands: Operand[] = [];
  for (const term of terms) {
    const operand = left === "count" ? countOf(term) : wordOf(left, term, reading);
    const code = left === "count" ? "VALUE_TYPE" : "VALUE_UNKNOWN";
    if (operand === undefined) return flawed(code, "rightOperand", textOf(term));
    operands.push(operand);
  }
  return leaf(left, operator, operands);
}

function operatorOf(
  { operator, right }: Comparison,
  reading: Reading,
): { readonly operator: Operator; readonly terms: readonly GraphTerm[] } | undefined {
  const known = OPERATORS.find((name) => operator === ODRL + name);
  if (known !== undefined) return { operator: known, terms: right };
  if (!OF_MEMBERS.includes(operator)) return undefined;
  const members = right.map((term) => (term.kind === "node" ? reading.membersOf(term.id) : undefined));
  if (members.includes(undefined)) return undefined;
  const terms = members.flatMap((ids) => ids ?? []).map((id): GraphTerm => ({ kind: "node", id }));
  return { operator: "isAnyOf", terms };
}

function readTimes(
  asked: { readonly path: string; readonly operator: Operator; readonly terms: readonly GraphTerm[] },
  reading: Reading,
  warn: (found: Flaw) => void,
): Limit {
  const place = `${asked.path}.rightOperand`;
  const spans: SpanOfTime[] = [];
  for (const term of asked.terms) {
    const text = literalOf(term, TIMES);
    const span = text === undefined ? undefined : parseTime(text, reading.offsetSeconds);
    if (span === undefined) return { kind: "flawed", flaws: [flaw("VALUE_TYPE", place, textOf(term))] };
    spans.push(span);
    if (span.rounded) warn(flaw("TIME_ROUNDED", place, textOf(term)));
    if (span.implausible) warn(flaw("TIME_IMPLAUSIBLE", place, textOf(term)));
    if (span.end !== undefined) warn(flaw("DATE_WHOLE_DAY", place, textOf(term)));
    else if (!span.zoned) warn(flaw("TIME_WITHOUT_ZONE", place, textOf(term)));
  }
  if (spans.every(({ end }) => end === undefined))
    return leaf(
      "dateTime",
      asked.operator,
      spans.map(({ seconds }) => number(seconds)),
    );
  const parts = spans.map((span) => {
    if (asked.operator === "isAnyOf") return compareSpan("eq", span);
    return compareSpan(asked.operator === "isNoneOf" ? "neq" : asked.operator, span);
  });
  const [only] = parts;
  if (parts.length === 1 && only !== undefined) return only;
  return { kind: asked.operator === "isAnyOf" ? "or" : "all", parts };
}

/** A time is before a day if it is before its first second, and not after it while the day lasts. */
function compareSpan(operator: Exclude<Operator, "isAnyOf" | "isNoneOf">, { seconds, end }: SpanOfTime): Limit {
  const time = (compared: Operator, value: number): Limit => leaf("dateTime", compared, [number(value)]);
  if (end === undefined) return time(operator, seconds);
  switch (operator) {
    case "lt":
      return time("lt", seconds);
    case "lteq":
      return time("lt", end);
    case "gt":
      return time("gteq", end);
    case "gteq":
      return time("gteq", seconds);
    case "eq":
      return { kind: "all", parts: [time("gteq", seconds), time("lt", end)] };
    case "neq":
      return { kind: "or", parts: [time("lt", seconds), time("gteq", end)] };
  }
}

function countOf(term: GraphTerm): Operand | undefined {
  const whole = literalOf(term, WHOLE);
  if (whole !== undefined) return /^[+]?[0-9]{1,16}$/.test(whole) ? safeNumber(whole) : undefined;
  const broken = literalOf(term, BROKEN);
  return broken !== undefined && /^[0-9.eE+]{1,30}$/.test(broken) ? safeNumber(broken) : undefined;
}

function safeNumber(text: string): Operand | undefined {
  const value = Number(text);
  return Number.isSafeInteger(value) && value >= 0 ? number(value) : undefined;
}

function wordOf(left: "purpose" | "recipient" | "spatial", term: GraphTerm, reading: Reading): Operand | undefined {
  const name = textOf(term);
  const read = { purpose: reading.purpose, recipient: reading.department, spatial: reading.area }[left];
  const value = read(name);
  return value === undefined ? undefined : { kind: "word", value };
}

/** Text of a literal of one of these types of XML Schema. */
function literalOf(term: GraphTerm, types: readonly string[]): string | undefined {
  return term.kind === "literal" && types.some((name) => term.datatype === XSD + name) ? term.value : undefined;
}

function textOf(term: GraphTerm): string {
  return term.kind === "node" ? term.id : term.value;
}

function number(value: number): Operand {
  return { kind: "number", value };
}

function leaf(left: Constraint["left"], operator: Operator, right: readonly Operand[]): Limit {
  return { kind: "leaf", constraint: { left, operator, right } };
}
