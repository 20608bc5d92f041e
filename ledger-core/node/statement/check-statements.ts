/** Whether the statements that were signed in a ledger are true. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { statementTable } from "#ledger-core/kernel/governance/tables.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import type { Problems } from "#ledger-core/node/fsck/problems.ts";
import type { Reader } from "#ledger-core/store/store-types.ts";
import { computeRoots, readKept } from "./make-statement.ts";
import type { StatementOptions } from "./make-statement.ts";
import { KEPT } from "./run-statement.ts";
import type { StatementRoot } from "./run-statement.ts";

const PAGE = 1_024;
/** Heights whose roots are computed in one go, between which is seen whether more of them would be told to anybody. */
const HEIGHTS_AT_ONCE = 128;

/** What is said of the state at a height, and how it is named where it is not true. */
type Said = {
  readonly height: number;
  readonly root: string;
  readonly rows: number;
  /** Of kept leaves; a statement says nothing of them beside its root. */
  readonly leaves?: string;
  readonly complain: () => void;
};

/** `last`: the ledger's height. */
type AllSigned = { readonly network: Uint8Array; readonly signed: readonly Said[]; readonly last: number };

/**
 * Computes the root of every height of which somebody signed a statement once more, from the lowest on, and names the statements that say
 * another; and so for the leaves that are kept, which the next statement believes. Once no further problem is listed it compares no more: nobody
 * makes a check last by signing many inventions. It reads beside a running writer. Rejects with the signal's reason if it is aborted.
 */
export async function checkStatements(
  problems: Problems,
  { folder, signal }: Pick<StatementOptions, "folder" | "signal">,
): Promise<void> {
  // What is kept first: beside a node that goes on sealing, it may be anew by the time that it is read.
  const leaves = await readKept(folder, signal);
  const { network, signed, last } = readAll(problems, folder);
  const kept = saidByKept(problems, leaves, last);
  const byHeight = Map.groupBy([...kept, ...signed], ({ height }) => height);
  const all = [...byHeight.keys()].toSorted((left, right) => left - right);
  for (let from = 0; from < all.length && !problems.isFull; from += HEIGHTS_AT_ONCE) {
    const work = { folder, network, heights: all.slice(from, from + HEIGHTS_AT_ONCE), leavesAt: kept[0]?.height };
    for (const computed of await computeRoots(work, { signal }))
      for (const said of byHeight.get(computed.height) ?? []) if (!isTrue(said, computed)) said.complain();
  }
}

function isTrue(said: Said, computed: StatementRoot): boolean {
  const isOfRoot = encodeHex(computed.root) === said.root && computed.rows === said.rows;
  const { leaves } = computed;
  return isOfRoot && (said.leaves === undefined || leaves === undefined || encodeHex(leaves) === said.leaves);
}

/** Nothing, with a problem that says so, where what is kept contradicts itself or is of no height of this ledger. */
function saidByKept(problems: Problems, kept: Awaited<ReturnType<typeof readKept>>, last: number): readonly Said[] {
  const complain = (): void => problems.add(KEPT, "STATEMENT_FILE_DIFFERS");
  if (kept === undefined) return [];
  if (kept !== "damaged" && kept.height <= last)
    return [{ ...kept, root: encodeHex(kept.root), leaves: encodeHex(kept.leaves), complain }];
  complain();
  return [];
}

function readAll(problems: Problems, folder: string): AllSigned {
  const { network, ruleset, reader, close } = readLedger({ folder });
  try {
    const table = ruleset.tables.get(statementTable.name);
    const signed = table === undefined ? [] : readSigned(problems, reader, table);
    return { network, signed, last: reader.head()?.height ?? 0 };
  } finally {
    close();
  }
}

function readSigned(problems: Problems, reader: Reader, table: AnyTable): readonly Said[] {
  const signed: Said[] = [];
  for (let from = 0; ;) {
    const page = reader.rows().scan(table, "key", { from, limit: PAGE });
    for (const { key, row } of page) {
      const height = Number(row["height"]);
      const complain = (): void => problems.add(`${statementTable.name} ${key}`, "STATEMENT_DIFFERS", { height });
      signed.push({ height, root: encodeHex(row["root"] as Uint8Array), rows: Number(row["rows"]), complain });
    }
    const last = page.at(-1);
    if (last === undefined) return signed;
    from = last.key + 1;
  }
}
