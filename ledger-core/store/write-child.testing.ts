/** Opens a folder to write, in a process of its own, and prints the code with which it is refused. */
import { testSuite } from "#ledger-core/proof/suite.testing.ts";
import { countedRuleset } from "./counted.testing.ts";
import { StoreError } from "./store-error.ts";
import { openWriter } from "./store.ts";

try {
  openWriter({ folder: process.argv[2] ?? "", ruleset: countedRuleset, suite: testSuite }).close();
  console.log("opened");
} catch (error) {
  console.log(error instanceof StoreError ? error.code : String(error));
}
