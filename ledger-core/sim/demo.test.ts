import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { DEMO_PASSPHRASE_FILE } from "#ledger-core/node/demo-people.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { createNetwork } from "#ledger-core/node/create-network.ts";
import { newWindow } from "#ledger-core/node/procedures/windows.testing.ts";
import { ReadingHost } from "#ledger-core/node/reading-host.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { cityRuleset } from "#ledger-core/node/rules.ts";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { checkSound, isTurnaway } from "#ledger-core/kernel/door.ts";
import { buildDemo } from "./demo.ts";
import type { BuiltDemo } from "./demo.ts";
import { cityUscc } from "./city-founding.ts";

/** 2026-11-20 12:00 in the city. */
const UNTIL = 1_795_147_200;
const folders: string[] = [];

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "demo-"));
  folders.push(folder);
  return join(folder, "demo");
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** What everybody signed, in order, apart from keys, salts and times of signing. */
function actsOf(folder: string): readonly string[] {
  const ledger = readLedger({ folder });
  try {
    const head = ledger.reader.head();
    return Array.from({ length: head?.size ?? 0 }, (_, index) => {
      const entry = ledger.reader.entry(index);
      if (entry === undefined || entry.form !== 1) return `${entry?.kind} ${entry?.time}`;
      const sound = checkSound(ledger.ruleset, nodeSuite, ledger.network, entry.bytes);
      if (isTurnaway(sound)) throw new Error(sound.code);
      const isSecret = /^(person.enrol|key\..*|proposal.vote)$/.test(entry.kind);
      return `${entry.kind} ${entry.time} ${entry.person} ${entry.code} ${isSecret ? "" : encodeHex(nodeSuite.sha256(sound.transaction.body))}`;
    });
  } finally {
    ledger.close();
  }
}

describe("the demo city", () => {
  const whole = newFolder();
  let built: BuiltDemo;

  beforeAll(async () => {
    built = await buildDemo({ folder: whole, until: UNTIL, seed: 7, size: "small" });
  });

  it("has 49 departments and their people, ends before now, and leaves work for whoever explores it", () => {
    expect(built).toMatchObject({ departments: 49, datasets: 240 });
    expect(built.people).toBeGreaterThan(300);
    const ledger = readLedger({ folder: whole });
    const { sql } = ledger.reader;
    expect(ledger.reader.head()?.time).toBeLessThan(UNTIL);
    expect(ledger.genesis.purpose).toBe("demo");
    const count = (query: string): number => sql.get<{ n: number }>(`SELECT count(*) AS n FROM ${query}`)?.n ?? 0;
    expect(count("kernel_network WHERE founding = 'no'")).toBe(1);
    expect(count("kernel_proposal WHERE state = 'open' AND kind = 'catalog.agree'")).toBeGreaterThan(2);
    for (const kind of ["policy.set", "member.admit", "person.enrol", "key.enrol"])
      expect(count(`kernel_proposal WHERE state = 'open' AND kind = '${kind}'`)).toBe(1);
    expect(count("catalog_usage WHERE code <> ''")).toBeGreaterThan(10);
    expect(count("catalog_agreement WHERE ended = 'expired'")).toBeGreaterThan(0);
    expect(count("catalog_agreement WHERE state = 'OFFERED'")).toBeGreaterThan(0);
    expect(count("catalog_contest WHERE state = 'open'")).toBe(1);
    expect(count("catalog_contest WHERE state <> 'open'")).toBe(2);
    expect(count("kernel_person WHERE state = 'left'")).toBeGreaterThan(0);
    expect(count("kernel_key WHERE state = 'revoked'")).toBeGreaterThan(3);
    const votes = sql.all(
      "SELECT kind, state FROM kernel_proposal WHERE kind IN ('member.suspend', 'member.reinstate')",
    );
    expect(votes).toEqual([
      { kind: "member.suspend", state: "executed" },
      { kind: "member.reinstate", state: "executed" },
      { kind: "member.suspend", state: "executed" },
    ]);
    expect(count("kernel_member WHERE state = 'suspended'")).toBe(1);
    // Nobody errs but those who use data, each in a way of their own.
    const refused = sql.all<{ kind: string; code: string }>(
      "SELECT DISTINCT kind, code FROM log_entry WHERE code <> ''",
    );
    expect(refused.filter(({ kind }) => kind !== "catalog.use")).toEqual([]);
    for (const code of [
      "AGREEMENT_EXPIRED",
      "MEMBER_SUSPENDED",
      "NO_SUCH_ROLE",
      "USE_LIMIT_REACHED",
      "USE_NOT_PERMITTED",
      "USE_OUTSIDE_PURPOSE",
    ])
      expect(refused.map((one) => one.code)).toContain(code);
    for (const module of ledger.ruleset.modules) {
      for (const invariant of module.invariants) expect(invariant.check(sql)).toEqual([]);
    }
    ledger.close();
    expect(statSync(join(whole, DEMO_PASSPHRASE_FILE)).mode & 0o077).toBe(0);
  });

  it("keeps content that can be looked into, also by somebody who only reads the folder", async () => {
    const host = new ReadingHost(whole);
    const window = newWindow(host);
    const { rows } = await window.catalog.search({ text: "政务目录总表" });
    const dataset = await window.catalog.dataset({ key: rows[0]?.key ?? 0 });
    const version = dataset.versions[0];
    const part = await window.content.preview({ dataset: dataset.key, version: version?.number ?? 0, limit: 3 });
    expect(part).toMatchObject({ kind: "table", columns: dataset.items.map(({ name }) => name) });
    expect(part.kind === "table" ? part.rows : []).toHaveLength(3);
    await host.close();
  });

  it("is the same from the same seed, however often it was interrupted", async () => {
    const pieces = newFolder();
    for (const stop of [3, 11, 60]) {
      const controller = new AbortController();
      await buildDemo({
        folder: pieces,
        until: UNTIL,
        seed: 7,
        size: "small",
        signal: controller.signal,
        progress: ({ done }) => {
          if (done >= stop) controller.abort();
        },
      });
    }
    await buildDemo({ folder: pieces, until: UNTIL, seed: 7, size: "small" });
    expect(actsOf(pieces)).toEqual(actsOf(whole));
  });

  it("never builds into a ledger that is not a demo", async () => {
    const folder = newFolder();
    await createNetwork({
      folder,
      ruleset: cityRuleset,
      name: "a real one",
      purpose: "real",
      time: UNTIL,
      department: { name: "市数据局", uscc: cityUscc(0), functions: ["bureau"] },
      person: "founder",
      passphrase: "correct horse battery",
    });
    await expect(buildDemo({ folder, until: UNTIL })).rejects.toThrow(NodeError);
    expect(existsSync(join(folder, DEMO_PASSPHRASE_FILE))).toBe(false);
  });

  it("founds no city by a passphrase that is cut off, or that a link leads to", async () => {
    const elsewhere = join(newFolder(), "..", "passphrase");
    writeFileSync(elsewhere, `${"3f9a51c0".repeat(6)}\n`);
    for (const make of [
      (path: string): void => writeFileSync(path, ""),
      (path: string): void => writeFileSync(path, "3f9a51c0".repeat(5)),
      (path: string): void => mkdirSync(path),
      (path: string): void => symlinkSync(elsewhere, path),
    ]) {
      const folder = newFolder();
      mkdirSync(folder);
      make(join(folder, DEMO_PASSPHRASE_FILE));
      const built = buildDemo({ folder, until: UNTIL, size: "small", signal: AbortSignal.abort() });
      await expect(built, String(make)).rejects.toMatchObject({ code: "DEMO_KEYS_MISSING" });
      expect(existsSync(join(folder, "ledger.sqlite")), String(make)).toBe(false);
    }
  });

  it("ends with what keeps it from making keys, once nothing is under way any more", async () => {
    const folder = newFolder();
    await buildDemo({ folder, until: UNTIL, size: "small", signal: AbortSignal.abort() });
    rmSync(join(folder, "keys"), { recursive: true });
    writeFileSync(join(folder, "keys"), "");
    const stop = new AbortController();
    const progress = ({ done }: { readonly done: number }): void => (done < 5 ? undefined : stop.abort());
    const built = buildDemo({ folder, until: UNTIL, size: "small", signal: stop.signal, progress });
    await expect(built).rejects.toMatchObject({ code: "KEY_FILE_UNREADABLE" });
    // Every act of the stages that were begun is sealed, and the next run goes on there.
    rmSync(join(folder, "keys"));
    const { height } = await buildDemo({ folder, until: UNTIL, size: "small", signal: AbortSignal.abort() });
    expect(height).toBe(5);
  });
});
