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
  const cells = page.cells.map((cell, place) => ({ cell, place, title: `${cell.action}: ${cell.signers}` }));
  describe(page.name, () => {
    test.each(cells.filter(({ cell }) => cell.policy.length === 0))("$title is forbidden to everybody", ({ place }) => {
      expect(new Set(town.codes(place))).toEqual(new Set(["FORBIDDEN"]));
    });
    for (const { cell, place, title } of cells) {
      describe(title, () => {
        for (const [i, scene] of cell.scenes.entries()) testScene(town, { cell, place, scene, i });
      });
    }
  });
}

type Placed = { readonly cell: Cell; readonly place: number; readonly scene: Scene; readonly i: number };

function testScene(town: Town, { cell, place, scene, i }: Placed): void {
  const facts = Object.entries(scene.facts ?? {}).map(([fact, value]) => `, ${fact} ${value}`);
  const named = (
    sets: readonly (readonly Name[])[],
  ): readonly { readonly names: readonly Name[]; readonly title: string }[] =>
    sets.map((names) => ({ names, title: `${names.join(" + ")}${facts.join("")}` }));
  test.each(named(scene.suffice))("$title suffices, and nothing less or other", ({ names }) => {
    checkSmallest(town, cell, scene, names);
  });
  test.each(named(scene.suffice))("$title executes on the ledger at the last signature", ({ names }) => {
    const before = names.slice(1).map((_, vote) => (vote === 0 ? "proposed" : "voted"));
    expect(town.sign(place, i, names)).toEqual([...before, "executed"]);
  });
  test.each(named(scene.fail ?? []))("$title does not suffice", ({ names }) => {
    expect(
      town.suffices(
        cell,
        scene,
        names.map((name) => town.signatory(name)),
      ),
    ).toBe(false);
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

  /** The first signs the action, the others vote; what each signature led to, or its refusal. */
  sign(place: number, scene: number, names: readonly Name[]): readonly string[] {
    const [first = "", ...others] = names;
    const entry = this.#ledger.must(this.person(first), kindOf(place), { scene });
    const votes = others.map((name) => this.#ledger.vote(this.person(name), entry.proposal ?? 0));
    return [entry.state, ...votes.map((vote) => ("entry" in vote && vote.code === "" ? vote.state : vote.code))];
  }

  /** With what everybody in town is refused. */
  codes(place: number): readonly string[] {
    const everybody = [this.#ledger.founder, ...this.#people.values()];
    return everybody.map((person) => this.#ledger.codeOf(person, kindOf(place), { scene: 0 }));
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
