export const proofName = "proof";
