import { useQuery } from "@tanstack/react-query";
import { careQueries } from "./queries.ts";

/** True for a leader of the data bureau or of the audit: the two who settle a claim. The ledger decides again when it is signed. */
export function useIsDecider(): boolean {
  const person = useQuery(careQueries.me()).data?.person;
  if (person === undefined || person === null) return false;
  const { functions } = person.department;
  return person.roles.includes("leader") && (functions.includes("bureau") || functions.includes("audit"));
}
