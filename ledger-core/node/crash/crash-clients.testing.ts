/** What the people of the city do all day, each of them without end: together the mixed load under which the process is killed. */
import { setTimeout as pause } from "node:timers/promises";
import { createHash } from "node:crypto";
import { equalBytes } from "#ledger-core/contract/schema/bytes.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { proposalTable } from "#ledger-core/kernel/governance/tables.ts";
import { DAY_SECONDS, QUERY_POLICY } from "#ledger-core/modules/catalog/catalog.testing.ts";
import { READ_POLICY } from "#ledger-core/modules/catalog/negotiation.testing.ts";
import { datasetTable, versionTable } from "#ledger-core/modules/catalog/tables.ts";
import { NO_VERSION } from "#ledger-core/modules/catalog/version-chain.ts";
import { readContent } from "#ledger-core/node/content/content-store.ts";
import { contentAccess } from "#ledger-core/node/content/open-content.ts";
import { prepareHandover } from "#ledger-core/node/hand-over.ts";
import { bytesOf, madeCatalog } from "#ledger-core/node/importing/import.testing.ts";
import { planImport } from "#ledger-core/node/importing/plan-import.ts";
import { importBatches } from "#ledger-core/node/importing/run-import.ts";
import { say } from "./crash-city.testing.ts";
import type { CrashCity } from "./crash-city.testing.ts";

type Client = (city: CrashCity) => Promise<void>;

const IMPORT_SOURCES = 3;
const CONTENT_BYTES_MAX = 200_000;
/** More than one block takes, so that the rest waits in the outbox. */
const BURST_ACTS_MIN = 520;
const REPEATED_WIRE_MAX = 20_000;

/** A keeper describes datasets, publishes them and offers them: acts that are sealed by one signature. */
const keep: Client = async (city) => {
  const { people, random } = city;
  const code = city.newCode();
  const dataset = { kind: "code", code };
  await city.act(people.steward, "catalog.create", { description: people.describe(code) });
  await city.act(people.steward, "catalog.publish", { dataset });
  if (!random.once(3)) await city.act(people.steward, "catalog.offer", { dataset, policy: QUERY_POLICY });
  const title = `${code} again`;
  if (random.once(3))
    await city.act(people.steward, "catalog.revise", { dataset, description: people.describe(code, { title }) });
  if (random.once(6)) await city.act(people.steward, "catalog.retire", { dataset, reason: "merged" });
};

/** Acts that wait for others' signatures, and lapse if they let them: a leader grants a role, an officer asks for data. */
const request: Client = async (city) => {
  const { people, random } = city;
  const witness = { person: people.steward.person, role: "witness", from: 0, until: 0 };
  if (random.once(3)) await city.act(people.leader, "role.grant", witness);
  const offered = city.keysOf(
    "SELECT dataset AS key FROM catalog_offer WHERE state = 'open' ORDER BY key DESC LIMIT 12",
  );
  if (offered.length === 0) return;
  await city.act(people.officer, "catalog.request", requestBody(city, random.pick(offered)));
};

function requestBody(city: CrashCity, dataset: number, useLimit = 1 + city.random.below(4)): object {
  const expires = city.time + (1 + city.random.below(30)) * DAY_SECONDS;
  return city.people.requestBody(dataset, { expires, useLimit });
}

/** Keepers decide about what waits: some twice, some about what they have no say in, so that votes are refused too. */
const decide: Client = async (city) => {
  const { people, random } = city;
  const open = city.keysOf("SELECT key FROM kernel_proposal WHERE state = 'open' ORDER BY key DESC LIMIT 6");
  if (open.length === 0) return;
  const person = random.pick([people.steward, people.leader, people.steward, people.leader, people.bureauLeader]);
  const choice = random.pick(["approve", "approve", "approve", "approve", "reject", "abstain"] as const);
  const body = voteBody(city, random.pick(open), choice);
  if (body !== undefined) await city.act(person, "proposal.vote", body);
};

function voteBody({ rows, ledger }: CrashCity, proposal: number, choice: string): object | undefined {
  const row = rows.get(proposalTable, proposal);
  if (row === undefined) return undefined;
  const table = ledger.ruleset.tables.get(row.subjectTable);
  const subjectRevision = table === undefined ? 0 : rows.revision(table, row.subjectKey);
  const reason = choice === "approve" ? "" : "because";
  return { proposal, round: row.round, choice, reason, bodyRoot: row.bodyRoot, subjectRevision };
}

/** An officer uses what was agreed, also beyond the number of uses and for purposes that were never agreed. */
const use: Client = async (city) => {
  const { people, random } = city;
  const inForce = city.keysOf("SELECT key FROM catalog_agreement WHERE state = 'FINALIZED' ORDER BY key DESC LIMIT 6");
  if (inForce.length === 0) return;
  const purpose = random.once(6) ? "research" : "eligibility";
  const person = random.once(8) ? people.outsider : people.officer;
  await city.act(person, "catalog.use", people.useBody(random.pick(inForce), { purpose }));
};

/** A keeper's table is uploaded and sealed; an officer of another department records a use that reads it, and opens it. */
const open: Client = async (city) => {
  const { people, random } = city;
  const code = city.newCode();
  const reference = { kind: "code", code };
  await city.act(people.steward, "catalog.create", { description: people.describe(code) });
  await city.act(people.steward, "catalog.publish", { dataset: reference });
  await city.act(people.steward, "catalog.offer", { dataset: reference, policy: READ_POLICY });
  const dataset = city.rows.find(datasetTable, "code", code)?.key;
  // Where the city's clock has gone on by days meanwhile, an act may have come too late.
  if (dataset === undefined) return;
  await city.act(people.officer, "catalog.request", requestBody(city, dataset, 3));
  const [agreement] = city.keysOf("SELECT key FROM catalog_agreement WHERE dataset = ?", dataset);
  if (agreement === undefined) return;
  for (const person of [people.steward, people.leader]) {
    const equal = ["catalog.agreement", agreement, "open"];
    const waiting = city.rows.scan(proposalTable, "subject", { equal, limit: 1 })[0];
    const body = waiting === undefined ? undefined : voteBody(city, waiting.key, "approve");
    if (body !== undefined) await city.act(person, "proposal.vote", body);
  }
  for (let version = 1; version <= 2; version++) {
    const content = random.bytes(1 + random.below(random.once(4) ? CONTENT_BYTES_MAX : 2_000));
    // Where the clock went on meanwhile, it came too late, and there is no such version.
    if (!(await upload(city, dataset, content))) return;
    const used = await city.act(
      people.officer,
      "catalog.use",
      people.useBody(agreement, { action: "read", rowCount: 1 }),
    );
    if (isReceipt(used) && used.code === "") await look(city, { dataset, version }, content);
  }
};

/** Whether it was sealed as the dataset's next version. */
async function upload(city: CrashCity, dataset: number, content: Uint8Array): Promise<boolean> {
  const { uploads } = city.desk;
  const id = uploads.begin("keeper", { name: "table.csv", sealedFor: dataset });
  const middle = Math.floor(content.length / 2);
  await uploads.append("keeper", id, content.subarray(0, middle));
  await uploads.append("keeper", id, content.subarray(middle));
  const taken = await uploads.finish("keeper", id);
  const number = city.rows.get(datasetTable, dataset)?.headVersion ?? 0;
  const head = city.rows.find(versionTable, "dataset", dataset, number);
  const sealed = await city.act(city.people.steward, "catalog.upload", {
    dataset: { kind: "key", key: dataset },
    ...taken,
    rowCount: 1,
    items: [],
    previousHash: head?.row.versionHash ?? NO_VERSION,
    parents: [],
  });
  return isReceipt(sealed) && sealed.code === "";
}

/** What was sealed is opened; where the city's clock has gone on since, the use no longer opens it. */
async function look(
  city: CrashCity,
  wanted: { readonly dataset: number; readonly version: number },
  content: Uint8Array,
): Promise<void> {
  const { reader } = city.ledger;
  const { person, department } = city.people.officer;
  const given = { rows: city.rows, reader, time: city.time };
  const access = contentAccess(given, wanted, { person, department });
  if (access.held !== "sealed") throw new Error(`content of ${JSON.stringify(wanted)} is ${access.held}`);
  if (!access.may) return;
  const digest = createHash("sha256");
  for await (const piece of await readContent(reader.blobs, access.version, city.desk.key)) digest.update(piece);
  const opened = new Uint8Array(digest.digest());
  const uploaded = new Uint8Array(createHash("sha256").update(content).digest());
  if (!equalBytes(opened, uploaded)) throw new Error(`content of ${JSON.stringify(wanted)} is another`);
  say("opened");
}

/** A catalogue is imported anew: always much that has changed, something new and something gone; two batches under way. */
const importCatalogue: Client = async (city) => {
  const { random, people } = city;
  const shift = random.below(120);
  const title = `As of round ${city.round}, ${random.below(1_000_000)}`;
  const catalogue = madeCatalog(40 + random.below(240), (i) => ({ identifier: `made-${i + shift}`, title }));
  const { reader } = city.ledger;
  const plan = await planImport(
    {
      bytes: bytesOf(catalogue),
      fileName: `made-${"abc"[random.below(IMPORT_SOURCES)] ?? ""}.json`,
      department: people.owner,
    },
    { rows: city.rows, blobs: reader.blobs },
  );
  if (!plan.ok) throw new Error(`the import was refused: ${plan.code}`);
  const { signal } = new AbortController();
  const batches = importBatches(plan, { blobs: reader.blobs, logSize: () => reader.head()?.size ?? 0, signal });
  let before: Promise<unknown> = Promise.resolve();
  for await (const lines of batches) {
    say("importing");
    const batch = city.act(people.steward, "catalog.import", lines);
    await before;
    before = batch;
  }
  await before;
};

/** Clients that were cut off, or are impatient, submit the same bytes once more, also twice in one breath. */
const repeat: Client = async (city) => {
  const { random, submitted } = city;
  const recent = submitted.slice(-random.below(600) - 1).filter(({ wire }) => wire.length <= REPEATED_WIRE_MAX);
  if (recent.length === 0) return;
  const some = Array.from({ length: 1 + random.below(6) }, () => random.pick(recent));
  await city.submit(some);
  await pause(random.below(20));
};

/** The log's key is handed over to a new one again and again; while that waits for signatures, the same is asked for. */
const handOver: Client = async (city) => {
  await pause(100 + city.random.below(400));
  await city.act(city.people.bureauLeader, "log.rotate", prepareHandover(city.ledger, "changed"));
};

/** Time passes: mostly seconds, now and then days, after which proposals and agreements lapse. */
const passTime: Client = async ({ clock, random }) => {
  await pause(20 + random.below(60));
  clock.pass(random.once(6) ? (1 + random.below(9)) * DAY_SECONDS : 1 + random.below(90));
};

/** So many acts at once that the next block does not take all of them. */
const crowd: Client = async (city) => {
  const { people, random } = city;
  const intents = Array.from({ length: BURST_ACTS_MIN + random.below(60) }, () =>
    city.sign(people.steward, "catalog.create", { description: people.describe(city.newCode()) }),
  );
  const calls: Promise<unknown>[] = [];
  while (intents.length > 0) calls.push(city.submit(intents.splice(0, 1 + random.below(40))));
  say("crowd");
  await Promise.all(calls);
  await pause(1_500);
};

/** The clients of a day, some of them more than one person. */
const CLIENTS: readonly Client[] = [
  keep,
  keep,
  request,
  decide,
  decide,
  use,
  use,
  open,
  importCatalogue,
  repeat,
  handOver,
  passTime,
];

/** A quieter day, in which content is soon open. */
const READERS: readonly Client[] = [open, keep, use, decide, repeat, passTime];

/** Goes on until the process is killed; rejects as soon as one client meets what must not be. */
export async function liveInTheCity(city: CrashCity, day: string): Promise<void> {
  const clients = day === "reading" ? READERS : day === "crowded" ? [...CLIENTS, crowd] : CLIENTS;
  await Promise.all(
    clients.map(async (client) => {
      for (;;) {
        await client(city);
        await pause(city.random.below(4));
      }
    }),
  );
}
