import type { Json } from "#ledger-core/contract/schema/json.ts";
import type { Shape } from "#ledger-core/contract/schema/schema.ts";

/** A value to begin with for a new part of a body: empty, zero, or the first choice. */
export function emptyValue(shape: Shape): Json {
  switch (shape.kind) {
    case "integer":
      return Math.max(0, shape.min);
    case "bytes":
    case "text":
      return "";
    case "choice":
      return shape.values[0] ?? "";
    case "list":
      return [];
    case "optional":
      return null;
    case "record":
      return Object.fromEntries(shape.fields.map(([name, field]) => [name, emptyValue(field)]));
    case "union": {
      const [first] = shape.variants;
      return first === undefined ? null : { kind: first[0], ...recordOf(emptyValue(first[1])) };
    }
  }
}

/** The fields of a value that is a record; none for anything else. */
export function recordOf(value: Json): { readonly [name: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as { readonly [name: string]: Json })
    : {};
}

/** The entries of a value that is a list; none for anything else. */
export function listOf(value: Json): readonly Json[] {
  return Array.isArray(value) ? value : [];
}

/** The lines of a text as a list without empty ones. */
export function linesOf(text: string): readonly string[] {
  return text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
}
