import type { Agreement } from "#ledger-core/contract/api/catalog.ts";

/** Whose move it is: ours, the other side's; or in force, or ended. */
export const stages = ["ours", "theirs", "inForce", "ended"] as const;
export type AgreementStage = (typeof stages)[number];

/** The stage of an agreement as one department sees it. */
export function stageOfAgreement(agreement: Agreement, department: number): AgreementStage {
  switch (agreement.state) {
    case "FINALIZED":
      return "inForce";
    case "TERMINATED":
      return "ended";
    // An offer, and terms that are to be checked, wait for the department that would use the data.
    case "OFFERED":
    case "AGREED":
      return agreement.user.key === department ? "ours" : "theirs";
    case "REQUESTED":
    case "ACCEPTED":
    case "VERIFIED":
      return agreement.owner.key === department ? "ours" : "theirs";
  }
}
