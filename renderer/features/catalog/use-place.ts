import type { Agreement } from "#ledger-core/contract/api/catalog.ts";

/** The place that a use says it is about: what was typed, else the only one that the terms name; nothing where they name none. */
export function placeOf({ places }: Pick<Agreement, "places">, typed: string | undefined): string {
  if (places.length === 0) return "";
  return typed ?? (places.length === 1 ? (places[0] ?? "") : "");
}
