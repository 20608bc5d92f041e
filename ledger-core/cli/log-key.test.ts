import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { prepareHandover } from "#ledger-core/node/hand-over.ts";
import { readLedger } from "#ledger-core/node/open-ledger.ts";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
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

const usccOf = (number: number): string => makeUnifiedSocialCreditCode(`11320100MB10000${number}0`);
const publicKeyOf = (file: string): string => JSON.parse(readFileSync(join(city, file), "utf8")).publicKey;

beforeAll(() => foundLedger(city));
afterAll(() => place.remove());

describe("ledger rotate-log-key", () => {
  it("changes the key, deletes the old one, and leaves who trusts the old one able to verify", async () => {
    const before = await status();
    const oldKey = publicKeyOf("log.key");
    const rotated = await ledgerJson<Answer>(["rotate-log-key", city]);
    expect([rotated.code, rotated.json.state]).toEqual([0, "sealed"]);
    // The block of the change is signed by the old key, and whatever is handed out is verified by the key that is named with it.
    expect((await status()).vkey).toBe(before.vkey);
    const early = place.at("early");
    await ledger(["tiles", city, "-o", early]);
    expect((await ledger(["verify", early, "--key", before.vkey])).code).toBe(0);
    expect((await ledger(["verify", city])).code).toBe(0);
    expect(publicKeyOf("log.key")).not.toBe(oldKey);
    expect(existsSync(join(city, "log.next.key"))).toBe(false);
    // Later than the block of the change, which the old key has signed itself.
    await ledger(["key", "new", city, "--person", "ben", "-o", place.at("ben.request")]);
    const enrolled = await ledgerJson<Answer>(["enrol", city, place.at("ben.request"), "--as", "anna"]);
    const after = await status();
    expect([after.origin, after.vkey === before.vkey]).toEqual([before.origin, false]);
    expect(rotated.stderr).toContain(after.vkey);
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
    expect(readFileSync(join(tiles, "vkey"), "utf8")).toBe(`${after.vkey}\n`);
    const { json: untold } = await ledgerJson<Verdict>(["verify", tiles]);
    expect([untold.valid, untold.checks[0]?.code]).toEqual([true, "CHECKPOINT_SELF_SIGNED"]);
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
    expect((await status()).vkey).toBe(before.vkey);
    expect(await rotate()).toBe("sealed");
    expect((await status()).vkey).not.toBe(before.vkey);
    node.kill("SIGTERM");
    await ended(node);
    expect((await ledger(["fsck", city])).code).toBe(0);
    expect((await ledger(["doctor", city])).code).toBe(0);
  });
});

describe("a handover that the node has no part in", () => {
  it("is not sealed: to a key that it does not hold, about another log, or where nothing was lost; and the node goes on", async () => {
    const folder = place.at("handed");
    await foundLedger(folder);
    const before = await ledgerJson<Status>(["status", folder]);
    const elsewhere = place.at("elsewhere");
    cpSync(folder, elsewhere, { recursive: true });
    const prepared = readLedger({ folder: elsewhere });
    const planned = prepareHandover(prepared, "changed");
    const wrongRoot = { ...planned, size: 0 };
    const recovered = { ...prepareHandover(prepared, "recovered"), seen: 9, reason: "nothing was lost" };
    prepared.close();
    const submit = async (kind: string, body: object): Promise<unknown> => {
      const input = JSON.stringify(
        Object.fromEntries(
          Object.entries(body).map(([name, value]) => [name, value instanceof Uint8Array ? encodeHex(value) : value]),
        ),
      );
      return (await ledgerJson<{ code: string }>(["submit", folder, kind, "-"], { input })).json.code;
    };
    expect(await submit("log.rotate", planned)).toBe("LOG_HANDOVER_REFUSED");
    expect(await submit("log.rotate", wrongRoot)).toBe("LOG_HANDOVER_INVALID");
    expect(await submit("log.recover", recovered)).toBe("LOG_HANDOVER_REFUSED");
    const after = await ledgerJson<Status>(["status", folder]);
    expect(after.json.vkey).toBe(before.json.vkey);
    // A key that was cut off while it was written, or altered, does not stand in the way of the one in force.
    writeFileSync(join(folder, "log.next.key"), "");
    expect((await ledgerJson<Answer>(["rotate-log-key", folder])).json.state).toBe("sealed");
    expect((await ledger(["fsck", folder])).code).toBe(0);
  });
});

describe("a log key that is lost", () => {
  const folder = place.at("keyless");
  const key = join(folder, "log.key");
  const rotate = (): Promise<{ json: { state?: string; error?: { code: string; message: string; next: string } } }> =>
    ledgerJson(["rotate-log-key", folder]);
  const recover = (...words: readonly string[]): Promise<{ code: number | null; json: Recovered }> =>
    ledgerJson<Recovered>(["recover", folder, ...words]);
  type Recovered = {
    readonly restored?: string | null;
    readonly error?: { readonly code: string; readonly message: string; readonly next: string };
  };

  it("comes back from a backup, of the key that is in force and no other, and nothing else brings it back", async () => {
    await foundLedger(folder);
    expect((await ledger(["backup", folder, place.at("outdated")])).code).toBe(0);
    expect((await rotate()).json.state).toBe("sealed");
    expect((await ledger(["backup", folder, place.at("newest")])).code).toBe(0);
    const whole = readFileSync(key, "utf8");
    for (const lose of [() => rmSync(key), () => writeFileSync(key, whole.slice(0, 40))]) {
      lose();
      const { error } = (await rotate()).json;
      expect(error?.code).toBe("LOG_KEY_DAMAGED");
      expect(error?.next).toContain("ledger recover");
      const without = await recover("--reason", "the file is gone");
      expect([without.code, without.json.error?.code]).toEqual([3, "LOG_KEY_LOST"]);
      expect(without.json.error?.next).toContain("--log-key");
      for (const [copy, why] of [
        [place.at("outdated", "log.key"), "is the key of another log, or one that this log had before"],
        [place.at("nowhere"), "There is no file"],
        [join(folder, "ledger.sqlite"), "is no file with a log’s key, or it was altered"],
      ] as const) {
        const ran = await recover("--log-key", copy, "--lang", "en");
        expect([ran.code, ran.json.error?.code]).toEqual([3, "LOG_KEY_DAMAGED"]);
        expect(ran.json.error?.message).toContain(why);
      }
      const back = await recover("--log-key", place.at("newest", "log.key"));
      expect([back.code, back.json.restored]).toEqual([0, "log.key"]);
      expect(readFileSync(key, "utf8")).toBe(whole);
    }
    const again = await recover("--log-key", place.at("outdated", "log.key"));
    expect([again.code, again.json.restored, readFileSync(key, "utf8")]).toEqual([0, null, whole]);
    expect((await rotate()).json.state).toBe("sealed");
    expect((await ledger(["fsck", folder])).code).toBe(0);
  });
});

describe("ledger recover", () => {
  it("has a backup that is older than what was sealed go on under another key and name, which the old key has signed", async () => {
    const on = { environment: { XDG_STATE_HOME: place.at("state") } };
    const lost = place.at("lost");
    await foundLedger(lost, on);
    const act = async (name: string, uscc: string): Promise<Answer> => {
      const input = JSON.stringify({ uscc, name, functions: [] });
      return (await ledgerJson<Answer>(["submit", lost, "member.admit", "-"], { ...on, input })).json;
    };
    await act("Bureau of Parks", usccOf(2));
    expect((await ledger(["recover", lost, "--reason", "for fun"], on)).code).toBe(1);
    expect((await ledger(["backup", lost, place.at("backup")], on)).code).toBe(0);
    const { json: before } = await ledgerJson<Status & { readonly entries: number }>(["status", lost], on);
    const kept = place.at("kept");
    await act("Bureau of Waters", usccOf(3));
    await ledger(["proof", lost, "1", "-o", kept], on);
    rmSync(lost, { recursive: true });
    expect((await ledger(["restore", place.at("backup"), lost], on)).code).toBe(0);
    expect((await ledger(["rotate-log-key", lost], on)).code).toBe(3);
    const recovered = await ledgerJson<Answer>(["recover", lost, "--reason", "the disk failed 磁盘故障"], on);
    expect([recovered.code, recovered.json.state]).toEqual([0, "sealed"]);
    const { json: after } = await ledgerJson<Status & { readonly held: string | null }>(["status", lost], on);
    expect([after.origin, after.held]).toEqual([`${before.origin}/2`, null]);
    // A second folder that went on from the same backup would have taken another key.
    expect(readdirSync(lost)).not.toContain("log.next.key");
    const next = await act("Bureau of Waters", usccOf(3));
    expect(next).toMatchObject({ state: "sealed", code: null });
    const proof = place.at("recovered");
    await ledger(["proof", lost, next.id, "-o", proof], on);
    const { json: verdict } = await ledgerJson<Verdict>(["verify", proof, "--key", before.vkey], on);
    expect([verdict.valid, verdict.checks.find(({ name }) => name === "checkpoint")?.code]).toEqual([
      true,
      "CHECKPOINT_HANDED_OVER",
    ]);
    expect((await ledger(["fsck", lost], on)).code).toBe(0);
    // Who took a proof of what was lost away notices: the log did not only grow.
    const [older = ""] = readdirSync(kept).filter((name) => name.endsWith(".tlog-proof"));
    const grown = await ledgerJson<Verdict>(
      ["verify", proof, lost, "--key", before.vkey, "--since", join(kept, older)],
      on,
    );
    expect([grown.code, grown.json.checks.find(({ name }) => name === "growth")?.code]).toEqual([1, "GROWTH_FAILS"]);
  });
});
