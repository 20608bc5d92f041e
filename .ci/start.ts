import { spawn } from "node:child_process";
import { homedir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { say } from "./bootstrap.mjs";
import { ensureElectronBuild } from "./electron-build.ts";
import { findElectron } from "./electron.ts";
import { root } from "./guards/house-tools.ts";
import { exitCode, startLedger } from "./programs.ts";
import { ensureRendererBuild } from "./renderer-build.ts";

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

async function serve(folder: string, more: readonly string[]): Promise<number> {
  const node = startLedger(["serve", folder, "--json", "--no-open", ...more], ["inherit", "pipe", "inherit"]);
  const ended = exitCode(node);
  if (node.stdout === null) throw new Error("the node was started without its output");
  let announced = false;
  createInterface({ input: node.stdout }).on("line", (line) => {
    if (announced) return void process.stdout.write(`${line}\n`);
    announced = true;
    const { url }: { url: string } = JSON.parse(line);
    console.log(`Console: ${url}`);
    if (hasScreen()) openBrowser(url);
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

/** Builds what is missing and opens the console on the demo city. Never asks anything. */
async function start(more: readonly string[]): Promise<number> {
  await ensureRendererBuild();
  const folder = join(dataFolder(), "trusted-city-console", "demo");
  const built = await exitCode(startLedger(["demo", folder], ["ignore", "inherit", "inherit"]));
  if (built !== 0) return built;
  if ((await openInElectron(folder)) === "closed") return 0;
  say(
    "本机没有可用的 Electron，控制台改在浏览器中打开。",
    "Electron is not ready on this machine, so the console opens in a browser.",
  );
  return await serve(folder, more);
}

try {
  process.exitCode = await start(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 3;
}
