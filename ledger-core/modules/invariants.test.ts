/**
 * What must always hold, asked of a ledger in which everything has happened, and of the same with one row changed behind the store's
 * back: each statement finds what breaks it.
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterAll, describe, expect, it } from "vitest";
import type { Invariant } from "#ledger-core/kernel/module.ts";
import { commitAll } from "#ledger-core/node/fsck/little-ledger.testing.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { playGoldenStory } from "#ledger-core/node/golden-story.testing.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { Statements } from "#ledger-core/store/database.ts";
import { SqlReadPort } from "#ledger-core/store/sql-port.ts";
import { openWriter } from "#ledger-core/store/store.ts";

const folder = mkdtempSync(join(tmpdir(), "invariants-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const writer = openWriter({ folder, ruleset: cityRuleset, suite: nodeSuite });
commitAll(writer, playGoldenStory());
writer.close();
const whole = new Database(join(folder, "ledger.sqlite"));
// A copy in memory has no log beside it.
whole.pragma("journal_mode = DELETE");
whole.close();
const file = readFileSync(join(folder, "ledger.sqlite"));

/** The names of the statements that do not hold once the SQL has been run on a copy. */
function broken(sql: string): readonly string[] {
  const connection = new Database(file);
  try {
    connection.exec(sql);
    const port = new SqlReadPort(new Statements(connection));
    const all = cityRuleset.modules.flatMap<Invariant>((module) => module.invariants);
    return all.filter((invariant) => invariant.check(port).length > 0).map(({ name }) => name);
  } finally {
    connection.close();
  }
}

it("all hold of a ledger in which everything has happened", () => {
  expect(broken("")).toEqual([]);
});

const ONE = (table: string, where = "1"): string => `key = (SELECT min(key) FROM ${table} WHERE ${where})`;

describe("each is broken by", () => {
  it.each([
    [
      "a proposal that is alive has its end queued, and no other has",
      "DELETE FROM kernel_due WHERE action = 'proposal.expire'",
    ],
    [
      "a proposal that is alive has its end queued, and no other has",
      `UPDATE kernel_proposal SET state = 'open' WHERE ${ONE("kernel_proposal", "state = 'executed'")}`,
    ],
    [
      "a person votes once in a round, and in no round that was not opened",
      "UPDATE kernel_vote SET person = 1, round = 1, proposal = 1",
    ],
    ["a person votes once in a round, and in no round that was not opened", "UPDATE kernel_vote SET round = 99"],
    [
      "a vote or a proposal is of somebody of the department that it names",
      `UPDATE kernel_vote SET department = 99 WHERE ${ONE("kernel_vote")}`,
    ],
    [
      "a person belongs to a department, and has one live key at most, none once gone",
      `UPDATE kernel_person SET state = 'left' WHERE ${ONE("kernel_person")}`,
    ],
    [
      "a person belongs to a department, and has one live key at most, none once gone",
      "UPDATE kernel_key SET state = 'live'",
    ],
    [
      "no two people share a handle or a key, no two departments a code",
      "UPDATE kernel_person SET handle = 'founder' WHERE key = 2",
    ],
    [
      "a role that is lent stays in the department, with another person, for a time, and is none that nobody may lend",
      "UPDATE kernel_delegation SET role = 'admin'",
    ],
    [
      "a role that is lent stays in the department, with another person, for a time, and is none that nobody may lend",
      "UPDATE kernel_delegation SET receiver = 1",
    ],
    [
      "a kind has one policy, and a version of it comes into force once",
      "UPDATE kernel_policy SET kind = 'x' WHERE key < 3",
    ],
    ["a post belongs to a person of its department", "UPDATE consortium_post SET department = 99"],
    ["an agreement counts its uses", `DELETE FROM catalog_use WHERE ${ONE("catalog_use")}`],
    ["no agreement is used beyond its limit", "UPDATE catalog_agreement SET useLimit = 0"],
    ["an agreement is between two", "UPDATE catalog_agreement SET user = owner"],
    ["an agreement says why it ended, exactly where it has", "UPDATE catalog_agreement SET ended = ''"],
    [
      "what stands as an offer was signed by its owner, and what stands as a request was not",
      "UPDATE catalog_agreement SET state = 'OFFERED', offered = 'no'",
    ],
    [
      "a request waits for its owner's signatures",
      `UPDATE catalog_agreement SET state = 'REQUESTED', ended = '' WHERE ${ONE("catalog_agreement")}`,
    ],
    [
      "an agreement that has not ended, and an offer that is open, are the dataset's present owner's",
      "UPDATE catalog_offer SET owner = 99",
    ],
    ["a use is numbered within its agreement, and of its dataset", "UPDATE catalog_use SET number = 1"],
    ["a use is numbered within its agreement, and of its dataset", "UPDATE catalog_use SET dataset = 99"],
    ["a duty is fulfilled of an agreement that was in force", "UPDATE catalog_fulfilment SET agreement = 99"],
    ["a dataset counts its agreements", "UPDATE catalog_dataset SET agreementsLive = 7"],
    ["a dataset's head is its newest version", "UPDATE catalog_dataset SET headVersion = 9"],
    ["no two datasets share a code", "UPDATE catalog_dataset SET code = 'same'"],
    [
      "a dataset and the contest that is open about it name each other",
      `UPDATE catalog_contest SET state = 'open' WHERE ${ONE("catalog_contest")}`,
    ],
    ["a dataset and the contest that is open about it name each other", "UPDATE catalog_dataset SET contest = 1"],
    [
      "a dataset is suspended exactly while it is contested, and published then",
      "UPDATE catalog_dataset SET suspended = 'yes'",
    ],
    [
      "a contest is another department's, and decided exactly where it is not open",
      "UPDATE catalog_contest SET decided = 0",
    ],
    [
      "a contest is another department's, and decided exactly where it is not open",
      "UPDATE catalog_contest SET claimant = owner",
    ],
    ["a pair is judged once, the smaller key first", "UPDATE catalog_likeness SET second = first"],
    ["a version names its predecessor by hash", "UPDATE catalog_version SET previousHash = x'00'"],
    ["a version is withdrawn exactly where it says why", "UPDATE catalog_version SET withdrawReason = ''"],
    [
      "a version was made from versions that there are, of other datasets",
      "UPDATE catalog_version SET parents = CAST(x'815820' || zeroblob(32) AS BLOB) WHERE length(parents) > 1",
    ],
    ["a version was made from versions that there are, of other datasets", "UPDATE catalog_version SET dataset = 1"],
    ["a parameter stands in its place", "UPDATE catalog_parameter SET key = 1"],
  ])("%s: %s", (name, sql) => {
    expect(broken(sql)).toContain(name);
  });

  it("something, whatever is asked: no statement of any module is left untried", () => {
    const names = cityRuleset.modules.flatMap((module) => module.invariants.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
    const source = readFileSync(join(import.meta.dirname, "invariants.test.ts"), "utf8");
    expect(names.filter((name) => !source.includes(`"${name}"`))).toEqual([]);
  });
});
