/**
 * A signer cell of a domain page as a policy, with those who suffice. From each smallest set of signatures that suffices follows
 * who does not: one fewer, somebody of another department, somebody without the role, one person in two seats.
 */
import { describe, expect, test } from "vitest";
import { ROLES } from "#ledger-core/contract/schema/policy.ts";
import type { DepartmentFunction, Fact, Party, PolicyCase, Role } from "#ledger-core/contract/schema/policy.ts";
import { integer, record } from "#ledger-core/contract/schema/schema.ts";
import { action, anyAction } from "#ledger-core/kernel/module.ts";
import type { AnyAction, Module, Subject } from "#ledger-core/kernel/module.ts";
import { isSatisfied, selectCase } from "#ledger-core/kernel/policy.ts";
import type { Signatory } from "#ledger-core/kernel/policy.ts";
import { TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";

/** A signer as `DEPARTMENT.role`, with `#2` for a second person of the same post. */
type Name = string;

/** One situation of the record: its facts and departments, and every smallest set of signers that suffices, in their order. */
export type Scene = {
  readonly facts?: Partial<Record<Fact, number>>;
  /** Departments of the record that differ from the page's own. */
  readonly parties?: Partial<Record<Party, string>>;
  readonly suffice: readonly (readonly Name[])[];
  /** Sets that look right and are not. */
  readonly fail?: readonly (readonly Name[])[];
};

export type Cell = {
  readonly action: string;
  /** The cell as the page has it. */
  readonly signers: string;
  /** Empty for what happens by nobody's signature. */
  readonly policy: readonly PolicyCase[];
  readonly scenes: readonly Scene[];
  /** The order of the signatures matters. */
  readonly inTurn?: boolean;
  /** Signers whose place somebody of any other department could take. */
  readonly ofAnyDepartment?: readonly Name[];
};

export type Page = {
  readonly name: string;
  /** Every department by its code, with its functions. `BUR`, the data bureau, founds the town, and `NON` has no part in anything. */
  readonly departments: Readonly<Record<string, readonly DepartmentFunction[]>>;
  /** Departments of the record in every scene. */
  readonly parties: Partial<Record<Party, string>>;
  readonly cells: readonly Cell[];
};

/** What happens by nobody's signature: every signature is forbidden. */
export function byNobody(name: string, signers: string): Cell {
  return { action: name, signers, policy: [], scenes: [] };
}

/** Declares the tests of a page. */
export function testPage(page: Page): void {
  const town = new Town(page);
  describe(page.name, () => {
    for (const [place, cell] of page.cells.entries()) {
      describe(`${cell.action}: ${cell.signers}`, () => {
        if (cell.policy.length === 0) {
          test("is forbidden to everybody", () => town.expectForbidden(place));
        }
        for (const [i, scene] of cell.scenes.entries()) {
          const facts = Object.entries(scene.facts ?? {}).map(([fact, value]) => `, ${fact} ${value}`);
          for (const names of scene.suffice) {
            const title = `${names.join(" + ")}${facts.join("")}`;
            test(`${title} suffices, and nothing less or other`, () => checkSmallest(town, cell, scene, names));
            test(`${title} executes on the ledger at the last signature`, () => town.expectExecuted(place, i, names));
          }
          for (const names of scene.fail ?? []) {
            test(`${names.join(" + ")}${facts.join("")} does not suffice`, () => {
              expect(
                town.suffices(
                  cell,
                  scene,
                  names.map((name) => town.signatory(name)),
                ),
              ).toBe(false);
            });
          }
        }
      });
    }
  });
}

function checkSmallest(town: Town, cell: Cell, scene: Scene, names: readonly Name[]): void {
  const people = names.map((name) => town.signatory(name));
  const holds = (signatories: readonly Signatory[]): boolean => town.suffices(cell, scene, signatories);
  expect(holds(people)).toBe(true);
  expect(holds([])).toBe(false);
  const idle = ROLES.find((role) => !rolesNamed(cell.policy).has(role));
  if (people.length > 1) expect(holds(people.toReversed())).toBe(cell.inTurn !== true);
  for (const [i, person] of people.entries()) {
    expect(holds(people.toSpliced(i, 1)), `without ${names[i]}`).toBe(false);
    const elsewhere = { ...person, person: 900 + i, department: town.department("NON") };
    expect(holds(people.with(i, elsewhere)), `${names[i]} of another department`).toBe(
      cell.ofAnyDepartment?.includes(names[i] ?? "") ?? false,
    );
    const unfit: Signatory = { ...person, roles: idle === undefined ? [] : [idle] };
    expect(holds(people.with(i, unfit)), `${names[i]} as ${idle ?? "nobody"}`).toBe(false);
    const suspended: Signatory = { ...person, roles: [] };
    expect(holds(people.with(i, suspended)), `${names[i]} of a suspended department`).toBe(false);
    for (const other of people) {
      if (other === person) continue;
      expect(holds(people.with(i, other)), `the same person for ${names[i]}`).toBe(false);
      const both: Signatory = { ...person, roles: [...person.roles, ...other.roles] };
      expect(holds(people.map((one) => (one === other ? both : one === person ? both : one)))).toBe(false);
    }
  }
}

function rolesNamed(policy: readonly PolicyCase[]): ReadonlySet<Role> {
  return new Set(policy.flatMap((one) => one.alternatives.flatMap((way) => way.seats.flatMap((seat) => seat.roles))));
}

const sceneBody = record({ scene: integer(0, 99) });

/** The departments and people of a page on a real ledger, with one kind of action for each cell. */
class Town {
  readonly #page: Page;
  readonly #ledger: TestLedger;
  readonly #departments = new Map<string, number>();
  readonly #people = new Map<Name, TestPerson>();

  constructor(page: Page) {
    this.#page = page;
    const actions = page.cells.map((cell, place) => this.#actionOf(cell, place));
    const cells: Module = { name: "cells", tables: [], actions, due: [], projections: [], invariants: [] };
    this.#ledger = new TestLedger([cells], ["bureau"]);
    this.#departments.set("BUR", this.#ledger.founder.department);
    for (const [name, functions] of Object.entries({ ...page.departments, NON: [] }))
      this.#departments.set(name, this.#ledger.admit(name, functions));
    const named = page.cells.flatMap((cell) =>
      cell.scenes.flatMap((scene) => [...scene.suffice, ...(scene.fail ?? [])].flat()),
    );
    for (const name of new Set(named)) {
      const [department = "", post = ""] = name.split(".");
      const role = ROLES.find((one) => one === post.replace(/#.*/, ""));
      if (role === undefined) throw new Error(`${name} has no role`);
      this.#people.set(name, this.#ledger.enrol(this.department(department), name, [role]));
    }
  }

  department(name: string): number {
    const key = this.#departments.get(name);
    if (key === undefined) throw new Error(`there is no department ${name}`);
    return key;
  }

  signatory(name: Name): Signatory {
    const { person, department } = this.person(name);
    const role = ROLES.find((one) => one === name.split(".")[1]?.replace(/#.*/, ""));
    return { person, department, roles: role === undefined ? [] : [role] };
  }

  person(name: Name): TestPerson {
    const person = this.#people.get(name);
    if (person === undefined) throw new Error(`there is nobody called ${name}`);
    return person;
  }

  suffices(cell: Cell, scene: Scene, signatories: readonly Signatory[]): boolean {
    const proposer = signatories[0] ?? { person: 0, department: 0 };
    const scope = { rows: this.#ledger.rows, subject: this.#subjectOf(scene), proposer };
    const policyCase = selectCase(scope, cell.policy);
    return policyCase !== undefined && isSatisfied(scope, policyCase, signatories);
  }

  /** The first signs the action, the others vote: nothing happens before the last signature, all of it then. */
  expectExecuted(place: number, scene: number, names: readonly Name[]): void {
    const [first = "", ...others] = names;
    const entry = this.#ledger.must(this.person(first), kindOf(place), { scene });
    expect(entry.state).toBe(others.length === 0 ? "executed" : "proposed");
    for (const [i, name] of others.entries()) {
      const vote = this.#ledger.vote(this.person(name), entry.proposal ?? 0);
      expect(vote).toMatchObject({ code: "", state: i === others.length - 1 ? "executed" : "voted" });
    }
  }

  expectForbidden(place: number): void {
    for (const person of [this.#ledger.founder, ...this.#people.values()])
      expect(this.#ledger.codeOf(person, kindOf(place), { scene: 0 })).toBe("FORBIDDEN");
  }

  #subjectOf(scene: Scene): Subject {
    const named = Object.entries({ ...this.#page.parties, ...scene.parties });
    const parties = Object.fromEntries(named.map(([party, name]) => [party, this.department(name)]));
    return { parties, facts: scene.facts ?? {} };
  }

  #actionOf(cell: Cell, place: number): AnyAction {
    return anyAction(
      action({
        kind: kindOf(place),
        body: sceneBody,
        policy: cell.policy,
        subject: (body) => this.#subjectOf(cell.scenes[body.scene] ?? { suffice: [] }),
        run: () => undefined,
      }),
    );
  }
}

function kindOf(place: number): string {
  return `cell.${place}`;
}
