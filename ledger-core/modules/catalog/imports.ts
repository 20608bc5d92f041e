/** A batch of one source's records: it applies whole or not at all, under the strictest policy of its lines. */
import { importBody } from "#ledger-core/contract/schema/catalog-bodies.ts";
import type { DatasetRow, Description } from "#ledger-core/contract/schema/catalog.ts";
import type { ImportLine } from "#ledger-core/contract/schema/catalog-bodies.ts";
import { importBodyFirst } from "#ledger-core/contract/schema/catalog-first.ts";
import type { Value } from "#ledger-core/contract/schema/schema.ts";
import { firstVersion } from "#ledger-core/kernel/earlier-version.ts";
import { missingElements, missingElementsFirst } from "./profile.ts";
import type { Elements } from "./datasets.ts";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import type { Refusal } from "#ledger-core/contract/schema/errors.ts";
import { action, anyAction, refuse } from "#ledger-core/kernel/module.ts";
import type { Action, AnyAction, Context } from "#ledger-core/kernel/module.ts";
import type { Rows, StoredRow } from "#ledger-core/kernel/rows.ts";
import { checkPublishable, emptyDataset, narrowing, REVISION_POLICY } from "./datasets.ts";
import { datasetTable } from "./tables.ts";

function importUnder(elements: Elements): Action<Value<typeof importBody>> {
  return action({
    kind: "catalog.import",
    version: 2,
    body: importBody,
    batch: true,
    policy: REVISION_POLICY,
    moves: [
      { table: datasetTable.name, from: "-", to: "published" },
      { table: datasetTable.name, from: "published", to: "retired" },
      { table: datasetTable.name, from: "retired", to: "published" },
    ],
    subject(body, rows, actor) {
      const known = body.map((line) => ({ line, row: findImported(rows, actor.department, line)?.row }));
      const narrowed = known.some(
        ({ line, row }) => row !== undefined && line.kind === "put" && narrowing(row, line.description) === 1,
      );
      const agreements = Math.max(0, ...known.map(({ row }) => row?.agreementsLive ?? 0));
      const retires = known.some(({ line }) => line.kind === "retire");
      return {
        parties: { owner: actor.department },
        facts: { narrowing: narrowed || (retires && agreements > 0) ? 1 : 0, agreements },
      };
    },
    run(context, body) {
      if (body.length === 0) return refuse("BATCH_EMPTY");
      const source = body[0]?.origin.source;
      if (body.some((line) => line.origin.source !== source)) return refuse("SOURCE_MISMATCH");
      if (new Set(body.map((line) => line.origin.sourceId)).size !== body.length) return refuse("DUPLICATE_LINE");
      for (const line of body) {
        const refused = applyLine(context, line, elements);
        if (refused !== undefined) return { ...refused, data: { ...refused.data, sourceId: line.origin.sourceId } };
      }
      return undefined;
    },
  });
}

function applyLine(context: Context, line: ImportLine, elements: Elements): Refusal | undefined {
  const known = findImported(context.rows, context.actor.department, line);
  if (line.kind === "retire") {
    if (known === undefined) return refuse("NOT_FOUND", { table: datasetTable.name, key: 0 });
    if (known.row.state === "retired") return undefined;
    if (known.row.suspended === "yes") return refuse("DATASET_SUSPENDED", { code: known.row.code });
    if (known.row.agreementsInForce > 0) return refuse("AGREEMENTS_IN_FORCE", { count: known.row.agreementsInForce });
    context.put(datasetTable, known.key, { ...known.row, state: "retired" });
    return undefined;
  }
  const { origin, description } = line;
  if (known !== undefined && isUnchanged(known.row, origin.fingerprint)) return undefined;
  const refused = checkDescription(context, known, description, elements);
  if (refused !== undefined) return refused;
  const before = known?.row ?? emptyDataset(context.actor.department);
  const key = known?.key ?? context.next(datasetTable);
  context.put(datasetTable, key, { ...before, ...origin, ...description, state: "published" });
  return undefined;
}

/** The same record imported again changes nothing, so an import that was cut off can simply be run again. */
function isUnchanged(row: DatasetRow, fingerprint: Uint8Array): boolean {
  return row.state === "published" && row.fingerprint !== undefined && equalBytes(row.fingerprint, fingerprint);
}

function checkDescription(
  context: Context,
  known: StoredRow<DatasetRow> | undefined,
  description: Description,
  elements: Elements,
): Refusal | undefined {
  const holder = context.rows.find(datasetTable, "code", description.code);
  if (holder !== undefined && holder.key !== known?.key) return refuse("CODE_TAKEN", { code: description.code });
  return checkPublishable(context.rows, context.actor.department, description, elements);
}

function findImported(rows: Rows, department: number, line: ImportLine): StoredRow<DatasetRow> | undefined {
  return rows.find(datasetTable, "source", department, line.origin.source, line.origin.sourceId);
}

export const IMPORT_ACTIONS: readonly AnyAction[] = [
  firstVersion(importUnder(missingElementsFirst), importBodyFirst),
  anyAction(importUnder(missingElements)),
];
