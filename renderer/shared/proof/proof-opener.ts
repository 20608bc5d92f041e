/** Which record's proof a person asked to see, by the index of its entry in the log, and the mark they asked from. */
export type ProofRequest = { readonly entry: number; readonly opener?: HTMLElement };

/**
 * Holds what opens proofs. The shared seal must not know the proof drawer, which is a feature; the frame puts it here
 * once, and every seal in every page then opens it.
 */
let opener: ((request: ProofRequest) => void) | undefined;

/** Called once by the frame. */
export function setProofOpener(open: (request: ProofRequest) => void): void {
  opener = open;
}

/** Opens the proof drawer for a record; focus returns to the opener when the drawer closes. */
export function openProof(request: ProofRequest): void {
  opener?.(request);
}
