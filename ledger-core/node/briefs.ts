/** Departments and people as every page shows them: by short name, post and masked name. */
import type { DepartmentBrief, PersonBrief } from "#ledger-core/contract/api/shared.ts";
import { rolesAt } from "#ledger-core/kernel/directory.ts";
import { memberTable, personTable } from "#ledger-core/kernel/governance/tables.ts";
import { Rows } from "#ledger-core/kernel/rows.ts";
import { departmentTable, postTable } from "#ledger-core/modules/consortium/consortium-module.ts";
import type { Moment } from "./moment.ts";
import { sameWords } from "./words.ts";

/** Longest short name that a tile has room for, where a department has registered none. */
const SHORT_CHARACTERS_MAX = 8;

/** Reads each department and person once for one answer. */
export class Briefs {
  readonly #rows: Rows;
  readonly #time: number;
  readonly #departments = new Map<number, DepartmentBrief>();
  readonly #people = new Map<number, PersonBrief>();

  constructor(moment: Pick<Moment, "rows" | "time">) {
    this.#rows = new Rows(moment.rows);
    this.#time = moment.time;
  }

  /** A department that is named by a row; one that is not there is shown by its key rather than not at all. */
  department(key: number): DepartmentBrief {
    const known = this.#departments.get(key);
    if (known !== undefined) return known;
    const member = this.#rows.get(memberTable, key);
    const profile = this.#rows.get(departmentTable, key);
    const plain = member?.name ?? `#${key}`;
    const brief: DepartmentBrief = {
      key,
      name: profile === undefined ? sameWords(plain) : { zh: profile.nameZh, en: profile.nameEn },
      short:
        profile === undefined
          ? sameWords(plain.slice(0, SHORT_CHARACTERS_MAX))
          : { zh: profile.shortZh, en: profile.shortEn },
      functions: [...(member?.functions ?? [])],
      state: member?.state ?? "suspended",
    };
    this.#departments.set(key, brief);
    return brief;
  }

  person(key: number): PersonBrief {
    const known = this.#people.get(key);
    if (known !== undefined) return known;
    const person = this.#rows.get(personTable, key);
    const post = this.#rows.get(postTable, key);
    const handle = person?.handle ?? `#${key}`;
    const brief: PersonBrief = {
      key,
      handle,
      department: this.department(person?.department ?? 0),
      title: post === undefined ? sameWords(handle) : { zh: post.titleZh, en: post.titleEn },
      maskedName: post?.maskedName ?? "",
      roles: [...rolesAt(this.#rows, key, this.#time)],
      state: person?.state ?? "left",
    };
    this.#people.set(key, brief);
    return brief;
  }

  /** Null for 0, which stands for what nobody signed. */
  departmentOrNone(key: number): DepartmentBrief | null {
    return key === 0 ? null : this.department(key);
  }

  personOrNone(key: number): PersonBrief | null {
    return key === 0 ? null : this.person(key);
  }
}
