/** The indexes of the tables in a ledger's file. */
import type { Ruleset } from "#ledger-core/kernel/ruleset.ts";
import { openNameless } from "./database.ts";
import type { Connection } from "./database.ts";
import { migrate } from "./migrations.ts";
import { createStateTables } from "./state-schema.ts";

/** Where the folder of a failure would stand. */
const NO_FOLDER = "";

/** Makes all indexes anew, each as it is in a new ledger: what somebody has added is gone after it, what was lost is there. All or nothing. */
export function remakeIndexes(connection: Connection, ruleset: Ruleset): void {
  const declared = declaredIndexes(ruleset);
  connection
    .transaction(() => {
      const present = indexesOf(connection);
      for (const [name, sql] of present)
        if (declared.get(name) !== sql) connection.exec(`DROP INDEX "${name.replaceAll('"', '""')}"`);
      for (const [name, sql] of declared) if (present.get(name) !== sql) connection.exec(sql);
      connection.exec("REINDEX");
    })
    .immediate();
}

function declaredIndexes(ruleset: Ruleset): ReadonlyMap<string, string> {
  const empty = openNameless();
  try {
    migrate(empty, NO_FOLDER);
    createStateTables(empty, ruleset, NO_FOLDER);
    return indexesOf(empty);
  } finally {
    empty.close();
  }
}

/** The statements that make them, by their names; without those that come with a table. */
function indexesOf(connection: Connection): ReadonlyMap<string, string> {
  const sql = "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL";
  return new Map(connection.prepare<[], [string, string]>(sql).raw().all() as [string, string][]);
}
