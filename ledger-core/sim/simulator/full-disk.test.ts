/**
 * A disk without room, from each call on that some blocks of mixed acts make to the ledger's file, the outbox and the derived tables: what is
 * not written leaves nothing behind, and is sealed once there is room.
 */
import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, it, onTestFinished } from "vitest";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { Random } from "#ledger-core/sim/random.ts";
import { openReader } from "#ledger-core/store/store.ts";
import { plainWire } from "./acts.testing.ts";
import { FaultyDisk } from "./faulty-disk.testing.ts";
import { Life } from "./node.testing.ts";
import { Oracle } from "./oracle.testing.ts";
import { NO_MUTATION, partsWith } from "./parts.testing.ts";
import { Promises } from "./promises.testing.ts";
import type { Sent } from "./promises.testing.ts";
import { memoryFolder, removeTowns, townOf } from "./town.testing.ts";
import type { Town, TownKind } from "./town.testing.ts";
import { problemsOf } from "./whole-check.testing.ts";

/** With so many acts the next block fills a tile of the tree. */
const ACTS_BEFORE = 15;
/** Longer than a node waits before it tidies up. */
const QUIET_SECONDS = 3;
const RANDOM = new Random(1);
const NO_ROOM = { code: "NOT_SEALING", data: { reason: "DISK_FULL" } };
/** Where there must have been no room, or the blocks were not those that they should be. */
const PLACES = [
  ...["BEGIN", "log_entry", "log_history", "lamp_lamp", "kernel_proposal", "DELETE FROM", "log_block"],
  ...["COMMIT", "tally_kind", "outbox open", "outbox write", "outbox sync", "outbox truncate", "outbox remove", "fold"],
];
/** Where else, once a tile of the tree is full. */
const LONG_PLACES = ["log_tile", "log_id"];
/** What becomes of the mixed acts. */
const STATES = ["executed", "executed", "proposed", "refused", "executed"];

type Calls = { readonly calls: number; readonly callsFirst: number };

afterAll(removeTowns);

/** A ledger that lives on a disk of its own, and what its clients were told. */
class Lived {
  readonly town: Town;
  readonly promises = new Promises();
  readonly #oracle: Oracle;
  readonly #place = memoryFolder("full-disk-");
  readonly folder = join(this.#place, "city");
  disk = new FaultyDisk(this.folder, RANDOM);
  life: Life;

  constructor(kind: TownKind) {
    this.town = townOf(kind);
    this.#oracle = new Oracle(this.town, this.promises);
    this.town.copyTo(this.folder);
    this.life = this.#begin();
  }

  #begin(): Life {
    const { town, folder, disk, promises } = this;
    const wall = { seconds: town.ledger.time + 10, set: 0 };
    const kept = { wires: [], saving: [], isClearing: false };
    return new Life({
      town,
      folder,
      disk,
      parts: partsWith(NO_MUTATION),
      promises,
      kept,
      wall,
      ledgerBytesMax: undefined,
    });
  }

  /** Submits, and goes on until all is answered and the node has tidied up. */
  async submit(wires: readonly Uint8Array[]): Promise<readonly Sent[]> {
    const sent = this.life.submit(wires);
    await this.life.settle();
    this.life.clock.pass(QUIET_SECONDS);
    await this.life.settle();
    return sent;
  }

  async restart(): Promise<void> {
    await this.life.close();
    this.disk = new FaultyDisk(this.folder, RANDOM);
    this.life = this.#begin();
  }

  /** What is wrong with the folder, as whoever executes every block once more sees it; `isWhole`: also with what may lag behind. */
  faults(isWhole: boolean): readonly string[] {
    const { ruleset } = this.town.ledger;
    const reader = openReader({ folder: this.folder, ruleset, suite: nodeSuite });
    try {
      return [...this.#oracle.check(reader, isWhole), ...this.promises.faults];
    } finally {
      reader.close();
    }
  }

  remove(): void {
    this.life.abandon();
    rmSync(this.#place, { recursive: true });
  }
}

/** Acts before the blocks in question, one of which has something due soon. */
function actsBefore({ ledger, people }: Town): readonly Uint8Array[] {
  const [founder = ledger.founder] = people;
  const queued = { count: 1, time: ledger.time + 60, cancelling: "no" };
  const installed = Array.from({ length: ACTS_BEFORE }, () =>
    ledger.sign(founder, "lamp.install", { label: "", watts: 1 }),
  );
  return [...installed, ledger.sign(founder, "lamp.queue", queued)];
}

/** A batch, a change, something that others have to sign, something that is refused, something that is due later; more than one block takes. */
function mixedActs({ ledger, people }: Town): readonly Uint8Array[] {
  const officer = people[3] ?? ledger.founder;
  const lamps = [1, 2, 3].map((watts) => ({ label: "new", watts }));
  return [
    ledger.sign(officer, "lamp.install-batch", lamps),
    ledger.sign(officer, "lamp.relabel", { lamp: 1, label: "anew" }),
    ledger.sign(officer, "lamp.on", { lamp: 2 }),
    ledger.sign(officer, "lamp.off", { lamp: 3 }),
    ledger.sign(officer, "lamp.queue", { count: 1, time: ledger.time + 6_000, cancelling: "no" }),
  ];
}

function statesOf(sent: readonly Sent[]): readonly unknown[] {
  return sent.map(({ last }) => last !== undefined && isReceipt(last) && last.state);
}

/** Lives through the blocks with no room for so many calls after the first few; returns where there was none. */
async function live(kind: TownKind, { calls, callsFirst }: Calls): Promise<readonly string[]> {
  const lived = new Lived(kind);
  onTestFinished(() => lived.remove());
  await lived.submit(actsBefore(lived.town));
  lived.life.clock.seconds += 60;
  lived.disk.arm({ kind: "refused", code: "SQLITE_FULL", calls }, callsFirst);
  const sent = await lived.submit(mixedActs(lived.town));
  const { happened } = lived.disk;
  lived.disk.disarm();
  const where = `without room at ${happened.join()}`;
  const left = sent.filter(({ last }) => last === undefined || !isReceipt(last));
  for (const { last } of left) expect(last, where).toEqual(NO_ROOM);
  expect(lived.faults(false), where).toEqual([]);
  // What was derived and tidied up in vain is made up for with the next block, so there has to be one.
  await lived.submit([...left.map(({ wire }) => wire), plainWire(lived.town, RANDOM, lived.life.clock.seconds)]);
  expect(statesOf(sent), where).toEqual(STATES);
  const { writer, outbox } = lived.life;
  expect([writer.projectionFailure(), outbox.load()], where).toEqual([undefined, []]);
  expect([lived.faults(true), await problemsOf(lived.folder, lived.town.ledger.ruleset)], where).toEqual([[], []]);
  const head = writer.head();
  await lived.restart();
  expect([lived.life.writer.head(), lived.faults(true)], where).toEqual([head, []]);
  return happened;
}

it.each([
  { what: "for one call", kind: "short", calls: 1, places: PLACES },
  {
    what: "until somebody makes room",
    kind: "long",
    calls: Number.POSITIVE_INFINITY,
    places: [...PLACES, ...LONG_PLACES],
  },
] as const)("leaves nothing half done where there is no room $what, and seals it afterwards", async (given) => {
  const { kind, calls } = given;
  const places = new Set<string>();
  for (let callsFirst = 0, isOver = false; !isOver; callsFirst++) {
    const happened = await live(kind, { calls, callsFirst });
    for (const place of happened) places.add(place);
    isOver = happened.length === 0;
  }
  for (const place of given.places) expect([...places].join("\n")).toContain(place);
});
