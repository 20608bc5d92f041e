import type { DatasetDetail } from "#ledger-core/contract/api/catalog.ts";

/** What follows a sealed request: data shared without conditions is agreed by the request itself, all other needs the owner's signatures. */
export function requestNext(sharing: DatasetDetail["sharing"]): "request.next" | "request.nextOpen" {
  return sharing === "unconditional" ? "request.nextOpen" : "request.next";
}
