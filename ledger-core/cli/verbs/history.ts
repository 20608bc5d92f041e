/** `ledger history`: every change of a record, with who and why. */
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { kindName } from "#ledger-core/contract/text/texts.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import type { AnyTable } from "#ledger-core/kernel/table.ts";
import type { ReadLedger } from "#ledger-core/node/open-ledger.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { rowJson } from "#ledger-core/node/preview.ts";
import type { Reader, RowChange } from "#ledger-core/store/store-types.ts";
import { withReading } from "#ledger-core/cli/access.ts";
import { departmentName, personHandle } from "#ledger-core/cli/departments.ts";
import { usageFailure } from "#ledger-core/cli/failure.ts";
import type { Output } from "#ledger-core/cli/output.ts";
import { reachedHeight } from "#ledger-core/cli/past.ts";
import { requireWord, wholeNumber } from "#ledger-core/cli/require.ts";
import type { RunVerb } from "#ledger-core/cli/verb.ts";

const PAGE_CHANGES = 500;

export const run: RunVerb = async (invocation) => {
  const { output, options, path } = invocation;
  const [folder, tableName, keyText] = [0, 1, 2].map((place) => requireWord(invocation, place)) as [
    string,
    string,
    string,
  ];
  return await withReading(path(folder), (ledger) => {
    const table = findTable(ledger, tableName);
    if (!/^[0-9]{1,15}$/.test(keyText))
      throw usageFailure(
        { zh: `KEY 需要整数，而不是“${keyText}”。`, en: `KEY is a whole number, not “${keyText}”.` },
        "history",
      );
    const at = wholeNumber(options, "at", "history");
    const { reader } = ledger;
    const height = at === undefined ? (reader.head()?.height ?? 0) : reachedHeight(ledger, at, "history");
    const found = allChanges(reader, table, Number(keyText)).filter((change) => change.height <= height);
    if (found.length === 0) throw new NodeError("NO_SUCH_RECORD", { table: tableName, key: Number(keyText) });
    // With the names that people and departments had by then.
    const rows = new Rows(at === undefined ? reader.rows() : reader.rowsAt(height));
    const changes = found.map((change) => changeJson(reader, rows, table, change));
    output.result(
      { changes },
      changes.flatMap((change) => changeLines(change, output)),
    );
    return 0;
  });
};

function findTable(ledger: ReadLedger, name: string): AnyTable {
  const table = ledger.ruleset.tables.get(name);
  if (table !== undefined) return table;
  const known = [...ledger.ruleset.tables.keys()].join(", ");
  throw usageFailure(
    { zh: `没有“${name}”这张表；可用：${known}。`, en: `There is no table “${name}”; there are ${known}.` },
    "history",
  );
}

/** Newest first. */
function allChanges(reader: Reader, table: AnyTable, key: number): readonly RowChange[] {
  const changes: RowChange[] = [];
  for (;;) {
    const before = changes.at(-1)?.index;
    const page = reader.history(table, key, { limit: PAGE_CHANGES, ...(before === undefined ? {} : { before }) });
    changes.push(...page);
    if (page.length < PAGE_CHANGES) return changes;
  }
}

function changeJson(reader: Reader, rows: Rows, table: AnyTable, change: RowChange) {
  const entry = reader.entry(change.index);
  return {
    height: change.height,
    index: change.index,
    id: entry === undefined ? null : encodeHex(entry.id),
    kind: entry?.kind ?? "",
    time: entry?.time ?? 0,
    proposal: entry?.proposal ?? null,
    actor: personHandle(rows, entry?.person ?? 0),
    department: departmentName(rows, entry?.department ?? 0),
    before: rowJson(table, change.before),
    after: rowJson(table, change.after),
  };
}

function changeLines(change: ReturnType<typeof changeJson>, output: Output): readonly string[] {
  const nobody = output.words({ zh: "账本自身", en: "the ledger itself" });
  const who = change.actor === null ? nobody : `${change.actor} (${change.department})`;
  const when = new Date(change.time * 1_000).toISOString();
  const head = `${when}  ${kindName(output.language, change.kind)}  ${who}  #${change.index}`;
  return [head, ...differences(change.before, change.after).map((line) => `  ${line}`)];
}

function differences(before: unknown, after: unknown): readonly string[] {
  const [old, now] = [before ?? {}, after ?? {}].map((row) => row as Readonly<Record<string, unknown>>);
  const names = [...new Set([...Object.keys(old ?? {}), ...Object.keys(now ?? {})])];
  return names.flatMap((name) => {
    const [left, right] = [old?.[name], now?.[name]].map((value) =>
      value === undefined ? "-" : JSON.stringify(value),
    );
    const isEmpty = before === null && ["null", '""', "[]", "0"].includes(right ?? "");
    return left === right || isEmpty ? [] : [`${name}: ${shorten(left ?? "-")} -> ${shorten(right ?? "-")}`];
  });
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}
