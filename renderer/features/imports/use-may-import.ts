import { useQuery } from "@tanstack/react-query";
import { importQueries } from "./queries.ts";

/** True for those who keep a department's data; the ledger decides again when it is signed. */
export function useMayImport(): boolean {
  const roles = useQuery(importQueries.me()).data?.person.roles ?? [];
  return roles.includes("steward") || roles.includes("leader");
}
