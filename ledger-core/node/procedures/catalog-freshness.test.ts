/** The facet of freshness against the freshness board: one rule, told by SQL for counts and by code for the board. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Description } from "#ledger-core/contract/schema/catalog.ts";
import { isReceipt } from "#ledger-core/engine/engine.ts";
import { machineClock } from "#ledger-core/engine/machine-clock.ts";
import { ImportLedger } from "#ledger-core/node/importing/import.testing.ts";
import { runQuery } from "#ledger-core/node/query.ts";
import { ReadingHost } from "#ledger-core/node/reading-host.ts";

const DAY = 86_400;

const DESCRIBED: Omit<Description, "code" | "title" | "updateCycle"> = {
  profile: "dcat-ap",
  summary: "x",
  publisher: "Bureau",
  providerCode: "",
  format: "",
  items: [],
  sharing: "unconditional",
  sharingCondition: "",
  sharingMethod: "",
  openness: "open",
  publishedDay: undefined,
  modifiedDay: undefined,
  relatedCodes: [],
  keywords: [],
  themes: [],
  languages: [],
  distributions: [],
  kept: undefined,
  classification: "",
  legalBasis: "",
  licence: "",
};
const UPLOADED = {
  contentHash: new Uint8Array(32).fill(7),
  sizeBytes: 1_000,
  rowCount: 10,
  items: [],
  previousHash: new Uint8Array(32),
  parents: [],
  mediaType: "text/csv",
  sealedHash: undefined,
};

function put(code: string, updateCycle: string): object {
  return {
    kind: "put",
    origin: { source: "s", sourceId: code, fingerprint: new Uint8Array(32).fill(updateCycle.length) },
    description: { ...DESCRIBED, code, title: code, updateCycle },
  };
}

type Found = {
  readonly total: number;
  readonly rows: readonly { readonly code: string }[];
  readonly facets: Readonly<Record<string, readonly { readonly value: string; readonly count: number }[]>>;
};

/** Reads the folder as it will read on a later day. */
class LaterHost extends ReadingHost {
  days = 0;
  override readonly clock = {
    ...machineClock,
    wallSeconds: () => machineClock.wallSeconds() + this.days * DAY,
  };
}

describe("the facet of freshness", () => {
  let city: ImportLedger;
  let host: LaterHost;
  const ask = async (name: string, input: object): Promise<unknown> => {
    const answer = await runQuery({ host, client: { id: "test", keystoreSession: undefined } }, name, input);
    if (!answer.ok) throw new Error(JSON.stringify(answer));
    return answer.value;
  };
  const search = async (input: object = {}): Promise<Found> => (await ask("catalog.search", input)) as Found;
  const countsOf = ({ facets }: Found): Record<string, number> =>
    Object.fromEntries((facets["freshness"] ?? []).map(({ value, count }) => [value, count]));
  const board = async (): Promise<Record<string, number>> => {
    const { counts } = (await ask("catalog.freshness", {})) as { counts: Record<string, number> };
    return Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  };
  const pageOf = async (key: number): Promise<unknown> =>
    ((await ask("catalog.dataset", { key })) as { freshness: unknown }).freshness;
  const perform = async (kind: string, body: unknown): Promise<void> => {
    const answer = await city.perform(kind, body);
    if (!isReceipt(answer) || answer.state !== "executed") throw new Error(JSON.stringify(answer));
  };

  beforeAll(async () => {
    city = await ImportLedger.found();
    const cycles = ["每日", "R/P1M", "每半年", "P1Y", "R/P1W", "不定期", "now and then", "R/P1M", "R/P1D"];
    await perform(
      "catalog.import",
      cycles.map((cycle, i) => put(`D-${i + 1}`, cycle)),
    );
    // The last but one never gets content, and what nobody promised may well have some.
    for (const key of [1, 2, 3, 4, 5, 6, 9])
      await perform("catalog.upload", { ...UPLOADED, dataset: { kind: "key", key } });
    await perform("catalog.retire", { dataset: { kind: "key", key: 9 }, reason: "no longer kept" });
    host = new LaterHost(city.folder);
  });
  afterAll(async () => {
    await host.close();
    await city.close();
  });

  it("counts what the board counts, on any day, and leaves out what is not published", async () => {
    expect(countsOf(await search())).toEqual({ fresh: 5, unscheduled: 2, never: 1 });
    for (const days of [0, 1, 2, 8, 31, 38, 39, 184, 187, 231, 366, 500]) {
      host.days = days;
      expect(countsOf(await search()), `day ${days}`).toEqual(await board());
    }
    expect(countsOf(await search())).toEqual({ overdue: 5, unscheduled: 2, never: 1 });
  });

  it("is what each dataset's own page says, with the day that the board names", async () => {
    for (const days of [0, 2, 8, 32, 39, 190, 500]) {
      host.days = days;
      const listed = (await ask("catalog.freshness", { limit: 500 })) as {
        rows: readonly { dataset: { key: number }; freshness: string; due: number | null }[];
      };
      for (const { dataset, freshness, due } of listed.rows)
        expect(await pageOf(dataset.key), `day ${days}`).toEqual({ word: freshness, due, lastKept: null });
    }
    expect(await pageOf(9)).toEqual({ word: null, due: null, lastKept: null });
  });

  it("narrows the list, takes several words, and counts under the other facets", async () => {
    host.days = 32;
    const found = async (input: object): Promise<readonly string[]> =>
      (await search({ sort: "title", ...input })).rows.map(({ code }) => code);
    expect(await found({ freshness: ["overdue"] })).toEqual(["D-1", "D-5"]);
    expect(await found({ freshness: ["due", "never"] })).toEqual(["D-2", "D-8"]);
    expect(await found({ freshness: ["due", "fresh"], text: "D" })).toEqual(["D-2", "D-3", "D-4"]);
    expect(await found({ freshness: ["stale", "due"], cycle: ["R/P1M"] })).toEqual(["D-2"]);
    const monthly = await search({ cycle: ["R/P1M"], freshness: ["overdue"] });
    expect([monthly.total, countsOf(monthly)]).toEqual([0, { due: 1, never: 1, overdue: 0 }]);
    expect(monthly.facets["cycle"]?.map(({ value }) => value).toSorted()).toEqual(["R/P1D", "R/P1M", "R/P1W"]);
    const second = await search({ freshness: ["fresh", "unscheduled"], sort: "title", offset: 2, limit: 1 });
    expect([second.total, second.rows.map(({ code }) => code)]).toEqual([4, ["D-6"]]);
  });

  it("follows an upload, a new cycle and the percentage that the consortium sets", async () => {
    host.days = 32;
    await perform("catalog.set-parameter", {
      parameter: { name: "overdue-percent", value: 100 },
      reason: "no grace",
    });
    expect(countsOf(await search())).toEqual(await board());
    expect(countsOf(await search())["due"]).toBeUndefined();
    await perform("catalog.upload", { ...UPLOADED, dataset: { kind: "key", key: 8 } });
    expect(countsOf(await search())).toEqual(await board());
    expect(countsOf(await search())["never"]).toBeUndefined();
    await perform("catalog.import", [put("D-7", "每日"), put("D-4", "no longer")]);
    expect(countsOf(await search())).toEqual(await board());
    expect(countsOf(await search())["unscheduled"]).toBe(2);
  });

  it("is that of the newest version that stands, on the board, in the facet and on the page alike", async () => {
    const dataset = { kind: "key", key: 5 };
    const boardOf = async (): Promise<object | undefined> => {
      const { rows } = (await ask("catalog.freshness", { limit: 500 })) as {
        rows: readonly { dataset: { key: number }; version: number; lastUpload: number | null }[];
      };
      return rows.find((row) => row.dataset.key === dataset.key);
    };
    const found = async (freshness: string): Promise<boolean> =>
      (await search({ freshness: [freshness], limit: 100 })).rows.some(({ code }) => code === "D-5");
    const scores = async (): Promise<unknown> => {
      const { departments } = (await ask("catalog.scores", {})) as {
        departments: readonly { dueUploads: number; onTimeUploads: number }[];
      };
      return departments.map(({ dueUploads, onTimeUploads }) => [dueUploads, onTimeUploads]);
    };
    host.days = 0;
    const before = [await boardOf(), await scores()];
    const [{ versionHash } = { versionHash: "" }] = (
      (await ask("catalog.dataset", { key: 5 })) as { versions: readonly { versionHash: string }[] }
    ).versions;
    const previousHash = new Uint8Array(Buffer.from(versionHash, "hex"));
    await perform("catalog.upload", { ...UPLOADED, dataset, previousHash });
    expect([await boardOf(), await scores()]).toMatchObject([{ version: 2, freshness: "fresh" }, [[1, 1]]]);
    await perform("catalog.withdraw-version", { dataset, number: 2, reason: "an empty file" });
    expect([await boardOf(), await scores()]).toEqual(before);
    expect(await pageOf(5)).toMatchObject({ word: "fresh", lastKept: null });
    await perform("catalog.withdraw-version", { dataset, number: 1, reason: "another" });
    expect(await boardOf()).toMatchObject({ version: 0, freshness: "never", lastUpload: null, due: null });
    expect([await found("never"), await found("fresh"), await pageOf(5)]).toEqual([
      true,
      false,
      { word: "never", due: null, lastKept: null },
    ]);
    expect(countsOf(await search())).toEqual(await board());
    await perform("catalog.import", [put("D-5", "R/P1M")]);
    expect([await found("never"), countsOf(await search())]).toEqual([true, await board()]);
  });
});
