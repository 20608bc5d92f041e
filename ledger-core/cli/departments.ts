/** Departments and people as they are named on the command line. */
import { memberTable, personTable } from "#ledger-core/kernel/governance/tables.ts";
import type { Rows, StoredRow } from "#ledger-core/kernel/rows.ts";
import type { MemberRow } from "#ledger-core/contract/schema/governance.ts";
import { departmentTable } from "#ledger-core/modules/consortium/consortium-module.ts";
import { Failure } from "./failure.ts";

const DEPARTMENTS_MAX = 10_000;

/** A department by its key, its Unified Social Credit Code, or one of its names. Throws NO_SUCH_DEPARTMENT. */
export function findDepartment(rows: Rows, named: string): StoredRow<MemberRow> {
  const members = rows.scan(memberTable, "key", { limit: DEPARTMENTS_MAX });
  const found =
    members.find((member) => String(member.key) === named || member.row.uscc === named) ??
    members.find((member) => namesOf(rows, member).includes(named));
  if (found !== undefined) return found;
  throw new Failure(
    "NO_SUCH_DEPARTMENT",
    2,
    { zh: `没有名为“${named}”的部门。`, en: `There is no department “${named}”.` },
    {
      zh: "请写出其编号、统一社会信用代码或名称；ledger query DIR consortium.departments 可列出全部。",
      en: "Name it by its number, Unified Social Credit Code or name; ledger query DIR consortium.departments lists them.",
    },
  );
}

function namesOf(rows: Rows, member: StoredRow<MemberRow>): readonly string[] {
  const profile = rows.get(departmentTable, member.key);
  if (profile === undefined) return [member.row.name];
  return [member.row.name, profile.nameZh, profile.nameEn, profile.shortZh, profile.shortEn];
}

/** Name of a department; null for what no department did. */
export function departmentName(rows: Rows, key: number): string | null {
  return rows.get(memberTable, key)?.name ?? null;
}

/** Handle of a person; null for what nobody signed. */
export function personHandle(rows: Rows, key: number): string | null {
  return rows.get(personTable, key)?.handle ?? null;
}
