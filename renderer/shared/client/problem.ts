import { isDefinedError, ORPCError } from "@orpc/client";
import type { Problem } from "#ledger-core/contract/api/shared.ts";
import { ConnectionLostError } from "./connection.ts";

function isProblem(data: unknown): data is Problem {
  return typeof data === "object" && data !== null && "code" in data && "cause" in data && "next" in data;
}

/**
 * What a failed call has to say: the node's own problem, or `lost` where the node could not be reached, or a code for
 * whoever maintains the console. Never throws.
 */
export function problemOf(
  error: unknown,
):
  | { readonly kind: "problem"; readonly problem: Problem }
  | { readonly kind: "lost" }
  | { readonly kind: "internal"; readonly code: string } {
  if (error instanceof ConnectionLostError) return { kind: "lost" };
  if (error instanceof ORPCError) {
    if (isDefinedError(error) && isProblem(error.data)) return { kind: "problem", problem: error.data };
    return { kind: "internal", code: error.code };
  }
  return { kind: "internal", code: error instanceof Error ? error.message : String(error) };
}
