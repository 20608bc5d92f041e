import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { renameSync } from "node:fs";
import { chmod, mkdir, readdir, readFile, rename, stat, symlink, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { beforeEach, describe, expect, it } from "vitest";
import { encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { generateKeyPair, keyPairFromSeed, nodeSuite, randomBytes } from "#ledger-core/node/crypto-suite.ts";
import { Keystore, type KeystoreOptions } from "./keystore.ts";
import { makeKeyFolder, refusal, TEST_COST, TEST_NETWORK, TEST_PASSPHRASE, TestClock } from "./keystore.testing.ts";

const MINUTE_MS = 60_000;
const ROUNDS = process.env["LONG"] === undefined ? 5 : 100;

let folder: string;
let clock: TestClock;

beforeEach(async () => {
  folder = await makeKeyFolder();
  clock = new TestClock();
});

function openKeystore(options: Partial<KeystoreOptions> = {}): Keystore {
  return new Keystore({
    folder,
    network: TEST_NETWORK,
    clock,
    cost: TEST_COST,
    idleLockMs: 10 * MINUTE_MS,
    ...options,
  });
}

async function keystoreWithWang(): Promise<Keystore> {
  const keystore = openKeystore();
  await keystore.createKeyFile({ handle: "wang-fang", passphrase: TEST_PASSPHRASE });
  return keystore;
}

describe("createKeyFile", () => {
  it("writes a file that only its owner may read, in a folder that only its owner may enter, and nothing else", async () => {
    await keystoreWithWang();
    expect(await readdir(folder)).toEqual(["wang-fang.key"]);
    expect((await stat(join(folder, "wang-fang.key"))).mode & 0o777).toBe(0o600);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });

  it("holds neither seed nor passphrase in clear", async () => {
    const seed = randomBytes(32);
    await openKeystore().createKeyFile({
      handle: "wang-fang",
      passphrase: TEST_PASSPHRASE,
      keyPair: keyPairFromSeed(seed),
    });
    const text = await readFile(join(folder, "wang-fang.key"), "utf8");
    expect(text).not.toContain(encodeHex(seed));
    expect(text).not.toContain(Buffer.from(seed).toString("base64"));
    expect(text).not.toContain("horse");
  });

  it("never writes over a file that is there, not even a damaged one", async () => {
    const keystore = await keystoreWithWang();
    const before = await readFile(join(folder, "wang-fang.key"));
    await refusal("KEY_FILE_EXISTS", keystore.createKeyFile({ handle: "wang-fang", passphrase: TEST_PASSPHRASE }));
    expect(await readFile(join(folder, "wang-fang.key"))).toEqual(before);
    await writeFile(join(folder, "li-wei.key"), "");
    await refusal("KEY_FILE_EXISTS", keystore.createKeyFile({ handle: "li-wei", passphrase: TEST_PASSPHRASE }));
    expect((await readdir(folder)).sort()).toEqual(["li-wei.key", "wang-fang.key"]);
  });

  it("lets exactly one of two processes create a handle", async () => {
    const results = await Promise.allSettled(
      [openKeystore(), openKeystore(), openKeystore()].map((keystore) =>
        keystore.createKeyFile({ handle: "wang-fang", passphrase: TEST_PASSPHRASE }),
      ),
    );
    const winners = results.filter((result) => result.status === "fulfilled");
    expect(winners).toHaveLength(1);
    const [summary] = await openKeystore().listKeyFiles();
    expect(summary).toMatchObject({ kind: "sound", publicKey: winners[0]?.value });
  });

  it.each([
    "",
    ".",
    "..",
    ".wang",
    "wang.",
    " wang",
    "../wang",
    "a/b",
    "a\\b",
    "a:b",
    "a".repeat(49),
    "王".repeat(17),
    "wang\n",
    "a\0",
    "\ud800",
  ])("refuses the handle %j", async (handle) => {
    await refusal("HANDLE_MALFORMED", openKeystore().createKeyFile({ handle, passphrase: TEST_PASSPHRASE }));
    await refusal("HANDLE_MALFORMED", openKeystore().unlock(handle, TEST_PASSPHRASE));
  });

  it("names a refused handle without what it could hide", async () => {
    const handle = `wang\u202e\n\0${"x".repeat(1_000)}`;
    const error = await refusal("HANDLE_MALFORMED", openKeystore().unlock(handle, TEST_PASSPHRASE));
    expect(error.data.handle).toBe(`wang\ufffd\ufffd\ufffd${"x".repeat(41)}`);
  });

  it.each(["王芳", "民政局 科长", "Wang.Fang", "a", "王".repeat(16), "😀"])("takes the handle %j", async (handle) => {
    const publicKey = await openKeystore().createKeyFile({ handle, passphrase: TEST_PASSPHRASE });
    const keystore = openKeystore();
    expect(await keystore.listKeyFiles()).toEqual([{ kind: "sound", handle, network: TEST_NETWORK, publicKey }]);
    expect(keystore.findSession(await keystore.unlock(handle, TEST_PASSPHRASE))).toMatchObject({ handle, publicKey });
    const { text, code } = await keystore.exportRecoveryKit(handle, TEST_PASSPHRASE);
    expect(await keystore.restoreFromKit({ text, code, passphrase: TEST_PASSPHRASE })).toEqual({ handle, publicKey });
  });

  it("says that the folder cannot be written, with the system's code", async () => {
    await writeFile(folder, "a file where the folder should be");
    const error = await refusal(
      "KEY_FOLDER_UNWRITABLE",
      openKeystore().createKeyFile({ handle: "wang-fang", passphrase: TEST_PASSPHRASE }),
    );
    expect(error.data.cause).toMatch(/EEXIST|ENOTDIR/);
  });
});

describe("unlock", () => {
  it("signs with the key of the file", async () => {
    const keystore = openKeystore();
    const publicKey = await keystore.createKeyFile({ handle: "wang-fang", passphrase: TEST_PASSPHRASE });
    const session = await keystore.unlock("wang-fang", TEST_PASSPHRASE);
    expect(keystore.findSession(session)).toEqual({
      handle: "wang-fang",
      publicKey,
      locksAt: clock.now() + 10 * MINUTE_MS,
    });
    const message = randomBytes(310);
    expect(nodeSuite.verifyEd25519(publicKey, message, keystore.sign(session, message))).toBe(true);
  });

  it("opens after a restart, and opens what full-width characters spell alike", async () => {
    await openKeystore().createKeyFile({ handle: "wang-fang", passphrase: "ｐａｓｓ１２３４城市" });
    await expect(openKeystore().unlock("wang-fang", "pass1234城市")).resolves.toMatch(/^[0-9a-f]{32}$/);
  });

  it("refuses a wrong passphrase, an empty one included, without naming it", async () => {
    const keystore = await keystoreWithWang();
    const error = await refusal("PASSPHRASE_WRONG", keystore.unlock("wang-fang", "wrong wrong wrong"));
    expect(error.data).toEqual({ handle: "wang-fang", waitSeconds: 0 });
    expect(`${error.message} ${JSON.stringify(error)} ${error.stack}`).not.toContain("wrong wrong");
    await refusal("PASSPHRASE_WRONG", keystore.unlock("wang-fang", ""));
  });

  it("says that there is no file", async () => {
    await refusal("KEY_FILE_MISSING", openKeystore().unlock("wang-fang", TEST_PASSPHRASE));
    await keystoreWithWang();
    await refusal("KEY_FILE_MISSING", openKeystore().unlock("li-wei", TEST_PASSPHRASE));
  });

  it("refuses a file of another network, and takes one that was made before its network was known", async () => {
    await keystoreWithWang();
    const elsewhere = openKeystore({ network: "6b".repeat(32) });
    const error = await refusal("OTHER_NETWORK", elsewhere.unlock("wang-fang", TEST_PASSPHRASE));
    expect(error.data.network).toBe(TEST_NETWORK);
    await openKeystore({ network: undefined }).createKeyFile({ handle: "li-wei", passphrase: TEST_PASSPHRASE });
    await expect(elsewhere.unlock("li-wei", TEST_PASSPHRASE)).resolves.toBeDefined();
  });

  it("does not follow a link, nor read a folder", async () => {
    const keystore = await keystoreWithWang();
    await symlink(join(folder, "wang-fang.key"), join(folder, "li-wei.key"));
    await mkdir(join(folder, "zhao.key"));
    await refusal("KEY_FILE_UNREADABLE", keystore.unlock("li-wei", TEST_PASSPHRASE));
    await refusal("KEY_FILE_UNREADABLE", keystore.unlock("zhao", TEST_PASSPHRASE));
  });

  it("refuses a file that was renamed to another person's", async () => {
    const keystore = await keystoreWithWang();
    await rename(join(folder, "wang-fang.key"), join(folder, "li-wei.key"));
    const error = await refusal("KEY_FILE_CORRUPT", keystore.unlock("li-wei", TEST_PASSPHRASE));
    expect(error.data).toEqual({ handle: "li-wei", reason: "handle" });
  });
});

describe("a file that another process exchanges", () => {
  const next = "a quite different one";

  it.each(["changePassphrase", "restoreFromKit"] as const)("is not written over by %s", async (what) => {
    const keystore = await keystoreWithWang();
    const { text, code } = await keystore.exportRecoveryKit("wang-fang", TEST_PASSPHRASE);
    const elsewhere = await makeKeyFolder();
    const passphrase = "of the other process";
    const publicKey = await openKeystore({ folder: elsewhere }).createKeyFile({ handle: "wang-fang", passphrase });
    const written = refusal(
      "KEY_FILE_EXISTS",
      what === "changePassphrase"
        ? keystore.changePassphrase("wang-fang", { from: TEST_PASSPHRASE, to: next })
        : keystore.restoreFromKit({ text, code, passphrase: next }),
    );
    // What comes before the derivation needs no thread of the system's: it has read the file, and not yet replaced it.
    for (let step = 0; step < 100; step++) await Promise.resolve();
    renameSync(join(elsewhere, "wang-fang.key"), join(folder, "wang-fang.key"));
    await written;
    expect(await openKeystore().listKeyFiles()).toMatchObject([{ kind: "sound", publicKey }]);
    await expect(openKeystore().unlock("wang-fang", passphrase)).resolves.toBeDefined();
  });
});

describe("changePassphrase", () => {
  it("keeps the key, ends the old passphrase, and leaves open sessions open", async () => {
    const keystore = await keystoreWithWang();
    const session = await keystore.unlock("wang-fang", TEST_PASSPHRASE);
    const before = keystore.findSession(session);
    await keystore.changePassphrase("wang-fang", { from: TEST_PASSPHRASE, to: "a quite different one" });
    await refusal("PASSPHRASE_WRONG", keystore.unlock("wang-fang", TEST_PASSPHRASE));
    const again = await keystore.unlock("wang-fang", "a quite different one");
    expect(keystore.findSession(again)).toEqual(before);
    expect(keystore.sign(session, new Uint8Array(3))).toEqual(keystore.sign(again, new Uint8Array(3)));
    expect(await readdir(folder)).toEqual(["wang-fang.key"]);
    expect((await stat(join(folder, "wang-fang.key"))).mode & 0o777).toBe(0o600);
  });

  it("changes nothing with a wrong or to a weak passphrase", async () => {
    const keystore = await keystoreWithWang();
    const before = await readFile(join(folder, "wang-fang.key"));
    await refusal(
      "PASSPHRASE_WRONG",
      keystore.changePassphrase("wang-fang", { from: "not the one", to: TEST_PASSPHRASE }),
    );
    await refusal("PASSPHRASE_WEAK", keystore.changePassphrase("wang-fang", { from: TEST_PASSPHRASE, to: "short" }));
    expect(await readFile(join(folder, "wang-fang.key"))).toEqual(before);
  });

  it("keeps the old file whole, and leaves nothing beside it, when the disk takes no more", async () => {
    await keystoreWithWang();
    const before = await readFile(join(folder, "wang-fang.key"));
    // A process that may not write a byte to any file: the same failure as a full disk, made by the system itself.
    const child = spawnSync(
      "sh",
      ["-c", `ulimit -f 0; exec "$0" --input-type=module -e "$1" "$2"`, ...changeInChild()],
      {
        cwd: import.meta.dirname,
        encoding: "utf8",
      },
    );
    expect(child.stdout, child.stderr).toBe(
      '{"code":"KEY_FOLDER_UNWRITABLE","data":{"handle":"wang-fang","cause":"EFBIG"}}',
    );
    expect(await readFile(join(folder, "wang-fang.key"))).toEqual(before);
    expect(await readdir(folder)).toEqual(["wang-fang.key"]);
    await expect(openKeystore().unlock("wang-fang", TEST_PASSPHRASE)).resolves.toBeDefined();
  });
});

describe("kill -9 while a passphrase is changed", () => {
  it("leaves a file that opens with the old or the new one", async () => {
    await keystoreWithWang();
    const other = "a quite different one";
    const program = `
      import { Keystore } from "#ledger-core/node/keystore/keystore.ts";
      const [folder, ...passphrases] = process.argv.slice(1);
      const keystore = new Keystore({ folder, cost: ${JSON.stringify(TEST_COST)} });
      const [from, to] = (await keystore.unlock("wang-fang", passphrases[0]).catch(() => undefined)) ? passphrases : passphrases.reverse();
      process.stdout.write("ready");
      for (;;) {
        await keystore.changePassphrase("wang-fang", { from, to });
        await keystore.changePassphrase("wang-fang", { from: to, to: from });
      }`;
    for (let round = 0; round < ROUNDS; round++) {
      const args = ["--input-type=module", "-e", program, folder, TEST_PASSPHRASE, other];
      const child = spawn(process.execPath, args, { cwd: import.meta.dirname, stdio: ["ignore", "pipe", "inherit"] });
      await once(child.stdout, "data");
      await setTimeout(20 + ((53 * round) % 400));
      child.kill("SIGKILL");
      await once(child, "exit");
      const opened = await Promise.allSettled(
        [TEST_PASSPHRASE, other].map((passphrase) => openKeystore().unlock("wang-fang", passphrase)),
      );
      expect(opened.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    }
  });
});

/** A program that changes wang-fang's passphrase and prints the refusal. */
function changeInChild(): readonly string[] {
  const program = `
    import { Keystore } from "#ledger-core/node/keystore/keystore.ts";
    const keystore = new Keystore({ folder: process.argv[1], cost: ${JSON.stringify(TEST_COST)} });
    await keystore
      .changePassphrase("wang-fang", { from: ${JSON.stringify(TEST_PASSPHRASE)}, to: "a quite different one" })
      .then(() => process.stdout.write("changed"))
      .catch(({ code, data }) => process.stdout.write(JSON.stringify({ code, data })));`;
  return [process.execPath, program, folder];
}

describe("listKeyFiles", () => {
  it("is empty before there is a folder", async () => {
    expect(await openKeystore().listKeyFiles()).toEqual([]);
  });

  it("names every file by handle, and what is wrong with it", async () => {
    const keystore = await keystoreWithWang();
    const { publicKey, secretKey } = generateKeyPair();
    await keystore.createKeyFile({ handle: "an-na", passphrase: TEST_PASSPHRASE, keyPair: { publicKey, secretKey } });
    await writeFile(join(folder, "broken.key"), "{}");
    await writeFile(join(folder, "not:a:handle.key"), "{}");
    await writeFile(join(folder, ".wang-fang.00.tmp"), "{}");
    const summaries = await keystore.listKeyFiles();
    expect(summaries.map(({ kind, handle }) => [kind, handle])).toEqual([
      ["sound", "an-na"],
      ["refused", "broken"],
      ["sound", "wang-fang"],
    ]);
    expect(summaries[0]).toEqual({ kind: "sound", handle: "an-na", network: TEST_NETWORK, publicKey });
    expect(summaries[1]).toMatchObject({
      error: { code: "KEY_FILE_CORRUPT", data: { handle: "broken", reason: "shape" } },
    });
  });

  it("takes keys that several write at one time", async () => {
    const handles = Array.from({ length: 12 }, (_, i) => `person-${i}`);
    const stores = handles.map(() => openKeystore());
    for (let round = 0; round < 3; round++) {
      const made = stores.map((keystore, i) =>
        keystore.createKeyFile({ handle: `${handles[i]}-${round}`, passphrase: TEST_PASSPHRASE }),
      );
      expect(await Promise.all(made)).toHaveLength(handles.length);
    }
    expect(await openKeystore().listKeyFiles()).toHaveLength(3 * handles.length);
  });

  it("is rid of what a crash left behind once something is written, but not of what is being written", async () => {
    const keystore = await keystoreWithWang();
    for (const name of [".wang-fang.0123456789abcdef.tmp", ".li-wei.0123456789abcdef.tmp", ".notes.tmp"]) {
      await writeFile(join(folder, name), "{}");
      if (!name.startsWith(".li-wei")) await utimes(join(folder, name), 1_000_000_000, 1_000_000_000);
    }
    await keystore.createKeyFile({ handle: "zhao", passphrase: TEST_PASSPHRASE });
    expect((await readdir(folder)).sort()).toEqual([
      ".li-wei.0123456789abcdef.tmp",
      ".notes.tmp",
      "wang-fang.key",
      "zhao.key",
    ]);
  });

  it("repairs who may enter the folder when it writes", async () => {
    const keystore = await keystoreWithWang();
    await chmod(folder, 0o755);
    await keystore.createKeyFile({ handle: "li-wei", passphrase: TEST_PASSPHRASE });
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
  });
});
