/** Uses as they are listed and counted, beside those that the log has. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { ClaimCity } from "#ledger-core/modules/catalog/catalog.testing.ts";
import { countUses, listUses } from "#ledger-core/modules/catalog/reads.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { nodeSuite } from "./crypto-suite.ts";
import { commitAll } from "./fsck/little-ledger.testing.ts";
import { cityRuleset } from "./rules.ts";

it("hold those that a second person had to agree to, by whoever asked for them", () => {
  const city = new ClaimCity();
  const { ledger, officer, user, userLeader } = city;
  const dataset = city.publish("used");
  city.offer(dataset);
  const agreement = city.agree(dataset);
  ledger.must(officer, "catalog.use", city.useBody(agreement));
  const second = ledger.enrol(user, "finance-two", ["officer"], userLeader);
  city.askForTwo("catalog.use");
  const proposal = ledger.propose(officer, "catalog.use", city.useBody(agreement, { rowCount: 7 }));
  city.mustVote(second, proposal);

  const folder = mkdtempSync(join(tmpdir(), "counted-"));
  const writer = openWriter({ folder, ruleset: cityRuleset, suite: nodeSuite });
  onTestFinished(() => {
    writer.close();
    rmSync(folder, { recursive: true, force: true });
  });
  commitAll(writer, ledger, { sign: () => () => "not signed here\n" });
  const reader = writer.reader();
  onTestFinished(() => reader.close());
  const scope = { dataset, department: user, since: 0 };
  expect(countUses(reader.sql, scope)).toEqual({ all: 2, refused: 0, mine: 2 });
  const [newest] = listUses(reader.sql, { ...scope, filter: "all", before: ledger.entries.length, limit: 9 });
  expect(newest).toMatchObject({ agreement, department: user, person: officer.person, rowCount: 7, code: "" });
});
