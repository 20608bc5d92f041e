/** Builds the demo city in a folder, through the same signed actions that people use; interrupted, it goes on where it stopped. */
import { linkSync } from "node:fs";
import { join } from "node:path";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import { FORM_TRANSACTION } from "#ledger-core/proof/entry.ts";
import { composeSignedPart, composeValue, signTransaction } from "#ledger-core/node/compose-transaction.ts";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import { hasLedger } from "#ledger-core/node/network-folder.ts";
import { nodeSuite, randomBytes, signEd25519 } from "#ledger-core/node/crypto-suite.ts";
import { DEMO_PASSPHRASE_FILE, DEMO_PEOPLE, demoPassphrase } from "#ledger-core/node/demo-people.ts";
import { ledgerKeystore } from "#ledger-core/node/keystore/ledger-keystore.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { openLedger, readLedger } from "#ledger-core/node/open-ledger.ts";
import type { OpenLedger } from "#ledger-core/node/open-ledger.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { saveWhole } from "#ledger-core/node/small-file.ts";
import { isThere } from "#ledger-core/store/plain-file.ts";
import { DAY_SECONDS, FOUNDER, HOUR_SECONDS } from "./city-acts.ts";
import type { CityAct, CityStage } from "./city-acts.ts";
import { CITY_DEPARTMENTS } from "./city-departments.ts";
import { cityUscc } from "./city-founding.ts";
import { DEMO_DAYS, planCity } from "./city-plan.ts";
import type { DemoSize } from "./city-plan.ts";
import { CityState } from "./city-state.ts";
import { DemoClock } from "./demo-clock.ts";
import { KeyRing } from "./key-ring.ts";

const DAY_OFFSET_SECONDS = 28_800;
/** Acts of one stage: as many as the engine puts into one block. */
const STAGE_ACTS_MAX = 450;

/** Which plan this is: a demo of another one cannot be gone on with. */
const PLAN = 2;
const PLAN_SIZES: Readonly<Record<DemoSize, number>> = { small: 1, city: 2 };

/** Bytes of the salt by which a stage of the plan is known again. */
function markOf({ size = "city", seed = 1 }: Pick<DemoOptions, "size" | "seed">): readonly number[] {
  return [0x64, 0x65, PLAN * 16 + PLAN_SIZES[size], seed & 255];
}

export type DemoOptions = {
  readonly folder: string;
  readonly seed?: number;
  /** `city`: two years. `small`: thirty days of a city with fewer datasets. A demo that is resumed keeps the size it is asked for. */
  readonly size?: DemoSize;
  /** Unix seconds that the demo ends before; now where it is left out. */
  readonly until?: number;
  readonly progress?: (progress: { readonly done: number; readonly total: number }) => void;
  readonly signal?: AbortSignal | undefined;
};

export type BuiltDemo = {
  readonly network: string;
  readonly height: number;
  readonly entries: number;
  readonly departments: number;
  readonly people: number;
  readonly datasets: number;
  readonly seconds: number;
};

/**
 * Throws LEDGER_EXISTS if the folder holds a ledger that is no demo. A demo that is whole is left as it is, and so is one that
 * somebody has signed in since, or that was built by another plan.
 */
export async function buildDemo(options: DemoOptions): Promise<BuiltDemo> {
  const { folder, seed = 1, size = "city", until = Math.floor(Date.now() / 1_000) } = options;
  const begun = performance.now();
  const days = DEMO_DAYS[size];
  const start = startOf(until, days);
  if (!hasLedger(folder)) await found(folder, new KeyRing(loadOrMakePassphrase(folder)), start);
  const clock = new DemoClock(timeOfHead(folder));
  const ledger = openLedger({ folder, clock });
  try {
    if (ledger.genesis.purpose !== "demo") throw new NodeError("LEDGER_EXISTS", { folder });
    const keys = new KeyRing(loadOrMakePassphrase(folder));
    // A demo that was begun on another day keeps its calendar.
    const plan = planCity({ seed, size, start: startOfGenesis(ledger.genesis.time), keys, network: ledger.network });
    const stages = plan.filter((stage) => stage.time < until);
    const work = [makeKeyFiles(ledger, keys), runPlan({ ledger, clock, keys, plan: stages, options })];
    // Whichever of them fails, the ledger is closed once neither is under way any more.
    await Promise.allSettled(work);
    await Promise.all(work);
    return { ...countDemo(ledger), seconds: Math.round((performance.now() - begun) / 10) / 100 };
  } finally {
    await ledger.close();
  }
}

/** The midnight (UTC+8) before so many days that the last of them is the day of `until`. */
function startOf(until: number, days: number): number {
  const today = Math.floor((until + DAY_OFFSET_SECONDS) / DAY_SECONDS);
  return (today - days + 1) * DAY_SECONDS - DAY_OFFSET_SECONDS;
}

function startOfGenesis(time: number): number {
  return Math.floor((time + DAY_OFFSET_SECONDS) / DAY_SECONDS) * DAY_SECONDS - DAY_OFFSET_SECONDS;
}

function loadOrMakePassphrase(folder: string): string {
  const path = join(folder, DEMO_PASSPHRASE_FILE);
  if (!isThere(path)) saveWhole(path, `${encodeHex(randomBytes(24))}\n`, linkSync);
  return demoPassphrase(folder);
}

/** Where the demo's clock goes on. */
function timeOfHead(folder: string): number {
  const { reader, close } = readLedger({ folder });
  const time = reader.head()?.time ?? 0;
  close();
  return time;
}

async function found(folder: string, keys: KeyRing, start: number): Promise<void> {
  const [first] = CITY_DEPARTMENTS;
  if (first === undefined) throw new Error("a city has departments");
  await createNetwork({
    folder,
    ruleset: cityRuleset,
    name: "示范城市 Demo City",
    purpose: "demo",
    time: start + 8 * HOUR_SECONDS,
    department: { name: first.nameZh, uscc: cityUscc(0), functions: first.functions },
    person: FOUNDER,
    keyPair: keys.pairOf(FOUNDER),
  });
}

async function makeKeyFiles(ledger: OpenLedger, keys: KeyRing): Promise<void> {
  const keystore = ledgerKeystore(ledger.folder, ledger.networkHex);
  const passphrase = demoPassphrase(ledger.folder);
  const there = new Set((await keystore.listKeyFiles()).map((file) => file.handle));
  for (const handle of DEMO_PEOPLE) {
    if (!there.has(handle)) await keystore.createKeyFile({ handle, passphrase, keyPair: keys.pairOf(handle) });
  }
}

const CONTENT_BYTES_MAX = 1_048_576;

type Run = {
  readonly ledger: OpenLedger;
  readonly clock: DemoClock;
  readonly keys: KeyRing;
  readonly plan: readonly CityStage[];
  readonly options: DemoOptions;
};

async function runPlan({ ledger, clock, keys, plan, options }: Run): Promise<void> {
  const state = new CityState(ledger);
  const mark = markOf(options);
  const from = stagesDone(ledger, mark) ?? plan.length;
  for (const [number, stage] of plan.entries()) {
    if (number < from) continue;
    if (options.signal?.aborted === true) return;
    clock.moveTo(stage.time);
    const acts = stage.acts(state);
    if (acts.length > STAGE_ACTS_MAX) throw new RangeError(`stage ${number} does not fit a block`);
    await keepContents(ledger, acts);
    const wires = acts.map((act, place) =>
      signAct({ ledger, state, keys, act, time: stage.time, salt: saltOf(mark, number, place) }),
    );
    const answers = await ledger.engine.submit(wires);
    for (const [place, answer] of answers.entries()) {
      const { as = "", kind = "" } = acts[place] ?? {};
      if (!isReceipt(answer))
        throw new NodeError("INTERNAL", { stage: number, as, kind, code: answer.code, ...answer.data });
    }
    if (answers.some((answer) => isReceipt(answer) && /^(key|person|proposal)\./.test(answer.kind))) state.forgetKeys();
    options.progress?.({ done: number + 1, total: plan.length });
  }
}

/** What uploads are about is durable before anybody signs its hash. */
async function keepContents(ledger: OpenLedger, acts: readonly CityAct[]): Promise<void> {
  const contents = acts.flatMap(({ content }) => content ?? []);
  if (contents.length > 0) await ledger.reader.blobs.putAll(contents, { sizeBytesMax: CONTENT_BYTES_MAX });
}

function signAct(given: {
  readonly ledger: OpenLedger;
  readonly state: CityState;
  readonly keys: KeyRing;
  readonly act: CityAct;
  readonly time: number;
  readonly salt: Uint8Array;
}): Uint8Array {
  const { ledger, state, keys, act, time, salt } = given;
  const { publicKey, secretKey } = keys.pairOf(act.as, state.keysBefore(act.as));
  // The writer's rows are held in memory, and hardly ever does a rule change.
  const inForce = {
    ruleset: ledger.ruleset,
    rows: ledger.writer.rows,
    height: (ledger.writer.head()?.height ?? 0) + 1,
  };
  const composed = composeValue(inForce, act.kind, act.body);
  const department = state.departmentOf(act.as);
  const signedPart = composeSignedPart(composed, {
    network: ledger.network,
    signer: { publicKey, department },
    now: time,
    salt,
  });
  return signTransaction(composed, signedPart, (message) => signEd25519(secretKey, message));
}

/** Random, but for what tells of which stage an act is. */
function saltOf(mark: readonly number[], stage: number, place: number): Uint8Array {
  const salt = randomBytes(16);
  salt.set([...mark, stage >> 8, stage & 255, place >> 8, place & 255]);
  return salt;
}

/**
 * How many stages are sealed: the newest signed entry says so. A stage is one block, so it is whole or absent. Undefined if the
 * plan did not make that entry.
 */
function stagesDone(ledger: OpenLedger, mark: readonly number[]): number | undefined {
  const newest = ledger.reader.sql.get<{ place: number }>(
    `SELECT max(place) AS place FROM log_entry WHERE form = ${FORM_TRANSACTION} HAVING count(*) > 0`,
  );
  const entry = newest === undefined ? undefined : ledger.reader.entry(newest.place);
  if (entry === undefined) return 0;
  const sound = checkSound(ledger.ruleset, nodeSuite, ledger.network, entry.bytes);
  if (isTurnaway(sound)) return undefined;
  const { salt } = sound.transaction.signed;
  if (!mark.every((byte, i) => salt[i] === byte)) return undefined;
  return (salt[4] ?? 0) * 256 + (salt[5] ?? 0) + 1;
}

function countDemo(ledger: OpenLedger): Omit<BuiltDemo, "seconds"> {
  const head = ledger.reader.head();
  const count = (table: string): number =>
    ledger.reader.sql.get<{ count: number }>(`SELECT count(*) AS count FROM ${table}`)?.count ?? 0;
  return {
    network: ledger.networkHex,
    height: head?.height ?? 0,
    entries: head?.size ?? 0,
    departments: count("kernel_member"),
    people: count("kernel_person"),
    datasets: count("catalog_dataset"),
  };
}
