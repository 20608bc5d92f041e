/** Whether the statements that were signed in a ledger are true. */
import { encodeHex, equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import type { Problems } from "#ledger-core/node/fsck/problems.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { computeRoots, readKept } from "./make-statement.ts";
import type { StatementOptions } from "./make-statement.ts";
import { KEPT } from "./run-statement.ts";

/** The table in which signed statements are. */
const STATEMENTS = "kernel.statement";
const PAGE = 1_024;
/** Heights whose roots are computed in one go, between which is seen whether more of them would be told to anybody. */
const HEIGHTS_AT_ONCE = 128;

type Signed = { readonly key: number; readonly height: number; readonly root: string; readonly rows: number };

/**
 * Computes the root of every height of which somebody signed a statement once more, from the lowest on, and names the statements that say
 * another; and looks at the leaves that are kept. Once no further problem is listed it compares no more: nobody makes a check last by signing many inventions. It reads
 * beside a running writer. Rejects with the signal's reason if it is aborted.
 */
export async function checkStatements(
  problems: Problems,
  { folder, progress, signal }: Pick<StatementOptions, "folder" | "progress" | "signal">,
): Promise<void> {
  const ledger = readLedger({ folder });
  const { network, ruleset } = ledger;
  const table = ruleset.tables.get(STATEMENTS);
  const signed = table === undefined ? [] : readSigned(ledger.reader, table);
  const last = ledger.reader.head()?.height ?? 0;
  ledger.close();
  await checkKept(problems, { folder, network, last, signal });
  const byHeight = Map.groupBy(signed, ({ height }) => height);
  const all = [...byHeight.keys()].toSorted((left, right) => left - right);
  for (let from = 0; from < all.length && !problems.isFull; from += HEIGHTS_AT_ONCE) {
    const heights = all.slice(from, from + HEIGHTS_AT_ONCE);
    for (const computed of await computeRoots({ folder, network, heights }, { progress, signal }))
      for (const { key, height, root, rows } of byHeight.get(computed.height) ?? [])
        if (encodeHex(computed.root) !== root || computed.rows !== rows)
          problems.add(`${STATEMENTS} ${key}`, "STATEMENT_DIFFERS", { height });
  }
}

type Sealed = { readonly folder: string; readonly network: Uint8Array; readonly last: number };

/** The leaves that are kept between two statements, beside the rows of their height: the next statement believes them. */
async function checkKept(
  problems: Problems,
  { folder, network, last, signal }: Sealed & Pick<StatementOptions, "signal">,
): Promise<void> {
  const kept = await readKept(folder, signal);
  if (kept === undefined) return;
  const isOfLog = kept !== "damaged" && kept.height <= last;
  const [computed] = isOfLog ? await computeRoots({ folder, network, heights: [kept.height] }, { signal }) : [];
  if (!isOfLog || computed === undefined || !equalBytes(computed.root, kept.root))
    problems.add(KEPT, "STATEMENT_FILE_DIFFERS");
}

function readSigned(reader: Reader, table: AnyTable): readonly Signed[] {
  const signed: Signed[] = [];
  for (let from = 0; ;) {
    const page = reader.rows().scan(table, "key", { from, limit: PAGE });
    for (const { key, row } of page)
      signed.push({
        key,
        height: Number(row["height"]),
        root: encodeHex(row["root"] as Uint8Array),
        rows: Number(row["rows"]),
      });
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return signed;
    from = last.key + 1;
  }
}
