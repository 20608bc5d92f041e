/** How many seats distinct hands can fill at once: the size of a maximum bipartite matching, without saying who sits where. */
import { POLICY_SEATS_MAX } from "#ledger-core/contract/schema/limits.ts";
import { assert } from "./assert.ts";

/**
 * The most places that the hands can fill at once, each hand at most one place of a seat that it fits. `places` has the number of places
 * of each seat, at most `POLICY_SEATS_MAX` seats; a hand is the set of the seats that it fits, with bit `i` for seat `i`.
 *
 * A maximum flow is as large as the least cut: this is the least, over all sets of seats, of the places in the set and the hands that
 * fit a seat outside it. So the work grows with the hands and with the sets of seats, of which there are 256 at most; augmenting paths
 * (Kuhn) take tens of seconds for a policy whose eight seats ask for 256 persons each.
 */
export function mostFilled(places: readonly number[], hands: Iterable<number>): number {
  assert(places.length <= POLICY_SEATS_MAX, "an alternative has no more seats than the limit");
  const alike = new Map<number, number>();
  for (const hand of hands) alike.set(hand, (alike.get(hand) ?? 0) + 1);
  let least = Number.MAX_SAFE_INTEGER;
  for (let set = 0; set < 1 << places.length; set++) {
    let cut = 0;
    for (const [seat, count] of places.entries()) if ((set & (1 << seat)) !== 0) cut += count;
    for (const [hand, count] of alike) if ((hand & ~set) !== 0) cut += count;
    least = Math.min(least, cut);
  }
  return least;
}
