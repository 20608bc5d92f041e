import { spawn, type ChildProcess } from "node:child_process";
import { existsSync } from "node:fs";
import { constants, homedir, setPriority } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";
import { say } from "./bootstrap.mjs";
import { ensureElectronBuild } from "./electron-build.ts";
import { findElectron } from "./electron.ts";
import { root } from "./guards/house-tools.ts";
import { exitCode, startLedger } from "./programs.ts";
import { ensureRendererBuild } from "./renderer-build.ts";
import { ensureVerifierBuild } from "./verifier-build.ts";

/** Where an application keeps its data for one person on this system. */
function dataFolder(): string {
  const { XDG_DATA_HOME: xdg, APPDATA: appData } = process.env;
  if (process.platform === "win32") return appData ?? join(homedir(), "AppData", "Roaming");
  if (process.platform === "darwin") return join(homedir(), "Library", "Application Support");
  return xdg !== undefined && xdg !== "" ? xdg : join(homedir(), ".local", "share");
}

function hasScreen(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY, SSH_CONNECTION, CI } = process.env;
  if (CI !== undefined) return false;
  if (process.platform === "linux") return DISPLAY !== undefined || WAYLAND_DISPLAY !== undefined;
  return SSH_CONNECTION === undefined;
}

/** A browser that cannot be opened is no reason to stop: the address is on the screen. */
function openBrowser(url: string): void {
  const [program, args] =
    process.platform === "win32"
      ? (["rundll32", ["url.dll,FileProtocolHandler", url]] as const)
      : ([process.platform === "darwin" ? "open" : "xdg-open", [url]] as const);
  const child = spawn(program, args, { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}

/** The line on which a build shows how far it is, on terminals only. */
function clearLine(): void {
  if (process.stderr.isTTY) process.stderr.write("\r\u001b[K");
}

const consoleName = "Console";

/** Serves a ledger to browsers; `name` is written before its address, and the console's is opened. */
async function serve(folder: string, name: string, more: readonly string[]): Promise<number> {
  const node = startLedger(["serve", folder, "--json", "--no-open", ...more], ["inherit", "pipe", "inherit"]);
  const ended = exitCode(node);
  if (node.stdout === null) throw new Error("the node was started without its output");
  let announced = false;
  createInterface({ input: node.stdout }).on("line", (line) => {
    if (announced) return void process.stdout.write(`${line}\n`);
    announced = true;
    const { url }: { url: string } = JSON.parse(line);
    clearLine();
    console.log(`${name}: ${url}`);
    if (hasScreen() && name === consoleName) openBrowser(url);
  });
  return await ended;
}

/** A program that ends with an error so soon could not start at all: a library is missing, or the system forbids its sandbox. */
const startMsMax = 15_000;

/** Opens the console in its own window where that can be done; resolves when the person has closed it. */
async function openInElectron(folder: string): Promise<"closed" | "not here"> {
  const electron = findElectron();
  // Its sandbox does not work for root, and without it nobody should run it.
  if (electron === undefined || !hasScreen() || process.getuid?.() === 0) return "not here";
  await ensureElectronBuild();
  const started = performance.now();
  const code = await exitCode(spawn(electron, [root, folder], { cwd: root, stdio: "inherit" }));
  return code !== 0 && performance.now() - started < startMsMax ? "not here" : "closed";
}

/** What of the demo city can be opened now: all of it, or a first cut while the whole is built beside the console. */
type City = { readonly folder: string; readonly whole: Build | undefined };
type Build = { readonly folder: string; readonly program: ChildProcess; readonly ended: Promise<number> };

/** A city that lacks nothing, or only what happened since yesterday, is open by then. */
const wholeMsMax = 5_000;

/**
 * The whole city, two years with thousands of datasets, takes half a minute to build. Whoever starts for the first time gets a small
 * cut of it within seconds; a build that was stopped goes on with the next start.
 */
async function prepareCity(): Promise<City | number> {
  const home = join(dataFolder(), "trusted-city-console");
  const folder = join(home, "city");
  const firstCut = join(home, "first-cut");
  const buildFirstCut = (): Promise<number> =>
    exitCode(startLedger(["demo", firstCut, "--size", "small"], ["ignore", "ignore", "inherit"]));
  const isBegun = existsSync(join(folder, "ledger.sqlite"));
  if (!isBegun) {
    const built = await buildFirstCut();
    if (built !== 0) return built;
  }
  const program = startLedger(["demo", folder], ["ignore", "ignore", "inherit"]);
  const ended = exitCode(program);
  const soon = await Promise.race([ended, delay(isBegun ? wholeMsMax : 0)]);
  if (soon !== undefined) return soon === 0 ? { folder, whole: undefined } : soon;
  if (program.pid !== undefined) setPriority(program.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  const built = await buildFirstCut();
  return built === 0 ? { folder: firstCut, whole: { folder, program, ended } } : built;
}

/** Builds what is missing and opens the console on the demo city. Never asks anything. */
async function start(more: readonly string[]): Promise<number> {
  await ensureRendererBuild();
  await ensureVerifierBuild();
  const city = await prepareCity();
  if (typeof city === "number") return city;
  const { folder, whole } = city;
  let isInBrowser = false;
  void whole?.ended.then(async (code) => {
    clearLine();
    if (code !== 0) return;
    say("整座示例城市已建好，下次启动时打开。", "The whole demo city is built; the next start opens it.");
    // Whoever looks at the first cut in a browser can go over at once.
    if (isInBrowser) await serve(whole.folder, "Whole city", []);
  });
  try {
    if ((await openInElectron(folder)) === "closed") return 0;
    isInBrowser = true;
    say(
      "本机没有可用的 Electron，控制台改在浏览器中打开。",
      "Electron is not ready on this machine, so the console opens in a browser.",
    );
    return await serve(folder, consoleName, more);
  } finally {
    whole?.program.kill();
  }
}

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 3;
}
