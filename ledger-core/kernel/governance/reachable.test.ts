/** Whom the question looks at, whether the rules can still be changed. That it is answered rightly is shown with the acts that ask it. */
import { expect, test } from "vitest";
import type { PolicyCase } from "#ledger-core/contract/schema/policy.ts";
import { all, anySeat, functionSeat, need } from "#ledger-core/kernel/policy-terms.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { RowSource } from "#ledger-core/kernel/rows.ts";
import { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { isReachable } from "./reachable.ts";
import { keyTable } from "./tables.ts";

/** A network with people of two departments that decide and of one that does not, and how many people's keys a question reads. */
function city(): { looksFor: (cases: readonly PolicyCase[]) => { isReached: boolean; looks: number } } {
  const ledger = new TestLedger([], ["bureau"]);
  const audit = ledger.admit("Audit", ["audit"]);
  ledger.enrol(audit, "auditor", ["leader"]);
  const lighting = ledger.admit("Street Lighting", []);
  for (let i = 0; i < 5; i++) ledger.enrol(lighting, `lamplighter ${i}`, ["leader"]);
  return {
    looksFor(cases) {
      let looks = 0;
      const counting: RowSource = {
        get: (table, key) => ledger.base.get(table, key),
        scan(table, index, range) {
          if (table.name === keyTable.name) looks++;
          return ledger.base.scan(table, index, range);
        },
      };
      const isReached = isReachable({ rows: new Rows(counting), time: ledger.time, actor: ledger.founder }, cases);
      return { isReached, looks };
    },
  };
}

test("only people of departments that the deciding case names are looked at", () => {
  const { looksFor } = city();
  const both = need([all(functionSeat("bureau", ["leader"]), functionSeat("audit", ["leader"]))]);
  expect(looksFor([both])).toEqual({ isReached: true, looks: 2 });
  expect(looksFor([need([all(functionSeat("court", ["leader"]))])])).toEqual({ isReached: false, looks: 0 });
  expect(looksFor([need([all(functionSeat("audit", ["leader"]), anySeat(["leader"]))])])).toEqual({
    isReached: true,
    looks: 7,
  });
});
