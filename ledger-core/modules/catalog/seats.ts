/** Seats that the policies of the catalogue have in common. */
import { partySeat } from "#ledger-core/kernel/policy-terms.ts";

/** Those who keep a department's data. */
export const KEEPERS = ["steward", "leader"] as const;
/** Those who may ask for the data of others, and use it. */
export const USERS = ["officer", "leader", "steward"] as const;

/** A keeper of the department that owns the dataset. */
export const owner = partySeat("owner", KEEPERS);
/** Somebody of the department that an agreement is with. */
export const user = partySeat("beneficiary", USERS);
