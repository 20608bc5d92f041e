/** A bug of ours, not a peer's bad input: stops the node with the entry that did it. */
export class BrokenInvariant extends Error {}

/** Stops unless the condition holds; `claim` says what should have been true. */
export function assert(condition: boolean, claim: string): asserts condition {
  if (!condition) throw new BrokenInvariant(claim);
}

/** The end of a switch over a union: it does not compile while a variant is left out. */
export function assertNever(value: never): never {
  throw new BrokenInvariant(`a variant was left out: ${JSON.stringify(value)}`);
}
