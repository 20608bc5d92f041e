/** Changes of rows with names for the records and for the keys that stand in them. */
import type { RowChange, Words } from "#ledger-core/contract/api/shared.ts";
import type { Json } from "#ledger-core/contract/schema/json.ts";
import { personTable, policyTable, proposalTable, voteTable } from "#ledger-core/kernel/governance/tables.ts";
import { departmentTable } from "#ledger-core/modules/consortium/consortium-module.ts";
import { datasetTable } from "#ledger-core/modules/catalog/tables.ts";
import type { PreviewedChange } from "./preview.ts";
import type { Asked } from "./asked.ts";
import { aboutRecord } from "./sentences.ts";
import { kindWords, sameWords } from "./words.ts";

type RowJson = Readonly<Record<string, Json>>;

/** Columns of any table that hold the key of a department, or of a person. */
const DEPARTMENT_COLUMNS = ["department", "owner", "user", "member"];
const PERSON_COLUMNS = ["person", "proposer", "requester"];

/** The same changes, each with what its record is called and what the keys in it stand for, in both languages. */
export function namedChanges(asked: Asked, changes: readonly PreviewedChange[]): RowChange[] {
  // A record that comes into being here has its name only in its own new row.
  const made = new Map(changes.map((change) => [`${change.table} ${change.key}`, change.after ?? change.before]));
  const titleOf = (dataset: number): Words => {
    const row = made.get(`${datasetTable.name} ${dataset}`);
    return sameWords(isRow(row) ? textOf(row["title"]) : (asked.rows.get(datasetTable, dataset)?.title ?? ""));
  };
  return changes.map(({ table, key, before, after }) => ({
    table,
    key,
    before,
    after,
    about: nameOf(asked, titleOf, { table, key }, after ?? before),
    names: { before: columnNames(asked, titleOf, before), after: columnNames(asked, titleOf, after) },
  }));
}

type TitleOf = (dataset: number) => Words;

function nameOf(
  asked: Asked,
  titleOf: TitleOf,
  record: { readonly table: string; readonly key: number },
  row: Json | undefined,
): Words {
  if (!isRow(row)) return sameWords("");
  const { briefs } = asked;
  switch (record.table) {
    case datasetTable.name:
      return sameWords(textOf(row["title"]));
    case departmentTable.name:
      return { zh: textOf(row["nameZh"]), en: textOf(row["nameEn"]) };
    case policyTable.name:
      return kindWords(textOf(row["kind"]));
    case proposalTable.name:
      return proposalWords(asked, row);
    case personTable.name:
      return personWords(briefs.person(record.key));
    case voteTable.name:
      return typeof row["person"] === "number" ? personWords(briefs.person(row["person"])) : sameWords("");
  }
  if (typeof row["dataset"] === "number") return titleOf(row["dataset"]);
  if (typeof row["person"] === "number") return personWords(briefs.person(row["person"]));
  return sameWords(textOf(row["name"]));
}

function columnNames({ briefs }: Asked, titleOf: TitleOf, row: Json): Record<string, Words> {
  if (!isRow(row)) return {};
  const names: Record<string, Words> = {};
  for (const [column, value] of Object.entries(row)) {
    if (typeof value !== "number" || value === 0) continue;
    if (DEPARTMENT_COLUMNS.includes(column)) names[column] = briefs.department(value).name;
    if (PERSON_COLUMNS.includes(column)) names[column] = personWords(briefs.person(value));
    if (column === "dataset") names[column] = titleOf(value);
  }
  return names;
}

/** What is proposed, and about which record. */
function proposalWords(asked: Asked, row: RowJson): Words {
  const kind = kindWords(textOf(row["kind"]));
  const subjectKey = typeof row["subjectKey"] === "number" ? row["subjectKey"] : 0;
  const about = subjectKey === 0 ? sameWords("") : aboutRecord(asked, textOf(row["subjectTable"]), subjectKey);
  if (about.en === "") return kind;
  return { zh: `${kind.zh}：${about.zh}`, en: `${kind.en}: ${about.en}` };
}

function personWords({ title, maskedName }: { readonly title: Words; readonly maskedName: string }): Words {
  if (maskedName === "") return title;
  return { zh: `${maskedName}，${title.zh}`, en: `${maskedName}, ${title.en}` };
}

function isRow(row: Json | undefined): row is RowJson {
  return typeof row === "object" && row !== null && !Array.isArray(row);
}

function textOf(value: Json | undefined): string {
  return typeof value === "string" ? value : "";
}
