import type { CatalogText } from "./text.ts";

/** Types for which the console has words; anything else that a catalog says of an item is shown as it stands there. */
export const dataTypes = ["text", "integer", "decimal", "date", "code", "amount", "commitment"] as const;

/** The type of an item in the person's language: `text, 16` becomes 文本 16. */
export function typeWords(text: CatalogText, dataType: string): string {
  const [name = "", ...rest] = dataType.split(", ");
  const known = dataTypes.find((type) => type === name);
  if (known === undefined) return dataType;
  return [text(`type.${known}`), ...rest].join(" ");
}
