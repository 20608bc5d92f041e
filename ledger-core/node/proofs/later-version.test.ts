/** What was taken away holds under a later version of the program, which has appended a column to every table. */
import { expect, it } from "vitest";
import { text } from "#ledger-core/contract/schema/schema.ts";
import type { Shape } from "#ledger-core/contract/schema/schema.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { makeLittleLedger } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { exportState } from "#ledger-core/node/statement/export-state.ts";
import { runStatement } from "#ledger-core/node/statement/run-statement.ts";
import { createForms } from "#ledger-core/proof/forms.ts";
import { verifyFourFiles } from "#ledger-core/proof/proof-files.ts";
import { verifyStateFile } from "#ledger-core/proof/state-checks.ts";
import { exportProof } from "./export-proof.ts";
import { formsOf } from "#ledger-core/judge/forms-of.ts";
import { filesOf } from "./stored-ledger.testing.ts";

const little = await makeLittleLedger();
const { ledger } = little.city;
const now = formsOf(cityRuleset);

/** As a record is given one more field by a later version. */
function appended(shape: Shape): Shape {
  if (shape.kind !== "record") throw new Error("a row is a record");
  return { ...shape, fields: [...shape.fields, ["later", text(20)]] };
}

it("proofs of entries and of the state's rows, though they show the rows of their time", () => {
  const later = createForms({ ...now, rows: now.rows.map((one) => ({ ...one, row: appended(one.row) })) });
  const stored = readLedger({ folder: little.folder });
  try {
    const { reader, first } = stored;
    const rules = { suite: nodeSuite, keys: [] };
    for (let index = 0; index < ledger.entries.length; index++) {
      const proof = exportProof(reader, cityRuleset, nodeSuite, { index, first });
      for (const forms of [createForms(now), later]) {
        const failed = verifyFourFiles({ ...rules, forms }, filesOf(proof)).filter(({ ok }) => !ok);
        expect(failed, `entry ${index}`).toEqual([]);
      }
    }
    const tables = [...cityRuleset.tables.values()].filter(
      (table) => reader.rows().scan(table, "key", { limit: 1 }).length > 0,
    );
    expect(tables.length).toBeGreaterThan(20);
    for (const { name } of tables) {
      const wanted = { table: name, from: [] };
      const work = { folder: little.folder, network: ledger.network, height: ledger.height, wanted, keep: false };
      const { head, rows } = runStatement({ ruleset: cityRuleset, suite: nodeSuite }, work, () => {});
      if (rows === undefined) throw new Error("rows were wanted");
      const [file] = exportState(reader, cityRuleset, nodeSuite, { head, rows, first });
      for (const forms of [createForms(now), later]) {
        const found = verifyStateFile(
          { ...rules, forms, declaration: () => undefined },
          file?.name ?? "",
          file?.bytes ?? new Uint8Array(0),
        );
        expect(
          found.filter(({ ok }) => !ok),
          name,
        ).toEqual([]);
      }
    }
  } finally {
    stored.close();
  }
});
