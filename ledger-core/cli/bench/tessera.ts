/**
 * Tessera's log on a POSIX file system under its own hammer, as programs in Go from their published module: what a log does that neither
 * checks signatures nor executes anything. Built once and kept where the project keeps what it builds.
 */
import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync } from "node:fs";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { setTimeout } from "node:timers/promises";
import { encodeBase64 } from "#ledger-core/proof/base64.ts";
import { ALGORITHM_ED25519, encodeVerifierKey, verifierKey } from "#ledger-core/proof/verifier-key.ts";
import { concatBytes, encodeHex } from "#ledger-core/contract/schema/bytes.ts";
import { generateKeyPair, nodeSuite } from "#ledger-core/node/crypto-suite.ts";
import type { Words } from "#ledger-core/cli/words.ts";
import { cpuMicrosecondsOf, endOf, runToEnd, stopChild } from "./child-process.ts";

const VERSION = "v1.0.4";
const MODULE = `github.com/transparency-dev/tessera@${VERSION}`;
const CACHE = join(import.meta.dirname, "../../../build/cache", `tessera-${VERSION}`);
const PROGRAMS = { server: "cmd/conformance/posix", hammer: "internal/hammer" } as const;
const EXECUTABLE = process.platform === "win32" ? ".exe" : "";

export type TesseraPrograms = Readonly<Record<keyof typeof PROGRAMS, string>>;
export type TesseraAbsent = { readonly absent: Words };

/** The programs, built where they are not yet; or the sentence that says why they cannot be had here. */
export async function buildTessera(signal: AbortSignal): Promise<TesseraPrograms | TesseraAbsent> {
  const programs = { server: join(CACHE, `posix${EXECUTABLE}`), hammer: join(CACHE, `hammer${EXECUTABLE}`) };
  if (Object.values(programs).every((path) => existsSync(path))) return programs;
  if (!(await runToEnd("go", ["version"], { signal })).ok)
    return absent("这台机器上没有 Go", "Go is absent on this machine");
  const downloaded = await runToEnd("go", ["mod", "download", "-json", MODULE], { signal, cwd: tmpdir() });
  if (!downloaded.ok) return absent("无法取得 Tessera 的模块", "Tessera's module cannot be fetched");
  const { Dir: source } = JSON.parse(downloaded.output) as { readonly Dir: string };
  const work = mkdtempSync(join(tmpdir(), "ledger-bench-tessera-"));
  try {
    // One of the two is not for others to import, so it is built inside a copy of its module.
    copyFiles(source, work);
    mkdirSync(CACHE, { recursive: true });
    for (const [name, folder] of Object.entries(PROGRAMS)) {
      const made = join(work, `made-${name}`);
      const env = { ...process.env, CGO_ENABLED: "0" };
      const built = await runToEnd("go", ["build", "-o", made, `./${folder}`], { signal, cwd: work, env });
      if (!built.ok) return absent("Tessera 的程序无法编译", "Tessera's programs cannot be built");
      moveInto(made, programs[name as keyof typeof PROGRAMS]);
    }
    return programs;
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

export type TesseraRun = {
  readonly programs: TesseraPrograms;
  /** An empty folder on the disk that is measured. */
  readonly folder: string;
  /** Clients that each wait for one leaf. */
  readonly writers: number;
  readonly leafBytes: number;
  readonly seconds: number;
  readonly signal: AbortSignal;
};

export type TesseraRate = {
  /** Leaves a second between the first checkpoint after a while and the last one; 0 where it was stopped. */
  readonly rate: number;
  /** Of log and hammer together for each leaf, in microseconds; undefined where the system does not say. */
  readonly cpu: number | undefined;
};

/** Starts a log and its hammer in the folder, and stops both. */
export async function runTessera({ programs, folder, signal, ...load }: TesseraRun): Promise<TesseraRate> {
  const { publicKey, secretKey } = generateKeyPair();
  const key = verifierKey(nodeSuite, { name: "bench.example/log", algorithm: ALGORITHM_ED25519, publicKey });
  const seed = concatBytes(Uint8Array.of(ALGORITHM_ED25519), secretKey.subarray(0, SEED_BYTES));
  const env = {
    ...process.env,
    LOG_PRIVATE_KEY: `PRIVATE+KEY+${key.name}+${encodeHex(key.keyId)}+${encodeBase64(seed)}`,
    LOG_PUBLIC_KEY: encodeVerifierKey(key),
  };
  const address = `127.0.0.1:${await freePort()}`;
  const started: (readonly [ChildProcess, Promise<number>])[] = [];
  const start = (program: string, flags: readonly string[]): Promise<number> => {
    const child = spawn(program, flags, { env, stdio: "ignore" });
    const ended = endOf(child);
    started.unshift([child, ended]);
    return ended;
  };
  try {
    const served = start(programs.server, [`--storage_dir=${folder}`, `--listen=${address}`]);
    await answersAt(`http://${address}/checkpoint`, served, signal);
    const hammered = start(programs.hammer, hammerFlags(env.LOG_PUBLIC_KEY, address, load));
    const cpu = (): number => sum(started.map(([{ pid }]) => cpuMicrosecondsOf(pid) ?? Number.NaN));
    const ended = Promise.race([served, hammered]);
    return await measureGrowth(join(folder, "checkpoint"), { ...load, ended, cpu, signal });
  } finally {
    for (const [child, ended] of started) await stopChild(child, ended);
  }
}

const SEED_BYTES = 32;
/** Before the measuring begins: the first leaves wait for connections. */
const WARM_UP_MS = 3_000;
const PROBE_MS = 25;
const START_MS_MAX = 30_000;
/** Far above what it reaches, so that nothing holds its clients back but the log. */
const WRITES_PER_SECOND_MAX = 200_000;

type Load = Pick<TesseraRun, "writers" | "leafBytes" | "seconds">;

function hammerFlags(publicKey: string, address: string, { writers, leafBytes }: Load): readonly string[] {
  return [
    `--log_public_key=${publicKey}`,
    `--log_url=http://${address}`,
    `--num_writers=${writers}`,
    `--max_write_ops=${WRITES_PER_SECOND_MAX}`,
    `--leaf_min_size=${leafBytes}`,
    // One connection for all: each client with its own costs more than the log itself.
    "--force_http2",
    ...["--max_read_ops=0", "--num_readers_random=0", "--num_readers_full=0", "--dup_chance=0", "--show_ui=false"],
  ];
}

type Growth = Load & {
  readonly ended: Promise<number>;
  readonly cpu: () => number;
  readonly signal: AbortSignal;
};
type Seen = { readonly at: number; readonly size: number; readonly cpu: number };

/** By the checkpoints that the log itself publishes, one a second, each as it appears. */
async function measureGrowth(file: string, { seconds, ended, cpu, signal }: Growth): Promise<TesseraRate> {
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  const seen: Seen[] = [];
  const until = performance.now() + WARM_UP_MS + seconds * 1_000;
  while (performance.now() < until && !signal.aborted) {
    if (hasEnded) throw new Error("Tessera ended while it was measured");
    const size = sizeIn(file);
    if (size !== undefined && size !== seen.at(-1)?.size) seen.push({ at: performance.now(), size, cpu: cpu() });
    await setTimeout(PROBE_MS);
  }
  const [first, last] = [seen.find(({ at }) => at > until - seconds * 1_000), seen.at(-1)];
  if (first === undefined || last === undefined || first === last) {
    if (!signal.aborted) throw new Error("Tessera's log did not grow while it was measured");
    return { rate: Number.NaN, cpu: undefined };
  }
  const leaves = last.size - first.size;
  const used = (last.cpu - first.cpu) / leaves;
  return { rate: (leaves / (last.at - first.at)) * 1_000, cpu: Number.isNaN(used) ? undefined : used };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** The second line of a checkpoint counts the leaves. */
function sizeIn(file: string): number | undefined {
  if (!existsSync(file)) return undefined;
  const size = Number(readFileSync(file, "utf8").split("\n")[1]);
  return Number.isSafeInteger(size) ? size : undefined;
}

async function answersAt(url: string, ended: Promise<number>, signal: AbortSignal): Promise<void> {
  let hasEnded = false;
  void ended.then(() => (hasEnded = true));
  for (const until = performance.now() + START_MS_MAX; performance.now() < until && !signal.aborted;) {
    if (hasEnded) break;
    const answer = await fetch(url).catch(() => undefined);
    if (answer?.ok === true) return;
    await setTimeout(PROBE_MS);
  }
  if (!signal.aborted) throw new Error("Tessera did not start");
}

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** File by file, for the module cache is read-only and its folders would be so as well. */
function copyFiles(source: string, target: string): void {
  for (const entry of readdirSync(source, { recursive: true, withFileTypes: true })) {
    const from = join(entry.parentPath, entry.name);
    const to = join(target, relative(source, from));
    mkdirSync(entry.isDirectory() ? to : dirname(to), { recursive: true });
    if (entry.isFile()) writeFileSync(to, readFileSync(from));
  }
}

/** Whole or not at all: what was broken off while it was copied is not taken for the program. */
function moveInto(made: string, place: string): void {
  cpSync(made, `${place}.part`);
  renameSync(`${place}.part`, place);
}

function absent(zh: string, en: string): TesseraAbsent {
  return { absent: { zh, en } };
}
