/** Called by the program. */
export function used(): void {}

/** Called by nobody. */
export function unused(): void {}

/** Called by a test alone. */
export function onlyTested(): number {
  return 1;
}
