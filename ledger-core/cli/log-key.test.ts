import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ended, foundLedger, ledger, ledgerJson, makeFolder, start } from "./cli.testing.ts";

const place = makeFolder();
const city = place.at("city");

type Status = { readonly vkey: string; readonly origin: string };
type Answer = { readonly id: string; readonly state: string };
type Verdict = {
  readonly valid: boolean;
  readonly checks: readonly { readonly name: string; readonly code: string }[];
};

async function status(): Promise<Status> {
  return (await ledgerJson<Status>(["status", city])).json;
}

const publicKeyOf = (file: string): string => JSON.parse(readFileSync(join(city, file), "utf8")).publicKey;

beforeAll(() => foundLedger(city));
afterAll(() => place.remove());

describe("ledger rotate-log-key", () => {
  it("changes the key, deletes the old one, and leaves who trusts the old one able to verify", async () => {
    const before = await status();
    const oldKey = publicKeyOf("log.key");
    const rotated = await ledgerJson<Answer>(["rotate-log-key", city]);
    expect([rotated.code, rotated.json.state]).toEqual([0, "sealed"]);
    const after = await status();
    expect([after.origin, after.vkey === before.vkey]).toEqual([before.origin, false]);
    expect(publicKeyOf("log.key")).not.toBe(oldKey);
    expect(existsSync(join(city, "log.next.key"))).toBe(false);
    // Later than the block of the change, which the old key has signed itself.
    await ledger(["key", "new", city, "--person", "ben", "-o", place.at("ben.request")]);
    const enrolled = await ledgerJson<Answer>(["enrol", city, place.at("ben.request"), "--as", "anna"]);
    const proof = place.at("proof");
    await ledger(["proof", city, enrolled.json.id, "-o", proof]);
    const trusting = async (path: string, key: string): Promise<Verdict> =>
      (await ledgerJson<Verdict>(["verify", path, "--key", key])).json;
    const verdicts = [await trusting(proof, before.vkey), await trusting(proof, after.vkey)];
    expect(verdicts.map(({ valid }) => valid)).toEqual([true, true]);
    expect(verdicts.map(({ checks }) => checks.find(({ name }) => name === "checkpoint")?.code)).toEqual([
      "CHECKPOINT_HANDED_OVER",
      "CHECKPOINT_SIGNED",
    ]);
    const tiles = place.at("tiles");
    await ledger(["tiles", city, "-o", tiles]);
    for (const path of [tiles, city]) expect((await trusting(path, before.vkey)).valid).toBe(true);
    const checked = await ledgerJson<{ readonly ok: boolean }>(["fsck", city]);
    expect([checked.code, checked.json.ok]).toEqual([0, true]);
  });

  it("goes through a node that runs, which signs with the new key from the next block on", async () => {
    const node = start(["serve", city, "--no-open"]);
    await new Promise((resolve) => node.stdout?.once("data", resolve));
    const before = await status();
    const rotate = async (): Promise<string> =>
      (await ledgerJson<Answer>(["rotate-log-key", city, "--as", "anna"])).json.state;
    expect(await rotate()).toBe("sealed");
    expect((await status()).vkey).not.toBe(before.vkey);
    expect(await rotate()).toBe("sealed");
    node.kill("SIGTERM");
    await ended(node);
    expect((await ledger(["fsck", city])).code).toBe(0);
    expect((await ledger(["doctor", city])).code).toBe(0);
  });
});
