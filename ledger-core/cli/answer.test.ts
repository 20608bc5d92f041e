/** What a command says of an act that the node could not seal, or of which it said nothing. */
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import type { RefusalData, Turnaway } from "#ledger-core/contract/schema/errors.ts";
import { NodeError } from "#ledger-core/node/node-error.ts";
import { openLedger } from "#ledger-core/node/open-ledger.ts";
import { exitOfAnswer } from "./answer.ts";
import { foundLedger, makeFolder, PASSPHRASE } from "./cli.testing.ts";
import { Failure } from "./failure.ts";
import { Output } from "./output.ts";
import { unlockSigner } from "./signer.ts";

const place = makeFolder();
const city = place.at("city");
beforeAll(async () => await foundLedger(city));
afterAll(() => place.remove());

describe("the exit code", () => {
  const turnedAway = (code: string, data: RefusalData = {}) => exitOfAnswer({ outcome: { code, data } as Turnaway });

  it("tells an act that the ledger refuses from one that the node cannot seal now", () => {
    expect(["NOT_SEALING", "CLOCK_STEPPED", "QUEUE_FULL"].map((code) => turnedAway(code))).toEqual([3, 3, 3]);
    expect(["DUPLICATE", "OTHER_NETWORK"].map((code) => turnedAway(code))).toEqual([1, 1]);
    // A folder that is only read, and an act that would have ended this, but for what its person may.
    expect(turnedAway("LEDGER_COPIED")).toBe(3);
    expect(turnedAway("LEDGER_COPIED", { refused: "NO_SUCH_ROLE" })).toBe(1);
  });
});

describe("an act of which the node says nothing", () => {
  it("is named, to be looked for before it is signed again: it may be sealed", async () => {
    vi.stubEnv("LEDGER_PASSPHRASE", PASSPHRASE);
    const ledger = openLedger({ folder: city });
    const { engine, keystore } = ledger;
    const submitter = {
      // Takes it, and its answer is lost on the way.
      submit: async (wires: readonly Uint8Array[]) => {
        await engine.submit(wires);
        throw new NodeError("SOCKET_SILENT", { folder: city }, { cause: new Error("the node is silent") });
      },
    };
    try {
      const access = { ledger, keystore, submitter, close: () => Promise.resolve() };
      const signer = await unlockSigner(access, new Output("en", false), "anna");
      const admitted = { uscc: makeUnifiedSocialCreditCode("11320100MB7654321"), name: "Roads", functions: [] };
      const failure: unknown = await signer.perform("member.admit", admitted).catch((error: unknown) => error);
      if (!(failure instanceof Failure)) throw new Error("a silence is a failure");
      const sealed = ledger.reader.entry((ledger.reader.head()?.size ?? 0) - 2);
      const id = encodeHex(sealed?.id ?? new Uint8Array(0));
      expect([failure.code, failure.exit, sealed?.kind]).toEqual(["SOCKET_SILENT", 3, "member.admit"]);
      for (const language of ["zh", "en"] as const) {
        expect(failure.reason[language]).toContain(id);
        expect(failure.next[language]).toContain(`ledger query DIR ledger.entry '{"id":"${id}"}'`);
      }
    } finally {
      await ledger.close();
      vi.unstubAllEnvs();
    }
  });
});
