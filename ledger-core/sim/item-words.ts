/** Items of datasets in few words: what they are called in both languages, their type and how sensitive they are. */
import type { Item } from "#ledger-core/contract/schema/catalog.ts";

export function item(name: string, dataType: string, sensitivity: Item["sensitivity"], rule = ""): Item {
  return { name, dataType, sensitivity, rule, code: itemCode(name) };
}

const ITEM_CODE_NUMBERS = 900_000;

/** The city's number of a data element: the same for the same name. */
export function itemCode(name: string): string {
  let hash = 7;
  for (const character of name) hash = (hash * 31 + (character.codePointAt(0) ?? 0)) % ITEM_CODE_NUMBERS;
  return `DE${String(100_000 + hash)}`;
}

export const text = (name: string, rule = ""): Item => item(name, "text, 200", "open", rule);
export const code = (name: string, rule = ""): Item => item(name, "code", "internal", rule);
export const date = (name: string): Item => item(name, "date", "internal");
export const count = (name: string): Item => item(name, "integer", "open");
export const amount = (name: string): Item => item(name, "amount", "internal", "分，不小于 0 fen, 0 or more");
export const hashed = (name: string): Item => item(name, "commitment", "personal", "只存加盐哈希 keyed hash only");
export const degrees = (name: string): Item => item(name, "integer", "open", "百万分之一度的十分之一 1e-7 degrees");

export const REGION = text("区划代码 Region code", "GB/T 2260");
export const CREDIT_CODE = item("统一社会信用代码 Credit code", "text, 18", "open", "GB 32100");
