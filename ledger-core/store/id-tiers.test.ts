import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Connection } from "./database.ts";
import { openNameless, Statements } from "./database.ts";
import { growTiers, hasTiers, idPrefix, placesOf, rebuildTiers, strayParts, tiersOf, wrongParts } from "./id-tiers.ts";
import { migrate } from "./migrations.ts";

/** A log of ids and nothing else, as the index sees it. */
class IdLog {
  readonly statements: Statements;
  readonly ids: Uint8Array[] = [];
  readonly #connection: Connection = openNameless();

  constructor() {
    migrate(this.#connection, "");
    this.statements = new Statements(this.#connection);
  }

  append(ids: readonly Uint8Array[]): void {
    const before = this.ids.length;
    const sql = `INSERT INTO log_entry VALUES (?, 0, 0, ?, ?, '', '', '', '', NULL, 0, 0, x'', x'', x'')`;
    for (const id of ids) {
      this.statements.prepare(sql).run(this.ids.length, idPrefix(id), id);
      this.ids.push(id);
    }
    growTiers(this.statements, before, this.ids.length);
  }

  /** Places of entries that begin like the id. */
  places(id: Uint8Array): readonly number[] {
    return [...placesOf(this.statements, id, this.ids.length)];
  }

  wrong(): readonly number[] {
    return tiersOf(this.ids.length).flatMap((tier) => wrongParts(this.statements, tier));
  }

  parts(): unknown {
    return this.statements.rows("SELECT number, entries FROM log_id_part ORDER BY number");
  }

  close(): void {
    this.#connection.close();
  }
}

/** Ids that are spread evenly and known by a number, from few bits of it where they are to collide. */
function idOf(number: number): Uint8Array {
  const id = new Uint8Array(32);
  const view = new DataView(id.buffer);
  view.setUint32(0, Math.imul(number, 0x9e3779b1));
  view.setUint32(4, Math.imul(number, 0x85ebca6b));
  return id;
}

function evenIds(first: number, count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => idOf(first + i));
}

describe("tiers", () => {
  it("cover a log without gaps, the larger before the smaller, up to the last entries", () => {
    for (const size of [0, 1, 255, 256, 1_023, 1_024, 5_000, 1_048_575, 1_048_576, 5_000_003]) {
      let end = 0;
      for (const { first, count } of tiersOf(size)) {
        expect(first).toBe(end);
        expect(first % count).toBe(0);
        end += count;
      }
      expect(size - end).toBeGreaterThanOrEqual(0);
      expect(size - end).toBeLessThan(256);
    }
    expect(tiersOf(1_024 + 2 * 256 + 9)).toEqual([
      { first: 0, count: 1_024 },
      { first: 1_024, count: 256 },
      { first: 1_280, count: 256 },
    ]);
    expect(tiersOf(5_000_003)).toHaveLength(4 + 3 + 1 + 2 + 3);
  });

  it("are few at any size, so that few pages are read", () => {
    for (let size = 1; size < 1_048_576; size += 4_099) expect(tiersOf(size).length).toBeLessThanOrEqual(18);
  });
});

describe("the index of ids", () => {
  it("answers as a map does, whatever comes in whichever portions, with ids that begin alike", () => {
    // Of 6 bytes that are indexed and 4 that tiers know, few values each: alike in both, in the tiers' alone, in neither.
    const begins = fc.record({ tier: fc.nat(40), rest: fc.nat(2) });
    const portion = fc.record({ count: fc.nat(700), begin: begins });
    fc.assert(
      fc.property(fc.array(portion, { minLength: 1, maxLength: 8 }), fc.nat(), (portions, salt) => {
        const log = new IdLog();
        const expected = new Map<string, number[]>();
        const nameOf = (id: Uint8Array): string => Buffer.from(id.subarray(0, 6)).toString("hex");
        for (const [i, { count, begin }] of portions.entries()) {
          const ids = Array.from({ length: count }, (_, k) => {
            const id = idOf(salt + i * 1_000 + k);
            if (k % 5 > 0) return id;
            new DataView(id.buffer).setUint32(0, (begin.tier + (k % 3)) * 0x0400_0000);
            id.set([0, begin.rest], 4);
            return id;
          });
          for (const [k, id] of ids.entries()) {
            const places = expected.get(nameOf(id)) ?? [];
            expected.set(nameOf(id), [...places, log.ids.length + k]);
          }
          log.append(ids);
        }
        for (const [at, id] of log.ids.entries()) {
          const found = log.places(id);
          // Those that begin alike in 4 bytes only are told apart by who looks at the whole id.
          const alike = found.filter((place) => nameOf(log.ids[place] ?? new Uint8Array(0)) === nameOf(id));
          if (at % 7 === 0) expect(alike).toEqual(expected.get(nameOf(id)));
        }
        expect(log.places(new Uint8Array(32).fill(0xfe))).toEqual([]);
        expect(log.wrong()).toEqual([]);
        expect(hasTiers(log.statements, log.ids.length)).toBe(true);
        log.close();
      }),
      { numRuns: 15 },
    );
  }, 60_000);

  it("is the same however the log has grown, and made anew", () => {
    const [slow, fast] = [new IdLog(), new IdLog()];
    for (let count = 0; count < 9_000; count += 90) slow.append(evenIds(count, 90));
    fast.append(evenIds(0, 9_000));
    const parts = slow.parts();
    expect(fast.parts()).toEqual(parts);
    slow.statements.connection.exec("UPDATE log_id_part SET entries = x''");
    rebuildTiers(slow.statements, slow.ids.length);
    expect(slow.parts()).toEqual(parts);
    expect([...slow.places(idOf(77)), ...slow.places(idOf(8_999))]).toEqual([77, 8_999]);
    slow.close();
    fast.close();
  });

  it("finds ids that all begin alike, the oldest first", () => {
    const log = new IdLog();
    log.append(Array.from({ length: 3_000 }, () => new Uint8Array(32).fill(0xff)));
    log.append(Array.from({ length: 100 }, () => new Uint8Array(32)));
    expect(log.places(new Uint8Array(32).fill(0xff))).toEqual(Array.from({ length: 3_000 }, (_, i) => i));
    expect(log.places(new Uint8Array(32))[0]).toBe(3_000);
    expect(log.wrong()).toEqual([]);
    log.close();
  });

  it("names each part that is gone, altered in any byte, or too many", () => {
    const log = new IdLog();
    log.append(evenIds(0, 256 + 1_024));
    const { statements } = log;
    const alter = statements.prepare("UPDATE log_id_part SET entries = ? WHERE number = ?");
    for (const [number, bytes] of statements.rows<[number, Uint8Array]>("SELECT number, entries FROM log_id_part")) {
      for (let at = 0; at < bytes.length; at += 31) {
        const altered = Uint8Array.from(bytes);
        altered[at] = (bytes[at] ?? 0) ^ 1;
        alter.run(altered, number);
        expect(log.wrong()).toEqual([number]);
      }
      alter.run(bytes.subarray(0, -1), number);
      expect(log.wrong()).toEqual([number]);
      alter.run(bytes, number);
    }
    statements.connection.exec("DELETE FROM log_id_part WHERE number = 2");
    expect(log.wrong()).toEqual([2]);
    expect(() => log.ids.map((id) => log.places(id))).toThrow("LEDGER_DAMAGED");
    statements.connection.exec("INSERT INTO log_id_part VALUES (-1, x''), (2, x''), (5, x'')");
    expect(strayParts(statements, log.ids.length)).toEqual([-1, 5]);
    log.close();
  });

  it("is not sorted together from parts that contradict their tier", () => {
    for (const sql of [
      "DELETE FROM log_id_part WHERE number = 1",
      "UPDATE log_id_part SET entries = substr(entries, 8) WHERE number = 0",
      "UPDATE log_id_part SET entries = substr(entries, 2) WHERE number = 0",
      "UPDATE log_id_part SET entries = CAST(substr(entries, 1, 4) || x'ffffff' || substr(entries, 8) AS BLOB) WHERE number = 0",
    ]) {
      const log = new IdLog();
      log.append(evenIds(0, 1_023));
      log.statements.connection.exec(sql);
      expect(() => log.append(evenIds(1_023, 1)), sql).toThrow("LEDGER_DAMAGED");
      log.close();
    }
  });
});
