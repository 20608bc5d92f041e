/** Which fault comes next: the power goes in most runs, and whatever else a disk does happens in some. */
import type { Random } from "#ledger-core/sim/random.ts";
import type { Fault, ReadFault, ShortWrite } from "./faulty-disk.testing.ts";

/** `shortAt`: where a write may come too short. */
export function drawFault(random: Random, shortAt: ShortWrite["at"]): Fault {
  const chance = random.below(20);
  if (chance < 9) return { kind: "crash", isAfter: random.once(2) };
  if (chance < 15) {
    const calls = random.pick([1, 1, 2, 30]);
    return { kind: "refused", code: random.pick(["SQLITE_FULL", "SQLITE_IOERR"] as const), calls };
  }
  return chance < 17 ? { kind: "misreported" } : { kind: "short", at: shortAt };
}

export function drawReadFault(random: Random): ReadFault {
  const codes = ["SQLITE_IOERR_READ", "SQLITE_IOERR_READ", "SQLITE_IOERR_SHORT_READ", "SQLITE_CORRUPT"] as const;
  return { code: random.pick(codes), reads: random.pick([1, 1, 2, 3, 40]) };
}
