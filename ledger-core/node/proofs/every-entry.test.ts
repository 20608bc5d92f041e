import { afterAll, describe, expect, it } from "vitest";
import { nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import { liveThroughCatalogue } from "./catalogue-life.testing.ts";
import { filesOf } from "./stored-ledger.testing.ts";
import { verifyProofFiles } from "#ledger-core/judge/judged.testing.ts";

const { ledger: city, marks } = liveThroughCatalogue();
afterAll(() => city.remove());
const rules = { ruleset: city.ruleset, suite: nodeSuite, keys: [city.vkey] };

describe("every entry of a life in the catalogue", () => {
  it("is proven, and nobody's authority rests on the log's word", () => {
    const found = city.entries.map(({ index, kind, code }) => {
      const checks = verifyProofFiles(rules, filesOf(city.prove(index)));
      const failure = checks.find(({ ok }) => !ok);
      return { index, kind, code, failure, authority: checks[3]?.code, data: checks[3]?.data };
    });
    expect(found.filter(({ failure }) => failure !== undefined)).toEqual([]);
    const signed = found.filter(({ kind }) => kind.includes(".") && !kind.startsWith("catalog.agreement-"));
    const rests = signed.filter(({ code, authority }) => code === "" && authority !== "AUTHORITY_JUDGED");
    expect(rests).toEqual([]);
    expect(new Set(signed.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(8);
  });

  it("is small enough to send, with an agreement of three people among them", () => {
    const sizes = city.entries.slice(1).map(({ index }) => filesOf(city.prove(index)).json.length);
    expect(Math.max(...sizes)).toBeLessThan(100_000);
  });

  it("names the refusal of the use beyond the limit", () => {
    const checks = verifyProofFiles(rules, filesOf(city.prove(marks.beyond)));
    expect(checks[3]).toMatchObject({ code: "AUTHORITY_REFUSED", data: { outcome: "USE_LIMIT_REACHED" } });
    expect(checks.every(({ ok }) => ok)).toBe(true);
  });

  it("shows what the second keeper's vote carried", () => {
    const json = JSON.parse(Buffer.from(filesOf(city.prove(marks.lastVote)).json).toString("utf8")) as object;
    expect(json).toMatchObject({
      proposal: { kind: "catalog.agree", state: "executed" },
      who: { handle: "second-keeper" },
    });
  });
});
