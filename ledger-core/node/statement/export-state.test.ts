/** A statement that more than one person had to sign, as it leaves the machine. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { decodeUtf8 } from "#ledger-core/contract/schema/bytes.ts";
import type { statementRow } from "#ledger-core/contract/schema/governance.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import type { Block, SealedEntry } from "#ledger-core/kernel/block.ts";
import { statementTable } from "#ledger-core/kernel/governance/tables.ts";
import { falseWrite, withWrites } from "#ledger-core/kernel/testing/false-log.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { commitAll, copyOf, makeLittleLedger } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { logIdentity } from "#ledger-core/node/log-signer.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { exportProof } from "#ledger-core/node/proofs/export-proof.ts";
import { formsOf } from "#ledger-core/judge/forms-of.ts";
import { verifyPath } from "#ledger-core/node/proofs/verify-path.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { createForms } from "#ledger-core/proof/forms.ts";
import { parseStateJson, writeStateJson } from "#ledger-core/proof/state-json.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import { exportState } from "./export-state.ts";
import { naiveStatement } from "./naive.testing.ts";
import type { NaiveStatement } from "./naive.testing.ts";
import { runStatement } from "./run-statement.ts";

const RULES = { ruleset: cityRuleset, suite: nodeSuite };

const little = await makeLittleLedger();
const { city } = little;
const { ledger, bureauLeader, bureauAdmin } = city;

type Given = {
  /** Has somebody sign what the statement says; two persons, where nothing else is said. */
  readonly sign?: () => void;
  /** The act that the file names instead of the one that signed it. */
  readonly choose?: () => SealedEntry | undefined;
  readonly alter?: (block: Block) => Block;
};

/** Takes a table of what is signed away; answers the codes of what the signature is found to be. */
async function verdict(statement: NaiveStatement, { sign, choose, alter }: Given = {}): Promise<readonly string[]> {
  if (sign === undefined) city.mustVote(bureauAdmin, ledger.propose(bureauLeader, "state.declare", statement));
  else sign();
  const named = choose?.();
  const folder = copyOf(little.folder);
  const writer = openWriter({ folder, ...RULES });
  commitAll(writer, ledger, alter === undefined ? {} : { alter });
  writer.close();
  const wanted = { table: "kernel.member", from: [] };
  const { height } = statement;
  const made = runStatement(RULES, { folder, network: ledger.network, height, wanted, keep: false }, () => {});
  const stored = readLedger({ folder });
  const taken = mkdtempSync(join(tmpdir(), "taken-"));
  onTestFinished(() => rmSync(taken, { recursive: true, force: true }));
  try {
    if (made.rows === undefined) throw new Error("rows were wanted");
    const files = exportState(stored.reader, cityRuleset, nodeSuite, {
      head: made.head,
      rows: made.rows,
      first: stored.first,
    });
    for (const { name, bytes } of files) writeFileSync(join(taken, name), bytes);
    if (named !== undefined) {
      const [state] = files;
      const other = exportProof(stored.reader, cityRuleset, nodeSuite, { index: named.index, first: stored.first });
      const evidence = parseStateJson(decodeUtf8(state?.bytes ?? new Uint8Array(0)) ?? "");
      if (evidence === undefined) throw new Error("a proof of the state");
      const again = writeStateJson(createForms(formsOf(cityRuleset)), nodeSuite, { ...evidence, declared: other.id });
      writeFileSync(join(taken, state?.name ?? ""), again ?? "");
      for (const { name, bytes } of other.files) writeFileSync(join(taken, name), bytes);
    }
    const keys = [logIdentity(stored).vkey];
    const { checks } = await verifyPath({ ...RULES, paths: [taken], keys, language: "en" });
    return checks.filter(({ name, ok }) => name === "declared" || !ok).map(({ code }) => code);
  } finally {
    stored.close();
  }
}

it("is not signed by who signed another, whatever a log says that came of it", async () => {
  const statement = naiveStatement(ledger);
  const other = { ...statement, root: new Uint8Array(32) };
  const verdictOf = async (alter: (block: Block) => Block): Promise<readonly string[]> =>
    await verdict(statement, { alter, sign: () => void ledger.must(bureauLeader, "state.declare", other) });
  const truth = (block: Block): Block =>
    withWrites(block, ({ kind, writes, index }) =>
      kind !== "state.declare"
        ? writes
        : writes.map((write) => {
            if (write.table.name !== statementTable.name) return write;
            const row = { ...write.row, root: statement.root } as Value<typeof statementRow>;
            return falseWrite(statementTable, write.key, row, index);
          }),
    );
  expect(await verdictOf(truth)).toEqual(["STATEMENT_SIGNATURE_FAILS"]);
});

it("is signed to whoever checks it, where a policy asks for two signatures; another root is not, and what was only proposed is not", async () => {
  city.askForTwo("state.declare");
  const statement = naiveStatement(ledger);
  const newest = (kind: string) => ledger.entries.findLast((entry) => entry.kind === kind);
  expect(await verdict({ ...statement, rows: statement.rows + 1 })).toEqual(["STATEMENT_NOT_SIGNED"]);
  const vote = newest("proposal.vote");
  expect(await verdict(statement)).toEqual(["STATEMENT_SIGNED"]);
  expect(await verdict(naiveStatement(ledger), { choose: () => vote })).toEqual(["STATEMENT_SIGNATURE_FAILS"]);
  const proposed = () => newest("state.declare");
  expect(await verdict(naiveStatement(ledger), { choose: proposed })).toEqual(["STATEMENT_SIGNATURE_FAILS"]);
  expect(proposed()?.state).toBe("proposed");
});
