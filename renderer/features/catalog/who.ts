import { useQuery } from "@tanstack/react-query";
import { paths } from "#renderer/shared/navigation/paths.ts";
import { catalogQueries } from "./queries.ts";

/** The last part of the address under which a new dataset is described. */
export const newDatasetPart = "new";
export const newDataset = paths.dataset(newDatasetPart);

/** Who sits here, as far as the catalogue's pages offer more or less to them; the ledger decides again when something is signed. */
export function useMe(): {
  readonly handle: string;
  readonly department: number;
  /** Keeps a department's data: may describe, publish, offer. */
  readonly keepsData: boolean;
  /** May ask for data and use it. */
  readonly usesData: boolean;
} {
  const person = useQuery(catalogQueries.me()).data?.person;
  const roles = person?.roles ?? [];
  const keepsData = roles.includes("steward") || roles.includes("leader");
  return {
    handle: person?.handle ?? "",
    department: person?.department.key ?? 0,
    keepsData,
    usesData: keepsData || roles.includes("officer"),
  };
}
