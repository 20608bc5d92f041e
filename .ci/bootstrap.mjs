// Runs a program of this repository on a bare clone: installs the packages when they are missing or outdated, then starts the
// program with Node 24. Only builtins of Node 20 may be used here, because this file runs before anything is installed.
// Everything it says goes to stderr, so that the program's stdout stays its own.
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { constants, tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";

const nodeMajorMin = 24;
const lockStaleMs = 60_000;
const lockTouchMs = 5_000;
const parentWatchMs = 500;
const killAfterMs = 10_000;
const forwardedSignals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);

const ledgerProgram = "ledger-core/cli/main.ts";

/**
 * Flags of Node with which a program is started. The ledger's writer allocates evenly, so a small young generation costs it
 * nothing and keeps a long import small in memory. What is made for a block lives as long as the block: longer than a collection of
 * the young, which is why V8 would soon make it old from the start, and there it would stay with all that it refers to (ADR 17). And
 * V8 would let the old grow to four times what is alive before it looks; twice costs as little (ADR 19).
 * @param {string} program
 * @returns {readonly string[]}
 */
export function heapFlagsOf(program) {
  return program === ledgerProgram
    ? ["--max-semi-space-size=8", "--no-allocation-site-pretenuring", "--heap-growing-percent=120"]
    : [];
}

/**
 * glibc, left alone, puts the large blocks that a file of megabytes takes among the small ones once it has seen a few of them, and
 * then cannot give them back; with a fixed bound each goes back when it is done with. And it keeps a pool of its own for each of the
 * many threads of a process, of which most lies idle; a few shared ones take some ten megabytes less and no more time. Other systems
 * know neither.
 */
const allocatorVariables = { MALLOC_MMAP_THRESHOLD_: "131072", MALLOC_ARENA_MAX: "2" };

/**
 * Variables that a program is started with. To compile the ledger's modules, in its main thread and in each other, takes longer than
 * most commands: what was compiled once is kept among the packages, so that an install begins anew.
 * @param {string} root
 * @param {string} program
 * @returns {Readonly<Record<string, string>>}
 */
export function variablesOf(root, program) {
  if (program !== ledgerProgram) return allocatorVariables;
  return { ...allocatorVariables, NODE_COMPILE_CACHE: join(root, "node_modules", ".cache", "node-compile") };
}

/**
 * True when `node_modules` is not what `package-lock.json` asks for. npm writes `node_modules/.package-lock.json` last, so an
 * install that was broken off is outdated by itself and no stamp is needed. Optional packages may be absent: they are for other machines.
 * @param {string} root
 */
export function installIsStale(root) {
  const wanted = readPackages(join(root, "package-lock.json"));
  const present = readPackages(join(root, "node_modules", ".package-lock.json"));
  if (wanted === undefined)
    throw failure(
      "package-lock.json 缺失或无法读取：请从代码库重新取得该文件",
      "package-lock.json is missing or not readable; take the file from the repository again",
    );
  if (present === undefined) return true;
  for (const [path, entry] of wanted) {
    if (path === "") continue;
    const found = present.get(path);
    if (
      found === undefined
        ? entry.optional !== true
        : found.version !== entry.version || found.integrity !== entry.integrity
    )
      return true;
  }
  for (const path of present.keys()) if (!wanted.has(path)) return true;
  return false;
}

/**
 * @typedef {{ version?: string, integrity?: string, optional?: boolean }} LockEntry
 * @param {string} path
 * @returns {Map<string, LockEntry> | undefined}
 */
function readPackages(path) {
  try {
    return new Map(Object.entries(JSON.parse(readFileSync(path, "utf8")).packages));
  } catch {
    return undefined;
  }
}

/**
 * Path of a Node that is new enough: this one, or the one that npm installed; undefined where there is neither.
 * @param {string} root
 */
export function findNode(root) {
  if (Number.parseInt(process.versions.node, 10) >= nodeMajorMin) return process.execPath;
  const system = process.platform === "win32" ? "win" : process.platform;
  const path = join(
    root,
    "node_modules",
    `node-${system}-${process.arch}`,
    "bin",
    system === "win" ? "node.exe" : "node",
  );
  return existsSync(path) ? path : undefined;
}

/**
 * Holds a lock file while `work` runs, so that two terminals do not install into one folder at once. A holder that died leaves a
 * file whose process is gone or whose time no longer moves; it is taken over.
 * @param {string} path
 * @param {() => Promise<void>} work
 */
export async function withLock(path, work) {
  let announced = false;
  while (!tryLock(path)) {
    if (!announced)
      say("另一个终端正在安装软件包，请稍候。", "Another terminal is installing the packages; waiting for it.");
    announced = true;
    if (lockIsAbandoned(path)) {
      const aside = `${path}.${process.pid}`;
      try {
        renameSync(path, aside);
        rmSync(aside, { force: true });
      } catch {
        // Somebody else took it over first; the next turn waits for them.
      }
    } else await sleep(300);
  }
  const touch = setInterval(() => utimesSync(path, new Date(), new Date()), lockTouchMs);
  try {
    await work();
  } finally {
    clearInterval(touch);
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
function tryLock(path) {
  try {
    const file = openSync(path, "wx", 0o600);
    writeFileSync(file, String(process.pid));
    closeSync(file);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

/** @param {string} path */
function lockIsAbandoned(path) {
  try {
    if (Date.now() - statSync(path).mtimeMs > lockStaleMs) return true;
    const holder = Number.parseInt(readFileSync(path, "utf8"), 10);
    if (Number.isNaN(holder)) return false;
    process.kill(holder, 0);
    return false;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "ESRCH";
  }
}

/** @param {string} root */
async function install(root) {
  const lock = join(tmpdir(), `tcc-install-${createHash("sha256").update(root).digest("hex").slice(0, 16)}.lock`);
  await withLock(lock, async () => {
    if (!installIsStale(root)) return;
    const started = Date.now();
    say("正在安装软件包（只需一次，约一分钟）……", "Installing the packages (once; about a minute)...");
    await runNpmCi(root, lock);
    if (installIsStale(root))
      throw failure(
        "npm 没有报错，但安装的软件包与 package-lock.json 不符：请再运行一次",
        "npm ended without an error, but the packages are not those of package-lock.json; run the command again",
      );
    const seconds = Math.round((Date.now() - started) / 1000);
    say(`安装完成，用时 ${seconds} 秒。`, `Installed in ${seconds} s.`);
  });
}

/**
 * npm runs in its own process group, because npm itself answers Ctrl-C by undoing for half a minute: here the group is ended at
 * once, and the next start finds the install outdated.
 * @param {string} root
 * @param {string} lock
 */
function runNpmCi(root, lock) {
  const npm = process.env["npm_execpath"];
  const flags = [
    "ci",
    "--ignore-scripts",
    "--include=dev",
    "--include=optional",
    "--engine-strict=false",
    "--no-audit",
    "--no-fund",
  ];
  const [program, first] = npm === undefined ? ["npm", []] : [process.execPath, [npm]];
  return new Promise((resolve, reject) => {
    const child = spawn(program, [...first, ...flags, "--loglevel=error"], {
      cwd: root,
      stdio: ["ignore", 2, 2],
      detached: process.platform !== "win32",
      shell: npm === undefined && process.platform === "win32",
    });
    const stop = (/** @type {NodeJS.Signals} */ signal) => {
      if (child.pid !== undefined) process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
      rmSync(lock, { force: true });
      process.exit(exitCodeOf(signal));
    };
    const unwatch = watchParent(() => stop("SIGTERM"));
    for (const signal of forwardedSignals) process.on(signal, stop);
    child.on("error", ({ message }) =>
      reject(
        failure(
          `无法启动 npm（${message}）：它在 PATH 里吗？`,
          `npm could not be started (${message}); is it in the PATH?`,
        ),
      ),
    );
    child.on("exit", (code) => {
      unwatch();
      for (const signal of forwardedSignals) process.off(signal, stop);
      if (code === 0) resolve(undefined);
      else
        reject(
          failure(
            `npm ci 失败（退出码 ${code}），原因见上文：请检查网络后再试`,
            `npm ci failed (exit code ${code}); its message is above. Check the network and try again`,
          ),
        );
    });
  });
}

/**
 * Runs the program and returns its exit code (128 + n for signal n).
 * @param {{ root: string, node: string, program: string, args: readonly string[] }} what
 * @returns {Promise<number>}
 */
function runProgram({ root, node, program, args }) {
  const path = [dirname(node), join(root, "node_modules", ".bin"), process.env["PATH"] ?? ""].join(delimiter);
  const INIT_CWD = process.env["INIT_CWD"] ?? process.cwd();
  const env = { ...variablesOf(root, program), ...process.env, PATH: path, INIT_CWD };
  return new Promise((resolve, reject) => {
    const child = spawn(node, [...heapFlagsOf(program), join(root, program), ...args], {
      cwd: root,
      env,
      stdio: "inherit",
    });
    const unwatch = watchParent(() => {
      child.kill("SIGTERM");
      setTimeout(() => child.kill("SIGKILL"), killAfterMs).unref();
    });
    passSignals(child);
    child.on("error", reject);
    child.on("exit", (code, signal) => {
      unwatch();
      resolve(code ?? exitCodeOf(signal ?? "SIGKILL"));
    });
  });
}

/**
 * Passes a request to end this process on to `child`, and leaves it to the child when to end. A terminal sends Ctrl-C to the child
 * as well; a second copy would read as "stop without finishing", so there it is not passed on.
 * @param {import("node:child_process").ChildProcess} child
 */
export function passSignals(child) {
  const pass = (/** @type {NodeJS.Signals} */ signal) => {
    if (signal !== "SIGINT" || !hasTerminal()) child.kill(signal);
  };
  for (const signal of forwardedSignals) process.on(signal, pass);
  child.on("exit", () => {
    for (const signal of forwardedSignals) process.off(signal, pass);
  });
}

/**
 * npm dies of SIGTERM without ending its children; whoever it started notices by getting another parent.
 * @param {() => void} onOrphaned
 */
function watchParent(onOrphaned) {
  const parent = process.ppid;
  if (process.env["npm_lifecycle_event"] === undefined) return () => {};
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    onOrphaned();
  }, parentWatchMs);
  timer.unref();
  return () => clearInterval(timer);
}

function hasTerminal() {
  if (process.platform === "win32") return true;
  try {
    closeSync(openSync("/dev/tty", "r"));
    return true;
  } catch {
    return false;
  }
}

/** @param {NodeJS.Signals} signal */
function exitCodeOf(signal) {
  return 128 + constants.signals[signal];
}

/**
 * The sentence in the language of this machine.
 * @param {string} chinese
 * @param {string} english
 */
export function inOwnLanguage(chinese, english) {
  return Intl.DateTimeFormat().resolvedOptions().locale.startsWith("zh") ? chinese : english;
}

/**
 * Tells the person something on stderr, in the language of this machine.
 * @param {string} chinese
 * @param {string} english
 */
export function say(chinese, english) {
  process.stderr.write(`${inOwnLanguage(chinese, english)}\n`);
}

/**
 * An error whose message is read by a person.
 * @param {string} chinese
 * @param {string} english
 */
export function failure(chinese, english) {
  return new Error(inOwnLanguage(chinese, english));
}

async function main() {
  const root = dirname(dirname(fileURLToPath(import.meta.url)));
  const [program, ...args] = process.argv.slice(2);
  if (program === undefined) throw new Error("usage: node .ci/bootstrap.mjs PROGRAM [ARGUMENTS]");
  if (installIsStale(root)) await install(root);
  const node = findNode(root);
  if (node === undefined) {
    throw failure(
      `这里需要 Node ${nodeMajorMin}：请从 https://nodejs.org 安装，然后再运行同一条命令`,
      `Node ${nodeMajorMin} is needed here: install it from https://nodejs.org, then run the same command again`,
    );
  }
  return await runProgram({ root, node, program, args });
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(realpathSync(process.argv[1])).href) {
  main().then(
    (code) => process.exit(code),
    (error) => {
      process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
      process.exit(3);
    },
  );
}
