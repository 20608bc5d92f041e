/**
 * The smallest network in which everything can happen: two departments, six people, a few lamps; and the smallest city with a catalogue.
 * Each made once, copied for each run.
 */
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Block } from "#ledger-core/kernel/block.ts";
import { executeBlock } from "#ledger-core/kernel/block.ts";
import { executeGenesis } from "#ledger-core/kernel/genesis.ts";
import type { Module } from "#ledger-core/kernel/module.ts";
import { ReplayGuard } from "#ledger-core/kernel/replay-guard.ts";
import { lampModule } from "#ledger-core/kernel/testing/lamp-module.testing.ts";
import { keyPairOf, TestLedger } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import type { TestPerson } from "#ledger-core/kernel/testing/test-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { checkpointSigner, logVkey } from "#ledger-core/node/log-key.ts";
import { networkOrigin } from "#ledger-core/proof/checkpoint.ts";
import { peopleOf, startedCity } from "#ledger-core/modules/catalog/random-lives.testing.ts";
import { openWriter } from "#ledger-core/store/store.ts";
import type { SignCheckpoint } from "#ledger-core/store/store-types.ts";
import type { Doings } from "./acts.testing.ts";
import { cityDoings } from "./city-acts.testing.ts";
import { lampDoings } from "./lamp-acts.testing.ts";

/** Something derived, so that it can fall behind: how many entries there are of each kind. */
const tallyModule: Module = {
  name: "tally",
  tables: [],
  actions: [],
  due: [],
  projections: [
    {
      name: "tally",
      version: 1,
      setup: ["CREATE TABLE tally_kind (kind TEXT PRIMARY KEY, count INTEGER NOT NULL) STRICT"],
      apply: (port, { kind }) =>
        port.run("INSERT INTO tally_kind VALUES (?, 1) ON CONFLICT (kind) DO UPDATE SET count = count + 1", kind),
    },
  ],
  invariants: [],
};

/** `empty` has nothing, not even a folder; `long` stands shortly before its first full tile; `city` has the rules of the city. */
export type TownKind = "empty" | "short" | "long" | "city";

export type Town = {
  readonly ledger: TestLedger;
  readonly people: readonly TestPerson[];
  readonly doings: Doings;
  /** What its folder holds at the beginning of a run. */
  readonly blocks: readonly Block[];
  readonly sign: SignCheckpoint;
  readonly vkey: string;
  /** Copies the town's folder to a place where nothing is. */
  readonly copyTo: (folder: string) => void;
};

/** Entries of the long town: a tile is full with 256. */
const LONG_ENTRIES = 236;

const towns = new Map<TownKind, Town>();
const folders: string[] = [];

/** Takes away what the towns were copied from; the next run founds them anew. */
export function removeTowns(): void {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  towns.clear();
}

/**
 * Memory, where the machine offers it as a folder: a run is not about how fast a disk is. Whoever starts a run and may stop it midway
 * says in SIM_FOLDER where, and takes away what is left.
 */
export function memoryFolder(name: string): string {
  return mkdtempSync(join(process.env["SIM_FOLDER"] ?? (existsSync("/dev/shm") ? "/dev/shm" : tmpdir()), name));
}

export function townOf(kind: TownKind): Town {
  const known = towns.get(kind);
  if (known !== undefined) return known;
  const town = completeTown(kind === "city" ? foundCity() : foundTown(kind), kind !== "empty");
  towns.set(kind, town);
  return town;
}

/** Before it has a folder. */
type Founded = Pick<Town, "ledger" | "people" | "doings">;

function foundCity(): Founded {
  const city = startedCity([tallyModule]);
  return { ledger: city.ledger, people: peopleOf(city), doings: cityDoings(city) };
}

function foundTown(kind: TownKind): Founded {
  const ledger = new TestLedger([lampModule, tallyModule]);
  const { founder } = ledger;
  const second = kind === "empty" ? 2 : ledger.admit("Water", []);
  const enrol = (department: number, name: string, role: "officer" | "leader"): TestPerson =>
    kind === "empty"
      ? { handle: name, person: 2, department, keys: keyPairOf(name) }
      : ledger.enrol(department, name, [role]);
  const people = [
    founder,
    enrol(1, "ada", "officer"),
    enrol(1, "bo", "leader"),
    enrol(second, "cy", "officer"),
    enrol(second, "di", "officer"),
    enrol(second, "ed", "leader"),
  ];
  const install = (): unknown => ledger.must(people[3] ?? founder, "lamp.install", { label: "old", watts: 20 });
  while (kind === "long" ? ledger.entries.length < LONG_ENTRIES : kind === "short" && ledger.entries.length < 22)
    install();
  return { ledger, people, doings: lampDoings({ ledger, people }) };
}

function completeTown(founded: Founded, isFilled: boolean): Town {
  const { ledger } = founded;
  const origin = networkOrigin(ledger.network);
  const sign = checkpointSigner(origin, keyPairOf("log"));
  const folder = memoryFolder("town-");
  folders.push(folder);
  const blocks = isFilled ? fill(ledger, folder, sign) : [];
  const copyTo = (to: string): void => {
    mkdirSync(to);
    for (const name of ["ledger.sqlite", "projections.sqlite"])
      if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(to, name));
  };
  return { ...founded, blocks, sign, vkey: logVkey(origin, keyPairOf("log").publicKey), copyTo };
}

/** Commits what the town has lived through into its folder. */
function fill(ledger: TestLedger, folder: string, sign: SignCheckpoint): readonly Block[] {
  const { ruleset, genesis, ordered } = ledger;
  const writer = openWriter({ folder, ruleset, suite: nodeSuite });
  const replay = new ReplayGuard();
  const blocks: Block[] = [];
  const commit = (block: Block | undefined): void => {
    if (block === undefined) throw new Error("a block of the town is empty");
    writer.commit(block, sign);
    replay.add(block.idsAdded);
    for (const ids of block.idsDropped) replay.drop(ids);
    blocks.push(block);
  };
  commit(executeGenesis(ruleset, nodeSuite, genesis, writer.rows));
  for (const { height, time, wires } of ordered) {
    const transactions = wires.map((wire) => ledger.check(wire));
    const firstIndex = writer.head()?.size ?? 0;
    commit(
      executeBlock({ ruleset, suite: nodeSuite, base: writer.rows, replay, height, time, firstIndex, transactions }),
    );
  }
  writer.close();
  return blocks;
}
