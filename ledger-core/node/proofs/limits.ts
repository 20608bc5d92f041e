/** How much goes into a basis. */

/** Rows of a table up to which all of them go into a basis, where only all of them are an answer: a proof stays one to be sent. */
export const COMPLETE_ROWS_MAX = 64;
/** The same for departments: a share of them is of all that a policy may count. */
export const COMPLETE_MEMBERS_MAX = 256;
/** Keys that are looked through one by one for an earlier state. */
export const LISTED_KEYS_MAX = 4_096;
