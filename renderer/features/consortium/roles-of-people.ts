import { ROLES } from "#ledger-core/contract/schema/policy.ts";
import type { Role } from "#ledger-core/contract/schema/policy.ts";

const ofMachinesAndCitizens: readonly Role[] = ["device", "node", "citizen"];

/** Roles that a person of a department can be given; the others are for devices, nodes and citizens' pseudonyms. */
export const rolesOfPeople: readonly Role[] = ROLES.filter((role) => !ofMachinesAndCitizens.includes(role));
