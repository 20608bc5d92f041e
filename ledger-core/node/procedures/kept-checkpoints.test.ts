import { execFileSync } from "node:child_process";
import { cpSync, existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it, vi } from "vitest";
import type { JsonObject } from "#ledger-core/exchange/dataset-record.ts";
import { makeUnifiedSocialCreditCode } from "#ledger-core/contract/schema/uscc.ts";
import { KeptCheckpoints } from "#ledger-core/node/kept-checkpoints.ts";
import type { NodeHost } from "#ledger-core/node/node-host.ts";
import { StoreError } from "#ledger-core/store/store-error.ts";
import { closeAll, newFolder, newHost, newWindow } from "./windows.testing.ts";
import type { Client } from "./windows.testing.ts";

const UNTIL = 1_795_147_200;
const PASSPHRASE = "correct horse battery";

afterAll(async () => {
  await closeAll();
  vi.unstubAllEnvs();
});

async function seal(window: Client, body: JsonObject): Promise<void> {
  const { digest } = await window.signing.prepare({ kind: "member.admit", body });
  expect(await window.signing.confirm({ digest, passphrase: PASSPHRASE })).toMatchObject({ state: "sealed" });
}

describe("checkpoints kept in a second folder", () => {
  it("are written each hour, and notice a ledger that was set back", async () => {
    const folder = newFolder();
    const second = newFolder();
    const { host, clock } = newHost(folder, UNTIL);
    const failures: unknown[] = [];
    const keptOf = (of: NodeHost): KeptCheckpoints =>
      new KeptCheckpoints({
        folder: second,
        ledger: () => (of.isOpen ? of.ledger : undefined),
        clock,
        onFailure: (error) => failures.push(error),
      });
    const kept = keptOf(host);
    expect(kept.compare()).toBeUndefined();
    kept.start();
    expect(existsSync(second)).toBe(false);

    const window = newWindow(host);
    const network = { network: "My City", department: "数据局", uscc: "11320100MB1000000Q" };
    await window.setup.create({ ...network, person: "leader", passphrase: PASSPHRASE });
    clock.pass(3_600);
    expect(readdirSync(second)).toHaveLength(1);
    expect(kept.compare()).toMatchObject({ verdict: "same", size: 1 });

    // What an older backup is: the folder as it was then.
    await host.close();
    const older = newFolder();
    cpSync(folder, older, { recursive: true });
    // Of another machine, which has not seen what is sealed here.
    rmSync(join(older, "place.json"));
    host.open();
    await window.session.unlock({ handle: "leader", passphrase: PASSPHRASE });
    await seal(window, { uscc: "11320100MB1007919B", name: "审计局", functions: ["audit"] });
    expect(kept.compare()).toMatchObject({ verdict: "grew", size: 1 });
    clock.pass(3_600);
    const files = readdirSync(second).toSorted();
    expect(files).toHaveLength(2);
    expect(readFileSync(join(second, files[1] ?? ""), "utf8")).toBe(host.ledger.reader.head()?.checkpoint);

    vi.stubEnv("XDG_STATE_HOME", newFolder());
    const restored = newHost(older, clock.seconds).host;
    restored.open();
    expect(keptOf(restored).compare()).toMatchObject({ verdict: "ahead" });
    const forked = newWindow(restored);
    await forked.session.unlock({ handle: "leader", passphrase: PASSPHRASE });
    await seal(forked, { uscc: "11320100MB1007919B", name: "另一个局", functions: ["audit"] });
    await seal(forked, { uscc: makeUnifiedSocialCreditCode("11320100MB1234567"), name: "第三个局", functions: [] });
    await seal(forked, { uscc: makeUnifiedSocialCreditCode("11320100MB7654321"), name: "第四个局", functions: [] });
    expect(keptOf(restored).compare()).toMatchObject({ verdict: "forked" });

    // What a copy writes that went on elsewhere with a key of its own, though its name comes before those of later hours.
    const [own = "", ...rest] = readFileSync(join(second, files[1] ?? ""), "utf8").split("\n");
    const elsewhere = join(second, `${files[1]?.slice(0, 20)}-2-2026-01-01T00Z.checkpoint`);
    writeFileSync(elsewhere, [`${own}/2`, ...rest].join("\n").replaceAll(`\u2014 ${own} `, `\u2014 ${own}/2 `));
    expect(kept.compare()).toMatchObject({ verdict: "other-log", file: elsewhere });
    rmSync(elsewhere);

    writeFileSync(join(second, files[1] ?? ""), "not a checkpoint");
    expect(kept.compare()).toMatchObject({ verdict: "unreadable", file: join(second, files[1] ?? "") });
    writeFileSync(join(second, `${files[1]?.slice(0, -17)}9999-12-31T23Z.checkpoint`), "neither is this");
    expect(kept.compare()).toMatchObject({ verdict: "unreadable", file: join(second, files[1] ?? "") });

    // What is no plain file is no checkpoint, and is not waited for.
    const [name = ""] = files;
    rmSync(join(second, name));
    execFileSync("mkfifo", [join(second, name)]);
    expect(kept.compare()).toMatchObject({ verdict: "unreadable", file: join(second, name) });

    // A folder that cannot be written is said, and tried again.
    rmSync(second, { recursive: true });
    writeFileSync(second, "a file stands here");
    clock.pass(3_600);
    expect(failures).toHaveLength(1);
    rmSync(second);
    clock.pass(3_600);
    expect(readdirSync(second)).toHaveLength(1);

    // As where the disk does not give what is to be kept.
    const { reader } = host.ledger;
    vi.spyOn(reader, "head").mockImplementationOnce(() => {
      throw new StoreError("DISK_FULL", { detail: "SQLITE_IOERR_READ" });
    });
    clock.pass(3_600);
    expect(failures).toHaveLength(2);
    kept.close();
  });
});
