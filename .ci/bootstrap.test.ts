import { spawn, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { installIsStale, withLock } from "./bootstrap.mjs";
import { root } from "./guards/house-tools.ts";

type Packages = Readonly<Record<string, { version?: string; integrity?: string; optional?: boolean }>>;

const alpha = { version: "1.0.0", integrity: "sha512-a" };
const otherSystem = { version: "2.0.0", integrity: "sha512-b", optional: true };

function makeFolder(): string {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "bootstrap-")));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

function folderWith(wanted: Packages | undefined, present: Packages | undefined): string {
  const folder = makeFolder();
  mkdirSync(join(folder, "node_modules"));
  if (wanted !== undefined) writeFileSync(join(folder, "package-lock.json"), JSON.stringify({ packages: wanted }));
  if (present !== undefined)
    writeFileSync(join(folder, "node_modules/.package-lock.json"), JSON.stringify({ packages: present }));
  return folder;
}

describe("an install is outdated", () => {
  const wanted: Packages = { "": {}, "node_modules/alpha": alpha, "node_modules/other-system": otherSystem };

  test.each<{ name: string; present: Packages | undefined; stale: boolean }>([
    { name: "when there is none", present: undefined, stale: true },
    {
      name: "not when all is there",
      present: { "node_modules/alpha": alpha, "node_modules/other-system": otherSystem },
      stale: false,
    },
    { name: "not when only an optional package is absent", present: { "node_modules/alpha": alpha }, stale: false },
    { name: "when a package is absent", present: { "node_modules/other-system": otherSystem }, stale: true },
    { name: "when a version differs", present: { "node_modules/alpha": { ...alpha, version: "1.0.1" } }, stale: true },
    {
      name: "when the content differs",
      present: { "node_modules/alpha": { ...alpha, integrity: "sha512-x" } },
      stale: true,
    },
    {
      name: "when a package is left over",
      present: { "node_modules/alpha": alpha, "node_modules/old": alpha },
      stale: true,
    },
  ])("$name", ({ present, stale }) => {
    expect(installIsStale(folderWith(wanted, present))).toBe(stale);
  });

  test("and without a lock file of the repository there is nothing to install by", () => {
    expect(() => installIsStale(folderWith(undefined, {}))).toThrow(/package-lock\.json/u);
  });
});

describe("the lock", () => {
  test("lets one work after the other", async () => {
    const path = join(makeFolder(), "lock");
    const events: string[] = [];
    const work = (name: string) => async () => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setTimeout(resolve, 50));
      events.push(`${name} ends`);
    };
    await Promise.all([withLock(path, work("one")), withLock(path, work("two"))]);
    expect(events).toEqual(["one begins", "one ends", "two begins", "two ends"]);
    expect(existsSync(path)).toBe(false);
  });

  test("of a process that is gone, or that has not moved for a minute, is taken over", async () => {
    const path = join(makeFolder(), "lock");
    const gone = spawnSync(process.execPath, ["--eval", ""]).pid;
    writeFileSync(path, String(gone));
    let runs = 0;
    await withLock(path, async () => void (runs += 1));
    writeFileSync(path, String(process.pid));
    utimesSync(path, new Date(), new Date(Date.now() - 120_000));
    await withLock(path, async () => void (runs += 1));
    expect(runs).toBe(2);
  });

  test("is released when the work fails", async () => {
    const path = join(makeFolder(), "lock");
    await expect(withLock(path, () => Promise.reject(new Error("no network")))).rejects.toThrow("no network");
    expect(existsSync(path)).toBe(false);
  });
});

describe("the program", () => {
  /** A house with nothing to install and one program. */
  function houseWith(program: string): string {
    const folder = folderWith({ "": {} }, {});
    mkdirSync(join(folder, ".ci"));
    cpSync(join(root, ".ci/bootstrap.mjs"), join(folder, ".ci/bootstrap.mjs"));
    writeFileSync(join(folder, "program.mjs"), program);
    return folder;
  }

  test("gets its arguments, the place of the call and this stdout alone, and its exit code is passed on", () => {
    const folder = houseWith(
      "console.log(JSON.stringify([process.argv.slice(2), process.env.INIT_CWD, process.cwd()])); process.exit(42);",
    );
    const elsewhere = makeFolder();
    const { INIT_CWD: _, ...env } = process.env;
    const run = spawnSync(process.execPath, [join(folder, ".ci/bootstrap.mjs"), "program.mjs", "a", "--json"], {
      cwd: elsewhere,
      env,
      encoding: "utf8",
    });
    expect(run.status).toBe(42);
    expect(JSON.parse(run.stdout)).toEqual([["a", "--json"], elsewhere, folder]);
  });

  test("that is the ledger finds compiled what an earlier start has compiled", () => {
    const folder = houseWith("");
    mkdirSync(join(folder, "ledger-core/cli"), { recursive: true });
    writeFileSync(
      join(folder, "ledger-core/cli/main.ts"),
      "export const one: number = 1; console.log(process.execArgv.join());",
    );
    const run = () =>
      spawnSync(process.execPath, [join(folder, ".ci/bootstrap.mjs"), "ledger-core/cli/main.ts"], {
        env: { ...process.env, NODE_COMPILE_CACHE: undefined, NODE_DEBUG_NATIVE: "COMPILE_CACHE" },
        encoding: "utf8",
      });
    expect(run().stdout).toMatch(
      /--max-semi-space-size=\d+,--no-allocation-site-pretenuring,--heap-growing-percent=\d+/u,
    );
    expect(run().stderr).toMatch(/main\.ts .*was accepted/u);
  });

  test("is asked to end when its parent is, and decides how", async () => {
    const folder = houseWith(
      'process.on("SIGTERM", () => process.exit(9)); setInterval(() => {}, 1000); console.log("ready");',
    );
    const child = spawn(process.execPath, [join(folder, ".ci/bootstrap.mjs"), "program.mjs"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    child.stdout.once("data", () => child.kill("SIGTERM"));
    expect(await new Promise((resolve) => child.on("exit", resolve))).toBe(9);
  });

  test.skipIf(process.platform === "win32")("ends when the npm that started it is gone", async () => {
    const folder = houseWith(
      'process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000); console.log(process.pid);',
    );
    const parent = `const child = require("node:child_process").spawn(process.execPath, [".ci/bootstrap.mjs", "program.mjs"], { stdio: "inherit" }); child.unref();
      process.on("SIGTERM", () => process.exit(0)); setInterval(() => {}, 1000);`;
    const npm = spawn(process.execPath, ["--eval", parent], {
      cwd: folder,
      env: { ...process.env, npm_lifecycle_event: "start" },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const pid = Number(await new Promise<Buffer>((resolve) => npm.stdout.once("data", resolve)));
    expect(isAlive(pid)).toBe(true);
    npm.kill("SIGTERM");
    await expect.poll(() => isAlive(pid), { timeout: 10_000 }).toBe(false);
  });

  function isAlive(pid: number): boolean {
    try {
      process.kill(pid, 0);
      return true;
    } catch {
      return false;
    }
  }
});
