/** The index of entry ids beside the entries. */
import type { Statements } from "#ledger-core/store/database.ts";
import { strayParts, tiersOf, wrongParts } from "#ledger-core/store/id-tiers.ts";
import { readHead } from "#ledger-core/store/log-reader.ts";
import type { Problems } from "./problems.ts";

export class IdCheck {
  readonly #problems: Problems;
  readonly #stored: Statements;
  #checkedTo = 0;

  constructor(problems: Problems, stored: Statements) {
    this.#problems = problems;
    this.#stored = stored;
  }

  /** Goes through a further tier, and once there is none looks for what is too many; true after that. Each call in one snapshot. */
  advance(): boolean {
    const size = readHead(this.#stored)?.size ?? 0;
    // A tier that was gone through may have been sorted into a larger one since.
    const tier = tiersOf(size).find(({ first, count }) => first + count > this.#checkedTo);
    if (tier === undefined) {
      for (const number of strayParts(this.#stored, size))
        this.#problems.add("log_id_part", "ID_PART_UNFOUNDED", { number: String(number) });
      return true;
    }
    const values = { first: String(tier.first), last: String(tier.first + tier.count - 1) };
    for (const number of wrongParts(this.#stored, tier))
      this.#problems.add(`id part ${number}`, "ID_PART_DIFFERS", { ...values, number: String(number) });
    this.#checkedTo = tier.first + tier.count;
    return this.#problems.isFull;
  }
}
