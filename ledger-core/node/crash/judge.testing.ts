/** Judges a ledger's folder, after its process was killed, by what its clients were promised; it reads the log itself. */
import { encodeHex, equalBytes, parseHex } from "#ledger-core/contract/schema/bytes.ts";
import { TRANSACTION_SIZE_BYTES_MAX } from "#ledger-core/contract/schema/limits.ts";
import { findRule } from "#ledger-core/kernel/ruleset.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { changesRoot } from "#ledger-core/proof/change.ts";
import { FORM_TRANSACTION, parseEntry } from "#ledger-core/proof/entry.ts";
import { Frontier } from "#ledger-core/proof/frontier.ts";
import { parseTransaction } from "#ledger-core/proof/transaction.ts";
import { leafHash } from "#ledger-core/proof/tree.ts";
import type { Reader, StoredEntry } from "#ledger-core/store/store-types.ts";
import type { Promised } from "./promises.testing.ts";
import { ReplayingNode } from "./replaying-node.testing.ts";

/** Where an act stands in the log. */
type Placed = { readonly index: number; readonly height: number; readonly state: string; readonly code: string };

/** What is known of an act's bytes: how often they were submitted, what was answered. */
type Known = { submissions: number; told: Placed[] };

export type Judgement = {
  /** What must not be, in words. */
  readonly faults: readonly string[];
  /** Entries that came since the last judgement, without the founding: by state, and those that were not refused also by their kind. */
  readonly come: ReadonlyMap<string, number>;
  readonly size: number;
  /** Entries that search and counts were behind the log when the process was killed. */
  readonly projectionsBehind: number;
};

const TURNED_AWAY = "turned-away";
/** Acts of earlier rounds that are looked up again in each: the log below them is covered by the root that was recomputed. */
const OLD_LOOKED_AT = 40;
const LINES_MAX = 10_000;
const isBatch = (kind: string, version: number): boolean => findRule(cityRuleset, kind, version)?.action.batch ?? false;

export class Judge {
  readonly #folder: string;
  /** Entries of the city's founding, which no client of ours has submitted. */
  readonly #founded: number;
  readonly #frontier = new Frontier(nodeSuite);
  readonly #node = new ReplayingNode();
  readonly #placed = new Map<string, Placed>();
  readonly #known = new Map<string, Known>();
  #faults: string[] = [];
  #turn = 0;

  /** `founded`: how many entries the ledger had before any client submitted something. */
  constructor(folder: string, founded: number) {
    this.#folder = folder;
    this.#founded = founded;
  }

  /** Reads what has come into the log since the last time, and holds everything that the clients of the round wrote down against it. */
  check({ intents, answers }: Promised): Judgement {
    this.#faults = [];
    for (const { id } of intents) this.#knownOf(id).submissions++;
    for (const { id, ...told } of answers) this.#knownOf(id).told.push(told);
    const ledger = readLedger({ folder: this.#folder });
    try {
      const { reader } = ledger;
      const before = this.#frontier.size;
      const come = this.#readOn(reader);
      const ofThisRound = new Set([...intents, ...answers].map((one) => one.id));
      for (const id of ofThisRound) this.#holdAgainst(reader, id);
      this.#lookAtOld(reader, ofThisRound);
      this.#checkBlobs(reader, before);
      this.#replay(reader);
      const { size } = this.#frontier;
      const projectionsBehind = size - reader.projectedSize();
      if (projectionsBehind < 0) this.#fault("derived tables know of entries that the log has not");
      return { faults: this.#faults, come, size, projectionsBehind };
    } finally {
      ledger.close();
    }
  }

  close(): void {
    this.#node.close();
  }

  #knownOf(id: string): Known {
    const known = this.#known.get(id) ?? { submissions: 0, told: [] };
    this.#known.set(id, known);
    return known;
  }

  #fault(words: string): void {
    this.#faults.push(words);
  }

  #readOn(reader: Reader): ReadonlyMap<string, number> {
    const head = reader.head();
    const size = head?.size ?? 0;
    const come = new Map<string, number>();
    if (size < this.#frontier.size) this.#fault(`the log has ${size} entries and had ${this.#frontier.size}`);
    for (let index = this.#frontier.size; index < size; index++) {
      const stored = reader.entry(index);
      if (stored === undefined) {
        this.#fault(`there is no entry ${index}`);
        this.#frontier.append(new Uint8Array(32));
        continue;
      }
      const names = stored.code === "" ? [stored.state, stored.kind] : [stored.state];
      if (index >= this.#founded) for (const name of names) come.set(name, (come.get(name) ?? 0) + 1);
      this.#readEntry(reader, index, stored);
    }
    if (head !== undefined && !equalBytes(head.root, this.#frontier.root()))
      this.#fault(`the leaves do not come to the root of the newest block, ${head.height}`);
    return come;
  }

  #readEntry(reader: Reader, index: number, stored: StoredEntry): void {
    const leaf = parseEntry(stored.entry);
    const changes = reader.changes(index);
    this.#frontier.append(leafHash(nodeSuite, stored.entry));
    const isItsLeaf =
      leaf?.index === index &&
      leaf.height === stored.height &&
      leaf.code === stored.code &&
      equalBytes(leaf.transactionHash, nodeSuite.sha256(stored.bytes)) &&
      equalBytes(leaf.changesRoot, changesRoot(nodeSuite, changes));
    if (!isItsLeaf) this.#fault(`entry ${index} is not what its leaf says`);
    if ((stored.state === "refused") !== (stored.code !== ""))
      this.#fault(`entry ${index} is ${stored.state} with the code "${stored.code}"`);
    if (stored.code !== "" && changes.length > 0) this.#fault(`entry ${index} was refused and has changed rows`);
    if (stored.form === FORM_TRANSACTION) this.#place(index, stored);
  }

  #place(index: number, { bytes, height, state, code }: StoredEntry): void {
    const limits = { bytesMax: TRANSACTION_SIZE_BYTES_MAX, linesMax: LINES_MAX, isBatch };
    const parsed = parseTransaction(nodeSuite, bytes, limits);
    if (!parsed.ok) return this.#fault(`entry ${index} is no transaction`);
    const id = encodeHex(parsed.transaction.id);
    const other = this.#placed.get(id);
    if (other !== undefined) this.#fault(`act ${id} is doubled: entries ${other.index} and ${index}`);
    if (index >= this.#founded && !this.#known.has(id)) this.#fault(`entry ${index} was never submitted`);
    this.#placed.set(id, { index, height, state, code });
  }

  /** What was told of an act against where it stands: sealed, it stands there; turned away each time, it stands nowhere. */
  #holdAgainst(reader: Reader, id: string): void {
    const { submissions, told } = this.#knownOf(id);
    const placed = this.#placed.get(id);
    const found = reader.findEntry(parseHex(id) ?? new Uint8Array(32));
    if (found?.index !== placed?.index)
      this.#fault(`act ${id} is looked up at ${found?.index} and stands at ${placed?.index}`);
    for (const answer of told) {
      const isThere = answer.state !== TURNED_AWAY || answer.code === "ALREADY_SEEN";
      if (!isThere) continue;
      const words = `act ${id}, which was acknowledged as ${answer.state} at ${answer.index}`;
      if (placed === undefined) this.#fault(`${words}, is missing`);
      else if (answer.state !== TURNED_AWAY && !isSame(answer, placed))
        this.#fault(`${words} ${answer.code}, is ${placed.state} at ${placed.index} ${placed.code}`);
    }
    const isTurnedAway =
      told.length === submissions &&
      told.every((answer) => answer.state === TURNED_AWAY && answer.code !== "ALREADY_SEEN");
    if (isTurnedAway && placed !== undefined)
      this.#fault(`act ${id}, which was turned away, stands at ${placed.index}`);
  }

  #lookAtOld(reader: Reader, ofThisRound: ReadonlySet<string>): void {
    const ids = [...this.#known.keys()].filter((id) => !ofThisRound.has(id));
    for (let i = 0; i < Math.min(OLD_LOOKED_AT, ids.length); i++) {
      this.#turn = (this.#turn + 7_919) % ids.length;
      this.#holdAgainst(reader, ids[this.#turn] ?? "");
    }
  }

  /** Nobody signs a hash before its content is durable, so a row that names one finds it. */
  #checkBlobs(reader: Reader, before: number): void {
    for (const [table, column] of [
      ["catalog_dataset", "kept"],
      ["catalog_version", "sealedHash"],
    ] as const) {
      const sql = `SELECT key, ${column} AS hash FROM ${table} WHERE ${column} IS NOT NULL AND changed_at >= ?`;
      for (const { key, hash } of reader.sql.all<{ readonly key: number; readonly hash: Uint8Array }>(sql, before))
        if (!reader.blobs.has(hash)) this.#fault(`the ${column} of ${table} ${key} is not held`);
    }
  }

  #replay(reader: Reader): void {
    try {
      this.#node.follow(reader);
    } catch (error) {
      return this.#fault(error instanceof Error ? error.message : String(error));
    }
    if (!equalBytes(this.#node.root(), reader.head()?.root ?? new Uint8Array(0)))
      this.#fault("a node that replays the blocks comes to another root");
    for (const { where, message } of this.#node.compareRows(this.#folder)) this.#fault(`${where}: ${message}`);
  }
}

function isSame(told: Placed, placed: Placed): boolean {
  const { index, height, state, code } = told;
  return index === placed.index && height === placed.height && state === placed.state && code === placed.code;
}
