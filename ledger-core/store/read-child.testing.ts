/** A process that reads a ledger, perhaps as a user who may not write to its folder, and prints what it finds or why it cannot. */
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { countedRuleset } from "./counted.testing.ts";
import { openReader } from "./store.ts";
import { StoreError } from "./store-error.ts";

/** What the process prints. */
export type Finding = { readonly size: number; readonly written: number | undefined } | { readonly code: string };

function find(folder: string): Finding {
  try {
    const reader = openReader({ folder, ruleset: countedRuleset, suite: testSuite });
    const size = reader.head()?.size ?? 0;
    const written = reader.sql.get<{ readonly words: number }>("SELECT sum(words) AS words FROM written")?.words;
    reader.close();
    return { size, written };
  } catch (error) {
    if (error instanceof StoreError) return { code: error.code };
    throw error;
  }
}

process.stdout.write(JSON.stringify(find(process.argv[2] ?? "")));
